"""The answers to a callback's questions, for who taps them in chat and for who writes down what is said on the phone."""

from templates import labels
from templates.rows import K

ROWS = (
    ("solved", ("solved", "partly", "unsolved")),
    ("satisfaction", ("very_satisfied", "satisfied", "basically_satisfied")),
    ("satisfaction", ("dissatisfied", "very_dissatisfied")),
    ("contacted", ("contacted", "not_contacted")),
)
"""Which answers stand beside each other, by question."""


def answers(verb: str) -> tuple[tuple[K, ...], ...]:
    """The rows, their buttons carrying ``verb``; each shows while its question is the next."""
    return tuple(
        tuple(
            K(labels.TABLES[question][code], verb, ("callback", f"={question}", f"={code}"), when=f"next={question}")
            for code in codes
        )
        for question, codes in ROWS
    )
