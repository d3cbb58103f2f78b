"""``make pictures``: takes the docs' pictures of a digest and of the board anew, in a headless Chromium, of a week that is the
same every time.
"""

import asyncio
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PIL import Image

from templates import chart, report, screens
from tests.boards import busy
from tests.browser import PHONE, a_browser, a_page
from tests.digests import full, lively
from tests.in_a_chat import a_digest_in_a_chat

IMAGES = Path(__file__).parents[1] / "docs" / "images"
SHOTS = {
    "digest-page.png": ("page.html", {"viewport": {"width": 1000, "height": 1180}}),
    "digest-page-phone.png": ("page.html", PHONE | {"device_scale_factor": 1.5, "color_scheme": "dark"}),
    "digest-chart.png": ("chart.html", {"viewport": {"width": 384, "height": 740}, "device_scale_factor": 1.5}),
    "board.png": ("board.html", {"viewport": {"width": 1920, "height": 1080}, "device_scale_factor": 0.6}),
    "board-phone.png": ("board.html", PHONE | {"device_scale_factor": 1.5}),
}
"""Each picture: of what, and on which screen; as much as the screen shows."""

LONG_PHONE = PHONE | {"viewport": {"width": 360, "height": 1000}, "device_scale_factor": 1.5}
"""On which a message stands whole below the head of the chat page."""

COLOURS = 96
"""Of a picture: enough for the edges of letters, and half the size."""


async def take(folder: Path) -> None:
    facts = lively() | {"published": full()["published"]}
    (folder / "page.html").write_text(report.page(facts, ZoneInfo("Asia/Shanghai")), encoding="utf-8")
    (folder / "chart.png").write_bytes(chart.png(facts))
    (folder / "chart.html").write_text('<body style="margin:0"><img src="chart.png" width="384">', encoding="utf-8")
    board = screens.board(busy(), ZoneInfo("Asia/Shanghai"), until="2026-11-27T02:00:00+00:00")
    (folder / "board.html").write_text(board, encoding="utf-8")
    async with a_browser() as browser, a_digest_in_a_chat(facts, (folder / "chart.png").read_bytes()) as chat:
        async with a_page(browser, chat, **LONG_PHONE) as page:
            await page.locator(".chat-list").get_by_role("button").first.click()
            await page.locator(".bubble img").last.evaluate("image => image.decode()")
            keep(await page.screenshot(), "digest-message-phone.png")
        for name, (source, screen) in SHOTS.items():
            async with a_page(browser, (folder / source).as_uri(), **screen) as page:
                keep(await page.screenshot(), name)


def keep(shot: bytes, name: str) -> None:
    Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS).save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        asyncio.run(take(Path(folder)))
