"""The chat page in a real headless Chromium, against the real sandbox and a small bot that speaks raw Bot API."""

import asyncio
import base64
import re
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox.server import Sandbox
from tests.browser import PHONE, a_browser, a_page, bubble, needs_browser, phone, say

WANG, ZHANG, ZHOU, LI = 101, 103, 106, 104
FRIDAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 09:00 in 株洲

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),  # one browser for all of them
    needs_browser,
]


class Bot:
    """Answers what the tests say to it; the words of each answer are here."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._client = httpx.AsyncClient(base_url=f"{sandbox.url}/bot{sandbox.token}/", timeout=60)
        self._albums: set[str] = set()

    async def call(self, method: str, **body):
        answer = (await self._client.post(method, json=body)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def run(self) -> None:
        offset = 0
        async with self._client:
            await self.call("setMyCommands", commands=[{"command": "mine", "description": "我的诉求"}])
            while True:
                try:
                    updates = await self.call("getUpdates", offset=offset, timeout=20)
                except httpx.TransportError:  # the sandbox is being restarted
                    await asyncio.sleep(0.1)
                    continue
                for update in updates:
                    offset = update["update_id"] + 1
                    if "callback_query" in update:
                        await self._pressed(update["callback_query"])
                    elif "message" in update:
                        await self._heard(update["message"])
                    elif "edited_message" in update:
                        await self._say(update["edited_message"], f"改成了:{update['edited_message']['text']}")

    async def _say(self, message, text, keys=None, **more) -> None:
        if keys:
            more["reply_markup"] = {"inline_keyboard": [[{"text": text, **do} for text, do in keys.items()]]}
        await self.call("sendMessage", chat_id=message["chat"]["id"], text=text, **more)

    async def _heard(self, message) -> None:
        text = message.get("text", "")
        if "new_chat_members" in message:
            return
        if text == "按钮":
            keys = {"认领": {"callback_data": "claim"}, "退回": {"callback_data": "return"}}
            await self._say(message, "认领吗?", keys | {"领邀请": {"url": "https://t.me/buqiuren_bot?start=abc"}})
        elif text == "键盘":
            keys = {"keyboard": [[{"text": "发送手机号", "request_contact": True}]], "resize_keyboard": True}
            await self._say(message, "手机号?", reply_markup=keys)
        elif "contact" in message:
            await self._say(
                message, f"号码 {message['contact']['phone_number']}", reply_markup={"remove_keyboard": True}
            )
        elif text == "遮":
            await self._say(message, "密码 <tg-spoiler>8642</tg-spoiler>", parse_mode="HTML")
        elif "media_group_id" in message:
            if message["media_group_id"] not in self._albums:
                self._albums.add(message["media_group_id"])
                await self._say(message, "收到相册")
        elif "reply_to_message" in message:
            await self._say(message, f"回复的是:{message['reply_to_message'].get('text')}")
        else:
            await self._say(message, f"收到:{text or ' '.join(message)}")

    async def _pressed(self, query) -> None:
        if query["data"] == "claim":
            card = query["message"]
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text="已认领,周五前办结")
            await self.call(
                "editMessageText", chat_id=card["chat"]["id"], message_id=card["message_id"], text="张伟 办理中"
            )
        else:
            await self.call(
                "answerCallbackQuery", callback_query_id=query["id"], text="退回要写明理由", show_alert=True
            )


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(now=lambda: FRIDAY)
    world = sandbox.world
    world.add_user("敏", last_name="王", phone="13800138000", role="企业 · 德智新材料", id=WANG)
    world.add_user("张伟", role="经办 · 市税务局", id=ZHANG)
    world.add_user("李娜", role="经办 · 市税务局", id=LI)
    world.add_user("周主任", role="办公室 · 优化营商环境办", id=ZHOU)
    group = world.add_chat("市税务局 · 诉求办理", [ZHOU, ZHANG, LI], type="supergroup")["id"]
    world.set_city("株洲市", [[WANG, WANG], [ZHANG, group], [ZHOU, ZHOU]])
    world.guide.set(
        [{"title": "发一条诉求", "when": {"user_text": "退税"}}, {"title": "认领", "when": {"pressed": "认领"}}]
    )
    await sandbox.start()
    bot = asyncio.create_task(Bot(sandbox).run())
    yield sandbox
    bot.cancel()
    with suppress(asyncio.CancelledError):
        await bot
    await sandbox.stop()


@pytest.fixture
def opened(browser: Browser, sandbox: Sandbox):
    """`async with opened() as page`: the page in a fresh context; an error in its script fails the test."""

    @asynccontextmanager
    async def opened(**context) -> AsyncIterator[Page]:
        async with a_page(browser, sandbox.url, **context) as page:
            await expect(page.locator('[data-phone="0"]')).to_have_attribute("data-chat", str(WANG))
            yield page

    return opened


def a_picture(shade: int) -> bytes:
    """A small PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes((shade, 120, 160)) * 40) * 30
    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def some_files(*names: str) -> list[dict]:
    return [{"name": name, "mimeType": "image/png", "buffer": a_picture(60 * n)} for n, name in enumerate(names)]


