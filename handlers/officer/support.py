"""协办: the officer asks a unit for its part, and whoever of that unit presses 答复协办 writes it."""

from aiogram import Router

from handlers.moves import Asked, Choice, Words, play
from office.asking import support
from tickets.lifecycle import Action

router = Router(name="support")

MOVES = (
    Asked(
        Action.ASK_SUPPORT,
        support.ask,
        "support_asked_by_you",
        (Choice("pick_support", support.units_for),),
        Words("ask_support_words"),
    ),
    Asked(
        Action.ANSWER_SUPPORT,
        support.answer,
        "support_answered_by_you",
        words=Words("ask_support_answer", takes_files=True, more=support.add_to_answer),
    ),
)
"""协办, 答复协办."""

play(router, MOVES)
