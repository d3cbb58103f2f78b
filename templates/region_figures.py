"""The section of the digest by where the firms are; what lies in no known region has a row of its own."""

from collections.abc import Mapping
from typing import Any

from templates.figures import columns, pad, text
from templates.labels import NO_REGION


def name(row: Mapping[str, Any]) -> str:
    """What a row is called; one without a name holds what lies in no known region."""
    return row["label"] or NO_REGION


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and a line for each; nothing where no regions are configured."""
    rows = facts["by_region"]
    if not rows:
        return []
    width = max(columns(name(row)) for row in rows) + 2
    lines = [
        f"  {pad(name(row), width)}受理 {row['flow']['accepted']['value']:<6}回访化解率 {text(row['rates']['resolution'])}"
        for row in rows
    ]
    return ["县市区和园区(按企业所在地)", *lines]
