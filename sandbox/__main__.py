"""`python -m sandbox [--port N] [--token T]`: the sandbox alone; prints its URL and runs until Ctrl-C."""

import argparse
import asyncio
import contextlib
import sys

from sandbox.server import Sandbox


async def run(port: int, token: str, username: str, limits: bool) -> None:
    """Start, say where, stay."""
    sandbox = Sandbox(token=token, bot_username=username, limits=limits)
    await sandbox.start(port=port)
    sys.stdout.write(f"{sandbox.url}\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="a strict local Bot API server with a chat page"
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--token", default="1000:sandbox")
    parser.add_argument("--username", default="buqiuren_bot")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(given.port, given.token, given.username, not given.no_limits))


if __name__ == "__main__":
    main()
