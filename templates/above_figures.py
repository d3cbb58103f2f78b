"""The sections of the digest that name tickets: 督办与超期清单, 上报事项与批示. A number, a unit, days; no name, no text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from templates.labels import CARDS, STATES
from templates.people import WEEKDAYS
from templates.working_days import working_days

NOBODY_YET = STATES["submitted"]


def supervised(facts: Mapping[str, Any]) -> list[str]:
    """The oldest first; one sentence when nothing is late."""
    late = facts["supervised"]
    if not late:
        return ["六、督办与超期清单", "  截止时没有超期的工单"]
    head = f"六、督办与超期清单 {len(late)} 件(红牌 {red(facts)})"
    return [
        head,
        *(
            f"  {row['number']}  {row['unit']}  {_stood(row)}  {CARDS[row['card']]}  {working_days(row['days'], '超期')}"
            for row in late
        ),
    ]


def escalated(facts: Mapping[str, Any]) -> list[str]:
    """What waits for an instruction and since when, then what was instructed; one sentence when there is neither."""
    waiting = [
        f"  {row['number']}  {row['unit'] or NOBODY_YET}  {working_days(row['days'], '上报')},待批示"
        for row in facts["escalated"]
    ]
    instructed = [
        f"  {row['number']}  {_day(row['at'])}批示:请{row['to']}{_day(row['due_at'])}前办结,截止时{_stood(row)}"
        for row in facts["instructed"]
    ]
    head = f"七、上报事项与批示(待批 {len(waiting)} 件,批示 {len(instructed)} 次)"
    return (
        [head, *waiting, *instructed]
        if waiting or instructed
        else ["七、上报事项与批示", "  没有待批的上报,也没有新的批示"]
    )


def red(facts: Mapping[str, Any]) -> int:
    """How many of what is late have the red card."""
    return sum(row["card"] == "red" for row in facts["supervised"])


def _stood(row: Mapping[str, Any]) -> str:
    return STATES[row["state"]]


def _day(moment: str | None) -> str:
    """``11月30日(周一)``, in the zone the moment is written in."""
    if moment is None:
        return ""
    at = datetime.fromisoformat(moment)
    return f"{at.month}月{at.day}日(周{WEEKDAYS[at.weekday()]})"
