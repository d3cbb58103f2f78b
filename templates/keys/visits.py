"""What officers press about their visits (联企走访), and about the firms that are theirs to look after."""

from templates.keys.cards import CANCEL_DRAFT
from templates.rows import Each, K, Row, turn

BEFORE, OWN = K("我的走访", "visited", ("=0",)), K("我的联企", "own_firms", ("=0",))
FIRM, DAY = K("改企业", "visit_change", ("draft", "=firm")), K("改日期", "visit_change", ("draft", "=day"))

DONE = K("完成", "firms_done", ("draft",))

KEYS: dict[str, tuple[Row, ...]] = {
    "ask_visit_firm": (Each("firms", "visit_firm", ("draft",), width=1), (BEFORE, OWN, CANCEL_DRAFT)),
    "pick_visit_firm": (
        Each("firms", "visit_firm", ("draft",), width=1),
        (K("都不是,记为新企业", "visit_firm", ("draft", "=new"), when="may_be_new"), CANCEL_DRAFT),
    ),
    "ask_visit_day": (
        (K("今天", "visit_day", ("draft", "=today")), K("昨天", "visit_day", ("draft", "=yesterday"))),
        (FIRM, CANCEL_DRAFT),
    ),
    "ask_visit_again": ((K("再记一次", "visit_again", ("draft",)), DAY), (FIRM, CANCEL_DRAFT)),
    "ask_visit_note": ((K("跳过", "visit_change", ("draft", "=skip")), FIRM, CANCEL_DRAFT),),
    "ask_visit_met": ((K("返回", "visit_change", ("draft", "=back")), CANCEL_DRAFT),),
    "visit_card": (
        (K("全部提交", "visit_done", ("draft",), when="problems"), K("没有问题", "visit_done", ("draft",), unless="problems")),
        Each("drops", "visit_drop", ("draft",), width=3, called="删第 {} 件"),
        (FIRM, DAY, K("改走访情况", "visit_change", ("draft", "=note"))),
        (K("填接待人", "visit_change", ("draft", "=met")), CANCEL_DRAFT),
    ),
    "visit_recorded": ((BEFORE,),),
    "visits": (
        Each("choices", "visit_record", width=1),
        turn("visited"),
    ),
    "visit_record": (
        Each("choices", "details", width=1),
        (K("看照片", "visit_pictures", when="pictures"), K("返回", "visited", ("=0",))),
    ),
    "own_firms": (
        turn("own_firms"),
    ),
    "roster_firms": (
        Each("choices", "roster_firm", ("person_id",), width=1),
        turn("roster_firms", "person_id"),
        (K("加企业", "add_firm", ("person_id",)), K("返回", "roster", ("unit_key", "person_id"))),
    ),
    "roster_firm": (
        (K("撤下", "take_firm", ("person_id", "firm_id")), K("返回", "roster_firms", ("person_id", "=0"))),
    ),
    "ask_roster_firm": ((DONE,),),
    "pick_roster_firm": (Each("firms", "give_firm", ("draft",), width=1), (DONE,)),
    "ask_take_over": ((K("改由{name}联系", "give_firm", ("draft", "firm_id", "=yes")), DONE),),
    **dict.fromkeys(("firm_given", "firm_taken"), ((OWN,),)),
}  # fmt: skip
