"""One notice: its words, keys and card, and what becomes of it when Telegram says no."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from post_office import PostOffice
from structlog.testing import capture_logs

from templates.speech import Document, Key, ReplyKeys, Speech
from tickets.refusal import Refusal

CARD = Speech("<b>卡片</b> 待认领", keys=((Key("认领", "claim", (12,)), Key("网页", url="https://example.org/")),))


def card(facts: Mapping[str, Any]) -> Speech:
    return Speech(facts["text"], keys=CARD.keys)


def keyboard(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [key["text"] for row in rows for key in row]


async def test_words_and_keys_are_made_when_it_is_sent(office: PostOffice) -> None:
    chat = office.a_person()
    office.words["card"] = lambda facts: CARD
    posted = await office.post(chat, "card", quiet=True)
    async with office.open():
        await office.done(posted)
    body, shown = office.called("sendMessage")[0], office.shown(chat)[0]
    assert ("HTML", {"is_disabled": True}, "true") == (
        body["parse_mode"],
        body["link_preview_options"],
        str(body["disable_notification"]).lower(),
    )
    assert ("卡片 待认领", ["认领", "网页"]) == (shown["text"], keyboard(shown))
    assert "claim:12" == shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]


async def test_the_phone_number_is_asked_for_with_a_key_and_the_keyboard_is_taken_away_again(
    office: PostOffice,
) -> None:
    chat = office.a_person()
    office.words["ask"] = lambda facts: Speech("手机号?", reply_keys=ReplyKeys.ASK_PHONE)
    office.words["thanks"] = lambda facts: Speech("好", reply_keys=ReplyKeys.REMOVE)
    async with office.open():
        await office.done(await office.post(chat, "ask"))
        keys = office.sandbox.world.messages(chat=chat, user=chat)["keyboard"]
        assert [["发送手机号"], ["改企业", "取消"]] == [[key["text"] for key in row] for row in keys["keyboard"]]
        assert (True, True) == (keys["keyboard"][0][0]["request_contact"], keys["one_time_keyboard"])
        await office.done(await office.post(chat, "thanks"))
        assert office.sandbox.world.messages(chat=chat, user=chat)["keyboard"] is None


async def test_a_broken_template_costs_one_notice_and_logs_nothing_personal(office: PostOffice) -> None:
    chat = office.a_person()
    office.words["broken"] = lambda facts: Speech(facts["王敏 13812345678"])
    broken, after = await office.post(chat, "broken"), await office.post(chat, text="after")
    with capture_logs() as logs:
        async with office.open():
            assert ["failed", "sent"] == await office.done(broken, after)
    assert "KeyError" in (await office.row(broken)).error
    assert [(broken, "broken")] == [(line["outbox"], line["kind"]) for line in logs if line["log_level"] == "error"]
    assert "王敏" not in str(logs)


async def test_who_may_have_a_ledger_no_longer_does_not_get_it_and_that_is_no_bug(office: PostOffice) -> None:
    async def withheld(which: int, /, *, now: datetime) -> Document:
        raise Refusal("office_only")

    with capture_logs() as logs:
        async with office.open(export=withheld):
            posted = await office.post(office.a_person(), "ledger", facts={"export": 7})
            assert ["failed"] == await office.done(posted)
    assert "office_only" == (await office.row(posted)).error
    assert [] == [line for line in logs if line["log_level"] == "error"]


@pytest.mark.parametrize(
    "speech",
    [
        Speech(""),
        Speech("太长的键", keys=((Key("键", "verb", ("x" * 64,)),),)),
        Speech("两种键", keys=CARD.keys, reply_keys=ReplyKeys.REMOVE),
        Speech("<p>不认识的标签</p>"),
        Speech("长" * 4097),
    ],
)
async def test_what_telegram_would_always_refuse_fails_visibly(office: PostOffice, speech: Speech) -> None:
    office.words["wrong"] = lambda facts: speech
    async with office.open():
        posted = await office.post(office.a_person(), "wrong")
        assert ["failed"] == await office.done(posted)
    assert (await office.row(posted)).error


async def test_notices_of_a_card_edit_the_message_already_there(office: PostOffice) -> None:
    chat = office.a_person()
    office.words["card"] = card
    async with office.open():
        for text in ("待认领", "处理中", "处理中", "已办结"):  # the third changes nothing: that counts as sent
            assert ["sent"] == await office.done(await office.post(chat, "card", text, card="t1"))
    assert [("已办结", True)] == [(each["text"], each["edited"]) for each in office.shown(chat)]


async def test_several_pending_edits_of_a_card_are_sent_as_one(office: PostOffice) -> None:
    chat = office.a_person()
    async with office.open():
        await office.done(await office.post(chat, text="一", card="t1"))
    posted = [await office.post(chat, text=text, card="t1") for text in ("二", "三", "四")]
    office.sender = office.a_sender()
    async with office.open(parallel=90):
        assert ["replaced", "replaced", "sent"] == await office.done(*posted)
    assert ["四"] == [body["text"] for body in office.called("editMessageText")]


async def test_a_deleted_card_is_sent_anew_and_edited_there_from_then_on(office: PostOffice) -> None:
    chat = office.a_person()
    async with office.open():
        await office.done(await office.post(chat, text="一", card="t1"))
        office.sandbox.world.delete(chat, chat, office.shown(chat)[0]["message_id"])
        await office.done(await office.post(chat, text="二", card="t1"))
        await office.done(await office.post(chat, text="三", card="t1"))
    assert ["三"] == [each["text"] for each in office.shown(chat)]


async def test_a_card_that_cannot_be_edited_is_sent_anew_and_loses_its_old_buttons(office: PostOffice) -> None:
    chat = office.a_person()
    office.words["card"] = card
    async with office.open():
        await office.done(await office.post(chat, "card", "一", card="t1"))
        office.fails("editMessageText", 400, "Bad Request: message can't be edited")
        await office.done(await office.post(chat, "card", "二", card="t1"))
    assert [("一", []), ("二", ["认领", "网页"])] == [(each["text"], keyboard(each)) for each in office.shown(chat)]


async def test_a_fresh_card_is_a_new_message_that_retires_the_old_ones_buttons(office: PostOffice) -> None:
    chat = office.a_person()
    office.words["card"] = card
    async with office.open():
        await office.done(await office.post(chat, "card", "一", card="t1"))
        await office.done(await office.post(chat, "card", "二", card="t1", fresh=True))
        await office.done(await office.post(chat, "card", "三", card="t1"))
    assert [("一", []), ("三", ["认领", "网页"])] == [(each["text"], keyboard(each)) for each in office.shown(chat)]


async def test_old_buttons_that_cannot_be_retired_do_not_fail_the_news(office: PostOffice) -> None:
    chat = office.a_person()
    async with office.open():
        await office.done(await office.post(chat, text="一", card="t1"))
        office.fails("editMessageReplyMarkup", 400, "Bad Request: message can't be edited")
        assert ["sent"] == await office.done(await office.post(chat, text="二", card="t1", fresh=True))


async def test_a_message_is_taken_back_and_one_already_gone_counts_as_taken_back(office: PostOffice) -> None:
    chat = office.a_person()
    async with office.open():
        await office.done(await office.post(chat, text="发错了"))
        gone = {"chat": chat, "message": office.shown(chat)[0]["message_id"]}
        assert ["sent"] == await office.done(await office.post(chat, "unsend", facts=gone))
        assert ["sent"] == await office.done(await office.post(chat, "unsend", facts=gone))
    assert [] == office.shown(chat)


def a_mend(office: PostOffice, chat: int, **more: object) -> dict[str, object]:
    """Facts that have the first message shown say something else."""
    return {
        "message": office.shown(chat)[0]["message_id"],
        "kind": "text",
        "facts": {"text": "***"},
        "is_bare": True,
    } | more


async def test_a_message_is_mended_in_its_place(office: PostOffice) -> None:
    chat = office.a_person()
    async with office.open():
        await office.done(await office.post(chat, text="139"))
        await office.done(await office.post(chat, text="后来的"))
        for _ in range(2):  # unchanged is as good
            assert ["sent"] == await office.done(await office.post(chat, "mend", facts=a_mend(office, chat)))
    assert ["***", "后来的"] == [each["text"] for each in office.shown(chat)]


async def test_what_can_not_be_edited_is_deleted_and_what_is_gone_is_well_so(office: PostOffice) -> None:
    chat = office.a_person()
    async with office.open():
        await office.done(await office.post(chat, text="139"))
        facts = a_mend(office, chat)
        office.sandbox.world.faults.add("editMessageText", error="cant_be_edited")
        assert ["sent"] == await office.done(await office.post(chat, "mend", facts=facts))
        assert [] == office.shown(chat)
        assert ["sent"] == await office.done(await office.post(chat, "mend", facts=facts))


async def test_what_can_neither_be_edited_nor_deleted_is_a_failure(office: PostOffice) -> None:
    chat = office.a_person()
    async with office.open():
        await office.done(await office.post(chat, text="139"))
        for method, error in (("editMessageText", "cant_be_edited"), ("deleteMessage", "cant_be_deleted")):
            office.sandbox.world.faults.add(method, error=error)
        assert ["failed"] == await office.done(await office.post(chat, "mend", facts=a_mend(office, chat)))
    assert ["139"] == [each["text"] for each in office.shown(chat)]


async def test_an_answer_hangs_below_its_question_even_when_that_is_gone(office: PostOffice) -> None:
    chat = office.a_person()
    asked = office.sandbox.world.send(chat, text="进展如何?")[0]
    async with office.open():
        await office.done(await office.post(chat, text="快了", facts={"reply_to": asked}))
        await office.done(await office.post(chat, text="也快了", facts={"reply_to": 999_999}))
    below = [each.get("reply_to_message", {}).get("message_id") for each in office.shown(chat)]
    assert [asked, None] == below