async def test_the_city_lays_out_who_holds_which_phone(opened):
    async with opened() as page:
        await expect(page.locator(".bar .city")).to_have_text("株洲市")
        await expect(page.locator(".clock")).to_have_text("11月20日(周五)09:00")
        await expect(phone(page, 0).locator(".person-picker")).to_contain_text("王敏")
        await expect(phone(page, 1)).to_have_attribute("data-user", str(ZHANG))
        await expect(phone(page, 1).locator(".chat-list [aria-current]")).to_contain_text("市税务局")


async def test_what_one_writes_is_answered_by_the_bot(opened, sandbox: Sandbox):
    async with opened() as page:
        wang = phone(page, 0)
        await wang.get_by_role("button", name="开始").click()
        await expect(bubble(wang, "收到:/start")).to_be_visible()
        await expect(wang.get_by_role("button", name="开始")).to_be_hidden()
        await wang.locator(".composer textarea").fill("退税没到账")
        await wang.locator(".composer textarea").press("Shift+Enter")
        await wang.locator(".composer textarea").press_sequentially("问了两次")
        await wang.locator(".composer textarea").press("Enter")
        await expect(wang.locator(".message.own .text").last).to_have_text("退税没到账\n问了两次")
        await expect(bubble(wang, "收到:退税没到账")).to_be_visible()
        assert sandbox.world.calls(method="sendMessage")[-1]["body"]["text"] == "收到:退税没到账\n问了两次"


async def test_hostile_text_is_shown_as_it_was_typed(opened):
    hostile = """<b>&"'</b><img src=x onerror="document.title='taken'"> &lt;i&gt;"""
    async with opened() as page:
        await say(phone(page, 0), hostile)
        await expect(phone(page, 0).locator(".message.own .text")).to_have_text(hostile)
        await expect(bubble(phone(page, 0), f"收到:{hostile}")).to_be_visible()
        assert await page.locator(".text b, .text img").count() == 0
        assert await page.title() == "不求人 · 株洲市"


async def test_a_press_spins_until_answered_and_the_edit_is_marked(opened, sandbox: Sandbox):
    async with opened() as page:
        wang = phone(page, 0)
        await say(wang, "按钮")
        sandbox.world.faults.add(method="answerCallbackQuery", times=1, hang=1)
        key = wang.locator(".inline-keyboard button", has_text="认领")
        await key.click()
        await expect(key).to_have_attribute("aria-busy", "true")
        await expect(wang.locator(".toast")).to_have_text("已认领,周五前办结")
        card = wang.locator(".message.other").last
        await expect(card.locator(".text")).to_have_text("张伟 办理中")
        await expect(card.locator(".edited")).to_have_text("已编辑")
        await expect(wang.locator(".inline-keyboard")).to_have_count(0)


async def test_an_alert_waits_for_its_button(opened):
    async with opened() as page:
        wang = phone(page, 0)
        await say(wang, "按钮")
        await wang.locator(".inline-keyboard button", has_text="退回").click()
        await expect(wang.get_by_role("alertdialog")).to_contain_text("退回要写明理由")
        await page.keyboard.press("Enter")
        await expect(wang.get_by_role("alertdialog")).to_have_count(0)


async def test_an_invitation_link_starts_the_bot_instead_of_leaving(opened):
    async with opened() as page:
        await say(phone(page, 0), "按钮")
        await phone(page, 0).locator(".inline-keyboard .key", has_text="领邀请").click()
        await expect(bubble(phone(page, 0), "收到:/start abc")).to_be_visible()


async def test_the_contact_key_sends_the_own_number(opened):
    async with opened() as page:
        wang = phone(page, 0)
        await say(wang, "键盘")
        await wang.locator(".reply-keyboard button", has_text="发送手机号").click()
        await expect(wang.locator(".message.own .contact")).to_contain_text("13800138000")
        await expect(bubble(wang, "号码 13800138000")).to_be_visible()
        await expect(wang.locator(".reply-keyboard")).to_be_hidden()


