"""What units reported themselves, in the digest: ledgers that came with an outcome, apart from what enterprises answered."""

from collections.abc import Mapping
from typing import Any

from templates.figures import columns, pad, text


def section(facts: Mapping[str, Any]) -> list[str]:
    """The rate in all and by channel; nothing where no ledger came in."""
    if not facts["reported"]["denominator"]:
        return []
    rows = [row for row in facts["by_channel"] if row["reported"]["denominator"]]
    shown = [("合计", facts["reported"]), *((row["label"], row["reported"]) for row in rows)]
    width = max(columns(label) for label, _ in shown) + 2
    lines = [f"  {pad(label, width)}单位报告化解率 {text(rate)}{_unsaid(rate)}" for label, rate in shown]
    return ["单位报告(导入的台账自带结果,未经企业回访,另列,不并入其他各率)", *lines]


def _unsaid(rate: Mapping[str, Any]) -> str:
    unsaid = rate["beside"]["unsaid"]
    return f" · 未注明是否解决 {unsaid}" if unsaid else ""
