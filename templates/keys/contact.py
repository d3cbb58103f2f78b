"""What a contact presses about a ticket, and in its callback."""

from templates.keys.answers import answers
from templates.keys.cards import CANCEL, CANCEL_DRAFT, CONTACT, DETAILS, LEAVE
from templates.rows import Each, K, Row

FORGET = (K("确认删除", "forget", ("=yes",)), K("不删", "forget", ("=no",)))

KEYS: dict[str, tuple[Row, ...]] = {
    **dict.fromkeys(
        ("receipt", "contact_card", "claimed", "handed", "rejected", "resolved", "resolve_undone", "transferred",
         "escalated_for_you", "adjudicated", "handed_outside", "instructed_for_you", "parked_for_you", "resumed_for_you",
         "unreached_for_you", "question_over", "extended", "recategorised", "merged", "split",
         "lead_went_on", "marked_urgent_for_you"), CONTACT
    ),
    "question": (
        (K("无需补充", "nothing_to_add", when="until"), K("补充材料", "add_material", when="until"), DETAILS),
    ),
    "ask_material": ((CANCEL,),),
    "ask_details": ((CANCEL,),),
    "author_welcome": CONTACT,
    "ask_reopen": ((CANCEL,),),
    "ask_contest": ((CANCEL,),),
    "ask_withdraw": (Each("reasons", "withdraw", ("id",), table="reason"), (LEAVE,)),
    "ask_where": (
        Each("talks", "belongs", called="补充到 …{}"), (K("新诉求", "belongs", ("=new",)), CANCEL_DRAFT),
    ),
    "callback": (
        *answers("answer"),
        (
            K("可转办理人", "remark_to", ("callback", "=handler"), when="wants_direction"),
            K("只给办公室", "remark_to", ("callback", "=office_only"), when="wants_direction"),
        ),
        (
            K("重新办理", "rework", ("callback",), when="may_ask_rework"),
            K("跳过", "skip_question", ("callback", "next"), when="next=satisfaction|contacted|remark"),
            K("点错了", "undo_answer", ("callback",), when="solved", unless="is_settled&is_phoned"),
        ),
    ),
    "revisit": (
        (
            K("仍已解决", "revisit", ("revisit", "=holds"), unless="answer&is_over"),
            K("又出现", "revisit", ("revisit", "=came_back"), unless="answer&is_over"),
        ),
    ),
    "ask_policy_question": ((CANCEL_DRAFT,),),
    "policy_answer": (
        (
            K("下一条", "answer_of", ("enquiry", "after_it"), when="has_more"),
            K("全文", "whole_policy", ("enquiry", "place"), when="is_cut"),
            K("有帮助", "helped", ("enquiry", "place"), unless="has_helped"),
        ),
        (K("没有解决,转人工", "hand_on", ("enquiry",), when="may_file"),),
    ),
    "no_policy": ((K("转人工", "hand_on", ("enquiry",), when="may_file"),),),
    "ask_came_back": ((K("跳过", "skip_words"),),),
    "ask_forget": (Each("choices", "details"), FORGET),
}  # fmt: skip
