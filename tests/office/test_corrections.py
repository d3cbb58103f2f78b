"""更正: what becomes known late changes no published digest; the next of its kind and scope says it once, with what came in."""

from collections.abc import Callable
from datetime import date
from typing import Any

from office.handling import recategorise
from office.intake import ledgers
from office.numbers import proving, publishing
from storage.engine.database import Database
from storage.numbers.digests import Published
from templates import report
from templates.digest import week_text
from tests.builders import House, a_city
from tests.digests import count_and_publish
from tests.office.test_imported import DONE, call, visited
from tickets.city import Channel
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY, Scope

CITY = a_city(
    channels=(
        Channel("hotline", "两线"),
        Channel("visit", "联企走访"),
        Channel("group", "一群"),
        Channel("platform", "一平台"),
    )
)
OFFICE = Scope.read("unit:office")
W47, W48, W49, W50 = (date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7))


def publish(house: House, first: date, scope: Scope = WHOLE_CITY) -> Published:
    period = Period(PeriodKind.WEEK, first, house.city.calendar.zone)
    made: Published = house.do(count_and_publish, period=period, scope=scope)
    return made


def bring(house: House, *rows: dict[str, str], kind: str = "hotline") -> None:
    assert [None] * len(rows) == [taken.refusal for taken in house.do(ledgers.TAKE[kind], list(enumerate(rows, 2)))]


def changed(correction: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {".".join(each["path"]): (each["old"], each["new"]) for each in correction["figures"]}


async def play(db: Database, story: Callable[[House], None]) -> None:
    async with db.transaction() as hop:
        await hop(lambda conn: story(House(conn, CITY)))


def late_ledgers(house: House) -> list[Published]:
    """Of week 47, published on Monday, three calls come in on Tuesday, a fourth in week 50."""
    house.file()
    house.later(days=3)
    made = [publish(house, W47), publish(house, W47, OFFICE)]
    house.later(days=1)
    on = {"registered_at": "2026-11-18 9:05"}
    bring(
        house,
        call("A1", **on, **DONE | {"done_at": "2026-11-20"}),
        call("A2", **on, category="税费"),
        call("A3", **on, text="停电没有人管"),
    )
    bring(house, visited(visited_on="2026-11-19"), kind="visit")
    house.later(days=6)
    made += [publish(house, W48), publish(house, W48, OFFICE)]
    house.later(days=7)
    made += [publish(house, W49)]
    bring(house, call("A4", **on))
    house.later(days=7)
    return [*made, publish(house, W50)]


async def test_the_next_digest_says_what_came_in_late_once_and_the_published_one_stays(db: Database) -> None:
    def story(house: House) -> None:
        first, _, second, _, third, fourth = late_ledgers(house)
        kept = publishing.published(house.conn, Period(PeriodKind.WEEK, W47, CITY.calendar.zone))
        assert kept == first
        (correction,) = second.facts["corrections"]
        assert (1, "2026-11-16") == (correction["number"], correction["period"]["first"])
        figures = changed(correction)
        assert (1, 3) == figures["flow.accepted"]
        assert (None, [1, 1]) == figures["reported"]
        assert ([0, 1], [0, 3]) == figures["rates.year_to_date"]
        assert (None, 2) == figures["by_channel.hotline.flow.accepted"]
        assert (None, 1) == figures["visits.visits"]
        assert [] == third.facts["corrections"]
        (again,) = [each for each in fourth.facts["corrections"] if each["number"] == 1]
        assert (3, 4) == changed(again)["flow.accepted"], "from what was said last"
        assert "visits.visits" not in changed(again)

    await play(db, story)


async def test_why_is_said_with_the_tickets_and_in_the_digest_s_words(db: Database) -> None:
    def story(house: House) -> None:
        second = late_ledgers(house)[2]
        (correction,) = second.facts["corrections"]
        why = {each["what"]: (each["count"], each["numbers"]) for each in correction["why"]}
        assert {"submitted": 2, "reported": 1, "visited": 1} == {what: count for what, (count, _) in why.items()}
        assert (1, []) == why["visited"], "a visit has no number"
        text = week_text(publishing.facts_of(second))
        assert "更正(已发布的数字保留原样,新情况在此说明)" in text
        assert "  第 1 号 · 第47周(11月16日—22日):" in text
        assert "补录工单 2 件(QY-20261118-" in text
        assert "补记走访 1 次" in text
        assert "    受理 1 → 3\n" in text
        assert "    年度化解率 0.0% (0/1) → 0.0% (0/3)\n" in text
        assert "    两线 · 受理 — → 2\n" in text
        page = report.page(publishing.facts_of(second), CITY.calendar.zone)
        assert '<td class="words">两线 · 受理</td><td class="n">—</td><td class="n">2</td>' in page

    await play(db, story)


async def test_a_unit_s_digest_corrects_its_own_predecessor_by_its_own_figures(db: Database) -> None:
    def story(house: House) -> None:
        of_the_office = late_ledgers(house)[3]
        (correction,) = of_the_office.facts["corrections"]
        told = changed(correction)
        assert (2, (None, 2)) == (correction["number"], told["flow.accepted"]), "at that cut-off nobody had them yet"
        assert "by_unit.tax.flow.accepted" not in told

    await play(db, story)


async def test_corrected_digests_prove_as_they_were_published(db: Database) -> None:
    def story(house: House) -> None:
        late_ledgers(house)
        found = proving.prove(house.conn, CITY)
        assert ([], [], []) == (found["digests"], found["deviations"], found["faults"])

    await play(db, story)


async def test_a_kind_put_right_and_a_firm_s_region_named_later_are_corrections_too(db: Database) -> None:
    def story(house: House) -> None:
        asked = house.file("政策怎么申请", channel="group", category="other")
        house.later(days=3)
        publish(house, W47)
        house.do(recategorise.recategorise, asked.id, "consultation", "unsure", "keep_out", by=house.zhou)
        house.later(days=7)
        (correction,) = publish(house, W48).facts["corrections"]
        assert {"recategorised"} == {each["what"] for each in correction["why"]}
        moved = changed(correction)
        assert ([0, 1], None) == moved["groups.groups_solved"]
        assert (None, [0, 1]) == moved["groups.groups_answered"]

    await play(db, story)


async def test_a_quiet_week_corrects_nothing(db: Database) -> None:
    def story(house: House) -> None:
        house.file()
        house.later(days=3)
        assert [] == publish(house, W47).facts["corrections"]
        house.file("另一件")
        house.later(days=7)
        second = publish(house, W48)
        assert [] == second.facts["corrections"]
        assert "更正" not in week_text(publishing.facts_of(second))

    await play(db, story)
