"""Firms that somebody is offered for a name: the form keeps them, and a button that names another is none of ours."""

from collections.abc import Sequence

from handlers.desk import Form


def offer(form: Form, firms: Sequence[tuple[int, str]]) -> list[list[int | str]]:
    """The firms, each (id, name), as buttons carry them, kept in the form; what was offered before is not any more."""
    form.data["like"] = {str(which): name for which, name in firms}
    return [list(row) for row in firms]


def name_of(form: Form, pressed: str) -> str | None:
    """The name of the firm that was offered under that button; ``None`` when none was."""
    name: str | None = form.data.get("like", {}).get(pressed)
    return name
