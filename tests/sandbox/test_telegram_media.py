"""Files: uploads, identifiers, kinds that do not mix, albums, downloads."""

import base64
from typing import Any

import pytest
from bot_api import PNG, BotApi, Hands

from sandbox.world import World

KINDS = ["document", "video", "voice", "audio", "video_note", "animation", "sticker"]


def item(kind: str, media: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "media": media, **more}


@pytest.mark.parametrize("kind", KINDS)
async def test_an_uploaded_file_can_be_sent_again_by_its_id(api: BotApi, min_: int, kind: str) -> None:
    method = f"send{kind.replace('_', '')}"
    first = (await api(method, chat_id=min_, **{kind: ("文件.bin", b"data"), "caption": "附"})).result
    again = (await api(method, chat_id=min_, **{kind: first[kind]["file_id"]})).result
    assert again[kind] == first[kind]
    assert first.get("caption") == (None if kind in {"video_note", "sticker"} else "附")


async def test_a_photo_has_sizes_and_keeps_its_proportions(api: BotApi, min_: int) -> None:
    small, large = (await api("sendPhoto", chat_id=min_, photo=PNG)).result["photo"]
    assert (large["width"], large["height"], small["width"], small["height"]) == (640, 480, 320, 240)
    for size in (small, large):
        assert (await api("sendPhoto", chat_id=min_, photo=size["file_id"])).error == "ok"


async def test_a_photo_is_no_document_nor_the_other_way_round(api: BotApi, min_: int) -> None:
    photo = (await api("sendPhoto", chat_id=min_, photo=PNG)).result["photo"][-1]["file_id"]
    document = (await api("sendDocument", chat_id=min_, document=("a.txt", b"abc"))).result["document"]["file_id"]
    answer = await api("sendDocument", chat_id=min_, document=photo)
    assert answer.error == "400 Bad Request: can't use file of type Photo as Document"
    answer = await api("sendPhoto", chat_id=min_, photo=document)
    assert answer.error == "400 Bad Request: can't use file of type Document as Photo"


async def test_a_video_sent_as_a_document_stays_a_video(api: BotApi, min_: int) -> None:
    video = (await api("sendVideo", chat_id=min_, video=("a.mp4", b"abc"))).result["video"]["file_id"]
    assert "video" in (await api("sendDocument", chat_id=min_, document=video)).result


async def test_a_file_sent_by_a_person_can_be_downloaded(api: BotApi, world: World, min_: int) -> None:
    data = base64.b64encode(b"8 \xe6\x9c\x88").decode()
    world.send(min_, attachment={"type": "document", "name": "申报表.xlsx", "mime": "application/x", "data": data})
    document = (await api.updates())[-1]["message"]["document"]
    assert (document["file_name"], document["file_size"]) == ("申报表.xlsx", 5)
    file = (await api("getFile", file_id=document["file_id"])).result
    answer = await api.client.get(f"{api.url}/file/bot{api.token}/{file['file_path']}")
    assert answer.content == b"8 \xe6\x9c\x88"
    assert (await api.client.get(f"{api.url}/file/bot{api.token}/documents/none")).status_code == 404
    assert (await api.client.get(f"{api.url}/file/botwrong/{file['file_path']}")).status_code == 401


async def test_a_file_of_more_than_20_mebibytes_cannot_be_downloaded(api: BotApi, world: World, min_: int) -> None:
    for size, expected in ((20 * 1024**2, "ok"), (20 * 1024**2 + 1, "400 Bad Request: file is too big")):
        file = world.state.files.add("video", bytes(size))
        assert expected == (await api("getFile", file_id=file.id)).error


async def test_an_album_is_several_messages_that_belong_together(api: BotApi, world: World, min_: int) -> None:
    video = (await api("sendVideo", chat_id=min_, video=b"abc")).result["video"]["file_id"]
    media = [item("photo", "attach://one", caption="<b>现场</b>", parse_mode="HTML"), item("video", video)]
    first, second = (await api("sendMediaGroup", chat_id=min_, media=media, one=PNG)).result
    assert first["media_group_id"] == second["media_group_id"]
    assert ("photo" in first, "video" in second, first["caption"]) == (True, True, "现场")
    assert second["message_id"] == first["message_id"] + 1


