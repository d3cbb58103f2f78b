"""加急 and 保密: one tap each, on the ticket's card."""

from aiogram import Router

from handlers.moves import Asked, play
from office.handling import marks
from tickets.lifecycle import Action

router = Router(name="marks")

MOVES = (
    Asked(Action.MARK_URGENT, marks.mark_urgent, toast="done"),
    Asked(Action.MARK_CONFIDENTIAL, marks.mark_confidential, toast="done"),
)
"""加急, 保密."""

play(router, MOVES)
