"""Figures that differ between two counts of one digest, named as the digest names them; and 更正, the section made of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from templates.figures import UNDEFINED, text
from templates.labels import NO_REGION, UNIT_KINDS

Facts = Mapping[str, Any]
When = Callable[[Facts], str]
"""How a period is worded."""

HEADING = "更正(已发布的数字保留原样,新情况在此说明)"
SECTIONS = {
    "supervised": "超期清单",
    "escalated": "上报待批",
    "instructed": "批示",
    "ranking": "单位排名",
    "without_cases": "无诉求单位",
    "trend": "走势",
    "before": "上期",
    "year_before": "上年同期",
    "visits": "联企走访",
    "groups": "企业群",
    "enquiries": "政策咨询",
}
"""What is named before a figure that stands in a section of its own; one of a unit, a channel or a region goes by its name."""

NAMES = {
    "visits": "家(次)",
    "enterprises": "企业",
    "officers": "干部",
    "problems": "问题",
    "visits_confirmed": "企业确认解决",
    "visits_reported": "单位报告解决",
    "groups_answered": "政策咨询已答复",
    "groups_solved": "问题推动解决",
    "asked": "咨询",
    "answered": "查到",
    "helped": "有帮助",
    "filed": "转为工单",
    "place": "名次",
    "days": "天数",
    "card": "黄牌红牌",
    "state": "状态",
    "at": "时间",
    "to": "交办单位",
    "due_at": "时限",
}


def named(difference: Facts, labels: Mapping[str, str]) -> str:
    """``市税务局 · 本期回访化解率``, ``受理``, ``上报待批 · QY-20261120-0001``."""
    path = list(difference["path"])
    section = [SECTIONS[path[0]]] if path[0] in SECTIONS and len(path) > 1 else []
    known = {**labels, **NAMES} if section and path[0] in {"visits", "groups", "enquiries"} else {**NAMES, **labels}
    last = [known[each] for each in path[-2:] if each in known and each not in difference["of"]]
    whose = [UNIT_KINDS.get(each, each) or NO_REGION for each in difference["of"]]
    return " · ".join(dict.fromkeys([*section, *whose, *last]))


def value(path: Sequence[str], given: Any) -> str:
    """``92.3% (2605/2823)``, ``63``; ``—`` for nothing."""
    if isinstance(given, Sequence) and not isinstance(given, str):
        return text({"name": path[-1], "numerator": given[0], "denominator": given[1]})
    return UNDEFINED if given is None else "有" if given is True else str(given)


WHY = {
    "submitted": "补录工单",
    "reported": "补录单位已办结的工单",
    "recategorised": "改类别",
    "firm_named": "确认所属企业",
    "visited": "补记走访",
}
"""What became known, by the names of ``storage.numbers.late``."""


def section(facts: Facts, labels: Mapping[str, str], when: When) -> list[str]:
    """Heading and lines; nothing when no earlier digest would read otherwise."""
    lines = []
    for each in rows(facts, labels, when):
        lines += [f"  {each['head']}", *(f"    {name} {old} → {new}" for name, old, new in each["figures"])]
    return [HEADING, *lines] if lines else []


def in_short(facts: Facts) -> str:
    """`` · 更正 3 处``: how many figures of earlier digests would read otherwise; nothing when none would."""
    figures = sum(len(each["figures"]) for each in facts["corrections"])
    return f" · 更正 {figures} 处" if figures else ""


def rows(facts: Facts, labels: Mapping[str, str], when: When) -> list[dict[str, Any]]:
    """For each digest that is corrected: ``head``, which and why; and its ``figures``, each a name and both values."""
    return [
        {
            "head": f"第 {each['number']} 号 · {when(each['period'])}:{'、'.join(map(_why, each['why']))}",
            "figures": [
                (named(one, labels), *(value(one["path"], one[which]) for which in ("old", "new")))
                for one in each["figures"]
            ],
        }
        for each in facts["corrections"]
    ]


def _why(each: Facts) -> str:
    """``补录工单 7 件(QY-20261116-0001、…)``."""
    if not each["numbers"]:
        return f"{WHY[each['what']]} {each['count']} 次"
    rest = "等" if each["count"] > len(each["numbers"]) else ""
    return f"{WHY[each['what']]} {each['count']} 件({'、'.join(each['numbers'])}{rest})"
