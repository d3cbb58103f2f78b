"""The digest counts what the policy library was asked: asked, answered, helped, turned into tickets; in no rate."""

from office.library import enquiries, shelf
from office.numbers.digest import digest
from office.submit import Submission, submit
from templates.enquiry_figures import section
from tests.builders import House
from tests.histories import week
from tickets.library.policies import Entry
from tickets.terms import Kind


def test_questions_are_counted_and_so_is_what_became_a_ticket(house: House) -> None:
    shelf.put(house.conn, Entry("出口退税到账时限", "三个工作日"), now=house.now)
    helped = house.do(enquiries.ask, "出口退税多久到账", by=house.wang)
    house.do(enquiries.helped, helped["enquiry"], 0, by=house.wang)
    missed = house.do(enquiries.ask, "量子发票", by=house.wang)
    draft, words = enquiries.to_file(house.conn, house.city, missed["enquiry"], by=house.wang)
    house.do(submit, Submission(draft, words, Kind.CONSULTATION), by=house.wang)
    facts = digest(house.conn, house.city, period=week("11-20"), now=house.now).as_json()
    assert {"asked": 2, "answered": 1, "helped": 1, "filed": 1} == facts["enquiries"]
    assert "咨询 2 次,查到 1 次,有帮助 1 次,转为工单 1 件" in section(facts)[1]


def test_a_digest_without_a_question_says_nothing_of_them(house: House) -> None:
    facts = digest(house.conn, house.city, period=week("11-20"), now=house.now).as_json()
    assert [] == section(facts)
