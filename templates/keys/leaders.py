"""What stands above the unit: what was handed up and its instruction, what is overdue and its supervision."""

from templates.keys.cards import CANCEL, LEAVE
from templates.rows import Each, K, Row, turn

CANCEL_ALL = K("取消", "cancel", ())

OPENINGS = (K("打开记录", "openings", (), when="may_see_openings"),)
WHOLE, READ = K("全文", "whole_digest", ("digest",)), K("已阅", "read_digest", ("digest",), unless="is_read")

OF_PART = ("scope_kind", "scope_key")

BEHIND = (
    K("受理的", "behind", ("digest", "=accepted", "=0"), when="may_see_lists"),
    K("未化解的", "behind", ("digest", "=resolution.missed", "=0"), when="may_see_lists"),
    K("未按期的", "behind", ("digest", "=on_time_extended.missed", "=0"), when="may_see_lists"),
)
"""The tickets behind the numbers that are asked about most; the page has those behind all of them."""

KEYS: dict[str, tuple[Row, ...]] = {
    "digest": (
        (
            K("上一期", "digest_of", ("period_kind", "before_day", *OF_PART)),
            K("下一期", "digest_of", ("period_kind", "after_day", *OF_PART), when="has_after"),
            K("换范围", "digest_scopes", ("period_kind", "day", "=")),
        ),
        (
            K("周调度", "digest_of", ("=week", "day", *OF_PART), unless="period_kind=week"),
            K("月通报", "digest_of", ("=month", "day", *OF_PART), unless="period_kind=month"),
            K("季讲评", "digest_of", ("=quarter", "day", *OF_PART), unless="period_kind=quarter"),
            K("年考核", "digest_of", ("=year", "day", *OF_PART), unless="period_kind=year"),
        ),
        (K("全文", "whole_digest", ("digest",), when="digest"),),
    ),
    "pick_digest_scope": (
        (K("全市", "digest_of", ("period_kind", "day", "=city", "=")),),
        Each("parts", "digest_scopes", ("period_kind", "day"), table="scope_kind"),
        Each("scopes", "digest_of", ("period_kind", "day", "part")),
    ),
    "published": (
        (WHOLE, K("超期清单", "digest_overdue", ("digest", "=0"))),
        (K("上报事项", "digest_escalated", ("digest", "=0")), READ),
    ),
    **dict.fromkeys(("digest_link", "digest_page"), (BEHIND, (K("下载表格", "digest_workbook", ("digest",)),))),
    "digest_behind": (Each("choices", "details", width=1), turn("behind", "digest", "figure")),
    "digest_unread": ((WHOLE, READ),),
    "digest_overdue": (turn("digest_overdue", "digest"), (K("现在的超期", "overdue", ("=0",)),)),
    "digest_escalated": (turn("digest_escalated", "digest"), (K("现在的上报", "escalated", ("=0",)),)),
    "escalated_list": (
        Each("choices", "details", width=1),
        turn("escalated"),
    ),
    "overdue_list": (
        Each("choices", "details"),
        (
            K("督办全部", "supervise_all", (), when="may_supervise"),
            K("逐件查看", "overdue", ("page", "=each"), when="may_be_looked_at"),
        ),
        turn("overdue"),
    ),
    "board": (OPENINGS,),
    "board_unserved": (OPENINGS,),
    "openings": (turn("openings"),),
    "ask_supervise_all": ((CANCEL_ALL,),),
    "pick_instruct_unit": (Each("units", "instruct", ("id",)), (LEAVE,)),
    "ask_instruct_day": (Each("days", "instruct", ("id", "*chosen"), width=3, called="{} 个工作日"), (CANCEL,)),
    "ask_instruction": ((CANCEL,),),
    "pick_replied_unit": (Each("units", "instruct_unit", ("id",)), (CANCEL,)),
    "ask_replied_day": (Each("days", "instruct_day", ("id",), width=3, called="{} 个工作日"), (CANCEL,)),
    "check_instruction": (
        (K("批示", "instruct_now"), K("换单位", "instruct_unit"), K("改日期", "instruct_day")),
        (CANCEL,),
    ),
}  # fmt: skip
