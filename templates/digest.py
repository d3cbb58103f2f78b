"""The digest in words: for the terminal, and short enough for a chat on a narrow phone.

Takes the facts of ``office.numbers.digest`` (its ``as_json``) and the Chinese names of the rates; counts nothing itself.
"""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from markupsafe import escape

from templates import (
    above_figures,
    correction_figures,
    definitions,
    enquiry_figures,
    group_figures,
    hot_figures,
    ranking_figures,
    region_figures,
    reported,
    trend_figures,
    visit_figures,
)
from templates.figures import UNDEFINED, columns, pad, percent, points, shortened, text
from templates.people import WEEKDAYS

Facts = Mapping[str, Any]

LABELS = {
    "accepted": "受理",
    "resolved": "办结",
    "settled": "回访结案",
    "resolution": "本期回访化解率",
    "due_batch": "到期批次化解率",
    "year_to_date": "年度化解率",
    "completion": "办结率",
    "contact": "响应率",
    "solved": "解决率",
    "satisfaction": "满意率",
    "callback": "回访率",
    "band_lower": "化解率下限(未访通按未解决)",
    "band_upper": "化解率上限(未访通按已解决)",
    "on_time": "按期办结率",
    "on_time_extended": "按期办结率(含延期)",
    "claimed_on_time": "按期认领率",
    "returned": "退回率",
    "reworked": "重办率",
    "first_round": "一次办结率",
    "extended": "延期率",
    "paused_days": "暂停天数",
    "score": "综合成绩",
    "reported": "单位报告",
    "not_yet_due": "未到期",
    "left": "不计入",
    "unsaid": "未注明是否解决",
}
"""What each count and rate is called; the names are those of ``tickets.rates``."""

TITLES = {"week": "周调度", "month": "月通报", "quarter": "季讲评", "year": "年考核"}
THIS = {"week": "本周", "month": "本月", "quarter": "本季", "year": "本年"}
UNIT_COLUMNS = ("resolution", "due_batch", "satisfaction", "on_time")
OVERALL = ("resolution", "due_batch", "year_to_date", "completion", "on_time", "on_time_extended")
WORKED = ("claimed_on_time", "returned", "reworked", "first_round", "extended", "paused_days")
WIDTH = 20
"""Columns that the longest name of a rate takes, and a gap."""
ASKED = ("callback", "contact", "solved", "satisfaction")
LAST = "末位 "
CHAT_LINES, CHAT_COLUMNS = 8, 36
"""What a phone 360 px wide shows of a message at a glance: lines, and columns of half a Chinese character."""


def when(period: Facts) -> str:
    """``第47周(11月16日—22日)``, ``2026年11月``, ``2026年第4季度``, ``2026年``."""
    first, last = date.fromisoformat(period["first"]), date.fromisoformat(period["last"])
    if period["kind"] != "week":
        part = {"month": f"{period['number']}月", "quarter": f"第{period['number']}季度"}
        return f"{period['year']}年{part.get(period['kind'], '')}"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"第{period['number']}周({first.month}月{first.day}日—{month}{last.day}日)"


def when_in_full(period: Facts) -> str:
    """``2026年第47周(11月16日—22日)``: a week with its year."""
    return f"{period['year']}年{when(period)}" if period["kind"] == "week" else when(period)


def called(period: Facts) -> str:
    """``周调度 · 第47周(11月16日—22日)``."""
    return f"{TITLES[period['kind']]} · {when(period)}"


def file_name(facts: Facts, suffix: str) -> str:
    """``周调度 · 第47周(11月16日—22日) 第31号.html``: what a published digest is called as a file."""
    return f"{called(facts['period'])} 第{facts['published']['number']}号{suffix}"


def of_part(scope: Facts) -> str:
    """`` · 市税务局``: what a digest of a part is of, behind its name; nothing of the whole city's."""
    return "" if scope["kind"] == "city" else f" · {shortened(scope['label'], CHAT_COLUMNS - 16)}"


def chat_text(facts: Facts) -> str:
    """The digest as a chat message: HTML of Telegram's few tags, at most eight lines on a phone 360 px wide.

    What leaders act on comes before what reads well: who is late and who is last leave less room for the rates below.
    """
    return "\n".join([*_chat_head(facts), *_chat_rates(facts), *_chat_more(facts)][:CHAT_LINES])


