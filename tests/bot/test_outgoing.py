"""Files passed on: captions, albums, and files that are no more."""

import base64
from collections.abc import Sequence
from typing import Any

import pytest
from post_office import PostOffice

from templates.speech import File, Key, Speech

CONTENT = base64.b64encode(b"anything at all").decode()


def given(office: PostOffice, kinds: Sequence[str]) -> tuple[File, ...]:
    """Files that somebody sent to the bot, one of each kind named."""
    world, sender = office.sandbox.world, office.a_person("张伟")
    found = []
    for kind in kinds:
        order: dict[str, Any] = {"attachment": {"type": kind, "name": "a", "data": CONTENT}}
        world.send(sender, **({"sticker": True} if kind == "sticker" else order))
        media = world.messages(chat=sender)["messages"][-1][kind]
        found.append(File(kind, (media[-1] if kind == "photo" else media)["file_id"]))
    return tuple(found)


async def told(office: PostOffice, speech: Speech) -> tuple[int, list[dict[str, Any]]]:
    """The chat it was said in and the messages there."""
    chat = office.a_person()
    office.words["files"] = lambda facts: speech
    async with office.open():
        assert ["sent"] == await office.done(await office.post(chat, "files"))
    return chat, office.shown(chat)


@pytest.mark.parametrize("kind", ["photo", "document", "video", "voice", "audio", "animation"])
async def test_one_file_carries_the_words_and_the_keys(office: PostOffice, kind: str) -> None:
    _, shown = await told(
        office, Speech("<b>照片</b>", keys=((Key("收回", "unsend", (1,)),),), files=given(office, [kind]))
    )
    assert [("照片", True, True)] == [(each["caption"], kind in each, "reply_markup" in each) for each in shown]


@pytest.mark.parametrize("kind", ["video_note", "sticker"])
async def test_words_come_before_a_file_that_cannot_carry_them(office: PostOffice, kind: str) -> None:
    _, shown = await told(office, Speech("看", files=given(office, [kind])))
    assert [("看", False), (None, True)] == [(each.get("text"), kind in each) for each in shown]


async def test_words_too_long_for_a_caption_come_first(office: PostOffice) -> None:
    _, shown = await told(office, Speech("长" * 1025, files=given(office, ["photo"])))
    assert ["text", "photo"] == ["text" if "text" in each else "photo" for each in shown]


async def test_a_caption_is_measured_as_it_is_shown(office: PostOffice) -> None:
    _, shown = await told(office, Speech("<b>" + "&lt;" * 1024 + "</b>", files=given(office, ["photo"])))
    assert ["<" * 1024] == [each["caption"] for each in shown]


async def test_files_that_belong_together_stay_together(office: PostOffice) -> None:
    kinds = ["photo", "document", "video", "voice", "document", "photo", "audio", "audio", "sticker"]
    chat, shown = await told(office, Speech("材料", files=given(office, kinds)))
    albums = [len(body["media"]) for body in office.called("sendMediaGroup", chat)]
    assert (10, [3, 2, 2]) == (len(shown), albums)
    assert [1, 1, 1] == [len(office.called(name, chat)) for name in ("sendMessage", "sendVoice", "sendSticker")]


async def test_an_album_of_more_than_ten_is_sent_in_pieces(office: PostOffice) -> None:
    chat, shown = await told(office, Speech("", files=given(office, ["photo"] * 11)))
    assert 11 == len(shown)
    assert (1, 1) == (len(office.called("sendMediaGroup", chat)), len(office.called("sendPhoto", chat)))


async def test_of_a_card_with_files_the_message_with_the_keys_is_edited_afterwards(office: PostOffice) -> None:
    chat, files = office.a_person(), given(office, ["sticker"])
    office.words["card"] = lambda facts: Speech(facts["text"], files=files if facts["text"] == "一" else ())
    async with office.open():
        await office.done(await office.post(chat, "card", "一", card="t1"))
        await office.done(await office.post(chat, "card", "二", card="t1"))
    assert [("二", False), (None, True)] == [(each.get("text"), "sticker" in each) for each in office.shown(chat)]


async def test_a_file_that_is_no_more_fails_its_notice_visibly(office: PostOffice) -> None:
    office.words["files"] = lambda facts: Speech("照片", files=(File("photo", "AgACgone"),))
    async with office.open():
        posted = await office.post(office.a_person(), "files")
        assert ["failed"] == await office.done(posted)
    assert "wrong file_id" in (await office.row(posted)).error


@pytest.mark.parametrize("kind", ["contact", ""])
async def test_a_file_of_an_unknown_kind_fails_its_notice_visibly(office: PostOffice, kind: str) -> None:
    office.words["files"] = lambda facts: Speech("?", files=(File(kind, "x"),))
    async with office.open():
        posted = await office.post(office.a_person(), "files")
        assert ["failed"] == await office.done(posted)


async def test_an_album_interrupted_goes_on_where_it_stopped(office: PostOffice) -> None:
    files, chat = given(office, ["photo", "photo"]), office.a_person()
    office.words["files"] = lambda facts: Speech("材料", files=files)
    office.fails("sendMediaGroup", 429, "Too Many Requests: retry after 3", retry_after=3)
    posted = await office.post(chat, "files")
    async with office.open():
        await office.faults_met()
        await office.put_off(posted)
        await office.pass_time(3)
        assert ["sent"] == await office.done(posted)
    assert ["text", "photo", "photo"] == ["text" if "text" in each else "photo" for each in office.shown(chat)]
