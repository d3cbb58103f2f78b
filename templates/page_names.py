"""What the pages behind links are called, for who reads them and for who reads which of them were opened."""

from templates import digest, group_figures, visit_figures

PAGES = {"digest": "第 {} 号通报", "list": "第 {} 号通报的名单", "board": "看板", "screen": "看板"}
LABELS = digest.LABELS | visit_figures.LABELS | group_figures.LABELS
LISTS = {"overdue": "超期清单", "escalated": "上报待批", "instructed": "领导批示"}
PARTS = {"above": "计入分子的工单", "below": "计入分母的工单", "missed": "计入分母、没有计入分子的工单"}


def page_name(what: str) -> str:
    """``digest:31`` as 第 31 号通报, ``list:31:unit:tax:resolution:missed`` with what the list is of."""
    page, _, rest = what.partition(":")
    number, _, listed = rest.partition(":")
    name = PAGES[page].format(number)
    return f"{name}「{figure_name(_without_part(listed))}」" if listed else name


def figure_name(what: str) -> str:
    """``resolution:missed`` as 本期回访化解率 · 计入分母、没有计入分子的工单."""
    name, _, part = what.partition(":")
    called = LISTS.get(name) or LABELS[name]
    return f"{called} · {PARTS[part]}" if part else called


def _without_part(listed: str) -> str:
    """A list's own name, without the unit or county that it is of."""
    words = listed.split(":")
    return ":".join(words[2:] if words[0] in {"unit", "region", "chain", "channel"} else words)
