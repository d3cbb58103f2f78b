"""The groups' funnel: enquiries answered and problems solved of what came in by groups, apart from everything else. Both engines."""

from office.handling import dispatch, work
from office.intake import mentions
from office.intake.mentions import Written
from office.numbers import digest
from storage import groups
from templates import group_figures
from tests.builders import House

GROUP = -100200


def written(house: House, text: str) -> int:
    """Somebody of the firm writes it in the group, and calls the bot."""
    house.count += 1
    note = Written(GROUP, house.count, house.again(house.wang).telegram_id, "王敏", None, text)
    return int(house.do(mentions.file, note, by=house.again(house.wang)).id)


def funnel(house: House) -> list[str]:
    return group_figures.section(house.do(digest.this_week))


def test_enquiries_and_problems_of_groups_are_counted_apart(house: House) -> None:
    assert [] == funnel(house)
    groups.bind(house.conn, GROUP, "天元制造名城群", region="tianyuan", now=house.now)
    first = written(house, "请问出口退税要多久")
    written(house, "咨询一下退税材料")
    third = written(house, "出口退税三个月没到账")
    for which in (first, third):
        house.do(dispatch.claim, which, by=house.zhang)
        house.do(work.resolve, which, "已到账", by=house.zhang)
    head, *lines = funnel(house)
    assert "“制造名城”监督与服务群 1 个(另列,不与走访相加)" == head
    assert ["50.0% (1/2)", "0.0% (0/1)"] == [line.split("  ")[-1].strip() for line in lines]
