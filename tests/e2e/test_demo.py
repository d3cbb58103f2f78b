"""`buqiuren demo` as a command: kept between runs, empty, in English, refused in a sentence, and out of a wheel."""

import asyncio
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load
from bot.demo_seed import opening_moment
from tests.e2e.demo import COMMAND, LI, OFFICE, WANG, ZHANG, a_demo

ROOT = Path(__file__).parents[2]
PARTS = ("bot", "handlers", "office", "tickets", "storage", "templates", "sandbox")
GRIEVANCE = "出口退税三个月没到账"


async def run(*command: str, cwd: Path) -> tuple[int | None, str, str]:
    """The command's exit code and what it said, on standard output and on standard error."""
    process = await asyncio.create_subprocess_exec(*command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said, complained = await process.communicate()
    return process.returncode, said.decode(), complained.decode()


async def test_a_kept_city_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async with a_demo("--db", "city.db", folder=tmp_path) as demo:
        tax = await demo.group("市税务局")
        visitor = (await demo.post("users", first_name="赵新", role="其他 · 新来的人"))["id"]
        await demo.post("send", user=visitor, text="/start")
        await demo.post("send", user=WANG, text=GRIEVANCE)
        await demo.press("提交", "请核对", user=WANG)
        await demo.shown("已受理", user=WANG)
        await demo.press("认领", "认领", user=ZHANG, chat=tax)
        await demo.shown("办理中", user=ZHANG)
        await demo.post("clock", jump="1wd")
        before = (await demo.get("clock"))["now"]
    async with a_demo("--db", "city.db", folder=tmp_path) as demo:
        assert await demo.group("市税务局") == tax
        assert (await demo.get("clock"))["now"] > before
        assert visitor in {user["id"] for user in await demo.get("users")}
        await demo.shown("张伟 办理中", user=ZHANG, chat=tax)
        await demo.press("办结", GRIEVANCE, user=ZHANG)
        await demo.shown("办理结果", user=ZHANG)
        await demo.post("send", user=ZHANG, text="已到账")
        await demo.shown("报告办结", user=WANG)
        await demo.post("send", user=WANG, text="变压器要增容")
        await demo.press("提交", "变压器要增容", user=WANG)
        await demo.shown("已受理", user=WANG)


async def test_a_city_can_start_without_enterprises(tmp_path: Path) -> None:
    async with a_demo("--empty", folder=tmp_path) as demo:
        await demo.post("send", user=WANG, text=GRIEVANCE)
        await demo.shown("企业全称", user=WANG)
        await demo.post("send", user=OFFICE, text="/desk")
        await demo.shown("工作台", user=OFFICE)


async def test_who_never_registered_is_a_stranger_in_the_full_city_too(tmp_path: Path) -> None:
    async with a_demo(folder=tmp_path) as demo:
        await demo.post("send", user=LI, text="厂门口修路三个月了")
        await demo.shown("企业全称", user=LI)


async def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    async with a_demo(folder=tmp_path) as demo:
        port = demo.url.rpartition(":")[2]
        code, said, complained = await run(COMMAND, "demo", "--port", port, cwd=tmp_path)
    assert (1, "") == (code, said)
    assert f"Port {port} is taken. Name another with --port, or 0 for any free one.\n" == complained


async def test_a_wheel_holds_all_the_demo_needs(tmp_path: Path) -> None:
    source, wheel, installed = (tmp_path / name for name in ("source", "wheel", "installed"))
    for name in PARTS:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "config.example.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    wheel.mkdir()
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    code, _, complained = await run(sys.executable, "-c", build, str(wheel), cwd=source)
    assert code == 0, complained
    with zipfile.ZipFile(next(wheel.glob("*.whl"))) as packed:
        packed.extractall(installed)
    assert (installed / "bot" / "city.toml").read_bytes() == (ROOT / "config.example.toml").read_bytes()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = (sys.executable, "-c", "import bot.cli; print(bot.__file__, flush=True); bot.cli.main()")
    async with a_demo(folder=elsewhere, command=command, **environment) as demo:
        await demo.post("send", user=WANG, text=GRIEVANCE)
        await demo.shown("请核对", user=WANG)
        assert str(installed) in demo.said
    assert [] == list(elsewhere.iterdir())


@pytest.mark.parametrize(
    ("now", "stopped_at", "expected"),
    [
        ("2026-11-20 08:00", None, "2026-11-20 09:30"),  # a Friday, before work
        ("2026-11-20 10:00", None, "2026-11-23 09:30"),  # half past nine is over: Monday
        ("2026-11-21 08:00", None, "2026-11-23 09:30"),  # a Saturday
        ("2026-11-20 08:00", "2026-11-20 09:00", "2026-11-20 09:30"),
        ("2026-11-20 08:00", "2026-11-24 15:00", "2026-11-24 15:01"),  # jumped ahead last time
        ("2026-11-20 08:00", "2026-11-27 19:00", "2026-11-30 09:30"),  # and stopped after work
    ],
)
def test_the_clock_starts_in_business_hours_and_never_goes_back(
    now: str, stopped_at: str | None, expected: str
) -> None:
    calendar = load(ROOT / "config.example.toml", {}).city.calendar

    def moment(words: str) -> datetime:
        return datetime.fromisoformat(words).replace(tzinfo=calendar.zone).astimezone(UTC)

    began = opening_moment(calendar, moment(now), moment(stopped_at) if stopped_at else None)
    assert moment(expected) == began
