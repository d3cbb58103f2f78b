"""The pure rules of the mechanism: life cycle, access, clocks, routing, callback, rates.

Takes plain frozen values and ``now``; returns plain values. No I/O, no clock of its own, no words for people.
"""
