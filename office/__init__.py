"""Does it: the 工作办公室, one synchronous function per business verb over a Core ``Connection`` and the ``City``.

A verb loads, checks who may, lets ``tickets`` decide, has ``storage`` keep the outcome, and posts its notices.

Here: how every verb works (``act``, ``tell``, ``facts``, ``may``), how a grievance comes in (``submit``), what people look
at (``views``, ``timeline``) and the clock that drives the rest. The rooms: ``handling`` from hand to hand, ``asking`` for
somebody's word, ``talking`` across, ``callbacks``, ``supervision``, ``people``, ``masking`` and ``numbers``.
"""