async def test_several_pictures_go_as_one_album(opened):
    async with opened() as page:
        wang = phone(page, 0)
        await wang.locator("input[data-attach=photo]").set_input_files(some_files("一.png", "二.png", "三.png"))
        await expect(wang.locator(".tray .waiting")).to_have_count(3)
        await say(wang, "现场照片")
        album = wang.locator(".message.own")
        await expect(album.locator(".grid [data-message-id] img")).to_have_count(3)
        await expect(album.locator(".text")).to_have_text("现场照片")
        await expect(album).to_have_count(1)
        await expect(bubble(wang, "收到相册")).to_have_count(1)
        await album.locator(".photo").first.click()
        await expect(page.locator(".lightbox img")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator(".lightbox")).to_have_count(0)


async def test_files_voices_and_stickers_are_shown_as_such(opened):
    async with opened() as page:
        wang = phone(page, 0)
        await wang.locator("input[data-attach=document]").set_input_files(some_files("申报表.xlsx"))
        await wang.locator(".composer .send").click()
        await expect(wang.locator(".message.own a.file")).to_contain_text("申报表.xlsx")
        await wang.locator("input[data-attach=voice]").set_input_files(some_files("留言.ogg"))
        await wang.locator(".composer .send").click()
        await expect(wang.locator(".message.own .sound")).to_contain_text("语音")
        await expect(bubble(wang, "voice")).to_be_visible()
        await wang.get_by_role("button", name="贴纸", exact=True).click()
        await expect(wang.locator(".message.own .sticker")).to_be_visible()


async def test_a_page_that_was_sent_opens_in_a_tab_of_its_own(opened, sandbox: Sandbox):
    async with opened() as page:
        wang = phone(page, 0)
        words = base64.b64encode("<meta charset=utf-8><p>请于周五前办结".encode()).decode()
        paper = {"type": "document", "name": "交办单.html", "mime": "text/html", "data": words}
        sandbox.world.send(WANG, attachment=paper)
        async with page.expect_popup() as tab:
            await wang.get_by_role("link", name="打开 交办单.html").click()
        await expect((await tab.value).get_by_text("请于周五前办结")).to_be_visible()


async def test_a_place_is_shared_from_the_attachments(opened):
    async with opened() as page:
        wang = phone(page, 0)
        await wang.get_by_role("button", name="附件").click()
        await page.get_by_role("menuitem", name="位置").click()
        await expect(wang.locator(".message.own .file")).to_contain_text("27.8275, 113.1340")


async def test_a_message_can_be_replied_to_edited_and_deleted(opened):
    async with opened() as page:
        wang = phone(page, 0)
        await say(wang, "第一句")
        await bubble(wang, "收到:第一句").click(button="right")
        await wang.get_by_role("menuitem", name="回复").click()
        await say(wang, "答复")
        await expect(bubble(wang, "回复的是:收到:第一句")).to_be_visible()
        await expect(wang.locator(".message.own .quote")).to_contain_text("收到:第一句")
        await bubble(wang, "答复").locator(".quote").click()
        await expect(wang.locator(".message.found")).to_contain_text("收到:第一句")
        own = wang.locator(".message.own").first
        await own.hover()
        await own.get_by_role("button", name="消息菜单").click()
        await wang.get_by_role("menuitem", name="编辑").click()
        await say(wang, "改过的一句")
        await expect(own.locator(".text")).to_have_text("改过的一句")
        await expect(own.locator(".edited")).to_be_visible()
        await expect(bubble(wang, "改成了:改过的一句")).to_be_visible()
        await own.click(button="right")
        await wang.get_by_role("menuitem", name="删除").click()
        await expect(bubble(wang, re.compile("^改过的一句"))).to_have_count(0)


async def test_the_slash_menu_lists_the_commands(opened):
    async with opened() as page:
        wang = phone(page, 0)
        await wang.get_by_role("button", name="命令").click()
        await wang.locator(".commands .command", has_text="我的诉求").click()
        await expect(bubble(wang, "收到:/mine")).to_be_visible()
        await wang.locator(".message.own .text .command").click()
        await expect(bubble(wang, "收到:/mine")).to_have_count(2)


