"""热点 over HTTP: the office finds it at its desk and merges what several enterprises have in common."""

from tests.e2e.test_merged import FIRST, THIRD, Scene
from tests.e2e.watch import a_watched_town


async def test_a_hot_spot_is_merged_from_the_desk(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        scene = await Scene(town).settle()
        zhou = scene.zhou
        await zhou.says("/desk")
        await zhou.presses("热点")
        assert "热点 1/1 · 出口退税" in zhou.last()
        assert "2 家企业 2 件" in zhou.last()
        await zhou.presses("并案", containing="热点 1/1")
        assert f"{FIRST} 作主件(最早受理)" in zhou.last()
        message, data = zhou.find(THIRD)
        assert f"已并入 {FIRST}" == await zhou.presses_data(data, message=message)
        assert "没有可以再并入的了" in zhou.last()
        assert f"并入 {FIRST}" in await zhou.presses_data(data, message=message)
        assert "一起办理" in scene.liu.last()
        await zhou.presses("返回")
        assert "并案" not in zhou.labels()
        assert "不能使用" in await scene.zhang.presses_data("hot:w20261116:0")
