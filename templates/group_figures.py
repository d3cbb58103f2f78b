"""The section of the digest on groups of enterprises (一群): a funnel of its own, added to no other."""

from collections.abc import Mapping
from typing import Any

from templates.figures import pad, text

LABELS = {"groups_answered": "政策咨询已答复", "groups_solved": "问题推动解决"}
WIDTH = 20


def section(facts: Mapping[str, Any]) -> list[str]:
    """Heading and lines; nothing while there is no group and nothing came by one."""
    funnel = facts["groups"]
    if not funnel["groups"] and not any(funnel[name]["denominator"] for name in LABELS):
        return []
    lines = [f"  {pad(label, WIDTH)}{text(funnel[name])}" for name, label in LABELS.items()]
    return [f"“制造名城”监督与服务群 {funnel['groups']} 个(另列,不与走访相加)", *lines]
