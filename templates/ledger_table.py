"""The ledger (台账) as a table: its columns and what stands in them. The rows are those of ``office.numbers.ledger``."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from templates import labels
from templates.tables import Cell, Column, Look

Row = Mapping[str, Any]
Words = Callable[[Any], Cell]

TITLE = "台账"
YES = "是"


def _named(table: Mapping[str, str]) -> Words:
    return lambda code: table[str(code)]


def _mark(is_so: bool) -> Cell:
    return YES if is_so else None


WORDS: dict[str, Words] = {
    "kind": _named(labels.KINDS),
    "state": _named(labels.STATES),
    "closing": _named(labels.CLOSINGS),
    "on_time": _named(labels.ON_TIME),
    "outcome": _named(labels.OUTCOMES),
    "solved": _named(labels.SOLVED),
    "satisfaction": _named(labels.SATISFACTION),
    "contacted": _named(labels.CONTACTED),
    "held": _named(labels.HELD_BACK),
    "is_urgent": _mark,
    "is_complex": _mark,
    "is_confidential": _mark,
}

COLUMNS: dict[str, Column] = {
    "number": Column("工单编号", 20),
    "accepted_at": Column("受理时间", 17, Look.MINUTE),
    "channel": Column("渠道", 16),
    "sub_channel": Column("子渠道", 20),
    "kind": Column("类型", 8),
    "category": Column("类别", 12),
    "region": Column("县市区/园区", 16),
    "chain": Column("产业链", 18),
    "firm": Column("企业", 32),
    "uscc": Column("统一社会信用代码", 22),
    "person": Column("联系人", 10),
    "phone": Column("电话", 16),
    "text": Column("诉求内容", 50),
    "held": Column("内容说明", 28),
    "state": Column("状态", 12),
    "closing": Column("销号方式", 16),
    "unit": Column("责任单位", 24),
    "about_unit": Column("涉及单位", 24),
    "officer": Column("办理人", 10),
    "round": Column("轮次", 6, Look.NUMBER),
    "returns": Column("退回次数", 9, Look.NUMBER),
    "extensions": Column("延期次数", 9, Look.NUMBER),
    "extended_days": Column("延期工作日", 11, Look.NUMBER),
    "is_urgent": Column("加急", 6),
    "is_complex": Column("复杂件", 8),
    "is_confidential": Column("保密", 6),
    "dispatched_at": Column("交办时间", 17, Look.MINUTE),
    "claim_due_at": Column("认领时限", 17, Look.MINUTE),
    "claimed_at": Column("认领时间", 17, Look.MINUTE),
    "promised_at": Column("首次承诺", 17, Look.MINUTE),
    "due_at": Column("办理时限", 17, Look.MINUTE),
    "resolved_at": Column("办结时间", 17, Look.MINUTE),
    "on_time": Column("是否按期", 9),
    "result": Column("办理结果", 50),
    "asked_at": Column("回访时间", 17, Look.MINUTE),
    "outcome": Column("回访结果", 12),
    "solved": Column("是否解决", 10),
    "satisfaction": Column("满意度", 10),
    "contacted": Column("是否联系", 9),
    "settled_at": Column("回访结案", 17, Look.MINUTE),
    "closed_at": Column("销号时间", 17, Look.MINUTE),
}
"""By the names of the rows' values, in the order of the file."""


def cells(rows: Iterable[Row], zone: ZoneInfo) -> list[tuple[Cell, ...]]:
    """The rows of the table, moments in the city's own time."""
    return [tuple(_cell(name, row[name], zone) for name in COLUMNS) for row in rows]


def _cell(name: str, value: Any, zone: ZoneInfo) -> Cell:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    words = WORDS.get(name)
    made: Cell = words(value) if words else value
    return made


def written(cell: Cell) -> str:
    """The cell as text, for a file that has nothing else: ``2026-11-20 10:05``."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
