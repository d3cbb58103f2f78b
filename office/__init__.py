"""Does it: the 工作办公室, one synchronous function per business verb over a Core ``Connection`` and the ``City``.

A verb loads, checks who may, lets ``tickets`` decide, has ``storage`` keep the outcome, and posts its notices.
"""
