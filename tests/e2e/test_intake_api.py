"""Another system files by the API: one ticket a number of theirs, the same clocks, and a plain “no” to all that is wrong."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import func, select

from storage.schema import tickets
from tests.digests import this_week
from tests.e2e.served import TICKETS, a_grievance, a_served_town
from tests.e2e.town import Town
from tickets.terms import Role

HOTLINE = {"Authorization": "Bearer key-of-the-hotline"}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[tuple[Town, httpx.AsyncClient]]:
    async with a_served_town(database_url) as pair:
        yield pair


def count(conn) -> int:
    return conn.execute(select(func.count()).select_from(tickets)).scalar_one()


async def test_a_grievance_is_filed_once_handled_in_chat_and_followed_to_its_end(served) -> None:
    town, client = served
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    first = await client.post(TICKETS, json=a_grievance())
    assert (201, "dispatched", "platform", "P-1") == (
        first.status_code, *(first.json()[name] for name in ("state", "channel", "external_ref")),
    )  # fmt: skip
    again = await client.post(TICKETS, json=a_grievance(text="另一段话"))
    assert (200, first.json()) == (again.status_code, again.json())
    await town.quiet()
    await zhang.presses("认领")
    await zhang.presses("办结")
    await zhang.says("退税款已到账")
    await town.quiet()
    seen = (await client.get(f"{TICKETS}/{first.json()['number']}")).json()
    assert ("resolved", "市税务局", "退税款已到账") == (seen["state"], seen["unit"], seen["result"])
    assert ["submitted", "dispatched", "claimed", "resolved"] == [each["event"] for each in seen["timeline"]]
    assert "赵明" not in str(seen)
    assert "张伟" not in str(seen)


async def test_who_has_no_telegram_is_phoned_and_the_answer_counts_under_the_channel(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        deng = await town.staff(302, "邓丽", Role.OFFICE)
        foreign = await client.post(TICKETS, json=a_grievance(), headers=HOTLINE)
        assert ["sub_channel"] == [problem["field"] for problem in foreign.json()["problems"]]
        sent = await client.post(TICKETS, json=a_grievance(sub_channel="12345企业服务专席"), headers=HOTLINE)
        await town.quiet()
        await zhang.presses("认领")
        await zhang.presses("办结")
        await zhang.says("退税款已到账")
        await town.later(hours=4)
        await deng.says("/callbacks")
        for label in ("已解决", "满意", "已联系"):
            await deng.presses(label, containing="电话回访 ·")
        await deng.says("赵明接的")
        await town.later(hours=1)
        seen = (await client.get(f"{TICKETS}/{sent.json()['number']}", headers=HOTLINE)).json()
        assert ("closed", "confirmed") == (seen["state"], seen["closing"])
        week = await town.read(this_week, town.config.city, now=town.now())
        rates = {row["key"]: row["rates"]["resolution"] for row in week["by_channel"]}
        assert (1, 1) == (rates["hotline"]["numerator"], rates["hotline"]["denominator"])
        assert 0 == rates["platform"]["denominator"]


async def test_the_same_number_sent_by_many_at_once_is_one_ticket(served) -> None:
    town, client = served
    answers = await asyncio.gather(*(client.post(TICKETS, json=a_grievance("P-9")) for _ in range(6)))
    assert [200] * 5 + [201] == sorted(answer.status_code for answer in answers)
    assert 1 == len({answer.json()["number"] for answer in answers})
    assert 1 == await town.read(count)


async def test_every_problem_is_told_at_once_and_an_unknown_category_gets_all_there_are(served) -> None:
    town, client = served
    wrong = a_grievance(
        category="wages", region="moon", about_unit="nobody", text=" ", colour="red",
        enterprise={"name": "厂", "uscc": "914302"}, contact={"name": "赵明", "phone": "123"},
    )  # fmt: skip
    answer = await client.post(TICKETS, json=wrong)
    told = {problem["field"]: problem for problem in answer.json()["problems"]}
    assert (422, "invalid") == (answer.status_code, answer.json()["error"])
    assert {
        "category", "region", "about_unit", "text", "colour", "enterprise.name", "enterprise.uscc", "contact.phone",
    } == set(told)  # fmt: skip
    assert list(town.config.city.category) == told["category"]["allowed"]
    assert 0 == await town.read(count)


@pytest.mark.parametrize(
    ("headers", "status", "error"),
    [
        ({"Authorization": ""}, 401, "no_key"),
        ({"Authorization": "Bearer key-of-nobody"}, 401, "no_key"),
        ({"Authorization": "Basic key-of-the-platform"}, 401, "no_key"),
        (HOTLINE, 403, "foreign_channel"),
    ],
)
async def test_without_the_channels_own_key_nothing_is_filed(sqlite_url, headers, status, error) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        answer = await client.post(TICKETS, json=a_grievance(channel="platform"), headers=headers)
        assert (status, error) == (answer.status_code, answer.json()["error"])
        assert 0 == await town.read(count)


async def test_another_channels_ticket_is_as_unknown_as_a_made_up_one(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (_, client):
        number = (await client.post(TICKETS, json=a_grievance())).json()["number"]
        foreign = await client.get(f"{TICKETS}/{number}", headers=HOTLINE)
        made_up = await client.get(f"{TICKETS}/QY-20200101-0001")
        odd = await client.get(f"{TICKETS}/%00%ff")
        assert [404] * 3 == [answer.status_code for answer in (foreign, made_up, odd)]
        assert foreign.json() == made_up.json() == odd.json()


async def test_two_channels_may_use_the_same_number_of_theirs(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        mine = await client.post(TICKETS, json=a_grievance())
        theirs = await client.post(TICKETS, json=a_grievance(sub_channel=None), headers=HOTLINE)
        assert [201, 201] == [mine.status_code, theirs.status_code]
        assert 2 == await town.read(count)


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"x" * 2_000_000, 413, "too_large"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b'{"external_ref": "\\ud800"}', 400, "not_json"),
        (b"[]", 422, "invalid"),
        (b'{"external_ref": "a\\u0000b"}', 422, "invalid"),
    ],
)
async def test_a_body_that_is_none_is_refused(sqlite_url, body, status, error) -> None:
    async with a_served_town(sqlite_url) as (_, client):
        answer = await client.post(TICKETS, content=body)
        assert (status, error) == (answer.status_code, answer.json()["error"])


@pytest.mark.parametrize("encoding", ["gzip", "br", "nothing-known"])
async def test_a_body_that_says_it_is_encoded_is_refused_in_json_and_not_as_a_bug(sqlite_url, encoding) -> None:
    async with a_served_town(sqlite_url) as (_, client):
        answer = await client.post(TICKETS, content=b"no gzip", headers={"Content-Encoding": encoding})
        assert (415, "encoded") == (answer.status_code, answer.json()["error"])
        plain = await client.post(TICKETS, json=a_grievance(), headers={"Content-Encoding": "identity"})
        assert 201 == plain.status_code


@pytest.mark.parametrize("field", ["text", "external_ref"])
async def test_what_nobody_can_see_is_no_text_and_no_number(sqlite_url, field) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        answer = await client.post(TICKETS, json=a_grievance() | {field: "\u200b\u2060 \u200b"})
        assert (422, [(field, "empty")]) == (
            answer.status_code, [(each["field"], each["code"]) for each in answer.json()["problems"]],
        )  # fmt: skip
        assert 0 == await town.read(count)


async def test_who_comes_too_fast_is_told_when_to_come_again_and_others_are_not_held_up(sqlite_url) -> None:
    async with a_served_town(sqlite_url, per_key=(60, 1.0)) as (_, client):
        answers = [await client.get(f"{TICKETS}/QY-20200101-0001") for _ in range(90)]
        last = answers[-1]
        assert (429, "too_many") == (last.status_code, last.json()["error"])
        assert 1 <= int(last.headers["Retry-After"]) <= 2
        assert 404 == (await client.get(f"{TICKETS}/QY-20200101-0001", headers=HOTLINE)).status_code


async def test_a_complaint_never_reaches_its_unit_and_its_result_is_not_told(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        office = await town.staff(301, "周主任", Role.OFFICE)
        sent = await client.post(TICKETS, json=a_grievance(about_unit="tax", text="窗口的人让我们跑了五趟"))
        await town.quiet()
        assert (201, "submitted") == (sent.status_code, sent.json()["state"])
        assert not any("五趟" in heard for heard in zhang.heard())
        assert any("五趟" in heard for heard in office.heard())
        seen = (await client.get(f"{TICKETS}/{sent.json()['number']}")).json()
        assert ("complaint", None) == (seen["kind"], seen["result"])


async def test_a_look_at_a_confidential_ticket_is_kept_and_the_office_reads_of_it(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        office = await town.staff(301, "周主任", Role.OFFICE)
        sent = await client.post(TICKETS, json=a_grievance(confidential=True))
        await client.get(f"{TICKETS}/{sent.json()['number']}")
        await office.says(sent.json()["number"])
        await office.presses("查看记录")
        assert "渠道系统 接口查询" in office.last()


async def test_a_known_firm_is_found_by_its_code_and_keeps_what_its_own_people_said(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        firm = {"name": "株洲天桥起重机有限公司", "uscc": "91430200MA4L1XQ180"}
        first = await client.post(TICKETS, json=a_grievance("P-1", enterprise=firm))
        other = firm | {"name": "天桥起重机股份有限公司"}
        second = await client.post(TICKETS, json=a_grievance("P-2", enterprise=other, region="lukou"))
        assert [201, 201] == [first.status_code, second.status_code], first.text
        rows = await town.read(lambda conn: conn.execute(select(tickets.c.enterprise, tickets.c.region)).tuples().all())
        assert 1 == len(set(rows))


async def test_health_readiness_and_figures_are_served_without_a_key_or_a_word_of_anybody(served) -> None:
    town, client = served
    await client.post(TICKETS, json=a_grievance())
    await town.quiet()
    assert [200, 200] == [(await client.get(path)).status_code for path in ("/healthz", "/readyz")]
    figures = (await client.get("/metrics")).text
    assert 'buqiuren_http_requests_total{endpoint="/api/v1/tickets",status="201"} 1.0' in figures
    for name in ("updates", "outbox_waiting", "outbox_failed", "deadlines_overdue", "tickets_overdue", "ready"):
        assert f"# TYPE buqiuren_{name}" in figures
    assert figures.isascii()


async def test_what_is_not_there_is_told_in_json_too(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (_, client):
        lost, wrong = await client.get("/nothing"), await client.delete(TICKETS)
        assert (404, "not_found") == (lost.status_code, lost.json()["error"])
        assert (405, "bad_method", "POST") == (wrong.status_code, wrong.json()["error"], wrong.headers["Allow"])
