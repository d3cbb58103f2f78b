"""Walks a stage: presses and orders as anybody, sees what it changed in the books, and puts the books back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from storage import schema
from storage.people import people
from storage.post import unsent
from tests.e2e.access_town import Case, Stage
from tests.e2e.leaks import Scanner, relations

UNKNOWN = "没有查到这件诉求,或者您不能查看。"

Rows = list[tuple[Any, ...]]
Books = dict[str, Rows]

POST = {"inbox", "outbox", "cards", "messages"}
"""What a refusal may write: the update's id, and the words of the answer."""


class Walk:
    """One walk over a stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.town = stage, stage.town
        self.scanner = Scanner(stage)
        self.books: Books = {}
        self.effects: set[tuple[str, str]] = set()
        self.under: dict[tuple[str, int], int] = {}

    async def begin(self) -> None:
        """Look at everything that was shown so far, and note how the books stand."""
        await self.scanner.scan()
        self.books = await self.town.read(_books, whole=True)

    def press(self, who: str, data: str, chat: int | None = None) -> str:
        """Press a button of that data, forged if need be, under the newest message; gives the query."""
        actor = self.stage.cast[who]
        place = chat or actor.id
        if (who, place) not in self.under:
            self.under[who, place] = max(m["message_id"] for m in actor.messages(chat=chat) if m["out"])
        query = self.town.sandbox.world.press(actor.id, place, self.under[who, place], data, force=True)
        self.scanner.pressed[query] = who
        return query

    def answer(self, query: str) -> str:
        """The toast of a press; every press gets an answer."""
        answer = self.town.sandbox.world.pressed(query)
        assert answer["answered"], "a press ended in silence"
        return str(answer["text"] or "")

    async def refused(
        self, presses: Sequence[tuple[str, str, Case | None]], chat: int | None = None, *, may_be_seen: bool = True
    ) -> None:
        """All of these (who, data, ticket) are refused with a sentence and change nothing.

        Of a ticket that they don't see they are not even told that it exists.
        """
        made = [(who, data, case, self.press(who, data, chat)) for who, data, case in presses]
        await self.town.quiet()
        for who, data, case, query in made:
            words = self.answer(query)
            assert words, f"{who} pressed {data} and was told nothing"
            if case is not None and not (may_be_seen and relations(self.stage, who, case)):
                assert words == UNKNOWN, f"{who} pressed {data} of the unseen {case.key} ticket and was told: {words}"
        changes = await self.changes()
        assert changes == [], f"refused, and yet the books changed: {presses}"
        await self.scanner.scan()

    async def works(self, who: str, presses: list[tuple[str, Case]], chat: int | None = None) -> list[Case]:
        """These are theirs, each of another ticket: each does something, or a sentence says why not now.

        Gives the tickets with which it did something. The books are put back.
        """
        if not presses:
            return []
        before = self.scanner.read
        made = [(data, case, self.press(who, data, chat)) for data, case in presses]
        await self.town.quiet()
        said = "\n".join(self.said_since(before))
        now = await self.town.read(_books)
        useful = []
        for data, case, query in made:
            words = self.answer(query)
            is_useful = case.number in said or _of(now, case) != _of(self.books, case)
            assert words or is_useful, f"{who} pressed {data} of the {case.key} ticket and nothing happened"
            assert words != UNKNOWN, f"{who} pressed {data} of the {case.key} ticket and was told: {words}"
            useful += [case] if is_useful else []
        await self.scanner.scan()
        if self._changes(now):
            await self.put_back()
        return useful

    async def does(self, who: str, data: str) -> None:
        """A button of no ticket that is theirs: something is said, and no ticket is moved. The books are put back."""
        before = self.scanner.read
        query = self.press(who, data)
        await self.town.quiet()
        assert self.answer(query) or self.said_since(before), f"{who} pressed {data} and nothing happened"
        changes = await self.changes()
        assert "tickets" not in changes or data.startswith("take_back"), f"{who} pressed {data}: {changes}"
        await self.scanner.scan()
        if changes:
            await self.put_back()

    def one_of_each(self) -> list[str]:
        """Everybody but the filers, and one filer for all of them."""
        return [who for who in self.stage.cast if not who.startswith("filer")] + ["filer of asked"]

    async def draft_of(self, who: str) -> str:
        """Let somebody begin a grievance, which belongs to the books from then on; gives its key."""
        await self.stage.cast[who].says("这是一份写到一半的诉求,只有写的人自己知道")
        _, data = self.stage.cast[who].find("提交")
        await self.begin()
        return data.partition(":")[2]

    async def town_lets_in(self, who: str) -> None:
        """Somebody joins the unit's group."""
        self.town.sandbox.world.change_chat(self.stage.group, add=[self.stage.cast[who].id])
        await self.town.quiet()

    async def ends(self) -> None:
        """Nothing leaked on the way, and everything said had words."""
        await self.scanner.scan()
        assert not self.scanner.found, "\n".join(self.scanner.found)
        assert await self.failed() == []

    async def orders(self, who: str, words: str, chat: int | None = None) -> list[str]:
        """Somebody writes; gives what they were answered. The books stay as they were, or are put back."""
        before = self.scanner.read
        await self.stage.cast[who].says(words, chat=chat)
        answers = self.said_since(before)
        await self.scanner.scan()
        if await self.changes():
            await self.put_back()
        return answers

    async def changes(self) -> list[str]:
        """The tables that differ from how they stood at the beginning."""
        return self._changes(await self.town.read(_books))

    def _changes(self, now: Books) -> list[str]:
        return [name for name in now if _lasting(now[name], name) != _lasting(self.books[name], name)]

    async def put_back(self) -> None:
        """Put the books back as they stood at the beginning."""
        await self.town.write(_put_back, self.books)
        await self.scanner.look_again()

    def said_since(self, number: int) -> list[str]:
        """The words of every message sent or edited after that call."""
        calls = self.town.sandbox.world.calls(after=number)
        return [
            call["body"].get("text", call["body"].get("caption", ""))
            for call in calls
            if call["method"].lower() != "answercallbackquery"
        ]

    async def failed(self) -> list[str]:
        """The notices that could not be made or sent."""
        return [f"{row.kind} to {row.chat}: {row.error}" for row in await self.town.read(unsent.failed)]

    async def person(self, who: str) -> int:
        """The id in the books of somebody of the cast."""
        found = await self.town.read(people.by_telegram, self.stage.cast[who].id)
        return int(found.id)


