"""A board on a busy Friday, as ``office.numbers.board`` would give it: for the docs' pictures and for what draws it."""

from typing import Any

REGIONS = {
    "株洲高新区": (1, 1, 18, 0, 13, 14),
    "石峰区": (1, 2, 12, 1, 9, 11),
    "株洲经开区": (1, 3, 4, 0, 3, 3),
    "天元区": (2, 1, 21, 0, 17, 18),
    "荷塘区": (2, 2, 15, 1, 12, 14),
    "醴陵市": (2, 3, 16, 0, 14, 14),
    "渌口区": (3, 1, 8, 2, 5, 8),
    "芦淞区": (3, 2, 11, 0, 10, 11),
    "攸县": (3, 3, 9, 0, 6, 7),
    "茶陵县": (4, 2, 5, 0, 2, 2),
    "炎陵县": (4, 3, 3, 0, 0, 0),
}
"""Row and column, accepted, overdue, solved of settled."""
LATE = (
    ("QY-20261111-0006", "市供电公司", 4, "red"),
    ("QY-20261112-0011", "渌口区", 1, "yellow"),
    ("QY-20261113-0002", "市交通运输局", 1, "yellow"),
    ("QY-20261113-0008", "渌口区", 0, "yellow"),
)


def a_rate(name: str, numerator: float, denominator: int) -> dict[str, Any]:
    return {"name": name, "numerator": numerator, "denominator": denominator}


def busy() -> dict[str, Any]:
    """The whole board."""
    solved, settled = (sum(row[which] for row in REGIONS.values()) for which in (4, 5))
    return {
        "city": "株洲市企业办事不求人工作办公室",
        "at": "2026-11-20T07:42:00+00:00",
        "week": {"first": "2026-11-16", "last": "2026-11-22", "number": 47},
        "today": {"accepted": 23, "resolved": 19, "settled": 21, "overdue": 4},
        "rates": [
            a_rate("resolution", solved, settled),
            a_rate("satisfaction", 92.7, 97),
            a_rate("contact", 95, 98),
            a_rate("callback", 99, settled + 4),
        ],
        "regions": [
            {
                "key": name,
                "label": name,
                "tile": (row, column),
                "accepted": accepted,
                "overdue": overdue,
                "rate": a_rate("resolution", above, below),
            }
            for name, (row, column, accepted, overdue, above, below) in REGIONS.items()
        ],
        "late": {
            "count": len(LATE),
            "red": 1,
            "rows": [{"number": number, "unit": unit, "days": days, "card": card} for number, unit, days, card in LATE],
        },
    }
