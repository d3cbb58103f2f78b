"""The working-day calendar against the State Council's real notices of 2022-2026 and against slow recounts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tickets.calendar import Calendar

CN = Calendar()
BERLIN = Calendar(timezone="Europe/Berlin", holidays="none")
NIGHT_BERLIN = Calendar(
    timezone="Europe/Berlin", holidays="none", weekends=False, hours=((time(1, 30), time(4)), (time(22), time(23)))
)
CALENDARS = [
    CN,
    BERLIN,
    NIGHT_BERLIN,
    Calendar(weekends=False),
    Calendar(holidays="none", hours=((time(8, 15), time(17, 45)),)),
    Calendar(extra_holidays=frozenset({date(2026, 11, 25)}), extra_workdays=frozenset({date(2026, 11, 28)})),
]


def at(written: str, calendar: Calendar = CN) -> datetime:
    """Local time, as people write it, as the UTC moment that the rules take."""
    return datetime.fromisoformat(written).replace(tzinfo=calendar.zone).astimezone(UTC)


def shown(moment: datetime, calendar: Calendar = CN) -> str:
    assert moment.tzinfo is UTC
    return calendar.local(moment).strftime("%Y-%m-%d %H:%M")


# Days, as the notices have them


@pytest.mark.parametrize(
    ("first", "last", "make_up"),
    [
        ("2022-01-31", "2022-02-06", ["2022-01-29", "2022-01-30"]),  # Spring Festival
        ("2023-01-21", "2023-01-27", ["2023-01-28", "2023-01-29"]),
        ("2024-02-10", "2024-02-17", ["2024-02-04", "2024-02-18"]),
        ("2025-01-28", "2025-02-04", ["2025-01-26", "2025-02-08"]),
        ("2026-02-15", "2026-02-23", ["2026-02-14", "2026-02-28"]),
        ("2022-04-03", "2022-04-05", ["2022-04-02"]),  # Qingming
        ("2023-04-05", "2023-04-05", []),
        ("2024-04-04", "2024-04-06", ["2024-04-07"]),
        ("2025-04-04", "2025-04-06", []),
        ("2026-04-04", "2026-04-06", []),
        ("2022-04-30", "2022-05-04", ["2022-04-24", "2022-05-07"]),  # Labour Day
        ("2023-04-29", "2023-05-03", ["2023-04-23", "2023-05-06"]),
        ("2024-05-01", "2024-05-05", ["2024-04-28", "2024-05-11"]),
        ("2025-05-01", "2025-05-05", ["2025-04-27"]),
        ("2026-05-01", "2026-05-05", ["2026-05-09"]),
        ("2022-06-03", "2022-06-05", []),  # Dragon Boat
        ("2023-06-22", "2023-06-24", ["2023-06-25"]),
        ("2024-06-10", "2024-06-10", []),
        ("2025-05-31", "2025-06-02", []),
        ("2026-06-19", "2026-06-21", []),
        ("2022-09-10", "2022-09-12", []),  # Mid-Autumn
        ("2024-09-15", "2024-09-17", ["2024-09-14"]),
        ("2026-09-25", "2026-09-27", []),
        ("2022-10-01", "2022-10-07", ["2022-10-08", "2022-10-09"]),  # National Day
        ("2023-09-29", "2023-10-06", ["2023-10-07", "2023-10-08"]),  # with Mid-Autumn
        ("2024-10-01", "2024-10-07", ["2024-09-29", "2024-10-12"]),
        ("2025-10-01", "2025-10-08", ["2025-09-28", "2025-10-11"]),  # with Mid-Autumn
        ("2026-10-01", "2026-10-07", ["2026-09-20", "2026-10-10"]),
        ("2026-01-01", "2026-01-03", ["2026-01-04"]),  # New Year
    ],
)
def test_a_holiday_is_off_and_its_make_up_weekend_is_worked(first, last, make_up):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    for i in range((last - first).days + 1):
        assert not CN.is_workday(first + timedelta(days=i))
    for day in map(date.fromisoformat, make_up):
        assert day.weekday() >= 5
        assert CN.is_workday(day)


def test_the_year_2026_has_248_working_days():
    days = [date(2026, 1, 1) + timedelta(days=i) for i in range(365)]
    expected = 365 - 104 - 19 + 6  # less weekends, less weekdays off, with make-up days
    assert expected == sum(map(CN.is_workday, days))


def test_a_holiday_of_the_coming_year_can_begin_in_december():
    assert not CN.is_workday(date(2022, 12, 31))
    assert CN.is_workday(date(2022, 12, 30))


def test_a_year_without_a_notice_has_weekends_only():
    assert CN.is_published(date(2026, 12, 31))
    assert not CN.is_published(date(2027, 1, 1))
    assert CN.is_workday(date(2027, 1, 1))
    assert not CN.is_workday(date(2027, 1, 2))


def test_a_city_enters_a_notice_by_hand():
    known = replace(CN, extra_holidays=frozenset({date(2027, 1, 1), date(2027, 10, 1)}))
    assert known.is_published(date(2027, 3, 8))
    assert not known.is_workday(date(2027, 1, 1))
    assert not known.is_published(date(2028, 3, 8))


def test_a_calendar_without_holidays_is_always_published():
    plain = Calendar(holidays="none")
    assert plain.is_published(date(2050, 1, 1))
    assert plain.is_workday(date(2026, 10, 1))
    assert not plain.is_workday(date(2026, 10, 10))


def test_the_citys_own_days_win_over_the_notice():
    city = Calendar(
        extra_holidays=frozenset({date(2026, 10, 10), date(2026, 11, 25)}),
        extra_workdays=frozenset({date(2026, 10, 3), date(2026, 11, 28)}),
    )
    assert not any(map(city.is_workday, city.extra_holidays))
    assert all(map(city.is_workday, city.extra_workdays))


def test_an_office_open_at_weekends_still_keeps_the_holidays():
    always = Calendar(weekends=False)
    assert always.is_workday(date(2026, 11, 22))
    assert not always.is_workday(date(2026, 10, 4))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"timezone": "Asia/Zhuzhou"}, "unknown time zone 'Asia/Zhuzhou'"),
        ({"timezone": "../etc"}, "unknown time zone"),
        ({"hours": ()}, "at least one span"),
        ({"hours": ((time(9), time(9)),)}, "each ending after it starts"),
        ({"hours": ((time(13), time(17)), (time(9), time(12)))}, "in order"),
        ({"hours": ((time(9), time(13)), (time(12), time(17)))}, "in order"),
        ({"holidays": "de"}, "'cn' or 'none'"),
        (
            {"extra_holidays": frozenset({date(2026, 1, 5)}), "extra_workdays": frozenset({date(2026, 1, 5)})},
            "2026-01-05 is in extra_holidays and in extra_workdays",
        ),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused_with_a_sentence(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        Calendar(**wrong)


def test_calendars_are_values():
    assert hash(CN) == hash(Calendar())
    assert Calendar() == replace(CN, weekends=True)
    assert Calendar() != replace(CN, weekends=False)


def test_a_moment_without_a_time_zone_is_refused():
    naive, due = datetime(2026, 11, 20, 9), at("2026-11-20 09:00")  # noqa: DTZ001 - what is refused
    for call in (
        lambda: CN.local(naive),
        lambda: CN.day(naive),
        lambda: CN.is_open(naive),
        lambda: CN.next_open(naive),
        lambda: CN.close_of_business(naive),
        lambda: CN.add_hours(naive, timedelta(hours=1)),
        lambda: CN.add_hours(naive, timedelta(hours=-1)),
        lambda: CN.add_days(naive, 1),
        lambda: CN.add_days(naive, 0),
        lambda: CN.subtract_days(naive, 1),
        lambda: CN.working_time(naive, due),
        lambda: CN.working_time(due, naive),
        lambda: CN.working_days_between(due, naive),
        lambda: CN.resume(naive, timedelta(hours=1)),
    ):
        with pytest.raises(ValueError, match="time zone"):
            call()


# Working days, as the Civil Code counts them


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2026-11-20 17:29", 1, "2026-11-23 17:30"),  # Friday
        ("2026-11-20 17:31", 1, "2026-11-23 17:30"),
        ("2026-11-20 23:59", 1, "2026-11-23 17:30"),
        ("2026-11-21 00:00", 1, "2026-11-23 17:30"),
        ("2026-11-22 12:00", 1, "2026-11-23 17:30"),
        ("2026-11-23 00:00", 1, "2026-11-24 17:30"),
        ("2026-11-20 09:00", 5, "2026-11-27 17:30"),
        ("2026-11-20 09:00", 15, "2026-12-11 17:30"),
        ("2022-01-28 10:00", 3, "2022-02-07 17:30"),  # two make-up days, then the Spring Festival
        ("2023-01-20 10:00", 1, "2023-01-28 17:30"),
        ("2024-02-09 10:00", 1, "2024-02-18 17:30"),  # New Year's Eve was worked in 2024
        ("2025-01-27 10:00", 5, "2025-02-10 17:30"),  # 5, 6, 7, 8 (make-up), 10 February
        ("2026-02-13 10:00", 2, "2026-02-24 17:30"),  # 14 is worked, 15-23 are off
        ("2022-04-02 16:00", 1, "2022-04-06 17:30"),
        ("2023-04-28 16:00", 3, "2023-05-06 17:30"),
        ("2024-04-30 16:00", 6, "2024-05-11 17:30"),
        ("2025-09-30 16:00", 3, "2025-10-11 17:30"),
        ("2026-09-30 17:31", 1, "2026-10-08 17:30"),
        ("2026-10-03 10:00", 1, "2026-10-08 17:30"),  # begun on a holiday
        ("2026-10-09 10:00", 1, "2026-10-10 17:30"),  # a worked Saturday
        ("2026-12-31 10:00", 1, "2027-01-01 17:30"),  # not published: provisional
    ],
)
def test_working_days_end_at_close_of_business_without_counting_the_first(start, n, expected):
    assert expected == shown(CN.add_days(at(start), n))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-20 17:29", "2026-11-20 17:30"),
        ("2026-11-20 17:30", "2026-11-20 17:30"),
        ("2026-11-20 17:31", "2026-11-23 17:30"),
        ("2026-10-01 08:00", "2026-10-08 17:30"),
    ],
)
def test_no_working_day_at_all_ends_at_the_first_close_of_business(start, expected):
    assert expected == shown(CN.add_days(at(start), 0))
    assert expected == shown(CN.close_of_business(at(start)))


@pytest.mark.parametrize(
    ("due", "n", "expected"),
    [
        ("2026-11-23 17:30", 1, "2026-11-20 17:30"),
        ("2026-11-23 14:00", 1, "2026-11-20 14:00"),
        ("2026-10-08 17:30", 1, "2026-09-30 17:30"),
        ("2026-10-12 17:30", 1, "2026-10-10 17:30"),  # back to a worked Saturday
        ("2026-11-22 10:00", 2, "2026-11-19 00:00"),  # on a day off: as if on Monday at the stroke of midnight
        ("2026-11-21 17:30", 1, "2026-11-20 00:00"),
        ("2026-11-23 17:30", 0, "2026-11-23 17:30"),
    ],
)
def test_working_days_before_keep_the_time_of_day(due, n, expected):
    assert expected == shown(CN.subtract_days(at(due), n))


def test_counting_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="subtract_days"):
        CN.add_days(at("2026-11-20 09:00"), -1)
    with pytest.raises(ValueError, match="add_days"):
        CN.subtract_days(at("2026-11-20 09:00"), -1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-20 17:31", "2026-11-23 17:30", 1),
        ("2026-11-20 09:00", "2026-11-20 17:30", 0),
        ("2026-11-20 09:00", "2026-11-22 23:00", 0),
        ("2026-09-30 09:00", "2026-10-12 09:00", 4),  # 8, 9, 10, 12
        ("2026-11-23 09:00", "2026-11-20 09:00", 0),
    ],
)
def test_working_days_between_two_moments(start, end, expected):
    assert expected == CN.working_days_between(at(start), at(end))


# Working hours


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-20 09:00", 3, "2026-11-20 12:00"),
        ("2026-11-20 11:30", 1, "2026-11-20 14:00"),  # over lunch
        ("2026-11-20 12:30", 1, "2026-11-20 14:30"),  # from within lunch
        ("2026-11-20 16:00", 4, "2026-11-23 11:30"),
        ("2026-11-20 16:30", 1, "2026-11-20 17:30"),
        ("2026-11-20 17:30", 1, "2026-11-23 10:00"),
        ("2026-11-20 18:00", 4, "2026-11-23 14:30"),
        ("2026-11-20 07:00", 4, "2026-11-20 14:30"),
        ("2026-09-30 17:00", 1, "2026-10-08 09:30"),  # over National Day
        ("2026-10-10 17:00", 1, "2026-10-12 09:30"),  # from a worked Saturday
        ("2026-11-21 10:00", 0, "2026-11-23 09:00"),
        ("2026-11-20 10:00", 0, "2026-11-20 10:00"),
        ("2026-11-23 10:00", -1, "2026-11-23 09:00"),
        ("2026-11-23 10:00", -2, "2026-11-20 16:30"),
        ("2026-11-23 14:00", -1, "2026-11-23 11:30"),
        ("2026-11-22 14:00", -7, "2026-11-20 09:00"),
        ("2026-11-23 13:30", -3, "2026-11-23 09:00"),
        ("2026-10-08 09:30", -1, "2026-09-30 17:00"),
    ],
)
def test_working_hours_stand_still_when_the_office_is_closed(start, hours, expected):
    assert expected == shown(CN.add_hours(at(start), timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-20 09:00", "2026-11-20 17:30", 7 * 60),
        ("2026-11-20 11:00", "2026-11-20 14:00", 90),
        ("2026-11-20 12:10", "2026-11-20 13:20", 0),
        ("2026-11-20 17:00", "2026-11-23 09:30", 60),
        ("2026-11-20 00:00", "2026-11-24 00:00", 14 * 60),
        ("2026-09-30 17:00", "2026-10-08 09:10", 40),
        ("2026-11-21 00:00", "2026-11-22 23:59", 0),
        ("2026-11-23 10:00", "2026-11-23 10:00", 0),
        ("2026-11-24 10:00", "2026-11-23 10:00", 0),
        ("2026-11-23 11:00", "2026-11-23 10:00", 0),
    ],
)
def test_working_time_counts_business_hours_only(start, end, expected):
    assert timedelta(minutes=expected) == CN.working_time(at(start), at(end))


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-20 08:59", False, "2026-11-20 09:00"),
        ("2026-11-20 09:00", True, "2026-11-20 09:00"),
        ("2026-11-20 12:00", True, "2026-11-20 12:00"),
        ("2026-11-20 12:01", False, "2026-11-20 13:30"),
        ("2026-11-20 17:30", True, "2026-11-20 17:30"),
        ("2026-11-20 17:31", False, "2026-11-23 09:00"),
        ("2026-11-21 10:00", False, "2026-11-23 09:00"),
        ("2026-10-10 10:00", True, "2026-10-10 10:00"),
        ("2026-10-01 10:00", False, "2026-10-08 09:00"),
    ],
)
def test_what_waits_for_business_hours_goes_when_the_office_opens(moment, is_open, opens):
    assert CN.is_open(at(moment)) is is_open
    assert opens == shown(CN.next_open(at(moment)))


def test_opening_and_closing_are_told_for_any_date():
    assert at("2026-11-22 09:00") == CN.opening(date(2026, 11, 22))
    assert at("2026-11-22 17:30") == CN.closing(date(2026, 11, 22))
    assert timedelta(hours=7) == CN.day_length


# Pauses


@pytest.mark.parametrize(
    ("paused", "due", "resumed", "expected"),
    [
        ("2026-11-23 10:00", "2026-11-27 17:30", "2026-11-25 10:00", "2026-12-01 17:30"),
        ("2026-09-29 15:00", "2026-09-30 17:30", "2026-10-08 10:00", "2026-10-09 17:30"),  # over National Day
        ("2026-09-30 17:00", "2026-09-30 17:30", "2026-10-03 10:00", "2026-10-08 17:30"),
        ("2026-11-23 10:00", "2026-11-23 17:30", "2026-11-24 16:00", "2026-11-25 17:30"),
        ("2026-11-20 18:00", "2026-11-23 17:30", "2026-11-21 10:00", "2026-11-23 17:30"),  # a pause without work
        ("2026-11-23 18:00", "2026-11-23 17:30", "2026-11-25 10:00", "2026-11-25 17:30"),  # late already
    ],
)
def test_after_a_pause_what_was_left_is_left_and_the_due_time_rounds_up(paused, due, resumed, expected):
    left = CN.working_time(at(paused), at(due))
    assert expected == shown(CN.resume(at(resumed), left))


def test_seconds_around_a_pause_do_not_cost_a_day():
    left = CN.working_time(at("2026-11-23 10:00:05"), at("2026-11-24 17:30"))
    assert at("2026-11-24 17:30") == CN.resume(at("2026-11-23 10:00:50"), left)


def test_less_than_nothing_left_is_nothing_left():
    assert at("2026-11-23 17:30") == CN.resume(at("2026-11-23 10:00"), timedelta(hours=-9))


# Another zone, with summer time


def test_a_close_of_business_stays_at_its_local_time_when_the_clocks_change():
    before, after = BERLIN.closing(date(2026, 3, 27)), BERLIN.closing(date(2026, 3, 30))
    assert (after - before) == timedelta(days=3, hours=-1)
    assert after == BERLIN.add_days(at("2026-03-27 10:00", BERLIN), 1)
    assert before == BERLIN.subtract_days(after, 1)


def test_a_night_shift_loses_an_hour_in_spring_and_gains_one_in_autumn():
    lengths = [
        NIGHT_BERLIN.working_time(NIGHT_BERLIN.opening(day), NIGHT_BERLIN.closing(day))
        for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25))
    ]
    assert [timedelta(hours=3.5), timedelta(hours=2.5), timedelta(hours=4.5)] == lengths


def test_business_inside_the_hour_that_spring_skips_does_not_take_place():
    skipped = Calendar(
        timezone="Europe/Berlin", holidays="none", weekends=False, hours=((time(2, 30), time(3)), (time(9), time(10)))
    )
    start = at("2026-03-29 00:00", skipped)
    assert timedelta(hours=1) == skipped.working_time(start, at("2026-03-29 23:00", skipped))
    assert at("2026-03-29 09:00", skipped) == skipped.next_open(start)


# Properties, and slow recounts

MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2027, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = MOMENTS.map(lambda moment: moment.replace(second=0, microsecond=0))
ANY_CALENDAR = st.sampled_from(CALENDARS)


@given(ANY_CALENDAR, MOMENTS, MOMENTS, st.integers(0, 40))
@example(CN, datetime(2025, 8, 16, 0, 0, 0, 1, tzinfo=UTC), datetime(2025, 8, 17, tzinfo=UTC), 1)
def test_a_later_start_is_never_due_earlier(calendar, one, other, n):
    early, late = sorted((one, other))
    assert calendar.add_days(early, n) <= calendar.add_days(late, n)
    assert calendar.subtract_days(early, n) <= calendar.subtract_days(late, n)
    assert calendar.add_hours(early, timedelta(hours=n)) <= calendar.add_hours(late, timedelta(hours=n))


@given(ANY_CALENDAR, MOMENTS, st.integers(0, 40))
def test_one_day_more_is_always_later(calendar, start, n):
    assert start <= calendar.add_days(start, n) <= calendar.add_days(start, n + 1)
    assert calendar.add_days(start, n + 1) < calendar.add_days(start, n + 2)


@given(ANY_CALENDAR, st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up(calendar, three):
    a, b, c = three
    assert calendar.working_time(a, c) == calendar.working_time(a, b) + calendar.working_time(b, c)


@given(ANY_CALENDAR, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_working_hours_added_are_working_time_passed(calendar, start, working):
    end = calendar.add_hours(start, working)
    assert working == calendar.working_time(start, end)
    begin = calendar.add_hours(start, -working)
    assert working == calendar.working_time(begin, start)


@given(ANY_CALENDAR, MOMENTS, st.integers(0, 30))
def test_a_pause_that_lasts_no_time_changes_nothing(calendar, start, n):
    due = calendar.add_days(start, n)
    assert due == calendar.resume(start, calendar.working_time(start, due))


@given(ANY_CALENDAR, MOMENTS, st.integers(1, 60))
def test_days_counted_forwards_are_counted_back(calendar, start, n):
    due = calendar.add_days(start, n)
    assert n == calendar.working_days_between(start, due)
    there = calendar.subtract_days(due, n)
    assert n == calendar.working_days_between(there, due)


@given(ANY_CALENDAR, MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(calendar, moment):
    opens = calendar.next_open(moment)
    assert calendar.is_open(opens)
    assert timedelta(0) == calendar.working_time(moment, opens)


def is_worked(calendar: Calendar, day: date) -> bool:
    """The same question, answered by the library's own function and by the rule as one would say it."""
    if day in calendar.extra_holidays:
        return False
    if day in calendar.extra_workdays:
        return True
    is_listed = calendar.holidays == "cn" and day.year <= 2026
    if is_listed and (chinese_calendar.get_holiday_detail(day)[1] is not None or calendar.weekends):
        return chinese_calendar.is_workday(day)
    return not calendar.weekends or day.isoweekday() <= 5


@given(ANY_CALENDAR, MOMENTS, st.integers(1, 30))
def test_a_day_by_day_recount_agrees_on_working_days(calendar, start, n):
    day, left = start.astimezone(calendar.zone).date(), n
    while left:
        day += timedelta(days=1)
        left -= is_worked(calendar, day)
    expected = datetime.combine(day, calendar.hours[-1][1], calendar.zone).astimezone(UTC)
    assert expected == calendar.add_days(start, n)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([CN, BERLIN, NIGHT_BERLIN]), MINUTES, st.integers(0, 6 * 24 * 60))
def test_a_minute_by_minute_recount_agrees_on_working_time(calendar, start, minutes):
    expected = 0
    for i in range(minutes):
        local = (start + timedelta(minutes=i)).astimezone(calendar.zone)
        is_business = any(opens <= local.time() < closes for opens, closes in calendar.hours)
        expected += is_business and is_worked(calendar, local.date())
    assert timedelta(minutes=expected) == calendar.working_time(start, start + timedelta(minutes=minutes))
