"""What officers press, and a group."""

from templates.keys.cards import CANCEL, LEAVE, OFFER, OFFICER, PUSHED, SUPPORT, UNIT
from templates.rows import Each, K, Row

KEYS: dict[str, tuple[Row, ...]] = {
    **dict.fromkeys(("officer_card", "assigned", "handed_to_you", "reworked", "reopened"), OFFICER),
    **dict.fromkeys(("material_added", "withdrawn_from_officer", "counted_again", "support_answered"), OFFICER),
    **dict.fromkeys(("parked", "resumed", "merged_into_yours"), OFFICER),
    **dict.fromkeys(("unit_card", "instructed"), UNIT),
    **dict.fromkeys(("reminder", "yellow", "red", "unclaimed", "escalated", "supervised", "urged"), PUSHED),
    **dict.fromkeys(("nothing_added", "unanswered", "answered_to_office", "request_granted", "request_refused"), OFFICER),
    "marked_urgent": PUSHED,
    "support_card": (SUPPORT,),
    "support_reminder": (SUPPORT,),
    **dict.fromkeys(("support_yellow", "support_red"), (SUPPORT, *OFFICER)),
    "pick_support": (Each("units", "ask_support", ("id",)), (LEAVE,)),
    **dict.fromkeys(("ask_support_words", "ask_support_answer", "ask_despite"), ((CANCEL,),)),
    "ask_return": (Each("reasons", "return", ("id",), width=1, table="reason"), (LEAVE,)),
    "ask_late_return": (Each("reasons", "ask_return", ("id",), width=1, table="reason"), (LEAVE,)),
    "ask_return_why": ((CANCEL,),),
    "ask_days": (Each("days", "request_extension", ("id",), width=4, called="{} 天"), (CANCEL,)),
    "ask_extension_why": ((CANCEL,),),
    "ask_complex_why": ((CANCEL,),),
    "question_sent": ((K("存为常用", "keep_reply", ("id", "kept_for"), when="kept_for"),),),
    "ask_question": (Each("replies", "reply", ("id",)), (CANCEL,)),
    "ask_note": ((CANCEL,),),
    "ask_escalate": ((CANCEL,),),
    "ask_hand": (Each("officers", "hand", ("id",)), (K("交回待认领", "vacate"), LEAVE)),
    "ask_hand_note": ((K("不留话", "hand", ("id", "*chosen", "=-")), CANCEL),),
    "ask_resolve": (Each("replies", "reply", ("id",)), (CANCEL,)),
    "check_reply": (
        (K("就用这个", "reply", ("id", "key", "=yes")), K("删掉这条", "reply", ("id", "key", "=forget"), when="is_own"), CANCEL),
    ),
    "ask_talk": ((CANCEL,),),
    "ask_public": ((CANCEL,),),
    "check_public": ((K("发到群里", "post_in_group"), CANCEL),),
    "resolved_by_you": (
        (K("撤销办结", "undo_resolve", move="undo_resolve"), K("存为常用", "keep_reply", ("id", "kept_for"), when="kept_for")),
        (OFFER,),
    ),
    "confirmed": ((OFFER,),),
    "sent_across": (
        (K("收回", "take_back", ("outbox",), unless="is_settled"), K("重启办理", "reopen", when="may_reopen")),
        (K("加入政策库", "offer_policy", ("id", "=message"), when="may_offer", unless="is_taken_back"),),
    ),
}  # fmt: skip
