"""The time sources, and above all the clock of a rehearsal."""

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import structlog

from bot.now import RehearsalClock, system_now

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
URL = "http://127.0.0.1:1/sandbox/clock"


class Source:
    """A server of time that can be set, broken and asked how often it was read."""

    def __init__(self) -> None:
        self.body = json.dumps({"now": "2026-11-20T09:00:00+08:00"})
        self.status = 200
        self.is_down = False

    def shows(self, moment: datetime) -> None:
        self.body = json.dumps({"now": moment.isoformat()})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(self.status, text=self.body)


class Ticks:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
async def clock(source: Source, ticks: Ticks):
    async with httpx.AsyncClient(transport=httpx.MockTransport(source)) as client:
        yield RehearsalClock(URL, client, monotonic=ticks)


def test_the_machine_tells_an_aware_moment_in_utc():
    assert timedelta(0) == system_now().utcoffset()


async def test_it_tells_the_sources_time_in_utc(clock):
    assert await clock.refresh()
    assert NINE == clock()
    assert timedelta(0) == clock().utcoffset()


async def test_between_two_readings_it_runs_on_by_itself(clock, ticks):
    await clock.refresh()
    ticks.seconds += 0.15
    assert NINE + timedelta(seconds=0.15) == clock()


async def test_it_follows_a_jump_forward(clock, source):
    await clock.refresh()
    source.shows(NINE + timedelta(days=28))
    await clock.refresh()
    assert NINE + timedelta(days=28) == clock()


async def test_a_source_that_is_a_moment_behind_never_turns_it_back(clock, source, ticks):
    await clock.refresh()
    ticks.seconds += 0.2
    told = clock()
    source.shows(NINE + timedelta(seconds=0.1))
    await clock.refresh()
    assert told == clock()
    ticks.seconds += 0.3
    assert NINE + timedelta(seconds=0.4) == clock()


async def test_a_source_that_stands_still_never_turns_it_back(clock, ticks):
    await clock.refresh()
    ticks.seconds += 0.2
    told = clock()
    await clock.refresh()
    assert told == clock()


async def test_it_goes_back_when_the_source_does(clock, source, ticks):
    await clock.refresh()
    ticks.seconds += 5
    clock()
    source.shows(NINE - timedelta(hours=1))
    await clock.refresh()
    assert NINE - timedelta(hours=1) == clock()


async def test_an_unreachable_source_leaves_it_running_and_is_logged_once(clock, source, ticks):
    await clock.refresh()
    source.is_down = True
    with structlog.testing.capture_logs() as lines:
        for _ in range(3):
            ticks.seconds += 1
            assert not await clock.refresh()
    assert NINE + timedelta(seconds=3) == clock()
    assert ["ConnectError"] == [line["error"] for line in lines]


async def test_a_second_failure_after_a_recovery_is_logged_again(clock, source):
    with structlog.testing.capture_logs() as lines:
        for is_down in (True, False, True):
            source.is_down = is_down
            await clock.refresh()
    assert 2 == len(lines)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"now": 5}',
        '{"now": "soon"}',
        '{"now": "2026-11-20T09:00:00"}',
        '{"now": "0001-01-01T00:00:00+08:00"}',
    ],
)
async def test_a_source_that_talks_nonsense_counts_as_failing(clock, source, ticks, body):
    await clock.refresh()
    source.body = body
    assert not await clock.refresh()
    assert NINE == clock()


async def test_an_error_page_counts_as_failing(clock, source):
    source.status = 500
    assert not await clock.refresh()


async def test_before_the_first_reading_it_tells_the_machines_time(clock):
    assert abs(system_now() - clock()) < timedelta(seconds=5)
