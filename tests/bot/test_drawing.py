"""A digest's picture comes from a process of its own, and what draws it stays there."""

import json
import subprocess
import sys

import pytest

from bot.drawing import NotDrawn, drawn
from templates import chart
from tests.architecture.source import ROOT
from tests.digests import empty

PARENT = """
import asyncio, json, sys
from bot.drawing import drawn
picture = asyncio.run(drawn(json.load(sys.stdin)))
print(len(picture), *({"matplotlib", "numpy", "PIL"} & sys.modules.keys()))
"""


def test_the_picture_is_the_same_and_who_asked_for_it_does_not_load_what_draws() -> None:
    facts = empty()
    asked = [sys.executable, "-c", PARENT]
    done = subprocess.run(asked, cwd=ROOT, input=json.dumps(facts), capture_output=True, text=True, check=True)
    assert f"{len(chart.png(facts))}" == done.stdout.strip()


async def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(NotDrawn, match="KeyError"):
        await drawn({})
