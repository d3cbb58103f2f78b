"""The event loop of what runs for long: libuv's, which takes a tenth off an update; Windows has asyncio's own."""

import sys
from asyncio import AbstractEventLoop, new_event_loop


def fast_loop() -> AbstractEventLoop:
    """A new loop."""
    if sys.platform == "win32":
        return new_event_loop()
    import uvloop

    return uvloop.new_event_loop()
