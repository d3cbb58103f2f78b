"""The part of the long day that follows Mondays: digests have gone out by themselves, and are read, or not yet."""

from tests.e2e.town import Actor


async def after_mondays(zhou: Actor, cao: Actor) -> None:
    """A leader looks at what lies there and marks it read; the office looks who has."""
    for label in ("全文", "超期清单", "上报事项", "已阅"):
        await cao.presses(label, containing="周调度")
    await cao.presses("下载表格")
    await zhou.says("/desk")
    await zhou.presses("通报阅读", containing="工作台")