def _chat_head(facts: Facts) -> list[str]:
    period, flow, scope = facts["period"], facts["flow"], facts["scope"]
    title = f"<b>{TITLES[period['kind']]}</b> · "
    place = [] if scope["kind"] == "city" else [f"{title}{escape(shortened(scope['label'], CHAT_COLUMNS - 10))}"]
    number = f"第{facts['published']['number']}号 · " if facts.get("published") else THIS[period["kind"]]
    counted = f"{number}受理 {flow['accepted']['value']},办结 {flow['resolved']['value']}"
    if period["kind"] == "week" and facts.get("is_of_another_year"):
        return [*(place or [f"<b>{TITLES['week']}</b>"]), when_in_full(period), counted]
    if not place:
        return [title + when(period), counted]
    return [*place, when(period) if facts["is_over"] else f"{_in_short(period)},{_until(facts)}", counted]


def _in_short(period: Facts) -> str:
    """``第47周``, ``11月``, ``第4季度``, ``2026年``: a running period, whose year and days everybody knows."""
    name = when(period).partition("(")[0]
    return name.removeprefix(f"{period['year']}年") or name


def _until(facts: Facts) -> str:
    return f"统计至{_minute(facts['cutoff'])}"


def _chat_rates(facts: Facts) -> list[str]:
    rates = facts["rates"]
    return [
        f"{THIS[facts['period']['kind']]}回访化解率 <b>{text(rates['resolution'])}</b>",
        f"环比 {points(rates['resolution'], facts['before']['resolution'])}{correction_figures.in_short(facts)}",
        f"到期批次 {text(rates['due_batch'])}",
        f"年度 {text(rates['year_to_date'])},未到期 {rates['year_to_date']['beside']['not_yet_due']}",
    ]


def _chat_more(facts: Facts) -> list[str]:
    """What is said as far as there is room, the most pressing first."""
    lines = (
        []
        if facts["is_over"] or facts["scope"]["kind"] != "city"
        else [f"{THIS[facts['period']['kind']]}未完,{_until(facts)}"]
    )
    late, waiting, red = len(facts["supervised"]), len(facts["escalated"]), above_figures.red(facts)
    pressing = [f"超期 {late}{f'(红牌 {red})' if red else ''}"] if late else []
    pressing += [f"上报待批 {waiting}"] if waiting else []
    lines += [" · ".join(pressing)] if pressing else []
    if last := ranking_figures.last_of(facts["ranking"], CHAT_COLUMNS - columns(LAST)):
        lines.append(f"{LAST}{escape(last)}")
    return [*lines, f"满意率 {text(facts['rates']['satisfaction'])}", f"按期办结率 {text(facts['rates']['on_time'])}"]


