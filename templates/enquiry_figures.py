"""The section of the digest on the policy library (政策咨询): questions counted, added to no other figure."""

from collections.abc import Mapping
from typing import Any


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and a line; nothing when nobody asked."""
    each = facts["enquiries"]
    if not each["asked"]:
        return []
    line = (
        f"  咨询 {each['asked']} 次,查到 {each['answered']} 次,有帮助 {each['helped']} 次,转为工单 {each['filed']} 件"
    )
    return ["政策咨询(另列,不计化解率)", line]
