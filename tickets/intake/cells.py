"""What a cell of somebody's ledger says: a moment, a day, whether it was solved; and a cell of ours that no spreadsheet runs.

Ledgers are typed by people and by a dozen programs. What cannot be read is ``None``, never guessed.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from tickets import days
from tickets.terms import Kind, Satisfaction, Solved

T = TypeVar("T")

LONGEST = 20_000
"""Characters of a cell that are read; a spreadsheet holds 32,767, a grievance 20,000."""

_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*(\d{2})(\d{2})(\d{2})?)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_TIME = re.compile(
    r"(上午|下午|am|pm)?\s*(\d{1,2})\s*[::时点]\s*(\d{1,2})?\s*分?(?:[::]?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?\s*(am|pm)?"
)
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 # a spreadsheet's days have no zone
_RUNS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What a cell that a spreadsheet may run begins with; some take the full-width signs for it too."""

YES, NO = "是", "否"
"""What a spreadsheet's own true and false are read as."""

_SOLVED = {
    Solved.SOLVED: (YES, "已解决", "解决", "已化解", "化解", "已办结", "办结", "已完成", "已销号", "y", "yes", "true", "1", "√"),
    Solved.PARTLY: ("部分解决", "部分化解", "基本解决", "基本化解"),
    Solved.UNSOLVED: (NO, "未解决", "没有解决", "不能解决", "未化解", "未办结", "n", "no", "false", "0", "×"),
}  # fmt: skip
_SATISFACTION = {
    Satisfaction.VERY_SATISFIED: ("非常满意", "很满意", "十分满意"),
    Satisfaction.SATISFIED: ("满意", YES, "y", "yes", "true", "1"),
    Satisfaction.BASICALLY_SATISFIED: ("基本满意", "较满意", "比较满意", "一般"),
    Satisfaction.DISSATISFIED: ("不满意", "不太满意", NO, "n", "no", "false", "0"),
    Satisfaction.VERY_DISSATISFIED: ("非常不满意", "很不满意"),
}
_KINDS = {
    Kind.CONSULTATION: ("咨询", "政策咨询", "咨询类"),
    Kind.REQUEST: ("求助", "诉求", "求助类", "求决", "其他"),
    Kind.COMPLAINT: ("投诉", "举报", "投诉举报", "投诉类"),
    Kind.SUGGESTION: ("建议", "意见建议", "建议类"),
}
_UNDER_WAY = {
    "办理中",
    "正在办理",
    "在办",
    "处理中",
    "正在处理",
    "待办理",
    "待处理",
    "解决中",
    "正在解决",
    "推进中",
    "化解中",
    "正在化解",
}
_SAID_NOTHING = {"", "-", "—", "/", "\\", "无", "暂无", "未评价", "未回访", "空"}


def plain(cell: str) -> str:
    """The cell as it is read: full-width forms as ASCII, else as ``prose``."""
    return prose(cell if len(cell) > LONGEST else unicodedata.normalize("NFKC", cell))


def prose(cell: str) -> str:
    """Somebody's own words as they wrote them, without invisible marks, the space around them, and a leading ``'``.

    Spreadsheets write the apostrophe before what is text and looks like a formula; so does ``defused``. What is too long
    to be read stays as it is.
    """
    if len(cell) > LONGEST:
        return cell
    text = "".join(c for c in cell if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"}).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in {*_RUNS} else text


def defused(cell: str) -> str:
    """The text so that a spreadsheet shows it and runs nothing: every file that people open is written through here."""
    return f"'{cell}" if cell.lstrip().startswith(_RUNS) or cell.startswith(_RUNS) else cell


def is_empty(cell: str) -> bool:
    """Whether the cell says that there is nothing: empty, a dash, 无."""
    return cell.strip() in _SAID_NOTHING


def is_outcome(cell: str) -> bool:
    """Whether the cell says that something came of it: not empty, and not 办理中."""
    return not is_empty(cell) and cell.strip().rstrip("。") not in _UNDER_WAY


def day(cell: str) -> date | None:
    """The day, however it is spelt: 2026-11-20, 2026/11/20 9:05, 2026年11月20日, 20261120, or a spreadsheet's 46346."""
    read = _read(cell)
    return read.date() if read is not None else None


def moment(cell: str, zone: ZoneInfo) -> datetime | None:
    """The moment, local to ``zone``; the beginning of the day where no time is told."""
    read = _read(cell)
    return read.replace(tzinfo=zone) if read is not None else None


def solved(cell: str) -> Solved | None:
    """Whether it was solved."""
    return _choice(cell, _SOLVED)


def satisfaction(cell: str) -> Satisfaction | None:
    """How satisfied they were."""
    return _choice(cell, _SATISFACTION)


def kind(cell: str) -> Kind | None:
    """What sort of grievance it is."""
    return _choice(cell, _KINDS)


def _choice(cell: str, table: dict[T, tuple[str, ...]]) -> T | None:
    said = cell.strip().casefold()
    return next((choice for choice, words in table.items() if said in words), None)


def _read(cell: str) -> datetime | None:
    """Without a zone."""
    text = re.sub(r"\s*[((]?(?:星期|周)[一二三四五六日天][))]?\s*", " ", cell).replace("T", " ").strip().casefold()
    try:
        if _SERIAL.fullmatch(text):
            found = _SERIAL_ZERO + timedelta(days=float(text))
            found += timedelta(microseconds=500_000)  # its fraction of a day is not exact to the second
            return _likely(found.replace(microsecond=0))
        if run := _RUN_TOGETHER.fullmatch(text):
            return _likely(datetime(*(int(part) for part in run.groups(default="0"))))  # type: ignore[arg-type] # noqa: DTZ001
        if (begun := days.leading(text)) is None:
            return None
        on, rest = begun[0], begun[1].strip()
        told = _time(rest) if rest else time()
        return datetime.combine(on, told) if told else None
    except (ValueError, OverflowError):
        return None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, half = int(found[2]), found[1] or found[5]
    if half in {"下午", "pm"} and hour < 12:
        hour += 12
    return time(hour, int(found[3] or 0), int(found[4] or 0))


def _likely(found: datetime) -> datetime | None:
    return found if found.year in days.YEARS else None
