"""What the office presses to phone those who did not answer a callback, and about what they said."""

from templates.keys.answers import answers
from templates.keys.cards import DETAILS
from templates.rows import K, Row

CALLS, PHONE = K("电话回访", "calls", ()), K("电话回访", "call", when="may_phone")

RECEIPTS = K("告知受理", "receipts", (), when="receipts")

KEYS: dict[str, tuple[Row, ...]] = {
    **dict.fromkeys(("callback_undeliverable", "call_overdue"), ((PHONE, DETAILS),)),
    "calls_wait": ((CALLS,),),
    "calls_done": ((RECEIPTS,),),
    "receipt_call": (
        (
            K("已告知", "receipt", ("id", "=told")),
            K("未接通", "receipt", ("id", "=missed")),
            K("下一位", "receipt", ("id", "=later")),
        ),
    ),
    "receipts_done": ((CALLS,),),
    "remark": ((K("放行", "release", ("callback",), when="may_release"),),),
    "call": (
        *answers("phone"),
        (
            K("未接通", "missed", ("callback",), when="next=solved"),
            K("下一位", "next_call", ("callback",), when="next=solved"),
            RECEIPTS,
        ),
        (
            K("重新办理", "phone_rework", ("callback",), when="may_ask_rework"),
            K("跳过", "phone_skip", ("callback", "next"), when="next=satisfaction|contacted|remark"),
            K("点错了", "phone_undo", ("callback",), when="solved", unless="is_settled"),
        ),
    ),
}  # fmt: skip
