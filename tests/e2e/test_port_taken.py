"""The address that the process is to listen on is somebody else's: one sentence, before anything is served."""

import socket
from pathlib import Path

from tests.e2e.process import a_bot_beside


async def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path, sqlite_url: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        async with a_bot_beside(tmp_path, sqlite_url) as (_, process):
            text = process.config.read_text(encoding="utf-8")
            process.config.write_text(text.replace("127.0.0.1:0", f"127.0.0.1:{port}"), encoding="utf-8")
            code, _ = await process.says("run", "--clock", process.clock)
    assert 1 == code
    (line,) = [line for line in process.log.read_text().splitlines() if not line.startswith("{")]
    assert f"127.0.0.1:{port}" in line
    assert "telegram.listen" in line
