"""The digest as tables, one a section, for a spreadsheet: each rate with its numerator and its denominator in cells of their own.

Takes the facts of ``office.numbers.digest`` (its ``as_json``); a section that the digest in words leaves out is left out too.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from templates import correction_figures, definitions, digest, group_figures, hot_figures, region_figures, visit_figures
from templates.above_figures import NOBODY_YET
from templates.figures import UNDEFINED
from templates.labels import CARDS, STATES, UNIT_KINDS
from templates.ranking_figures import FEW
from templates.rate_cells import COUNTED, Facts, Row, moment, of_rates, points, rate, rates, three
from templates.tables import Column, Look, Shown, Table
from templates.trend_figures import short

NAME, NUMBER, UNIT = Column("指标", 32), Column("工单编号", 20), Column("责任单位", 26)
ACCEPTED, RESOLVED = Column("受理", 8, Look.NUMBER), Column("办结", 8, Look.NUMBER)
HEADLINE, FLOW = ("resolution",), ("accepted", "resolved", "settled")
RISING = "上升"
ENQUIRIES = {"asked": "咨询", "answered": "查到", "helped": "有帮助", "filed": "转为工单"}


def tables(facts: Facts) -> list[Table]:
    """The sheets of the digest, in its own order."""
    return [table for section in SECTIONS if (table := section(facts)) is not None]


def _head(facts: Facts) -> Table:
    period = facts["period"]
    number = facts.get("published", {}).get("number")
    rows: list[Row] = [
        ("通报", f"{digest.TITLES[period['kind']]} · {digest.when_in_full(period)}"),
        *([("编号", f"第 {number} 号")] if number else []),
        ("单位", facts["city"]),
        ("范围", facts["scope"]["label"]),
        ("起", Shown(date.fromisoformat(period["first"]), Look.DAY)),
        ("止", Shown(date.fromisoformat(period["last"]), Look.DAY)),
        (
            "统计截至" if facts["is_over"] else "未完,统计至",
            Shown(datetime.fromisoformat(facts["cutoff"]), Look.MINUTE),
        ),
    ]
    return Table("通报", (Column("项目", 14), Column("内容", 50)), rows)


def _overall(facts: Facts) -> Table:
    flow: list[Row] = [
        (digest.LABELS[name], Shown(each["value"], Look.NUMBER), None, None, None, None, None)
        for name, each in facts["flow"].items()
    ]
    names = (*digest.OVERALL, "band_lower", "band_upper", *digest.WORKED)
    return Table(
        "一、总体情况",
        (
            NAME,
            *COUNTED,
            Column("环比(个百分点)", 16, Look.CHANGE),
            Column("同比(个百分点)", 16, Look.CHANGE),
            Column("另列", 30),
        ),
        flow + [_compared(facts, name) for name in names],
    )


def _compared(facts: Facts, name: str) -> Row:
    now, before, year_before = facts["rates"][name], facts["before"], facts["year_before"] or {}
    beside = " · ".join(f"{digest.LABELS[key]} {value}" for key, value in now.get("beside", {}).items())
    return (
        digest.LABELS[name],
        *rate(now),
        points(now, before.get(name)),
        points(now, year_before.get(name)),
        beside or None,
    )


def _trend(facts: Facts) -> Table | None:
    rows = [(short(each), *rate(each["resolution"])) for each in facts["trend"]]
    is_said = any(each["resolution"]["denominator"] for each in facts["trend"])
    return Table("化解率走势", (Column("期间", 22), *of_rates(HEADLINE)), rows) if is_said else None


def _by_channel(facts: Facts) -> Table:
    rows: list[Row] = []
    for row in facts["by_channel"]:
        rows.append((row["label"], None, row["flow"]["accepted"]["value"], *rate(row["rates"]["resolution"])))
        rows += [(row["label"], sub["label"], sub["accepted"], *rate(sub["resolution"])) for sub in row["sub"]]
    return Table("二、渠道情况", (Column("渠道", 22), Column("子渠道", 26), ACCEPTED, *of_rates(HEADLINE)), rows)


def _asked(facts: Facts) -> Table:
    rows: list[Row] = [(digest.LABELS[name], *rate(facts["rates"][name])) for name in digest.ASKED]
    score = facts["score"]["value"]
    rows.append((digest.LABELS["score"], Shown(UNDEFINED if score is None else score * 100, Look.TENTHS), None, None))
    return Table("三、回访与三率", (NAME, *COUNTED), rows)


def _ranking(facts: Facts) -> Table | None:
    rows: list[Row] = []
    for each in facts["ranking"]:
        kind = UNIT_KINDS[each["kind"]]
        rows += [(kind, row["place"], row["label"], *rate(row["resolution"]), None) for row in each["rows"]]
        rows += [(kind, None, row["label"], *rate(row["resolution"]), FEW) for row in each["few"]]
    columns = (Column("类别", 12), Column("名次", 8, Look.NUMBER), UNIT, *of_rates(HEADLINE), Column("说明", 18))
    return Table("四、单位排名", columns, rows) if rows else None


def _by_unit(facts: Facts) -> Table:
    return _of_places("各责任单位", UNIT, facts["by_unit"], lambda row: row["label"])


def _by_region(facts: Facts) -> Table | None:
    place = Column("县市区和园区", 26)
    return _of_places("县市区和园区", place, facts["by_region"], region_figures.name) if facts["by_region"] else None


def _of_places(title: str, place: Column, rows: Sequence[Facts], name: Callable[[Facts], str]) -> Table:
    """All figures of each: what it is called, the flow, every rate of the digest."""
    names = tuple(rows[0]["rates"]) if rows else ()
    return Table(
        title,
        (place, *(Column(digest.LABELS[each], 10, Look.NUMBER) for each in FLOW), *of_rates(names)),
        [
            (name(row), *(row["flow"][each]["value"] for each in FLOW), *rates(row["rates"][each] for each in names))
            for row in rows
        ],
    )


def _reported(facts: Facts) -> Table | None:
    whole: Row = ("合计", *rate(facts["reported"]), facts["reported"].get("beside", {}).get("unsaid"))
    rows = [
        (row["label"], *rate(row["reported"]), row["reported"].get("beside", {}).get("unsaid"))
        for row in facts["by_channel"]
        if row["reported"]["denominator"]
    ]
    columns = (Column("渠道", 22), *COUNTED, Column(digest.LABELS["unsaid"], 18, Look.NUMBER))
    return Table("单位报告(另列)", columns, [whole, *rows]) if facts["reported"]["denominator"] else None


def _groups(facts: Facts) -> Table | None:
    funnel = facts["groups"]
    rows = [(label, *rate(funnel[name])) for name, label in group_figures.LABELS.items()]
    is_said = funnel["groups"] or any(funnel[name]["denominator"] for name in group_figures.LABELS)
    return Table("企业群(另列)", (NAME, *COUNTED), rows) if is_said else None


def _visits(facts: Facts) -> Table | None:
    funnel = facts["visits"]
    if not funnel["visits"]:
        return None
    counted = ("visits", "enterprises", "officers", "problems")
    counts = [Column(name, 12, Look.NUMBER) for name in ("走访家(次)", "企业", "干部", "问题")]
    asked = [column for label in visit_figures.LABELS.values() for column in three(label)]
    rows = [
        (row.get("label", "合计"), *(row[name] for name in counted), *rates(row[name] for name in visit_figures.LABELS))
        for row in (funnel, *funnel["by_unit"])
    ]
    return Table("联企走访(另列)", (UNIT, *counts, *asked), rows)


def _enquiries(facts: Facts) -> Table | None:
    each = facts["enquiries"]
    columns = tuple(Column(name, 12, Look.NUMBER) for name in ENQUIRIES.values())
    return Table("政策咨询(另列)", columns, [tuple(each[name] for name in ENQUIRIES)]) if each["asked"] else None


def _hot(facts: Facts) -> Table | None:
    """What recurs, then what rises; a 热点 is named by words of several, its tickets by number."""
    hot = facts["hot"]
    columns = (
        Column("热点", 28),
        Column("类别", 12),
        Column("企业", 8, Look.NUMBER),
        Column("工单", 8, Look.NUMBER),
        Column("责任单位", 30),
        Column("依据", 50),
        Column("工单编号", 60),
    )
    spots: list[Row] = [
        (
            hot_figures.name(each),
            each["category"],
            each["enterprises"],
            each["tickets"],
            "、".join(each["units"]) or NOBODY_YET,
            hot_figures.why(each),
            " ".join(each["numbers"]),
        )
        for each in hot["spots"]
    ]
    rising: list[Row] = [
        (RISING, each["category"], None, each["count"], None, hot_figures.rises(each), None) for each in hot["rising"]
    ]
    return Table("五、热点诉求", columns, spots + rising) if spots or rising else None


def _supervised(facts: Facts) -> Table:
    columns = (NUMBER, UNIT, Column("状态", 14), Column("督办", 8), Column("超期工作日", 12, Look.NUMBER))
    rows = [
        (row["number"], row["unit"], STATES[row["state"]], CARDS[row["card"]], row["days"])
        for row in facts["supervised"]
    ]
    return Table("六、督办与超期清单", columns, rows)


def _escalated(facts: Facts) -> Table:
    columns = (
        NUMBER,
        UNIT,
        Column("状态", 14),
        Column("上报后工作日", 14, Look.NUMBER),
        Column("批示时间", 18, Look.MINUTE),
        Column("批示交办", 26),
        Column("批示时限", 18, Look.MINUTE),
    )
    waiting: list[Row] = [
        (row["number"], row["unit"] or NOBODY_YET, STATES[row["state"]], row["days"], None, None, None)
        for row in facts["escalated"]
    ]
    instructed: list[Row] = [
        (row["number"], row["unit"], STATES[row["state"]], None, moment(row["at"]), row["to"], moment(row["due_at"]))
        for row in facts["instructed"]
    ]
    return Table("七、上报事项与批示", columns, waiting + instructed)


def _without_cases(facts: Facts) -> Table:
    return Table("八、无诉求单位", (UNIT,), [(name,) for name in facts["without_cases"]])


def _corrections(facts: Facts) -> Table | None:
    """What earlier digests would say now; they themselves stay as they were published."""
    rows: list[Row] = [
        (each["head"], name, old, new)
        for each in correction_figures.rows(facts, digest.LABELS, digest.when_in_full)
        for name, old, new in each["figures"]
    ]
    columns = (Column("通报", 44), Column("指标", 40), Column("原数字", 22), Column("现数字", 22))
    return Table("更正", columns, rows) if rows else None


def _notes(facts: Facts) -> Table:
    return Table(
        "九、口径说明",
        (Column("口径", 110),),
        [(line,) for line in definitions.lines(digest.LABELS, facts["settings"])],
    )


SECTIONS: tuple[Callable[[Facts], Table | None], ...] = (
    _head,
    _overall,
    _trend,
    _by_channel,
    _reported,
    _groups,
    _visits,
    _enquiries,
    _asked,
    _ranking,
    _by_unit,
    _by_region,
    _hot,
    _supervised,
    _escalated,
    _without_cases,
    _corrections,
    _notes,
)
