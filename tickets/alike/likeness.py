"""How alike two readings are, from 0 to 1: the cosine of their weights; nothing for what has another cause."""

from tickets.alike.reading import Reading

MUCH = 0.6
"""From here on somebody is asked whether they filed the same before."""


def likeness(one: Reading, other: Reading) -> float:
    """How much of what the two say is the same; 0 when they are ``apart``."""
    return 0.0 if apart(one, other) else shared(one, other)


def shared(one: Reading, other: Reading) -> float:
    """The cosine of the two."""
    few, many = sorted((one.weights, other.weights), key=len)
    return sum(weight * many.get(item, 0.0) for item, weight in few.items())


def apart(one: Reading, other: Reading) -> bool:
    """Whether two texts of however much the same words have different causes: another matter, another trouble, another place."""
    for name, matters in one.matters.items():
        if name in other.matters and matters.isdisjoint(other.matters[name]):
            return True
    if one.places and other.places:
        return one.places.isdisjoint(other.places)
    is_elsewhere = one.region is not None and other.region is not None and one.region != other.region
    return is_elsewhere and (one.is_local or other.is_local)
