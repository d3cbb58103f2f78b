"""Working days that have passed, in words. None is not today: on Sunday none has passed since Friday evening."""

LESS = "不满 1"


def number(days: int) -> str:
    """``3``, ``不满 1``: below a heading that has the unit."""
    return str(days) if days else LESS


def working_days(days: int, behind: str = "") -> str:
    """``3 个工作日``, ``不满 1 个工作日``; behind a word ``超期 3 个工作日``, ``超期不满 1 个工作日``."""
    return f"{behind}{' ' if behind and days else ''}{number(days)} 个工作日"
