"""What is pressed about meetings (三会): opening, the items, the list that is read back, what came of it."""

from dataclasses import replace

from templates.people import day_of_year
from templates.rows import Each, K, Row, turn

OPEN, READ, HAND_OUT, PROGRESS = (
    K("看会议", "meeting", ("meeting_id",)),
    K("念一遍", "meeting_read", ("meeting_id", "=0")),
    K("全部交办", "meeting_hand_out", ("meeting_id",), when="is_mine"),
    K("进展", "meeting_report", ("meeting_id", "=0"), when="is_handed_out"),
)


KEYS: dict[str, tuple[Row, ...]] = {
    "meetings": (Each("choices", "meeting", width=1), turn("meetings")),
    "meeting": (
        Each("kinds", "meeting_kind", ("meeting_id",)),
        (
            replace(READ, when="is_open"),
            HAND_OUT,
            PROGRESS,
        ),
        (
            K("改会议", "meeting_mend", ("meeting_id",), when="is_mine"),
            K("结束会议", "meeting_close", ("meeting_id",), when="is_mine"),
            K("接手", "meeting_take_over", ("meeting_id",), when="is_anothers"),
            K("补记", "meeting_reopen", ("meeting_id",), unless="is_open"),
        ),
    ),
    "meeting_item": (
        Each("firms", "item_firm", ("item",), width=1),
        (K("按这个名称登记", "item_firm", ("item", "=new"), when="lacks=firm&firm"),),
        Each("leaders", "item_leader", ("item",), width=3),
        (K("没有人答应", "item_leader", ("item", "=none"), when="lacks=leader"),),
        Each("days", "item_day", ("item",), width=3, says=day_of_year),
        (K("没有定日期", "item_day", ("item", "=none"), when="lacks=day"),),
        (K("改", "item_reword", ("item",), when="is_mine"), K("删", "item_drop", ("item",), when="is_mine"), READ),
    ),
    "ask_meeting_item": ((K("取消", "cancel", ("draft",)),),),
    "ask_meeting_line": ((K("取消", "cancel", ("draft",)),),),
    "meeting_read": (
        Each("choices", "meeting_item", width=3, called="第{}件"),
        turn("meeting_read", "meeting_id"),
        (HAND_OUT, OPEN),
    ),
    "meeting_report": (
        Each("choices", "details", width=1),
        turn("meeting_report", "meeting_id", when="is_offices"),
        (
            K("领导承诺", "meeting_promises", ("meeting_id", "=0"), when="promises&is_offices"),
            replace(OPEN, when="is_offices"),
        ),
    ),
    "meeting_promises": (turn("meeting_promises", "meeting_id"), (PROGRESS, OPEN)),
}
