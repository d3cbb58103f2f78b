"""What tests of the office begin with: a small city, people in it, and tickets in any state, all made by the verbs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from office import clock, submit
from office.act import act
from office.callbacks import answers, callback
from office.handling import dispatch, ending, merge, work
from office.people import firms, inviting
from office.submit import Submission
from storage.people import enterprises, people
from storage.schema import callbacks, outbox
from storage.tickets import tickets
from tickets.callback import Question
from tickets.city import Category, Chain, City, Named, Unit
from tickets.lifecycle import Action
from tickets.people import COMMAND_LINE, Person
from tickets.routing import Route
from tickets.terms import Assign, Kind, Reason, Role, State, UnitKind
from tickets.ticket import Ticket

FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Friday 20 November 2026, 10:00 in the city."""

FIRM = "株洲德智新材料有限公司"
WORDS = "出口退税三个月没到账"


def a_city(**changes: Any) -> City:
    """Three units, one for each way of giving tickets to officers, and a rule for each."""
    city = City(
        name="株洲市企业办事不求人工作办公室",
        units=(
            Unit("tax", "市税务局"),
            Unit("power", "市供电公司", assign=Assign.LEAST_LOADED),
            Unit("approval", "市行政审批服务局", assign=Assign.ROUND_ROBIN),
            Unit("lukou", "渌口区", UnitKind.COUNTY),
        ),
        categories=(
            Category("tax", "税费", ("退税", "税")),
            Category("electricity", "用电", ("停电", "电")),
            Category("approval", "审批", ("许可证",)),
            Category("other", "其他"),
        ),
        regions=(Named("tianyuan", "天元区"), Named("lukou", "渌口区")),
        chains=(Chain("rail", "轨道交通装备"),),
        routes=(
            Route("tax", category="tax"),
            Route("power", category="electricity"),
            Route("approval", category="approval"),
        ),
    )
    return replace(city, **changes)


def a_plain_ticket(state: State, **more: Any) -> Ticket:
    """A ticket as the rules see it, kept nowhere."""
    first = Ticket(
        1, "QY-20261120-0001", state, Kind.REQUEST, "platform", FRIDAY, datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    )
    return replace(first, **more)


