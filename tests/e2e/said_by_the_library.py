"""Part of a long day in which everything is said: the policy library, asked by a firm and looked after by the office."""

from datetime import date, datetime

from sqlalchemy import Connection

from office.library import shelf
from tests.e2e.playing import groups_of
from tests.e2e.town import Actor
from tickets.library.policies import Entry

LONG = (
    "企业招用毕业年度高校毕业生、登记失业半年以上人员,签订一年以上劳动合同并缴纳社保的,按每人 1000"
    " 元发放一次性补贴,网上提交名册和社保记录,十个工作日内拨付到企业账户。"
)
LIBRARY = (
    Entry("一次性吸纳就业补贴", LONG, source="市人社局", issued_on=date(2026, 1, 20), valid_until=date(2027, 12, 31)),
    Entry("就业见习补贴", LONG.replace("招用", "吸纳见习"), source="市人社局"),
)


def stock(conn: Connection, *, now: datetime) -> None:
    for entry in LIBRARY:
        shelf.put(conn, entry, now=now)


async def the_library(wang: Actor, zhang: Actor, zhou: Actor) -> None:
    """Asked, read, handed on, answered, offered, reworded, let in."""
    town = wang.town
    await town.write(stock, now=town.now())
    await wang.says("/ask")
    await wang.says("招应届毕业生有补贴吗")
    for label in ("全文", "下一条", "有帮助"):
        await wang.presses(label)
    await wang.says("/ask 税控盘量子密钥怎么换")
    await wang.presses("转人工")
    await zhang.presses("认领", chat=groups_of(town)["tax"])
    await zhang.presses("办结", containing="量子密钥")
    await zhang.says("带税控盘到办税服务厅当场更换")
    await zhang.presses("加入政策库")
    await zhou.says("/library")
    await zhou.presses("税控盘量子密钥怎么换")
    await zhou.presses("改标题")
    await zhou.says("税控盘量子密钥更换")
    await zhou.presses("入库")
