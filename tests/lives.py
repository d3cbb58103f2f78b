"""What can be done to a ticket, by whoever tries, as the office's verbs: for tests that drive whole lives at random.

``TRIES`` has a way to try every action; what each may be shown is ``tests.sight``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from office.act import act
from office.asking import approvals, questions, requests, support
from office.callbacks import answers, phone, revisit
from office.handling import dispatch, ending, handover, judge, merge, parking, recategorise, transfer, work
from office.masking import redaction
from office.supervision import instruct, overdue, urge
from office.supervision.escalate import escalate
from office.talking import relay
from storage.schema import revisits, tickets
from storage.tickets import callbacks
from storage.tickets import requests as kept_requests
from storage.tickets.events import Text
from tests.builders import House
from tickets.callback import Question
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.revisit import RevisitAnswer
from tickets.terms import REJECTIONS, RETURNS, WITHDRAWALS, Reason, Role, State
from tickets.ticket import Ticket

A = Action


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries something with a ticket; ``pick`` chooses among what there is to choose, ``words`` betray themselves."""

    house: House
    ticket: Ticket
    by: Person
    pick: int
    words: str

    def do(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The verb on the ticket, by who tries."""
        return self.house.do(verb, self.ticket.id, *args, by=self.by, **kwargs)

    def one(self, choices: Any) -> Any:
        """One of the choices."""
        return list(choices)[self.pick % len(list(choices))]

    def other_unit(self) -> str:
        """A unit to hand it to."""
        return str(self.one(sorted(set(self.house.city.unit) - {"office"})))

    def day(self) -> date:
        """A day from yesterday to in a month."""
        return self.house.city.calendar.day(self.house.now) + timedelta(days=self.pick % 32 - 1)

    def other_ticket(self) -> int:
        """Any ticket there is, itself included."""
        return int(self.one(self.house.conn.execute(select(tickets.c.id).order_by(tickets.c.id)).scalars().all()))

    def officer(self) -> int:
        """An officer of the house, whoever they are."""
        return int(self.one([self.house.zhang.id, self.house.li.id]))


def _directly(action: A, **changes: Callable[[Attempt], Any]) -> Callable[[Attempt], Any]:
    """An action by the one way that every verb takes, where the verb adds nothing to it."""

    def run(at: Attempt) -> Any:
        made = {name: change(at) for name, change in changes.items()}
        return at.do(act, action, text=Text(at.words, "reason"), **made)

    return run


def _callback(at: Attempt) -> int:
    asked = callbacks.last(at.house.conn, at.ticket.id)
    if asked is None:
        raise Refusal("no_such_ticket")
    return asked.id


def _answer(at: Attempt) -> Any:
    """Taps on the callback, or what is said on the office's phone: the answers decide between confirming and rework."""
    which = _callback(at)
    is_office = at.by.holds(Role.OFFICE)
    by: dict[str, Any] = {"by": at.by} | ({} if is_office else {"chat": at.by.telegram_id})
    verb = phone.answer if is_office else answers.answer
    at.house.do(verb, which, Question.SOLVED, at.one(["solved", "partly", "unsolved"]), **by)
    satisfied = at.one(["satisfied", "dissatisfied", "very_satisfied"])
    return at.house.do(verb, which, Question.SATISFACTION, satisfied, **by)


def _answered(at: Attempt) -> Any:
    """What the firm adds while it is asked is the answer; at any other time it is material."""
    if at.ticket.state is not State.AWAITING_ENTERPRISE:
        raise Refusal("not_now")
    return at.do(work.add_material, at.words)


def _revisited(at: Attempt) -> Any:
    rows = select(revisits.c.id).where(revisits.c.ticket == at.ticket.id).order_by(revisits.c.id.desc())
    asked = at.house.conn.execute(rows).scalars().first()
    if asked is None:
        raise Refusal("no_such_ticket")
    return at.house.do(revisit.answer, asked, at.one(RevisitAnswer), by=at.by)


def _request(at: Attempt) -> int:
    waiting = [each.id for each in kept_requests.of_ticket(at.house.conn, at.ticket.id) if each.decision is None]
    if not waiting:
        raise Refusal("bad_button")
    return int(at.one(waiting))


def _granted(at: Attempt) -> Any:
    return at.do(approvals.grant, _request(at))


def _refused(at: Attempt) -> Any:
    return at.do(approvals.refuse, _request(at), at.words)


def _message(at: Attempt) -> Any:
    return at.do(relay.message, at.words, sources=[(at.by.telegram_id or 0, 10_000 + at.house.count)])


def _recategorised(at: Attempt) -> Any:
    what, about = at.one(["approval", "complaint", "request", "tax"]), at.one(["tax", "power", "unsure"])
    return at.do(recategorise.recategorise, what, about, at.one(["keep_out", "let_see"]))


TRIES: dict[A, Callable[[Attempt], Any]] = {
    A.DISPATCH: lambda at: at.do(dispatch.dispatch, at.other_unit(), brief=at.words),
    A.REJECT: lambda at: at.do(dispatch.reject, at.one(REJECTIONS), words=at.words),
    A.CLAIM: lambda at: at.do(dispatch.claim),
    A.ASSIGN: lambda at: at.do(dispatch.assign, at.officer()),
    A.RETURN: lambda at: at.do(dispatch.hand_back, at.one(RETURNS), words=at.words),
    A.NOTE: lambda at: at.do(work.note, at.words),
    A.MESSAGE: _message,
    A.ADD_MATERIAL: lambda at: at.do(work.add_material, at.words),
    A.RESOLVE: lambda at: at.do(work.resolve, at.words, despite=at.words),
    A.UNDO_RESOLVE: lambda at: at.do(work.undo_resolve),
    A.CONFIRM: _answer,
    A.REWORK: lambda at: at.house.do(answers.ask_rework, _callback(at), by=at.by, chat=at.by.telegram_id),
    A.REOPEN: lambda at: at.do(ending.reopen, at.words),
    A.WITHDRAW: lambda at: at.do(ending.withdraw, at.one(WITHDRAWALS)),
    A.ESCALATE: lambda at: at.do(escalate, Reason.OTHER, words=at.words),
    A.ASK_ENTERPRISE: lambda at: at.do(questions.ask, at.words),
    A.ANSWER: _answered,
    A.NOTHING_TO_ADD: lambda at: at.do(questions.nothing_to_add),
    A.WITHDRAW_QUESTION: lambda at: at.do(questions.withdraw),
    A.REQUEST_EXTENSION: lambda at: at.do(requests.ask_extension, at.pick % 7 - 1, at.words),
    A.ASK_RETURN: lambda at: at.do(requests.ask_return, at.one(RETURNS), words=at.words),
    A.ASK_COMPLEX: lambda at: at.do(requests.ask_complex, at.words),
    **dict.fromkeys((A.GRANT_EXTENSION, A.CONSENT_RETURN, A.MARK_COMPLEX), _granted),
    **dict.fromkeys((A.REFUSE_EXTENSION, A.REFUSE_RETURN, A.REFUSE_COMPLEX), _refused),
    A.TRANSFER: lambda at: at.do(transfer.transfer, at.other_unit(), words=at.words),
    A.INSTRUCT: lambda at: at.do(instruct.instruct, at.other_unit(), at.day(), words=at.words),
    A.RECATEGORISE: _recategorised,
    A.REDACT: lambda at: at.do(redaction.redact, at.one(["退税", "到账"])),
    A.HAND: lambda at: at.do(handover.hand, at.officer(), at.words),
    A.VACATE: lambda at: at.do(handover.vacate),
    A.PARK: lambda at: at.do(parking.park, at.day(), words=at.words),
    A.RESUME: lambda at: at.do(parking.resume),
    A.ADJUDICATE: lambda at: at.do(judge.adjudicate, words=at.words),
    A.HAND_OUTSIDE: lambda at: at.do(judge.hand_outside, "省税务局", words=at.words),
    A.COME_BACK: _revisited,
    A.CONTEST: lambda at: at.do(judge.contest, words=at.words),
    A.URGE: lambda at: at.do(urge.urge),
    A.SUPERVISE: lambda at: at.do(overdue.supervise, words=at.words),
    A.ASK_SUPPORT: lambda at: at.do(support.ask, at.one(["lukou", "power"]), at.words),
    A.ANSWER_SUPPORT: lambda at: at.do(support.answer, at.words),
    A.MERGE: lambda at: at.do(merge.merge, at.other_ticket()),
    A.SPLIT: lambda at: at.do(merge.split),
    A.MARK_URGENT: _directly(A.MARK_URGENT),
    A.MARK_CONFIDENTIAL: _directly(A.MARK_CONFIDENTIAL),
}
