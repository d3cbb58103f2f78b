"""Staff find a firm by its name or code, also with a slip in it, among thousands of firms that sound alike. Both engines."""

import random
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, insert

from office.people import finding_firms
from storage.engine.database import Database
from storage.schema import enterprises
from tests.builders import FRIDAY, a_city
from tickets.refusal import Refusal

CITY = a_city()
FIRST = "德智恒昌天瑞华鑫安信宏远联诚创达盛泰金鹏鸿益嘉兴博源凯正阳光力通宇航星辰明科伟业隆丰顺和建中南方大湘江神龙九州"
TRADES = (
    "新材料", "科技", "机械", "轨道交通装备", "硬质合金", "陶瓷", "服饰", "食品", "电子", "汽车配件", "物流", "化工",
    "建材", "医药", "环保", "包装", "五金", "烟花", "电气", "信息技术",
)  # fmt: skip
PLACES = ("株洲", "株洲市", "湖南", "醴陵", "攸县", "渌口", "")
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "有限公司", "厂")
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def names_and_codes(count: int) -> list[tuple[str, str]]:
    """So many different firms of one city, as alike as such names are."""
    draw, found = random.Random(20261120), {}
    while len(found) < count:
        word = "".join(draw.sample(FIRST, draw.choice((2, 2, 2, 3))))
        name = draw.choice(PLACES) + word + draw.choice(TRADES) + draw.choice(FORMS)
        found[name] = "91430200MA4" + "".join(draw.choices(LETTERS, k=7))
    return list(found.items())


FIRMS = names_and_codes(5000)


def damaged(word: str, draw: random.Random, letters: str) -> str:
    """The word with one character wrong, missing, or changing places with the next."""
    at = draw.randrange(len(word) - 1)
    head, here, after, tail = word[:at], word[at], word[at + 1], word[at + 2 :]
    wrong = draw.choice([letter for letter in letters if letter != here])
    return draw.choice((head + wrong + after + tail, head + after + tail, head + after + here + tail))


def write_firms(conn: Connection) -> None:
    rows = [{"name": name, "uscc": code, "uscc_is_verified": True, "created_at": FRIDAY} for name, code in FIRMS]
    conn.execute(insert(enterprises), rows)


def in_first_five(conn: Connection, damaged_to_name: dict[str, str]) -> float:
    found = [
        name in {each for _, each in finding_firms.search(conn, CITY, typed)} for typed, name in damaged_to_name.items()
    ]
    return sum(found) / len(found)


def fifty(which: int, letters: str) -> dict[str, str]:
    """Fifty damaged names, or codes, and whose they are."""
    draw = random.Random(7)
    return {damaged(firm[which], draw, letters): firm[0] for firm in draw.sample(FIRMS, 50)}


@pytest.fixture
def conn(conn: sa.Connection) -> Iterator[sa.Connection]:
    """The city's firms are written down."""
    write_firms(conn)
    return conn


async def test_a_name_with_a_slip_in_it_is_found_in_the_first_five(db: Database) -> None:
    async with db.transaction() as hop:
        await hop(write_firms)
        share = await hop(in_first_five, fifty(0, FIRST))
    assert share >= 0.95


async def test_a_code_with_a_slip_in_it_is_found_in_the_first_five(db: Database) -> None:
    async with db.transaction() as hop:
        await hop(write_firms)
        share = await hop(in_first_five, fifty(1, LETTERS))
    assert share >= 0.95


def test_a_firm_added_a_moment_ago_is_found_by_part_of_its_name(conn: sa.Connection) -> None:
    conn.execute(insert(enterprises), {"name": "株洲飞鹿高新材料技术股份有限公司", "created_at": FRIDAY})
    for typed in ("飞鹿", "飞鹿高新", "株洲飞鹿", "飞路高新材料"):
        assert "株洲飞鹿高新材料技术股份有限公司" == finding_firms.search(conn, CITY, typed)[0][1]


def test_a_name_typed_in_full_comes_first(conn: sa.Connection) -> None:
    for name, code in FIRMS[:20]:
        assert (name, name) == (
            finding_firms.search(conn, CITY, name)[0][1],
            finding_firms.search(conn, CITY, code.lower())[0][1],
        )


@pytest.mark.parametrize("typed", ["", "厂", "德" * 61])
def test_what_cannot_be_a_name_is_refused(conn: sa.Connection, typed: str) -> None:
    with pytest.raises(Refusal, match="firm_name_unfit"):
        finding_firms.search(conn, CITY, typed)


@pytest.mark.parametrize("typed", ["%%__", "'; drop table enterprises", "有限公司", "\\", "株洲"])
def test_what_means_nobody_breaks_nothing(conn: sa.Connection, typed: str) -> None:
    assert len(finding_firms.search(conn, CITY, typed * 2)) <= finding_firms.OFFERED
