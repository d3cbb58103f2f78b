"""What stands above the unit: what was handed up and its instruction, what is overdue and its supervision."""

from templates.keys.cards import CANCEL, LEAVE
from templates.rows import Each, K, Row

CANCEL_ALL = K("取消", "cancel", ())

KEYS: dict[str, tuple[Row, ...]] = {
    "escalated_list": (
        Each("choices", "details", width=1),
        (K("上一页", "escalated", ("before",), when="has_before"), K("下一页", "escalated", ("after",), when="has_after")),
    ),
    "overdue_list": (
        Each("choices", "details"),
        (
            K("督办全部", "supervise_all", (), when="may_supervise"),
            K("逐件查看", "overdue", ("page", "=each"), when="may_be_looked_at"),
        ),
        (K("上一页", "overdue", ("before",), when="has_before"), K("下一页", "overdue", ("after",), when="has_after")),
    ),
    "ask_supervise_all": ((CANCEL_ALL,),),
    "pick_instruct_unit": (Each("units", "instruct", ("id",)), (LEAVE,)),
    "ask_instruct_day": (Each("days", "instruct", ("id", "*chosen"), width=3), (CANCEL,)),
    "ask_instruction": ((CANCEL,),),
    "pick_replied_unit": (Each("units", "instruct_unit", ("id",)), (CANCEL,)),
    "ask_replied_day": (Each("days", "instruct_day", ("id",), width=3), (CANCEL,)),
    "check_instruction": (
        (K("批示", "instruct_now"), K("换单位", "instruct_unit"), K("改日期", "instruct_day")),
        (CANCEL,),
    ),
}  # fmt: skip
