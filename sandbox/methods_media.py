"""Photos, documents and the like: by file_id, by upload, alone or as an album; getFile."""

import mimetypes
import secrets
from typing import Any

from sandbox.access import writable
from sandbox.errors import refuse
from sandbox.files import MAX_DOWNLOAD, TITLES, File, image_size
from sandbox.methods_send import caption_of, deliver
from sandbox.params import Params, Upload
from sandbox.state import State

Json = dict[str, Any]

WORDLESS = {"video_note", "sticker"}
ALBUM_KINDS = {"photo", "video", "document", "audio"}
MAX_PHOTO_SIDES = 10_000
MAX_PHOTO_RATIO = 20
FACTS = ("duration", "width", "height", "length", "performer", "title", "emoji")


def medium_of(state: State, params: Params, kind: str, given: str, facts: Json) -> Json:
    """The part of a message that holds a medium: `given` is a file_id, attach://part, or empty: a part of that kind."""
    upload = params.uploads.get(given.removeprefix("attach://") if given.startswith("attach://") else kind)
    if given and not given.startswith("attach://"):
        if given.lower().startswith(("http://", "https://")):
            raise refuse("no_url_content")  # there is no network here
        return shown(_known(state, kind, given))
    if upload is None:
        raise refuse("no_file", kind=kind.replace("_", " "))
    if not upload.data:
        raise refuse("file_empty")
    if kind == "photo":
        _check_photo(upload.data)
    return shown(state.files.add(kind, upload.data, upload.name, _mime(kind, upload), **facts))


def shown(file: File) -> Json:
    """As it stands in a message; an animation is a document too."""
    made: Json = {file.kind: file.media}
    if file.kind == "animation":
        made["document"] = {name: file.media[name] for name in ("file_id", "file_unique_id", "mime_type", "file_size")}
    return made


def _known(state: State, kind: str, file_id: str) -> File:
    file = state.files.find(file_id)
    # A photo is no document; the others keep the type they have, whatever the method asks.
    if (file.kind == "photo") != (kind == "photo"):
        raise refuse("file_of_other_type", real=TITLES[file.kind], asked=TITLES[kind])
    return file


def _mime(kind: str, upload: Upload) -> str:
    if kind == "photo":
        return ""
    if upload.mime != "application/octet-stream":
        return upload.mime
    return mimetypes.guess_type(upload.name)[0] or ""


def _check_photo(data: bytes) -> None:
    size = image_size(data)
    if size is None:
        raise refuse("not_an_image")
    width, height = size
    if not width or not height or width + height > MAX_PHOTO_SIDES or max(size) > MAX_PHOTO_RATIO * min(size):
        raise refuse("photo_dimensions")


def _facts(get: Any) -> Json:
    found: Json = {}
    for name in FACTS:
        value = get(name)
        if value not in (None, ""):
            found[name] = int(value) if str(value).isdigit() else value
    return found


def _sender(kind: str) -> Any:
    def send(state: State, params: Params) -> Json:
        caption: Json = {}
        if kind not in WORDLESS:
            caption = caption_of(state, params.get("caption"), params.get("parse_mode"), params.get("caption_entities"))
        chat = writable(state, params.get("chat_id"))
        content = medium_of(state, params, kind, params.text(kind), _facts(params.get))
        if params.flag("has_spoiler"):
            content["has_media_spoiler"] = True
        return deliver(state, chat, params, [content | caption])[0].body

    return send


def input_media(state: State, params: Params, item: Any, *, album: bool) -> tuple[str, Json]:
    """One InputMedia: its type and the part of the message it makes."""
    if not isinstance(item, dict):
        raise refuse("cant_parse_media", reason="expected an Object")
    kind = item.get("type")
    if not isinstance(kind, str):
        raise refuse("cant_parse_media", reason='Can\'t find field "type"')
    if kind not in ALBUM_KINDS and not (kind == "animation" and not album):
        reason = f'type "{kind}" can\'t be used in sendMediaGroup' if album else f'type "{kind}" is unsupported'
        raise refuse("cant_parse_media", reason=reason)
    given = str(item.get("media") or "")
    if not given or (given.startswith("attach://") and given.removeprefix("attach://") not in params.uploads):
        raise refuse("cant_parse_media", reason="media not found")
    content = medium_of(state, params, kind, given, _facts(item.get))
    return kind, content | caption_of(state, item.get("caption"), item.get("parse_mode"), item.get("caption_entities"))


def send_media_group(state: State, params: Params) -> list[Json]:
    """sendMediaGroup."""
    params.required("media")
    items = params.json("media", "media")
    if not isinstance(items, list):
        raise refuse("cant_parse_media", reason="expected an Array of InputMedia")
    if not 2 <= len(items) <= 10:
        raise refuse("album_size")
    chat = writable(state, params.get("chat_id"))
    pieces = [input_media(state, params, item, album=True) for item in items]
    kinds = {kind for kind, _ in pieces}
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise refuse("album_mixed", kind=alone)
    group = {"media_group_id": str(secrets.randbits(53))}
    return [message.body for message in deliver(state, chat, params, [group | content for _, content in pieces])]


def get_file(state: State, params: Params) -> Json:
    """getFile: where to download it, up to 20 MiB."""
    file = state.files.find(params.required("file_id"))
    if file.size > MAX_DOWNLOAD:
        raise refuse("file_too_big")
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size, "file_path": file.path}


METHODS = {f"send{kind.replace('_', '')}": _sender(kind) for kind in TITLES}
METHODS |= {"sendmediagroup": send_media_group, "getfile": get_file}
