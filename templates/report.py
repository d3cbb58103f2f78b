"""The digest as a page that is whole by itself: no script, no address, light and dark, and printed on A4.

Takes the facts of ``office.numbers.digest`` (its ``as_json``) and counts nothing itself. Whether the reader may follow a number
to its tickets is not known here: who gives ``links`` has seen to it.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from templates import chart, correction_figures, definitions, digest, hot_figures, labels
from templates.ranking_figures import FEW
from templates.render import environment

Facts = Mapping[str, Any]
NO_LINKS: Mapping[str, str] = {}
NO_CASES = "—"
MOST_NAMED = 300
"""Tickets of a list that are named on the page, the oldest; a ledger has them all."""


def page(facts: Facts, zone: ZoneInfo, links: Mapping[str, str] = NO_LINKS) -> str:
    """The page as HTML.

    ``links`` has an address for what a number stands for, by its name in ``tickets.behind``; in the whole city's digest those of
    a unit, channel or region have its scope in front (``unit:tax:resolution:missed``). A number without an address has no link.
    """
    kind = facts["period"]["kind"]
    return (
        environment(zone)
        .get_template("report.html.j2")
        .render(
            facts,
            published=facts.get("published"),
            title=digest.TITLES[kind],
            this=digest.THIS[kind],
            when=digest.when_in_full(facts["period"]),
            links=links,
            figure_names=digest.LABELS,
            overall_names=(*digest.OVERALL[3:], *digest.WORKED),
            asked_names=digest.ASKED,
            score_text=digest.score_text(facts),
            trend_chart=chart.trend_svg(facts),
            unit_charts=chart.unit_svgs(facts),
            standings=[_standing(facts, kind) for kind in facts["ranking"]],
            spot_listed=hot_figures.LISTED,
            most_named=MOST_NAMED,
            no_region=labels.NO_REGION,
            corrected=correction_figures.rows(facts, digest.LABELS, digest.when),
            notes=definitions.lines(digest.LABELS, facts["settings"]),
        )
    )


def _standing(facts: Facts, kind: Mapping[str, Any]) -> dict[str, Any]:
    """A kind of units with all figures: the ranked ones, those with few cases, and those without any."""
    by_key = {row["key"]: row for row in facts["by_unit"]}
    ranked, few = kind["rows"], kind["few"]
    known = {row["unit"] for row in (*ranked, *few)}
    others = [row for row in facts["by_unit"] if row["kind"] == kind["kind"] and row["key"] not in known]
    rows = [by_key[row["unit"]] | {"place": row["place"], "is_last": row["is_last"]} for row in ranked]
    rows += [by_key[row["unit"]] | {"place": None, "why_not": FEW, "is_last": False} for row in few]
    rows += [row | {"place": None, "why_not": NO_CASES, "is_last": False} for row in others]
    return {"name": labels.UNIT_KINDS[kind["kind"]], "rows": rows}
