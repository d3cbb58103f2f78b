"""Papers: the 交办单 for a unit without Telegram, whose reply the office writes down; the record; the files."""

import pytest

from office import papers
from office.handling import dispatch, handover, work
from storage.tickets import events
from storage.tickets.events import Attachment
from tests.builders import House, a_ticket
from tickets.refusal import Refusal
from tickets.terms import Role, State
from tickets.ticket import Ticket

PHOTO = Attachment("photo", "AgAC1", "u1")


def handed_out(house: House, **form: object) -> Ticket:
    ticket = house.file(category=None, **form)
    brief = "退税未到账" if ticket.is_withheld else None
    made: Ticket = house.do(dispatch.dispatch, ticket.id, "lukou", by=house.zhou, brief=brief)
    return made


def test_the_slip_names_the_firm_and_its_contact_for_the_unit_to_phone(house: House) -> None:
    facts = house.do(papers.slip, handed_out(house).id, by=house.zhou)
    assert ("渌口区", "株洲德智新材料有限公司", "王敏") == (facts["unit"], facts["firm"], facts["person"])


def test_a_confidential_slip_has_no_firm_and_printing_it_is_a_look(house: House) -> None:
    ticket = handed_out(house, is_confidential=True)
    facts = house.do(papers.slip, ticket.id, by=house.zhou)
    assert facts["firm"] is None
    assert {"person", "phone"}.isdisjoint(facts)
    assert "viewed" in [event["name"] for event in events.history(house.conn, ticket.id)]


def test_a_withheld_slip_has_the_offices_wording(house: House) -> None:
    ticket = handed_out(house, text="渌口区推诿,退税不办", about_unit="lukou", is_withheld=True)
    assert "退税未到账" == house.do(papers.slip, ticket.id, by=house.zhou)["text"]


def test_only_the_office_prints_a_slip_and_only_of_what_is_handed_out(house: House) -> None:
    with pytest.raises(Refusal, match="office_only"):
        house.do(papers.slip, handed_out(house).id, by=house.wang)
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(papers.slip, handed_out(house).id, by=house.zhang)
    with pytest.raises(Refusal, match="not_handed_out"):
        house.do(papers.slip, house.file(category=None).id, by=house.zhou)


def test_the_office_keeps_a_ticket_for_a_unit_without_telegram_and_writes_down_its_reply(house: House) -> None:
    ticket = handed_out(house)
    kept = house.do(dispatch.keep_for_unit, ticket.id, by=house.zhou)
    assert (State.IN_PROGRESS, "lukou", house.zhou.id) == (kept.state, kept.unit, kept.officer)
    assert "assigned" in house.heard(house.zhou)
    done = house.do(work.resolve, ticket.id, "渌口区书面答复:已办", by=house.zhou)
    assert (State.RESOLVED, "lukou") == (done.state, done.unit)


def test_what_the_office_keeps_for_a_unit_goes_to_its_officers_when_it_has_some(house: House) -> None:
    ticket = handed_out(house)
    house.do(dispatch.keep_for_unit, ticket.id, by=house.zhou)
    he = house.staff("何静", Role.OFFICER, "lukou")
    assert [he.id] == [who for who, *_ in house.do(handover.colleagues, ticket.id, by=house.zhou)["officers"]]
    house.do(handover.hand, ticket.id, he.id, by=house.zhou)
    assert he.id == house.ticket(ticket.id).officer


def test_a_unit_with_officers_answers_itself(house: House) -> None:
    ticket = a_ticket(house, State.DISPATCHED)
    with pytest.raises(Refusal, match="unit_has_officers"):
        house.do(dispatch.keep_for_unit, ticket.id, by=house.zhou)


def test_the_record_shows_what_each_may_see(house: House) -> None:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(work.note, ticket.id, text="内部:等省局", by=house.zhang)
    of_office = house.do(papers.record, ticket.id, by=house.zhou)
    of_contact = house.do(papers.record, ticket.id, by=house.wang)
    assert "内部:等省局" in str(of_office["events"])
    assert "内部:等省局" not in str(of_contact)
    assert "submitted" == of_contact["events"][0]["name"]
    with pytest.raises(Refusal, match="no_such_ticket"):
        house.do(papers.record, ticket.id, by=house.stranger("路人"))


def test_the_files_of_a_ticket_are_packed_for_who_may_have_them(house: House) -> None:
    ticket = house.file(files=(PHOTO,))
    assert [{"kind": "photo", "file_id": "AgAC1"}] == house.do(papers.archive, ticket.id, by=house.wang)["files"]
    with pytest.raises(Refusal, match="no_files"):
        house.do(papers.archive, house.file().id, by=house.wang)
