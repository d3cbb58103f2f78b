"""Ledgers as offices keep them, in any size, for tests and the benchmark."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

VISITS, OFFICERS, PROBLEMS, SOLVED = 9_923, 2_822, 2_823, 2_605

VISIT_HEAD = ("走访日期", "联企干部", "企业", "问题", "是否解决")
CALLER = ("工单编号", "来电人", "联系电话", "企业名称")
GRIEVANCE = ("标题", "主要内容", "问题分类", "来源", "登记时间")
OUTCOME = ("办结时间", "办理结果", "是否解决", "是否满意")
HOTLINE_HEAD = CALLER + GRIEVANCE + OUTCOME


def visits_of_2022() -> Iterator[tuple[str, ...]]:
    """9,923 visits by 2,822 officers to the end of September 2022, with 2,823 problems, of which 2,605 were solved."""
    for n in range(VISITS):
        day = f"2022/{1 + n % 9}/{1 + n % 28}"
        found = (f"第{n}家企业反映用工和物流的困难", "是" if n < SOLVED else "否") if n < PROBLEMS else ("", "")
        yield day, f"干部{n % OFFICERS}", f"株洲第{n % 4_000}机械有限公司", *found


def calls(many: int) -> Iterator[tuple[str, ...]]:
    """Calls of a hotline, each with an outcome."""
    for n in range(many):
        day = f"{1 + n % 10:02}-{1 + n % 28:02}"
        firm = f"株洲第{n % 3_000}轴承有限公司"
        words = ("退税", f"出口退税三个月没到账,第{n}次来电", "税费", "12345热线")
        outcome = (f"2026-{day} 16:30", "退税款已到账", "否" if n % 13 == 0 else "是", "满意")
        yield f"ZZ{n:06}", f"王{n}", f"138{n:08}", firm, *words, f"2026-{day} 09:05", *outcome


def write(path: Path, head: Sequence[str], rows: Iterator[tuple[str, ...]], encoding: str = "gb18030") -> Path:
    """As a CSV with a title above its header."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["台账"])
        writer.writerow(head)
        writer.writerows(rows)
    return path