@dataclass
class House:
    """A connection, a city, its time, and the people in it."""

    conn: Connection
    city: City = field(default_factory=a_city)
    now: datetime = FRIDAY
    count: int = 0

    def __post_init__(self) -> None:
        self.zhou = self.staff("周主任", Role.OFFICE)
        self.wang = self.contact("王敏")
        self.zhang = self.staff("张伟", Role.OFFICER, "tax")
        self.li = self.staff("李娜", Role.OFFICER, "tax")

    def do(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """An office verb, now."""
        return verb(self.conn, self.city, *args, **kwargs, now=self.now)

    def later(self, **delta: float) -> None:
        """Time passes and what falls due happens."""
        self.now += timedelta(**delta)
        for deadline in clock.due(self.conn, self.city, now=self.now):
            self.strike(deadline)

    def strike(self, row: clock.Row) -> bool:
        """What falls due happens, after what is to be counted before it."""
        tally = self.do(clock.to_count, row)
        return bool(self.do(clock.strike, row, tally.over(self.conn) if tally is not None else None))

    def stranger(self, name: str) -> Person:
        """Somebody who wrote to the bot, and no more."""
        self.count += 1
        return people.meet(self.conn, 100 + self.count, name, None, now=self.now)

    def staff(self, name: str, role: Role, unit: str | None = None) -> Person:
        """Invited by the office, with the post taken."""
        made = self.do(inviting.invite, role, by=COMMAND_LINE, unit=unit, name=name)
        person: Person = self.do(inviting.accept, made.token, by=self.stranger(name))
        return person

    def contact(self, name: str, firm: str = FIRM, *, confirmed: bool = True) -> Person:
        """Registered for a firm; unless told otherwise confirmed by the office too."""
        who = self.stranger(name)
        registered: Person = self.do(firms.register, by=who, phone=f"+86138733001{self.count:02d}", name=firm)
        if confirmed:
            firm_id = enterprises.named(self.conn, firm)
            return self.do(firms.decide_contact, firm_id, who.id, is_confirmed=True, by=self.zhou)
        return registered

    def again(self, person: Person) -> Person:
        """The person as the books have them now."""
        return people.get(self.conn, person.id)

    def ticket(self, which: int) -> Ticket:
        """The ticket as the books have it now."""
        return tickets.get(self.conn, which)

    def file(self, text: str = WORDS, *, by: Person | None = None, **form: Any) -> Ticket:
        """A grievance submitted; of the tax category unless told otherwise."""
        self.count += 1
        about = {"category": "tax", "category_is_sure": True} | form
        made: Ticket = self.do(submit.submit, Submission(f"draft-{self.count}", text, **about), by=by or self.wang)
        return made

    def said(self, since: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
        """What is put into the outbox after that row and not taken back: chat, kind, facts."""
        rows = select(outbox.c.chat, outbox.c.kind, outbox.c.facts).where(
            outbox.c.id > since, outbox.c.kind != "menu", outbox.c.done.is_distinct_from("cancelled")
        )
        return [(row.chat, row.kind, row.facts) for row in self.conn.execute(rows.order_by(outbox.c.id))]

    def mark(self) -> int:
        """Where the outbox ends now."""
        return int(self.conn.execute(select(outbox.c.id).order_by(outbox.c.id.desc()).limit(1)).scalar() or 0)

    def heard(self, person: Person, since: int = 0) -> list[str]:
        """The kinds of notices for a person."""
        return [kind for chat, kind, _ in self.said(since) if chat == person.telegram_id]

    def callback(self, ticket: Ticket) -> int:
        """The newest callback of a ticket."""
        newest = (
            select(callbacks.c.id).where(callbacks.c.ticket == ticket.id).order_by(callbacks.c.round.desc()).limit(1)
        )
        return int(self.conn.execute(newest).scalar_one())

    def answer(self, ticket: Ticket, question: Question, value: str, *, by: Person | None = None) -> Ticket:
        """One tap on the callback."""
        by = by or self.wang
        self.do(answers.answer, self.callback(ticket), question, value, by=by, chat=by.telegram_id)
        return self.ticket(ticket.id)


def a_ticket(house: House, state: State = State.SUBMITTED, **form: Any) -> Ticket:
    """A ticket that came to this state by the shortest way; Zhang Wei of the tax office handles it."""
    if state is State.SUBMITTED:
        return house.file("想请政府协调", category=None, **form)
    ticket = house.file(**form)
    if state is State.REJECTED:
        house.do(dispatch.reject, ticket.id, Reason.NOT_A_GRIEVANCE, by=house.zhou)
    elif state is State.WITHDRAWN:
        house.do(ending.withdraw, ticket.id, Reason.BY_MISTAKE, by=house.wang)
    elif state is not State.DISPATCHED:
        house.do(dispatch.claim, ticket.id, by=house.zhang)
        _go_on(house, ticket, state)
    assert state is house.ticket(ticket.id).state
    return house.ticket(ticket.id)


def _go_on(house: House, ticket: Ticket, state: State) -> None:
    ways = {
        State.AWAITING_ENTERPRISE: (Action.ASK_ENTERPRISE, house.zhang),
        State.ESCALATED: (Action.ESCALATE, house.zhou),
        State.PARKED: (Action.PARK, house.zhou),
    }
    if state in ways:
        action, by = ways[state]
        house.do(act, ticket.id, action, by=by)
    if state is State.MERGED:
        house.do(merge.merge, ticket.id, in_hand_of_another(house).id, by=house.zhou)
    if state in {State.RESOLVED, State.CLOSED}:
        house.do(work.resolve, ticket.id, "退税款已到账", by=house.zhang)
    if state is State.CLOSED:
        house.do(callback.send, ticket.id)
        house.answer(ticket, Question.SOLVED, "solved")
        house.answer(ticket, Question.SATISFACTION, "satisfied")


def in_hand_of_another(house: House) -> Ticket:
    """A ticket of another firm's that Li Na has in hand."""
    house.count += 1
    lead = house.file(by=house.contact("何军", f"株洲第{house.count}轴承厂"))
    house.do(dispatch.claim, lead.id, by=house.li)
    return house.ticket(lead.id)
