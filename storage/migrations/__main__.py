"""For developers: ``python -m storage.migrations "add a column"`` writes the next revision's file.

It holds what ``storage/schema`` has and the revisions lack. The message “first” writes the first revision anew:
only until the first release.
"""

import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from storage import migrations

VERSIONS = Path(migrations.versions.__path__[0])


def write(message: str) -> Path:
    """Write a revision; the message “first” writes the first one anew. Read it over before you commit it."""
    if message == "first":
        (VERSIONS / "0001_first.py").unlink(missing_ok=True)
    number = f"{int(max((file.name[:4] for file in VERSIONS.glob('0*.py')), default='0')) + 1:04}"
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        if number != "0001":
            migrations.upgrade(connection)
        config = migrations.config(connection)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.revision(config, message, autogenerate=True, rev_id=number)
    engine.dispose()
    (written,) = VERSIONS.glob(f"{number}_*.py")
    written.write_text(re.sub(r" *# ###.*\n", "", written.read_text(encoding="utf-8")), encoding="utf-8")
    for step in (["format"], ["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", written], check=True)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.stdout.write(f"{write(sys.argv[1]).name}\n")
