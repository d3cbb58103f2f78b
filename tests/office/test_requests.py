"""What is asked of the office: extensions, late returns, complex cases; refused in time, decided once, dropped when pointless."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from office import views, waiting
from office.asking import approvals, questions, requests
from office.handling import work
from storage.tickets import requests as kept
from storage.tickets.requests import count_waiting
from tests.builders import House, a_ticket
from tests.office.test_supervise import at, cards, jumps_to
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.requests import Decision, Request
from tickets.terms import Kind, Role, State
from tickets.ticket import Ticket

ZONE = ZoneInfo("Asia/Shanghai")
WHY = "等省局批复"


@pytest.fixture
def lead(house: House) -> Person:
    return house.staff("陈立新", Role.UNIT_LEAD, "tax")


def shown(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(ZONE).strftime("%m-%d %H:%M")


def extension(house: House, days: int = 3) -> Request:
    """Zhang Wei has asked for an extension of a ticket due on Friday the 27th."""
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(requests.ask_extension, ticket.id, days, WHY, by=house.zhang)
    return newest(house, ticket)


def newest(house: House, ticket: Ticket) -> Request:
    return kept.of_ticket(house.conn, ticket.id)[-1]


def card(house: House, who: Person, since: int = 0) -> dict[str, object]:
    return [f for chat, kind, f in house.said(since) if (chat, kind) == (who.telegram_id, "request")][-1]


# --- extensions ---------------------------------------------------------------------------------------------------------


def test_the_office_reads_what_is_asked_and_what_it_would_change(house: House) -> None:
    request = extension(house)
    asked = card(house, house.zhou)
    assert ("张伟", "extension", 3, WHY) == (asked["asker"], asked["what"], asked["days"], asked["words"])
    assert (at("11-27 17:30").isoformat(), at("12-02 17:30").isoformat()) == (asked["due_at"], asked["new_due"])
    assert house.ticket(request.ticket).due_at == at("11-27 17:30"), "nothing moves while it waits"


def test_a_granted_extension_moves_the_due_time_and_never_the_promise(house: House) -> None:
    request = extension(house)
    mark = house.mark()
    promised = house.ticket(request.ticket).promised_at
    done = house.do(approvals.grant, request.ticket, request.id, by=house.zhou)
    assert ("12-02 17:30", 1, 3) == (shown(done.due_at), done.extensions, done.extended_days)
    assert promised == done.promised_at
    (told,) = [f for chat, kind, f in house.said(mark) if (chat, kind) == (house.wang.telegram_id, "extended")]
    assert (done.due_at.isoformat(), WHY) == (told["due_at"], told["words"]), "the new day and why"
    assert "request_granted" in house.heard(house.zhang, mark)
    assert (Decision.GRANTED.value, "周主任") == (
        card(house, house.zhou)["decision"],
        card(house, house.zhou)["decided_by"],
    )
    mark = house.mark()
    jumps_to(house, at("12-01 17:00"))
    assert ["reminder"] == cards(house, house.zhang, mark), "the ladder is the new day's"


def test_a_refusal_says_why_and_changes_nothing(house: House) -> None:
    request = extension(house)
    with pytest.raises(Refusal, match="reason_missing"):
        house.do(approvals.refuse, request.ticket, request.id, " ", by=house.zhou)
    mark = house.mark()
    done = house.do(approvals.refuse, request.ticket, request.id, "省局已经批了", by=house.zhou)
    assert ("11-27 17:30", 0) == (shown(done.due_at), done.extensions)
    (told,) = [f for chat, kind, f in house.said(mark) if (chat, kind) == (house.zhang.telegram_id, "request_refused")]
    assert "省局已经批了" == told["why"]
    assert not {"extended", "request_refused"} & set(house.heard(house.wang, mark))


def test_two_of_the_office_decide_and_one_wins(house: House) -> None:
    tan = house.staff("谭主任", Role.OFFICE)
    request = extension(house)
    house.do(approvals.grant, request.ticket, request.id, by=house.zhou)
    for verb, more in ((approvals.grant, ()), (approvals.refuse, ("不行",))):
        with pytest.raises(Refusal, match="request_decided") as refused:
            house.do(verb, request.ticket, request.id, *more, by=tan)
        assert ("granted", "周主任") == (refused.value.facts["decision"], refused.value.facts["decided_by"])
    assert "granted" == card(house, tan)["decision"], "every copy says so"
    assert 3 == house.ticket(request.ticket).extended_days


@pytest.mark.parametrize("days", [-3, 0, 11, 400])
def test_wrong_numbers_of_days_are_refused(house: House, days: int) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="days_unfit") as refused:
        house.do(requests.ask_extension, ticket.id, days, WHY, by=house.zhang)
    assert 10 == refused.value.facts["most"]


def test_an_extension_is_asked_a_working_day_before_it_is_due(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.now = at("11-26 17:31")
    with pytest.raises(Refusal, match="extension_too_late") as refused:
        house.do(requests.days_offered, ticket.id, by=house.zhang)
    assert at("11-26 17:30").isoformat() == refused.value.facts["until"]
    with pytest.raises(Refusal, match="extension_too_late"):
        house.do(requests.ask_extension, ticket.id, 1, WHY, by=house.zhang)
    house.now = at("11-26 17:30")
    house.do(requests.ask_extension, ticket.id, 1, WHY, by=house.zhang)


def test_of_a_short_limit_by_half_time(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS, kind=Kind.CONSULTATION)
    assert "11-23 17:30" == shown(ticket.due_at)
    house.now = at("11-23 09:31")
    with pytest.raises(Refusal, match="extension_too_late"):
        house.do(requests.ask_extension, ticket.id, 1, WHY, by=house.zhang)


def test_two_extensions_of_ten_days_in_all(house: House) -> None:
    request = extension(house, 5)
    ticket = request.ticket
    with pytest.raises(Refusal, match="request_waits"):
        house.do(requests.ask_extension, ticket, 1, WHY, by=house.zhang)
    house.do(approvals.grant, ticket, request.id, by=house.zhou)
    assert [[1, "1"], [2, "2"], [3, "3"], [5, "5"]] == house.do(requests.days_offered, ticket, by=house.zhang)["days"]
    with pytest.raises(Refusal, match="days_unfit"):
        house.do(requests.ask_extension, ticket, 6, WHY, by=house.zhang)
    house.do(requests.ask_extension, ticket, 2, WHY, by=house.zhang)
    house.do(approvals.grant, ticket, newest(house, house.ticket(ticket)).id, by=house.zhou)
    with pytest.raises(Refusal, match="extensions_used_up"):
        house.do(requests.ask_extension, ticket, 1, WHY, by=house.zhang)


def test_undecided_the_ladder_goes_on(house: House, lead: Person) -> None:
    request = extension(house)
    jumps_to(house, at("11-30 10:00"))
    assert ["yellow"] == cards(house, lead)
    done = house.do(approvals.grant, request.ticket, request.id, by=house.zhou)
    assert "12-02 17:30" == shown(done.due_at)


def test_only_who_handles_it_asks_and_only_the_office_decides(house: House, lead: Person) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    for who, code in ((house.li, "not_yours"), (lead, "not_yours"), (house.wang, "not_yours")):
        with pytest.raises(Refusal, match=code):
            house.do(requests.ask_extension, ticket.id, 1, WHY, by=who)
    house.do(requests.ask_extension, ticket.id, 1, WHY, by=house.zhang)
    request = newest(house, ticket)
    for who in (house.zhang, lead, house.wang):
        with pytest.raises(Refusal, match="not_yours"):
            house.do(approvals.grant, ticket.id, request.id, by=who)
        with pytest.raises(Refusal, match="office_only"):
            house.do(approvals.inbox, by=who)
    other = a_ticket(house, State.IN_PROGRESS)
    with pytest.raises(Refusal, match="bad_button"):
        house.do(approvals.grant, other.id, request.id, by=house.zhou)


def test_while_it_waits_the_button_is_gone(house: House) -> None:
    request = extension(house)
    seen = house.do(views.ticket, request.ticket, by=house.zhang)
    assert ("request_extension" in seen["moves"], ["extension"]) == (False, seen["waits_for_office"])


# --- what the office's clock does ------------------------------------------------------------------------------------


def test_the_office_is_reminded_and_then_the_leaders_hear_of_it(house: House) -> None:
    leader = house.staff("曹市长", Role.LEADER)
    extension(house)
    mark = house.mark()
    jumps_to(house, at("11-20 15:29"))
    assert [] == house.heard(house.zhou, mark)
    jumps_to(house, at("11-20 15:30"))
    assert (["request"], []) == (house.heard(house.zhou, mark), house.heard(leader, mark))
    assert card(house, house.zhou)["is_reminder"]
    mark = house.mark()
    jumps_to(house, at("11-23 12:00"))
    assert (["request"], ["approval_late"]) == (house.heard(house.zhou, mark), house.heard(leader, mark))
    jumps_to(house, at("11-25 12:00"))
    assert (1, 1) == (house.heard(house.zhou, mark).count("request"), house.heard(leader, mark).count("approval_late"))


def test_a_jump_over_both_tells_the_office_once(house: House) -> None:
    extension(house)
    mark = house.mark()
    jumps_to(house, at("11-25 10:00"))
    assert 1 == house.heard(house.zhou, mark).count("request")


def test_what_is_decided_reminds_nobody_and_what_still_waits_does(house: House) -> None:
    request = extension(house)
    house.now = at("11-20 10:30")
    house.do(requests.ask_complex, request.ticket, "要三个部门会签", by=house.zhang)
    house.do(approvals.grant, request.ticket, request.id, by=house.zhou)
    mark = house.mark()
    jumps_to(house, at("11-20 17:00"))
    assert ["complex"] == [f["what"] for _, kind, f in house.said(mark) if kind == "request" and f["is_reminder"]]


def test_a_request_that_lost_its_meaning_is_dropped_without_noise(house: House) -> None:
    request = extension(house)
    mark = house.mark()
    house.do(work.resolve, request.ticket, "已到账", by=house.zhang)
    assert (Decision.DROPPED, 0) == (kept.get(house.conn, request.id).decision, count_waiting(house.conn))
    assert not {"request_refused", "ruled"} & set(house.heard(house.zhang, mark))
    with pytest.raises(Refusal, match="request_decided"):
        house.do(approvals.grant, request.ticket, request.id, by=house.zhou)
    mark = house.mark()
    jumps_to(house, at("11-25 10:00"))
    assert "request" not in house.heard(house.zhou, mark)


def test_an_extension_still_waits_and_is_granted_while_the_firm_is_asked(house: House) -> None:
    request = extension(house)
    house.do(questions.ask, request.ticket, "请补申报表", by=house.zhang)
    house.do(approvals.grant, request.ticket, request.id, by=house.zhou)
    house.now = at("11-24 10:00")
    done = house.do(work.add_material, request.ticket, "已补", by=house.wang).ticket
    assert "12-04 17:30" == shown(done.due_at), "three days of extension and two of the pause"


# --- the inbox -----------------------------------------------------------------------------------------------------------


def test_one_inbox_oldest_first_with_all_that_waits(house: House) -> None:
    assert (0, []) == house.do(approvals.inbox, by=house.zhou)
    for n in range(6):
        house.now = at(f"11-20 10:0{n}")
        extension(house)
    count, found = house.do(approvals.inbox, by=house.zhou)
    assert (6, 5) == (count, len(found))
    assert sorted(each.facts["request"] for each in found) == [each.facts["request"] for each in found]
    assert 6 == house.do(waiting.desk, by=house.zhou)["approvals"]
