"""Where one stands among the pages of a list or a timeline: the facts that 上一页 and 下一页 are made of."""


def place(here: int, last: int) -> dict[str, int | bool]:
    """Facts of page ``here`` when ``last`` is the last one, both counted from 0."""
    return {
        "page": here,
        "last": last,
        "before": here - 1,
        "after": here + 1,
        "has_before": here > 0,
        "has_after": here < last,
    }
