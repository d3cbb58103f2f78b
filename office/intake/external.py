"""What came from elsewhere under a number of its own: the form's key that makes it one ticket however often it is sent."""

_PREFIX = "external:"


def draft_key(channel: str, number: str) -> str:
    """The key of the form that a channel's other system knows under ``number``."""
    return f"{_PREFIX}{channel}:{number}"


def number_in(draft: str | None, channel: str) -> str | None:
    """The other system's own number in a form's key; ``None`` for what that channel did not send in."""
    start = draft_key(channel, "")
    return draft.removeprefix(start) if draft is not None and draft.startswith(start) else None
