"""A digest's picture, drawn in a process of its own: what draws takes about 80 MB, and gives it back when it ends."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import templates

HOUSE = Path(templates.__file__).parents[1]
PATIENCE = 60.0
"""Seconds; on an idle machine a picture takes one or two."""


class NotDrawn(RuntimeError):
    """The picture could not be drawn; says what the process said last."""


async def drawn(facts: Mapping[str, Any]) -> bytes:
    """The PNG of ``templates.chart``. Raises ``NotDrawn``, also when it takes too long."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "templates.drawings")
    process = await asyncio.create_subprocess_exec(*command, cwd=HOUSE, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        picture, said = await asyncio.wait_for(process.communicate(json.dumps(facts).encode()), PATIENCE)
    except TimeoutError:
        raise NotDrawn(f"nothing after {PATIENCE:g} seconds") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise NotDrawn(said.decode(errors="replace").strip().rpartition("\n")[2])
    return picture
