"""What the office presses: its cards, its desk, its people."""

from templates.keys.cards import CANCEL, CANCEL_DRAFT, DETAILS, LEAVE, OFFICE, WHOLE
from templates.keys.contact import FORGET
from templates.keys.phone import CALLS
from templates.rows import Each, K, Row, turn

DECISIONS = tuple(
    (
        K("同意", grant, ("id", "request"), when=f"what={what}", unless="decision"),
        K("不同意", refuse, ("id", "request"), when=f"what={what}", unless="decision"),
    )
    for what, grant, refuse in (
        ("extension", "grant_extension", "refuse_extension"),
        ("return", "consent_return", "refuse_return"),
        ("complex", "mark_complex", "refuse_complex"),
    )
)
"""What the office says to each kind of request."""

KINDS = (
    K("咨询", "recategorise", ("id", "=consultation")),
    K("求助", "recategorise", ("id", "=request")),
    K("投诉", "recategorise", ("id", "=complaint")),
    K("建议", "recategorise", ("id", "=suggestion")),
)

KEYS: dict[str, tuple[Row, ...]] = {
    **dict.fromkeys(("triage", "office_card", "bad_answer", "contested", "not_instructed"), OFFICE),
    "unit_without_officers": ((K("交办单", "slip"), K("代单位办理", "keep_for_unit", move="assign")), *OFFICE),
    "details": WHOLE,
    "desk": (
        (K("待分办", "page", ("=triage", "=0")), K("待审批", "approvals", ()), K("待认领", "page", ("=unclaimed", "=0"))),
        (CALLS, K("超期", "overdue", ("=0",)), K("上报", "escalated", ("=0",))),
        (K("待确认联系人", "contacts", ()), K("待找提交人", "page", ("=authors", "=0"))),
        (K("未送达", "failed", ()), K("政策库", "library", ("=offered", "=0"))),
        (K("看板", "board", ()), K("通报阅读", "digest_readers", ())),
    ),
    "digest_readers": ((K("全文", "whole_digest", ("digest",)),),),
    "pick_unit": (Each("units", "dispatch", ("id",)), (LEAVE,)),
    "destination_lost": ((K("未送达", "failed", ()),),),
    "ask_brief": ((CANCEL,),),
    "ask_why": ((CANCEL,),),
    "pick_officer": (Each("officers", "assign", ("id",)), (LEAVE,)),
    "ask_reject": (Each("reasons", "reject", ("id",), width=1, table="reason"), (LEAVE,)),
    "ask_category": (Each("categories", "recategorise", ("id",), width=3), KINDS, (LEAVE,)),
    "ask_complained_about": (
        Each("units", "recategorise", ("id", "=complaint")),
        (K("不确定", "recategorise", ("id", "=complaint", "=unsure")), LEAVE),
    ),
    "ask_sight": (
        (K("仍不给该单位看", "recategorise", ("id", "*chosen", "=keep_out")),),
        (K("可以给该单位看", "recategorise", ("id", "*chosen", "=let_see")), LEAVE),
    ),
    "ask_redact": (Each("found", "redact", ("id",)), (CANCEL,)),
    "check_redact": ((K("确认遮盖", "redact_now"), CANCEL),),
    "ask_forget_why": ((K("取消", "cancel", ()),),),
    "check_forget": (FORGET,),
    "pick_transfer_unit": (Each("units", "transfer", ("id",)), (LEAVE,)),
    **dict.fromkeys(("ask_transfer", "ask_park", "ask_supervise", "ask_adjudicate", "ask_hand_outside"), ((CANCEL,),)),
    "ask_review": (Each("days", "park", ("id",), width=3, table="span"), (CANCEL,)),
    "ask_outside": ((CANCEL,),),
    "pick_lead": (Each("leads", "merge", ("id",), width=1), (CANCEL,)),
    "request": (*DECISIONS, (DETAILS,)),
    "ask_refusal": ((CANCEL,),),
    "confirm_contact": (
        (
            K("同意", "confirm_contact", ("firm_id", "person_id", "=yes")),
            K("不同意", "confirm_contact", ("firm_id", "person_id", "=no")),
        ),
    ),
    "invite_role": (
        (K("联企干部", "invite", ("=officer",)), K("单位负责人", "invite", ("=unit_lead",))),
        (K("工作办公室", "invite", ("=office",)), K("指挥部领导", "invite", ("=leader",))),
    ),
    "invite_unit": (Each("units", "invite", ("role",)),),
    "roster": (Each("choices", "roster"),),
    "roster_unit": (Each("choices", "roster", ("unit_key",)), (K("返回", "roster", ()),)),
    "roster_person": (
        (K("所联企业", "roster_firms", ("person_id", "=0")), K("移除", "remove", ("unit_key", "person_id"), when="may_remove")),
        (K("返回", "roster", ("unit_key",)),),
    ),
    "ask_remove": ((K("确认移除", "remove", ("unit_key", "person_id", "=yes")), K("返回", "roster", ("unit_key",))),),
    "pick_group": (
        (K("单位工作群", "bind", ("=unit",)),),
        (K("县市区企业群", "bind", ("=region",)), K("产业链企业群", "bind", ("=chain",))),
    ),
    "pick_group_of": (Each("places", "bind", ("what",)),),
    "author_missing": OFFICE,
    "library": (
        Each("choices", "policy", width=1),
        turn("library", "state"),
        (
            K("待入库", "library", ("=offered", "=0"), unless="state=offered"),
            K("在用", "library", ("=live", "=0"), unless="state=live"),
            K("已停用", "library", ("=retired", "=0"), unless="state=retired"),
        ),
    ),
    "policy_card": (
        (
            K("入库", "decide_policy", ("policy", "=live"), when="state=offered"),
            K("不采用", "decide_policy", ("policy", "=declined"), when="state=offered"),
            K("停用", "decide_policy", ("policy", "=retired"), when="state=live"),
            K("恢复", "decide_policy", ("policy", "=live"), when="state=retired"),
        ),
        (
            K("改标题", "reword_policy", ("policy", "=title"), unless="state=declined"),
            K("改问法", "reword_policy", ("policy", "=questions"), unless="state=declined"),
            K("改内容", "reword_policy", ("policy", "=body"), unless="state=declined"),
        ),
    ),
    "ask_policy_words": ((CANCEL_DRAFT,),),
}  # fmt: skip
