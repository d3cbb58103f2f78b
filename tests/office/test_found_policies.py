"""The policy library finds what people mean, asked in their own words, on both engines; and nothing where it has nothing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from office.library import enquiries, shelf
from storage.engine.database import Database
from tests.builders import FRIDAY, a_city
from tests.library import the_entries, the_questions
from tickets.library.policies import Entry
from tickets.people import Person

ASKER = Person(1)
CITY = a_city()


@dataclass
class Library:
    db: Database

    async def write(self, fn: Any, *args: Any) -> Any:
        async with self.db.transaction() as hop:
            return await hop.commit(fn, *args)

    async def find(self, *questions: str) -> list[list[str]]:
        return list(await self.db.read(_find, questions))


def _find(conn: Connection, questions: tuple[str, ...]) -> list[list[str]]:
    found = (enquiries.find(conn, CITY, question, by=ASKER, now=FRIDAY) for question in questions)
    return [[policy.entry.title for policy in each] for each in found]


def _stock(conn: Connection, entries: list[Entry]) -> list[bool]:
    return [shelf.put(conn, entry, now=FRIDAY) for entry in entries]


@pytest.fixture
async def library(db: Database) -> Library:
    library = Library(db)
    assert {True} == set(await library.write(_stock, the_entries()))
    return library


async def test_nine_of_ten_questions_find_their_entry_among_the_first_three(
    library: Library, database_url: str, record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = the_questions()
    found = await library.find(*(question for question, _ in questions))
    missed = [(asked, title, got) for (asked, title), got in zip(questions, found, strict=True) if title not in got]
    right = len(questions) - len(missed)
    engine = database_url.partition(":")[0]
    record_property("right", right)
    with capsys.disabled():
        print(f"\n{engine}: {right}/{len(questions)} questions found their entry among the first three")  # noqa: T201
    assert (50, True) == (len(questions), len(the_entries()) > 200)
    assert right >= 45, missed


async def test_nothing_that_is_typed_is_an_operator(library: Library) -> None:
    plain = "出口退税到账"
    odd = (
        '"出口退税到账',
        "出口退税到账*",
        "出口退税 NEAR 到账",
        "title:出口退税到账",
        "-出口退税到账",
        "(出口退税) ^到账",
        "出口&退税|!到账<->",
    )
    first, *others = await library.find(plain, *odd)
    assert [True] * len(odd) == [bool(set(first) & set(other)) for other in others]
    assert [[]] * 5 == await library.find('"', "*", "' OR 1=1 --", "。。?!", "(((")


async def test_a_question_of_4000_characters_is_answered_by_how_it_begins(library: Library) -> None:
    (found,) = await library.find("出口退税什么时候到账" + ",我们一直在等" * 570)
    assert "出口退税申报与到账时限" in found


async def test_what_the_library_does_not_know_is_not_guessed_at(library: Library) -> None:
    assert [[], []] == await library.find("火星移民签证在哪个窗口排队领号", "zxcv qwer asdf")


async def test_an_entry_that_is_over_or_of_elsewhere_is_no_answer(db: Database) -> None:
    library = Library(db)
    over = Entry("量子退税办理", "量子退税三日到账", valid_until=date(2026, 11, 19))
    today = replace(over, title="量子退税延续", valid_until=date(2026, 11, 20))
    await library.write(_stock, [over, today])
    assert [["量子退税延续"]] == await library.find("量子退税")


async def test_a_file_read_again_adds_nothing_and_what_it_changed_is_found(library: Library) -> None:
    entries = the_entries()
    assert {False} == set(await library.write(_stock, entries))
    changed = replace(entries[0], body="改为由税库银联网直达,凭量子凭证。")
    assert [True] == await library.write(_stock, [changed])
    ((first, *_),) = await library.find("量子凭证")
    assert changed.title == first