def week_text(facts: Facts) -> str:
    """The digest for the terminal: everything counted, every rate with its numerator and denominator."""
    parts = [_head(facts), *(section(facts) for section in (*TOTALS, *NAMED)), notes(facts)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def totals(facts: Facts) -> list[list[str]]:
    """The digest's head and the sections that name no ticket, each a heading and its lines: all that may leave the house."""
    return [_head(facts), *(part for section in TOTALS if (part := section(facts)))]


def labelled(facts: Facts) -> dict[str, Any]:
    """The facts with a Chinese ``label`` beside every ``name`` that has one, for a file that people open too."""
    return {key: _labelled(value) for key, value in facts.items()}


def _labelled(value: Any) -> Any:
    if isinstance(value, Mapping):
        label = {"label": LABELS[value["name"]]} if value.get("name") in LABELS else {}
        return {key: _labelled(each) for key, each in value.items()} | label
    return [_labelled(each) for each in value] if isinstance(value, list) else value


def _head(facts: Facts) -> list[str]:
    period = facts["period"]
    state = "截至" if facts["is_over"] else f"{THIS[period['kind']]}未完,统计至"
    number = f" 第 {facts['published']['number']} 号" if "published" in facts else ""
    return [
        f"{TITLES[period['kind']]} · {when_in_full(period)}{number}",
        f"{facts['scope']['label']} · {state} {_minute(facts['cutoff'])}",
    ]


def _overall(facts: Facts) -> list[str]:
    lines = [
        "一、总体情况",
        "  " + " · ".join(f"{LABELS[name]} {each['value']}" for name, each in facts["flow"].items()),
    ]
    year_before = facts["year_before"] or {}
    for name in OVERALL:
        rate = facts["rates"][name]
        against = f"环比 {points(rate, facts['before'][name])} · 同比 {points(rate, year_before.get(name))}"
        beside = "".join(f" · {LABELS[key]} {value}" for key, value in rate.get("beside", {}).items())
        lines.append(f"  {pad(LABELS[name], WIDTH)}{text(rate)}{beside} · {against}")
    lower, upper = facts["rates"]["band_lower"], facts["rates"]["band_upper"]
    lines.append(f"  {pad('未访通区间', WIDTH)}{text(lower)} 至 {text(upper)}")
    lines += [f"  {pad(LABELS[name], WIDTH)}{text(facts['rates'][name])}" for name in WORKED]
    return lines


def _by_channel(facts: Facts) -> list[str]:
    lines = ["二、渠道情况"]
    below = [f"· {sub['label']}" for row in facts["by_channel"] for sub in row["sub"]]
    width = max((columns(label) for label in (*below, *(row["label"] for row in facts["by_channel"]))), default=0) + 2
    for row in facts["by_channel"]:
        accepted, resolution = row["flow"]["accepted"]["value"], text(row["rates"]["resolution"])
        lines.append(f"  {pad(row['label'], width)}受理 {accepted:<6}回访化解率 {resolution}")
        for sub in row["sub"]:
            label = pad(f"· {sub['label']}", width)
            lines.append(f"  {label}受理 {sub['accepted']:<6}回访化解率 {text(sub['resolution'])}")
    return lines


def _asked(facts: Facts) -> list[str]:
    lines = ["三、回访与三率"]
    lines += [f"  {pad(LABELS[name], WIDTH)}{text(facts['rates'][name])}" for name in ASKED]
    return [*lines, f"  {pad(LABELS['score'], WIDTH)}{score_text(facts)}"]


def score_text(facts: Facts) -> str:
    """``93.4 (响应率×0.1 + 解决率×0.5 + 满意率×0.4)``; ``—`` before the weights when it cannot be told."""
    weights = facts["settings"]
    by = " + ".join(f"{LABELS[name]}×{weights[name]:g}" for name in ("contact", "solved", "satisfaction"))
    score = facts["score"]["value"]
    shown = UNDEFINED if score is None else percent(Fraction(str(score))).removesuffix("%")
    return f"{shown} ({by})"


def _by_unit(facts: Facts) -> list[str]:
    names = ["责任单位", "受理", "办结", *(LABELS[name] for name in UNIT_COLUMNS)]
    table = [names]
    for row in facts["by_unit"]:
        flow = [str(row["flow"][name]["value"]) for name in ("accepted", "resolved")]
        table.append([row["label"], *flow, *(text(row["rates"][name]) for name in UNIT_COLUMNS)])
    widths = [max(columns(row[column]) for row in table) + 2 for column in range(len(names))]
    lines = ["".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)) for row in table]
    return ["各责任单位", *(f"  {line.rstrip()}" for line in lines)]


def _without_cases(facts: Facts) -> list[str]:
    """Units that nothing came to; one sentence when there is none."""
    names = facts["without_cases"]
    head = f"八、无诉求单位 {len(names)} 个" if names else "八、无诉求单位"
    return [head, f"  {'、'.join(names)}" if names else "  每个单位都有诉求"]


TOTALS = (
    _overall,
    trend_figures.section,
    _by_channel,
    reported.section,
    group_figures.section,
    visit_figures.section,
    enquiry_figures.section,
    _asked,
    ranking_figures.section,
    _by_unit,
    region_figures.section,
)
"""Sections of counts and rates, in their order."""


def _corrections(facts: Facts) -> list[str]:
    return correction_figures.section(facts, LABELS, when)


NAMED = (hot_figures.section, above_figures.supervised, above_figures.escalated, _without_cases, _corrections)
"""Sections with a list behind their number: they follow, and stay in the house."""


def notes(facts: Facts) -> list[str]:
    """How each figure is counted: a heading and its lines."""
    return ["九、口径说明", *(f"  {line}" for line in definitions.lines(LABELS, facts["settings"]))]


def _minute(moment: str) -> str:
    """``11月19日(周四)10:00``, in the zone the moment is written in."""
    at = datetime.fromisoformat(moment)
    return f"{at.month}月{at.day}日(周{WEEKDAYS[at.weekday()]}){at:%H:%M}"
