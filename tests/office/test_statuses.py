"""Status messages: every new state of a ticket whose channel is reported, in order, and nothing that anybody said."""

from dataclasses import replace

import pytest

from office import waiting
from office.handling import dispatch, ending, work
from office.intake import platform
from office.intake.platform import Sent
from storage.post import parcels
from storage.post.outcomes import Failed, record
from storage.post.outcomes import Sent as Arrived
from tests.builders import House
from tickets.city import Channel, Webhook
from tickets.terms import Reason


@pytest.fixture
def reported(house: House) -> House:
    channels = (Channel("platform", "一平台"), Channel("hotline", "两线"))
    house.city = replace(house.city, channels=channels, webhooks=(Webhook("portal", "platform"),))
    return house


def heard(house: House) -> list[dict]:
    """What the portal is told, taken out of its line in order."""
    found = []
    while taken := parcels.take(house.conn, busy=(), now=house.now):
        (parcel,) = taken
        assert ("webhook:portal", "status") == (parcel.destination, parcel.kind)
        found.append(dict(parcel.facts))
        record(house.conn, [Arrived(parcel.id, None, (), None, parcel.ticket, parcel.kind)], now=house.now)
    return found


def test_every_new_state_is_reported_in_order_with_the_other_systems_number(reported: House) -> None:
    sent = Sent("P-7", "出口退税三个月没到账", "株洲天桥起重机有限公司", category="tax")
    ticket = reported.do(platform.take_in, "platform", sent)
    reported.do(dispatch.claim, ticket.id, by=reported.zhang)
    reported.do(work.note, ticket.id, "已联系市局", by=reported.zhang)
    reported.do(work.resolve, ticket.id, "退税款已到账", by=reported.zhang)
    told = heard(reported)
    assert [
        ("submitted", "submitted"), ("dispatched", "dispatched"), ("claimed", "in_progress"), ("resolved", "resolved"),
    ] == [(each["event"], each["state"]) for each in told]  # fmt: skip
    assert {(ticket.number, "P-7")} == {(each["number"], each["external_ref"]) for each in told}


def test_an_end_says_how_it_ended(reported: House) -> None:
    ticket = reported.file()
    reported.do(ending.withdraw, ticket.id, Reason.BY_MISTAKE, by=reported.wang)
    last = heard(reported)[-1]
    assert ("withdrawn", None, None) == (last["state"], last["closing"], last["due_at"])


def test_a_channel_that_nobody_asked_about_is_not_reported(reported: House) -> None:
    reported.do(platform.take_in, "hotline", Sent("H-1", "停电", "株洲天桥起重机有限公司"))
    assert [] == heard(reported)


def test_a_status_message_holds_nobodys_name_and_no_word(reported: House) -> None:
    reported.file("市税务局的人态度很差", about_unit="tax", is_confidential=True)
    said = str(heard(reported))
    for secret in ("王敏", "德智", "态度", "税务", "tax"):
        assert secret not in said


def test_a_new_state_that_is_taken_back_with_its_transaction_was_never_reported(reported: House) -> None:
    with reported.conn.begin_nested() as point:
        reported.file()
        point.rollback()
    assert [] == heard(reported)


def test_the_office_reads_under_failed_which_system_was_not_reached(reported: House) -> None:
    ticket = reported.file()
    (parcel,) = parcels.take(reported.conn, busy=(), now=reported.now)
    record(reported.conn, [Failed(parcel.id, "HTTP 500")], now=reported.now)
    (row,) = waiting.failed(reported.conn, reported.city, by=reported.zhou)
    assert ("portal", ticket.number) == (row["to"], row["number"])
