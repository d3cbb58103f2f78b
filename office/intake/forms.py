"""The form that a text fills in by itself, where its door has nobody to ask: a visit, a meeting, a group, another system."""

from typing import Any

from office.submit import Submission
from tickets import routing
from tickets.city import City
from tickets.terms import Kind


def from_text(
    city: City,
    draft: str,
    text: str,
    channel: str,
    *,
    kind: Kind | None = None,
    category: str | None = None,
    about_unit: str | None = None,
    **known: Any,
) -> Submission:
    """The text with what the door says of it; kind and category that it does not say are as the text reads.

    What is about a unit is a complaint about it. ``known`` are further fields of ``Submission``.
    """
    guessed, is_guess = routing.categorise(text, city.keywords)
    kind = Kind.COMPLAINT if about_unit else kind or routing.guess_kind(text)
    return Submission(
        draft,
        text,
        kind=kind,
        category=category or guessed,
        category_is_sure=category is not None or not is_guess,
        about_unit=about_unit,
        needs_office=about_unit is None and routing.needs_office(text, kind),
        channel=channel,
        **known,
    )
