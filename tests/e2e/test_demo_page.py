"""The demo as a visitor sees it: the real process, a real browser, and every action counted."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser import PHONE, a_browser, a_page, bubble, needs_browser, phone, say
from tests.e2e.demo import LI, WANG, Demo, a_demo

pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.asyncio(loop_scope="module")]

AT_MOST = 15
THE_LOOP, STEPS = 8, 16
"""Steps of the guide from a first message to the rate, and with what the clock does beside."""
GRIEVANCE = "出口退税三个月没到账"
FIRM = "株洲德智新材料有限公司"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with a_demo(folder=tmp_path) as running:
        yield running


class Visitor:
    """Plays everybody; a click on a button, a chat or a person is one action, and so is a message typed and sent."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    async def writes(self, place: Locator, text: str) -> None:
        self.actions += 1
        await say(place, text)

    async def presses(self, place: Locator, label: str) -> None:
        self.actions += 1
        await place.locator(".inline-keyboard").get_by_role("button", name=label, exact=True).last.click()

    async def opens(self, place: Locator, title: str) -> None:
        self.actions += 1
        await place.locator(".chat-list").get_by_role("button", name=re.compile(f"^{title}")).click()

    async def hands(self, place: Locator, name: str) -> None:
        self.actions += 1
        await place.locator(".person-picker").click()
        await place.locator(".person", has_text=name).click()

    async def lets_a_week_pass(self) -> None:
        await self.page.get_by_role("button", name="+1周", exact=True).click()

    async def lets_an_hour_pass(self) -> None:
        self.actions += 1
        await self.page.get_by_role("button", name="+1小时", exact=True).click()


async def test_one_visitor_plays_from_a_first_message_to_the_rate_in_15_actions(browser: Browser, demo: Demo):
    async with a_page(browser, demo.url) as page:
        visitor = Visitor(page)
        wang, zhang, office = (phone(page, number) for number in range(3))
        await expect(wang).to_have_attribute("data-chat", str(WANG))
        await expect(page.locator(".guide li")).to_have_count(STEPS)
        await expect(page.locator(".guide li[data-done]")).to_have_count(0)

        await visitor.writes(wang, GRIEVANCE)
        await expect(bubble(wang, "请核对")).to_be_visible()
        await visitor.presses(wang, "提交")
        await expect(bubble(wang, "已受理")).to_be_visible()

        await visitor.presses(zhang, "认领")
        await expect(bubble(zhang, "张伟 办理中")).to_be_visible()
        await visitor.opens(zhang, "不求人")
        await visitor.presses(zhang, "办结")
        await expect(bubble(zhang, "办理结果")).to_be_visible()
        await visitor.writes(zhang, "退税款已受理,下周到账")
        await expect(bubble(wang, "报告办结")).to_be_visible()

        await visitor.lets_an_hour_pass()
        await expect(bubble(wang, "问题解决了吗")).to_be_visible()
        await visitor.presses(wang, "未解决")
        await visitor.presses(wang, "重新办理")
        await expect(bubble(wang, "重办(第 2 轮)")).to_be_visible()

        await expect(bubble(zhang, "退回重办(第 2 轮)")).to_be_visible()
        await visitor.presses(zhang, "办结")
        await expect(bubble(zhang, "办理结果").nth(1)).to_be_visible()
        await visitor.writes(zhang, "退税款 86.4 万元已到账")
        await expect(bubble(wang, "86.4 万元已到账")).to_be_visible()
        await visitor.lets_an_hour_pass()
        await expect(bubble(wang, "问题解决了吗")).to_be_visible()
        await visitor.presses(wang, "已解决")
        await expect(wang.locator(".message").last).to_contain_text("对办理满意吗")
        await visitor.presses(wang, "满意")
        await expect(bubble(wang, "已销号").first).to_be_visible()

        await visitor.writes(office, "/digest")
        await expect(bubble(office, "100.0% (1/1)").first).to_be_visible()
        await expect(page.locator(".guide li[data-done]")).to_have_count(THE_LOOP)
        assert visitor.actions <= AT_MOST


async def test_the_clock_jumps_and_what_nobody_works_on_goes_up_and_comes_back(browser: Browser, demo: Demo):
    async with a_page(browser, demo.url) as page:
        visitor = Visitor(page)
        wang, _, office = (phone(page, number) for number in range(3))
        await visitor.writes(wang, GRIEVANCE)
        await visitor.presses(wang, "提交")
        await expect(bubble(wang, "已受理")).to_be_visible()
        await visitor.lets_a_week_pass()
        await expect(bubble(wang, "张伟")).to_be_visible()
        await visitor.lets_a_week_pass()
        await expect(bubble(office, "红牌")).to_be_visible()
        await visitor.lets_a_week_pass()
        await expect(bubble(office, "已上报")).to_be_visible()
        await expect(bubble(wang, "已上报指挥部领导")).to_be_visible()


