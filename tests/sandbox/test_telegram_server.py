"""The server itself: this machine only, every form of request, and payloads that aiogram's models accept."""

import asyncio
import sys

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramMigrateToChat, TelegramRetryAfter, TelegramServerError
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    ReplyParameters,
    Update,
)
from bot_api import PNG, BotApi, Hands

from sandbox.server import Sandbox
from sandbox.world import World


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", ""])
async def test_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        await Sandbox().start(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_it_takes_a_free_port_and_says_which(host: str) -> None:
    sandbox = Sandbox()
    await sandbox.start(host=host)
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.get(f"{sandbox.url}/bot{sandbox.token}/getMe")
    await sandbox.stop()
    assert answer.json()["result"]["id"] == 1000


async def test_pages_from_elsewhere_may_not_use_the_control(api: BotApi) -> None:
    address = f"{api.url}/sandbox/users"
    for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        assert (await api.client.post(address, json={"first_name": "x"}, headers=headers)).status_code == 403
    own = {"Origin": api.url}
    assert (await api.client.post(address, json={"first_name": "x"}, headers=own)).status_code == 200


async def test_the_page_is_served_and_nothing_beside_it(api: BotApi) -> None:
    for path in ("page/../server.py", "page/%2e%2e/server.py", "page/none.js"):
        assert (await api.client.get(f"{api.url}/{path}")).status_code == 404


async def test_a_call_may_be_json_a_form_multipart_or_a_query(api: BotApi, min_: int) -> None:
    address = f"{api.url}/bot{api.token}/sendMessage"
    args = {"chat_id": min_, "text": "好"}
    answers = [
        await api.client.post(address, json={**args, "reply_parameters": None}),
        await api.client.post(address, data=args),
        await api.client.post(address, data=args, files={"unused": b"x"}),
        await api.client.get(address, params=args),
        await api.client.post(address, params={"chat_id": min_}, data={"text": "好"}),
        await api.client.post(address.replace("sendMessage", "SENDMESSAGE"), data=args),
    ]
    assert [answer.json()["result"]["text"] for answer in answers] == ["好"] * 6


async def test_a_body_that_is_no_json_is_refused(api: BotApi) -> None:
    headers = {"Content-Type": "application/json"}
    for content in (b"{", b"[]"):
        answer = await api.client.post(f"{api.url}/bot{api.token}/getMe", content=content, headers=headers)
        assert answer.json()["description"] == "Bad Request: can't parse request JSON object"


async def test_run_alone_it_prints_its_address() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--token", "7:x", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    async with asyncio.timeout(10):
        url = (await process.stdout.readline()).decode().strip()
        async with httpx.AsyncClient(verify=False) as client:
            answer = await client.get(f"{url}/bot7:x/getMe")
        process.terminate()
        await process.communicate()
    assert answer.json()["result"]["id"] == 7


# aiogram


@pytest.fixture
async def bot(telegram: Sandbox):
    async with Bot(
        telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    ).context() as bot:
        yield bot


async def test_everything_people_do_parses_as_an_aiogram_update(bot: Bot, world: World, hands: Hands) -> None:
    other = hands.somebody()
    person = hands.newcomer("王敏", phone="13800138000", username="wangmin")
    world.send(person, text="/start x")
    await bot.get_updates(
        allowed_updates=["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]
    )
    for kind in ("photo", "document", "video", "voice", "audio", "video_note", "animation", "sticker"):
        world.send(person, attachment={"type": kind, "name": f"a.{kind}"})
    for order in (
        {"contact": True},
        {"location": {"latitude": 1, "longitude": 2}},
        {"text": "转", "forward_from": "某"},
    ):
        world.send(person, **order)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="认领", callback_data="c")]])
    message = await bot.send_message(person, "<b>卡</b>", parse_mode="HTML", reply_markup=keyboard)
    world.press(person, person, message.message_id, "c")
    world.clock.advance(3 * 86400)
    world.press(person, person, message.message_id, "c")
    [own] = world.send(person, text="初稿")
    world.edit(person, person, own, text="定稿")
    world.change_user(person, blocked=True)
    chat = world.add_chat("税务局", [person], bot="administrator")["id"]
    world.change_chat(chat, add=[other], upgrade=True)
    updates: list[Update] = await bot.get_updates()
    kinds = {update.event_type for update in updates}
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member", "chat_member"}
    presses = [update.callback_query.message for update in updates if update.callback_query]
    assert [type(shown) is InaccessibleMessage for shown in presses] == [False, True]


async def test_what_aiogram_sends_is_understood(bot: Bot, world: World, min_: int) -> None:
    first = await bot.send_message(min_, "一")
    await bot.send_message(min_, "二", reply_parameters=ReplyParameters(message_id=first.message_id))
    document = await bot.send_document(min_, BufferedInputFile(b"abc", "通报.xlsx"), caption="周调度")
    assert document.document
    assert document.document.file_name == "通报.xlsx"
    content = await bot.download(document.document)
    assert content
    assert content.read() == b"abc"
    photo = await bot.send_photo(min_, BufferedInputFile(PNG, "图.png"))
    assert photo.photo
    album = await bot.send_media_group(
        min_, [InputMediaDocument(media=BufferedInputFile(b"x", f"{n}.txt")) for n in range(2)]
    )
    assert len({piece.media_group_id for piece in album}) == 1
    edited = await first.edit_text("壹")
    assert not isinstance(edited, bool)
    scope = BotCommandScopeChat(chat_id=min_)
    await bot.set_my_commands([BotCommand(command="new", description="提交诉求")], scope=scope)
    assert [command.command for command in await bot.get_my_commands(scope=scope)] == ["new"]
    assert (await bot.get_chat(min_)).first_name == "王敏"
    assert (await bot.get_chat_member(min_, bot.id)).status == "member"
    assert (await bot.get_webhook_info()).url == ""
    assert (await bot.copy_message(min_, min_, first.message_id)).message_id > document.message_id
    assert await bot.delete_messages(min_, [piece.message_id for piece in album])


async def test_aiogram_raises_its_own_errors_for_ours(bot: Bot, world: World, hands: Hands) -> None:
    chat = hands.group()
    new = world.change_chat(chat, upgrade=True)["id"]
    with pytest.raises(TelegramMigrateToChat) as migrated:
        await bot.send_message(chat, "好")
    assert migrated.value.migrate_to_chat_id == new
    world.faults.add(
        "sendMessage",
        error={"code": 429, "description": "Too Many Requests: retry after 3", "parameters": {"retry_after": 3}},
    )
    with pytest.raises(TelegramRetryAfter) as slow:
        await bot.send_message(new, "好")
    assert slow.value.retry_after == 3
    world.faults.add("sendMessage", error="restart")
    with pytest.raises(TelegramServerError):
        await bot.send_message(new, "好")
