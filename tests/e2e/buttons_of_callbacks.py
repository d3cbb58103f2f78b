"""Buttons about a callback and a revisit, with what else they carry, for the access walk: written by hand from the mechanism."""

from tests.e2e.leaks import FIRM

OF_A_CALLBACK: dict[str, tuple[tuple[str, ...], ...]] = {
    "answer": (("solved", "solved"), ("satisfaction", "dissatisfied"), ("contacted", "contacted")),
    "remark_to": (("handler",), ("office_only",)),
    "rework": ((),),
    "skip_question": (("satisfaction",),),
    "undo_answer": ((),),
}
"""Buttons of a callback: the filer's, and a confirmed colleague's."""

OF_A_CALL: dict[str, tuple[tuple[str, ...], ...]] = {
    "phone": (("solved", "solved"), ("satisfaction", "dissatisfied"), ("contacted", "contacted")),
    **dict.fromkeys(("phone_rework", "phone_undo", "missed", "release"), ((),)),
    "phone_skip": (("satisfaction",),),
}
"""Buttons by which the office phones, of a callback: the office's."""

OF_A_REVISIT: dict[str, tuple[tuple[str, ...], ...]] = {"revisit": (("holds",), ("came_back",))}
"""Buttons of a revisit: the filer's, and a confirmed colleague's."""

OF_CALLBACKS = (
    (OF_A_CALLBACK, "callback", FIRM),
    (OF_A_CALL, "callback", {"office"}),
    (OF_A_REVISIT, "revisit", FIRM),
)
"""The tables, each with the id that its buttons carry and whose they are."""