async def test_on_a_phone_one_plays_all_three_by_turns(browser: Browser, demo: Demo):
    async with a_page(browser, demo.url, **PHONE) as page:
        visitor = Visitor(page)
        wang, zhang, office = (phone(page, number) for number in range(3))
        await expect(page.locator(".guide-toggle")).to_contain_text(f"0/{STEPS}")
        await visitor.writes(wang, GRIEVANCE)
        await visitor.presses(wang, "提交")
        await expect(bubble(wang, "已受理")).to_be_visible()
        await page.get_by_role("tab", name="张伟").tap()
        await visitor.presses(zhang, "认领")
        await visitor.opens(zhang, "不求人")
        await visitor.presses(zhang, "办结")
        await visitor.writes(zhang, "已到账")
        await expect(bubble(zhang, "已报告办结").last).to_be_visible()
        await visitor.lets_an_hour_pass()
        await page.get_by_role("tab", name="王敏").tap()
        await visitor.presses(wang, "已解决")
        await visitor.presses(wang, "非常满意")
        await expect(bubble(wang, "已销号").first).to_be_visible()
        await page.get_by_role("tab", name="周主任").tap()
        await visitor.writes(office, "/digest")
        await expect(bubble(office, "100.0% (1/1)")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        assert visitor.actions + 3 <= AT_MOST  # and three taps on the tabs


async def test_a_grievance_from_the_group_goes_on_in_private_and_is_printed(browser: Browser, demo: Demo):
    async with a_page(browser, demo.url) as page:
        visitor, wang = Visitor(page), phone(page, 0)
        await visitor.opens(wang, "天元")
        await expect(bubble(wang, "这里是天元区企业群")).to_be_visible()
        await wang.locator(".composer textarea").fill("@")
        await wang.locator(".commands").get_by_role("option", name="@buqiuren_bot").click()
        await visitor.writes(wang, f"{await wang.locator('.composer textarea').input_value()}{GRIEVANCE}")
        await expect(bubble(wang, "此处不显示详情")).to_be_visible()
        await visitor.presses(wang, "私下补充")
        await expect(wang).to_have_attribute("data-chat", str(WANG))
        await expect(bubble(wang, "您在群里说的已经登记")).to_be_visible()
        await visitor.presses(wang, "详情")
        await visitor.presses(wang, "打印记录")
        async with page.expect_popup() as tab:
            await wang.get_by_role("link", name=re.compile("^打开 .+办理记录")).click()
        await expect((await tab.value).get_by_text(GRIEVANCE).first).to_be_visible()
        await expect(page.locator(".guide li[data-done]")).to_have_count(2)


async def test_calls_visits_and_a_meeting_are_written_down(browser: Browser, demo: Demo):
    async with a_page(browser, demo.url) as page:
        visitor = Visitor(page)
        wang, officer, office = (phone(page, number) for number in range(3))
        await visitor.writes(wang, "/ask 出口退税多久到账")
        await expect(bubble(wang, "来源 市税务局")).to_be_visible()

        await visitor.hands(officer, "何静")
        await visitor.writes(officer, "/log")
        await visitor.writes(officer, f"赵师傅 13973312345 {FIRM} 车间电压不稳")
        await visitor.presses(officer, "提交")
        await expect(bubble(officer, "请念给来电人")).to_be_visible()

        await visitor.hands(officer, "罗勇")
        await visitor.writes(officer, "/visit")
        await visitor.presses(officer, "株洲中联轨道配件有限公司")
        await visitor.presses(officer, "今天")
        await officer.get_by_role("button", name="附件").click()
        await page.get_by_role("menuitem", name="位置").click()
        await expect(bubble(officer, "已收到 位置")).to_be_visible()
        await visitor.writes(officer, "看了二号车间")
        await visitor.presses(officer, "没有问题")
        await expect(bubble(officer, "已记下对")).to_be_visible()

        await visitor.writes(office, "/meeting 第16次早餐会 11月20日 曹市长")
        await visitor.writes(office, f"{FIRM}:夜班电压不稳。曹市长答应 12月31日前答复")
        await expect(bubble(office, "第 1 件")).to_be_visible()
        await visitor.presses(office, "念一遍")
        await visitor.presses(office, "全部交办")
        await expect(bubble(office, "领导承诺 1 项")).to_be_visible()
        await expect(page.locator(".guide li[data-done]")).to_have_count(5)


async def test_a_newcomer_who_never_registered_is_asked_two_things_and_files(browser: Browser, demo: Demo):
    async with a_page(browser, demo.url) as page:
        li = phone(page, 0)
        await li.locator(".person-picker").click()
        await li.locator(".person", has_text="李强").click()
        await expect(li).to_have_attribute("data-chat", str(LI))
        await say(li, "厂门口修路三个月了,货车进不来")
        await expect(bubble(li, "企业全称")).to_be_visible()
        await say(li, "株洲强盛机械有限公司")
        await expect(bubble(li, "手机号")).to_be_visible()
        await li.locator(".reply-keyboard button", has_text="发送手机号").click()
        await expect(bubble(li, "请核对")).to_be_visible()
        await li.locator(".inline-keyboard").get_by_role("button", name="提交", exact=True).click()
        await expect(li.locator(".bubble", has_text=re.compile(r"QY-\d{8}-0001 已受理"))).to_be_visible()
        await expect(bubble(li, "统一社会信用代码")).to_be_visible()


async def test_the_page_speaks_english_when_asked(browser: Browser, tmp_path: Path):
    async with a_demo("--lang", "en", folder=tmp_path) as demo, a_page(browser, f"{demo.url}/?lang=en") as page:
        assert "Open http" in demo.said
        await expect(page.locator(".guide h2")).to_have_text("Try it")
        await expect(page.get_by_role("button", name="+1 hour")).to_be_visible()
        await expect(page.locator(".guide li").first).to_contain_text("write 出口退税三个月没到账")
        await expect(phone(page, 0).locator(".person-picker")).to_contain_text("Firms · Dezhi Materials")
