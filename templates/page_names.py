"""What the pages behind links are called, for who reads which of them were opened."""

PAGES = {"digest": "第 {} 号通报", "list": "第 {} 号通报的名单", "board": "看板", "screen": "看板"}


def page_name(what: str) -> str:
    """``digest:31`` as 第 31 号通报."""
    page, _, rest = what.partition(":")
    return PAGES[page].format(rest.partition(":")[0])