def _of(books: Books, case: Case) -> tuple[Any, int]:
    """What the books say of a ticket: how it stands, and how many events it has."""
    whose = _columns("events").index("ticket")
    row = next(row for row in books["tickets"] if row[0] == case.id)
    return row, sum(event[whose] == case.id for event in books["events"])


def _lasting(rows: Rows, name: str) -> Rows:
    """The rows as far as they matter; a form that was only looked at is the same form."""
    at = _columns(name).index("at") if name == "drafts" else None
    return rows if at is None else [(*row[:at], *row[at + 1 :]) for row in rows]


def _books(conn: Connection, *, whole: bool = False) -> Books:
    """Every row as it is stored; without the post unless ``whole``."""
    return {
        table.name: [tuple(row) for row in conn.exec_driver_sql(f'SELECT * FROM "{table.name}" ORDER BY 1, 2')]
        for table in schema.metadata.sorted_tables
        if table.name != "inbox" and (whole or table.name not in POST)
    }


def _columns(name: str) -> list[str]:
    return [column.name for column in schema.metadata.tables[name].columns]


def _put_back(conn: Connection, books: Books) -> None:
    conn.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name, rows in books.items():
        conn.exec_driver_sql(f'DELETE FROM "{name}"')
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            conn.exec_driver_sql(f'INSERT INTO "{name}" VALUES ({marks})', rows)
