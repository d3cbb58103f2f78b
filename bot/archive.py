"""A ticket's files in one ZIP, packed as they are fetched.

What can't be fetched (Telegram gives bots files of up to 20 MB) or finds no room is counted, and named in the archive itself.
"""

import io
import re
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from templates.labels import NOT_PACKED
from templates.speech import Document

ROOM = 45_000_000
"""Bytes of an archive: a bot may send files of up to 50 MB."""

Fetch = Callable[[str, int], Awaitable[tuple[str, bytes | None]]]
"""Gives the path and the content of a file by its id, no content when there is none or it is larger than so many bytes."""


async def pack(fetch: Fetch, files: Sequence[Mapping[str, Any]], name: str) -> tuple[Document, int]:
    """The archive and how many files are not in it. Raises what ``fetch`` raises."""
    packed, missing = io.BytesIO(), list[str]()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # pictures and documents are compressed already
        for place, file in enumerate(files, 1):
            path, body = await fetch(file["file_id"], ROOM - packed.tell())
            if body is None:
                missing.append(_called(place, file, path))
            else:
                archive.writestr(_called(place, file, path), body)
        if missing:
            archive.writestr(NOT_PACKED, "\n".join(missing))
    return Document(f"{name}.zip", packed.getvalue()), len(missing)


def _called(place: int, file: Mapping[str, Any], path: str) -> str:
    """Its place and the name it was sent under, without what no file system takes; else its kind and Telegram's ending."""
    name = re.sub(r'[\x00-\x1f/\\:*?"<>|]+', "_", file.get("name") or "").strip(". ")[:80]
    return f"{place:02}-{name or file['kind'] + PurePosixPath(path).suffix}"