async def test_a_person_sends_an_album_as_several_updates(api: BotApi, world: World, min_: int) -> None:
    piece = {"type": "photo", "name": "a.png", "data": base64.b64encode(PNG).decode()}
    ids = world.send(min_, album=[piece, piece, piece], caption="门口修路")
    messages = [update["message"] for update in await api.updates()]
    assert ids == [message["message_id"] for message in messages]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["门口修路", None, None]


ALBUMS: list[tuple[str, list[Any]]] = [
    ("media group must include 2-10 items", [item("photo", "attach://p")]),
    ("media group must include 2-10 items", [item("photo", "attach://p")] * 11),
    ("document can't be mixed with other media types", [item("photo", "attach://p"), item("document", "attach://d")]),
    ("audio can't be mixed with other media types", [item("audio", "attach://d"), item("video", "attach://d")]),
    ("can't parse InputMedia: media not found", [item("photo", "attach://p"), item("photo", "attach://none")]),
    ("can't parse InputMedia: expected an Object", ["photo", "photo"]),
    (
        "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        [item("photo", "attach://p"), item("animation", "attach://d")],
    ),
    ("wrong file_id or the file is temporarily unavailable", [item("photo", "attach://p"), item("photo", "none")]),
    ("message caption is too long", [item("photo", "attach://p", caption="诉" * 1025), item("photo", "attach://p")]),
]


@pytest.mark.parametrize(("sentence", "media"), ALBUMS)
async def test_an_album_that_does_not_fit_together_is_refused(
    api: BotApi, min_: int, sentence: str, media: list[Any]
) -> None:
    answer = await api("sendMediaGroup", chat_id=min_, media=media, p=PNG, d=b"abc")
    assert f"400 Bad Request: {sentence}" == answer.error


@pytest.mark.parametrize(("kind", "count"), [("document", 2), ("audio", 2), ("photo", 10)])
async def test_documents_and_audio_go_among_themselves(api: BotApi, min_: int, kind: str, count: int) -> None:
    media = [item(kind, "attach://file")] * count
    answer = await api("sendMediaGroup", chat_id=min_, media=media, file=PNG)
    assert len(answer.result) == count


async def test_a_page_that_was_sent_is_shown_and_may_run_nothing(api: BotApi, world: World, hands: Hands) -> None:
    words = base64.b64encode("<h1>交办单</h1>".encode()).decode()
    person = hands.somebody()
    world.send(person, attachment={"type": "document", "name": "a.html", "mime": "text/html", "data": words})
    (message,) = world.messages(user=person)["messages"][-1:]
    answer = await api.client.get(api.url + message["file_url"])
    assert ("text/html", "inline") == (answer.headers["content-type"], answer.headers["content-disposition"])
    assert "sandbox; default-src 'none'" in answer.headers["content-security-policy"]


async def test_the_page_gets_a_file_it_may_show_and_saves_the_rest(api: BotApi, world: World, hands: Hands) -> None:
    person = hands.somebody()
    harmful = base64.b64encode(b"<script>").decode()
    world.send(person, attachment={"type": "photo", "data": base64.b64encode(PNG).decode()})
    world.send(person, attachment={"type": "document", "name": "a.js", "mime": "text/javascript", "data": harmful})
    world.send(person, attachment={"type": "document", "name": "a.svg", "mime": "image/svg+xml", "data": harmful})
    found = []
    for message in world.messages(user=person)["messages"][-3:]:
        answer = await api.client.get(api.url + message["file_url"])
        found.append((answer.headers["content-type"], answer.headers["content-disposition"]))
    assert found == [("image/jpeg", "inline")] + [("application/octet-stream", "attachment")] * 2