async def test_commands_that_come_after_the_first_character_are_offered_for_it(opened):
    async with opened() as page:
        wang, may_answer = phone(page, 0), asyncio.Event()

        async def late(route):
            await may_answer.wait()
            await route.continue_()

        await page.route(re.compile(r"/messages\?.*after=[1-9].*wait=0"), late)
        await page.reload()
        await wang.locator(".composer textarea").fill("/")
        await expect(wang.locator(".commands")).to_be_hidden()
        may_answer.set()
        await expect(wang.locator(".commands .command", has_text="我的诉求")).to_be_visible()


async def test_a_spoiler_opens_when_clicked(opened):
    async with opened() as page:
        await say(phone(page, 0), "遮")
        spoiler = phone(page, 0).locator(".spoiler")
        await spoiler.click()
        await expect(spoiler).to_have_class("spoiler shown")


async def test_a_message_in_another_chat_is_counted_and_one_click_away(opened, sandbox: Sandbox):
    async with opened() as page:
        zhang = phone(page, 1)
        sandbox.world.send(ZHANG, text="/start")
        private = zhang.locator(f'.chat-list [data-chat="{ZHANG}"]')
        await expect(private.locator(".badge")).to_have_text("1")
        await expect(private).to_contain_text("收到:/start")
        await private.click()
        await expect(bubble(zhang, "收到:/start")).to_be_visible()
        await expect(private.locator(".badge")).to_be_hidden()


async def test_a_group_shows_who_speaks(opened):
    async with opened() as page:
        await say(phone(page, 1), "/suqiu 大家看看")
        await expect(phone(page, 1).locator(".message.own")).to_contain_text("大家看看")
        await phone(page, 2).locator(".chat-list .chat", has_text="市税务局").click()
        await expect(phone(page, 2).locator(".message.other .sender")).to_have_text(["张伟", "不求人"])


async def test_a_phone_can_be_handed_to_anybody(opened):
    async with opened() as page:
        zhang = phone(page, 1)
        await zhang.locator(".person-picker").click()
        await expect(zhang.locator(".people h3")).to_have_text(["企业", "经办", "办公室"])
        await zhang.get_by_role("searchbox").fill("李")
        await page.keyboard.press("Enter")
        await expect(zhang).to_have_attribute("data-user", str(LI))
        await zhang.locator(".person-picker").click()
        await zhang.get_by_role("searchbox").fill("赵新")
        await zhang.get_by_role("button", name="新来一位").click()
        await expect(zhang.locator(".person-picker")).to_contain_text("赵新")
        await zhang.get_by_role("button", name="开始").click()
        await expect(bubble(zhang, "收到:/start")).to_be_visible()


async def test_the_clock_jumps_and_the_guide_ticks(opened):
    async with opened() as page:
        await page.get_by_role("button", name="+1工作日").click()
        await expect(page.locator(".clock")).to_have_text("11月21日(周六)09:00")
        await page.get_by_role("button", name="+1小时").click()
        await page.get_by_role("button", name="+1周").click()
        await expect(page.locator(".clock")).to_have_text("11月28日(周六)10:00")
        await expect(page.locator(".guide li")).to_have_count(2)
        await say(phone(page, 0), "退税没到账")
        await expect(page.locator(".guide li[data-done]")).to_have_text(re.compile("发一条诉求"))
        await expect(page.locator(".guide .progress")).to_have_text("1/2")


async def test_a_restart_of_the_server_is_survived(opened, sandbox: Sandbox):
    async with opened() as page:
        wang, port = phone(page, 0), int(sandbox.url.rpartition(":")[2])
        await sandbox.stop()
        await expect(wang.locator(".lost")).to_be_visible()
        await sandbox.start(port=port)
        sandbox.world.send(WANG, text="还在吗")
        await expect(bubble(wang, "收到:还在吗")).to_be_visible()
        await expect(wang.locator(".lost")).to_be_hidden()


async def test_on_a_narrow_screen_one_phone_at_a_time_fits(opened, sandbox: Sandbox):
    async with opened(**PHONE) as page:
        await expect(phone(page, 1)).to_be_hidden()
        await say(phone(page, 0), "按钮")
        await expect(phone(page, 0).locator(".inline-keyboard")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        await page.get_by_role("tab", name="张伟").tap()
        await expect(phone(page, 1)).to_be_visible()
        await expect(phone(page, 0)).to_be_hidden()
        await page.locator(".guide-toggle").tap()
        await expect(page.locator(".guide li").first).to_be_visible()
        await page.locator(".guide .close").tap()
        sandbox.world.send(WANG, text="再问一句")
        await expect(page.get_by_role("tab", name="王敏").locator(".badge")).to_have_text("1")
