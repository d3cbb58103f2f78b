"""From hand to hand: dispatched, claimed, worked on, handed over, and every end but the callback's."""
