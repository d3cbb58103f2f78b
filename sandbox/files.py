"""Files kept in memory: identifiers, kinds, paths, sizes. A photo has a small and a large size."""

import secrets
import struct
from dataclasses import dataclass
from typing import Any

from sandbox.errors import refuse

Json = dict[str, Any]

MAX_DOWNLOAD = 20 * 1024 * 1024
PREFIXES = {
    "photo": "AgACAgUAA",
    "document": "BQACAgUAA",
    "video": "BAACAgUAA",
    "voice": "AwACAgUAA",
    "audio": "CQACAgUAA",
    "animation": "CgACAgUAA",
    "video_note": "DQACAgUAA",
    "sticker": "CAACAgUAA",
}
FOLDERS = {"photo": "photos", "voice": "voice", "audio": "music", "video": "videos", "sticker": "stickers"}
ENDINGS = {"photo": "jpg", "voice": "oga", "audio": "mp3", "video": "mp4", "video_note": "mp4", "sticker": "webp"}
MIMES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "sticker": "image/webp",
    "document": "application/octet-stream",
}
TITLES = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "voice": "VoiceNote",
    "audio": "Audio",
    "animation": "Animation",
    "video_note": "VideoNote",
    "sticker": "Sticker",
}


@dataclass(slots=True)
class File:
    """What is kept; `media` is its Bot API JSON (a list of sizes for a photo)."""

    kind: str
    id: str
    unique_id: str
    name: str
    mime: str
    data: bytes
    path: str
    media: Any = None

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)


class Files:
    """By file_id, by unique id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self.by_unique_id: dict[str, File] = {}
        self.by_path: dict[str, File] = {}
        self._count = 0

    def add(self, kind: str, data: bytes, name: str = "", mime: str = "", **facts: Any) -> File:
        """Keep a file; `facts` (duration, width, title …) go into its JSON."""
        self._count += 1
        file_id = PREFIXES[kind] + secrets.token_urlsafe(36)
        ending = name.rpartition(".")[2] if "." in name else ENDINGS.get(kind, "bin")
        ending = ending if ending.isascii() and ending.isalnum() else "bin"
        path = f"{FOLDERS.get(kind, 'documents')}/file_{self._count}.{ending}"
        file = File(kind, file_id, secrets.token_urlsafe(11), name, mime or MIMES[kind], data, path)
        self._by_id[file_id] = self.by_unique_id[file.unique_id] = self.by_path[path] = file
        file.media = self._media(file, {key: value for key, value in facts.items() if value is not None})
        return file

    def find(self, file_id: str) -> File:
        """The file of this id, or the error for one that does not exist."""
        file = self._by_id.get(file_id)
        if file is None:
            raise refuse("file_unavailable")
        return file

    def of_message(self, body: Json) -> File | None:
        """The file a message shows."""
        for kind in PREFIXES:
            if kind in body:
                media = body[kind]
                return self._by_id.get((media[-1] if kind == "photo" else media)["file_id"])
        return None

    def _media(self, file: File, facts: Json) -> Any:
        basic = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}
        if file.kind == "photo":
            width, height = image_size(file.data) or (1280, 960)
            scale = min(1.0, 320 / max(width, height))
            small_id = PREFIXES["photo"] + secrets.token_urlsafe(36)
            small: Json = {**basic, "file_id": small_id, "file_unique_id": secrets.token_urlsafe(11)}
            small |= {"width": max(1, int(width * scale)), "height": max(1, int(height * scale))}
            self._by_id[small_id] = self.by_unique_id[small["file_unique_id"]] = file
            return [small, {**basic, "width": width, "height": height}]
        named = {"file_name": file.name} if file.name else {}
        basic |= named | {"mime_type": file.mime}
        if file.kind in {"video", "animation"}:
            return {"width": 640, "height": 360, "duration": 1, **basic, **facts}
        if file.kind in {"voice", "audio"}:
            return {"duration": 1, **basic, **facts}
        if file.kind == "video_note":
            return {"length": 240, "duration": 1, **basic, **facts}
        if file.kind == "sticker":
            plain = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
            return {"width": 512, "height": 512, **plain, **basic, **facts}
        return basic


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP picture; None if it is none of these."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:2] == b"\xff\xd8":
        return _jpeg_size(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        if marker == 0xFF or 0xD0 <= marker <= 0xD9:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None
