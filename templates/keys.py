"""Which buttons stand under which notice: one table, read like the screen it makes.

A key shows when its condition holds in the notice's facts; ``move`` conditions come from the access table and the life
cycle, so a button is never offered to who may not press it. ``handlers.press`` packs what is pressed.
"""

from collections.abc import Mapping
from typing import Any

from templates.rows import Each, K, Rest, Row
from templates.speech import Key

LINKS = {"invited": "接受邀请", "come_to_private": "私下提交"}
"""What the button of a notice's link is called."""

DETAILS, TIMELINE = K("详情", "details"), K("时间线", "timeline")
CANCEL, CANCEL_DRAFT, LEAVE = K("取消", "cancel"), K("取消", "cancel", ("draft",)), K("取消", "leave")

FIRM_AGAIN = K("重新填", "firm", ("said", "=again"))

CONTACT: tuple[Row, ...] = (
    (
        DETAILS,
        K("联系干部", "talk", move="message", when="officer"),
        K("撤回", "withdraw", move="withdraw"),
        K("重启办理", "reopen", move="reopen"),
    ),
    Rest(((K("补充材料", "add_material", move="add_material", unless="state=closed"), TIMELINE),)),
)

OFFICER: tuple[Row, ...] = (
    (
        K("联系企业", "talk", move="message", when="state=in_progress|awaiting_enterprise"),
        K("办结", "resolve", move="resolve"),
        K("撤销办结", "undo_resolve", move="undo_resolve", when="result"),
    ),
    Rest(((K("记录进展", "note", move="note"), K("退回", "return", move="return")), (DETAILS, TIMELINE))),
)

UNIT: tuple[Row, ...] = (
    (K("认领", "claim", move="claim"), K("退回", "return", move="return", when="state=dispatched"), DETAILS),
)
OFFICE: tuple[Row, ...] = (
    (
        K("交办", "dispatch", move="dispatch"),
        K("选单位", "dispatch", ("id", "=choose"), move="dispatch", when="suggested", unless="may_be_faulted"),
        K("指派", "assign", move="assign"),
        K("认领", "claim", move="claim"),
    ),
    (DETAILS, TIMELINE, K("不予受理", "reject", move="reject")),
)

PUSHED: tuple[Row, ...] = (OFFICER[0], OFFICE[0], OFFICER[1])

WHOLE: tuple[Row, ...] = (
    (
        K("联系干部", "talk", move="message", when="officer", unless="is_staff"),
        K("撤回", "withdraw", move="withdraw"),
        K("重启办理", "reopen", move="reopen"),
        K("补充材料", "add_material", move="add_material", unless="is_staff&state=closed"),
    ),
    (
        K("办结", "resolve", move="resolve"),
        K("撤销办结", "undo_resolve", move="undo_resolve", when="result"),
        K("联系企业", "talk", move="message", when="is_staff&state=in_progress|awaiting_enterprise"),
        K("记录进展", "note", move="note"),
    ),
    OFFICE[0],
    (
        TIMELINE,
        K("退回", "return", move="return"),
        K("不予受理", "reject", move="reject"),
    ),
)

KEYS: dict[str, tuple[Row, ...]] = {
    # contact: the draft
    "ask_text": ((CANCEL_DRAFT,),),
    "ask_firm": ((K("不改了", "keep_firm", ("draft",), when="has_firm"), CANCEL_DRAFT),),
    "pick_firm": (
        Each("firms", "firm", ("said",), width=1),
        (K("都不是,用我填的名称", "firm", ("said", "=new")),),
        (FIRM_AGAIN, CANCEL_DRAFT),
    ),
    "check_firm": (
        (K("是,就用这个", "firm", ("said", "=new")), FIRM_AGAIN),
        (K("补到诉求里", "firm", ("said", "=more"), when="draft"),
         K("这是新诉求", "firm", ("said", "=more"), unless="draft"), CANCEL_DRAFT),
    ),
    "ask_reword": ((CANCEL_DRAFT,),),
    "preview": (
        (
            K("问题转办,意见只给办公室", "about", ("draft", "=withheld"), when="asks_about"),
        ),
        (
            K("反映{meant}", "about", ("draft", "=unit", "meant_key"), when="asks_about_meant"),
            K("反映其他单位", "about", ("draft", "=choose"), when="asks_about"),
        ),
        (
            K("不是", "about", ("draft", "=no"), when="asks_about", unless="kind=complaint"),
            K("不确定", "about", ("draft", "=unsure"), when="asks_about"),
        ),
        (K("提交", "submit", ("draft",)), K("修改", "reword", ("draft",)), K("补充材料", "add_to_draft", ("draft",))),
        (K("改类别", "recategorise", ("draft",)), K("保密", "confidential", ("draft",), unless="confidential"),
         K("取消保密", "confidential", ("draft",), when="confidential"), K("改企业", "change_firm", ("draft",)), CANCEL_DRAFT),
    ),
    "pick_about": (Each("units", "about", ("draft", "=unit")), (K("不确定", "about", ("draft", "=unsure")),)),
    "pick_category": (
        Each("categories", "recategorise", ("draft",), width=3),
        (K("咨询", "recategorise", ("draft", "=consultation")), K("求助", "recategorise", ("draft", "=request")),
         K("投诉", "recategorise", ("draft", "=complaint")), K("建议", "recategorise", ("draft", "=suggestion"))),
    ),
    # contact: the profile
    "ask_uscc": ((K("暂不清楚", "skip", ("=uscc",)), K("跳过", "skip", ("=uscc",))),),
    "uscc_invalid": ((K("仍然使用", "keep_uscc", ()), K("暂不清楚", "skip", ("=uscc",))),),
    "ask_name": ((K("跳过", "skip", ("=name",)),),),
    "ask_region": (Each("places", "place", ("=region",), width=3), (K("跳过", "skip", ("=region",)),)),
    "ask_chain": (Each("places", "place", ("=chain",)), (K("跳过", "skip", ("=chain",)),)),
    "profile": (
        (K("改信用代码", "profile", ("=uscc",)), K("改姓名", "profile", ("=name",))),
        (K("改县市区", "profile", ("=region",)), K("改产业链", "profile", ("=chain",))),
        (K("改企业", "profile", ("=firm",)), K("改手机号", "profile", ("=phone",))),
    ),
    # contact: the ticket
    **dict.fromkeys(
        ("receipt", "contact_card", "claimed", "rejected", "resolved", "resolve_undone", "transferred"), CONTACT
    ),
    "ask_material": ((CANCEL,),),
    "ask_reopen": ((CANCEL,),),
    "ask_withdraw": (Each("reasons", "withdraw", ("id",), table="reason"), (LEAVE,)),
    "ask_where": ((K("补充到 …{tail}", "belongs", ("id",)), K("新诉求", "belongs", ("=new",))), (CANCEL_DRAFT,)),
    "callback": (
        (
            K("已解决", "answer", ("callback", "=solved", "=solved"), when="next=solved"),
            K("部分解决", "answer", ("callback", "=solved", "=partly"), when="next=solved"),
            K("未解决", "answer", ("callback", "=solved", "=unsolved"), when="next=solved"),
        ),
        (
            K("非常满意", "answer", ("callback", "=satisfaction", "=very_satisfied"), when="next=satisfaction"),
            K("满意", "answer", ("callback", "=satisfaction", "=satisfied"), when="next=satisfaction"),
            K("基本满意", "answer", ("callback", "=satisfaction", "=basically_satisfied"), when="next=satisfaction"),
        ),
        (
            K("不满意", "answer", ("callback", "=satisfaction", "=dissatisfied"), when="next=satisfaction"),
            K("非常不满意", "answer", ("callback", "=satisfaction", "=very_dissatisfied"), when="next=satisfaction"),
        ),
        (
            K("已联系", "answer", ("callback", "=contacted", "=contacted"), when="next=contacted"),
            K("未联系", "answer", ("callback", "=contacted", "=not_contacted"), when="next=contacted"),
        ),
        (
            K("可转办理人", "remark_to", ("callback", "=handler"), when="wants_direction"),
            K("只给办公室", "remark_to", ("callback", "=office_only"), when="wants_direction"),
        ),
        (
            K("重新办理", "rework", ("callback",), when="may_ask_rework"),
            K("跳过", "skip_question", ("callback", "next"), when="next=satisfaction|contacted|remark"),
            K("点错了", "undo_answer", ("callback",), when="solved", unless="is_settled"),
        ),
    ),
    # officers
    **dict.fromkeys(("officer_card", "assigned", "reworked", "reopened", "material_added", "withdrawn_from_officer"), OFFICER),
    "unit_card": UNIT,
    **dict.fromkeys(("reminder", "yellow", "red", "unclaimed"), PUSHED),
    "ask_return": (Each("reasons", "return", ("id",), width=1, table="reason"), (LEAVE,)),
    "ask_return_why": ((CANCEL,),),
    "ask_note": ((CANCEL,),),
    "ask_resolve": ((CANCEL,),),
    "ask_talk": ((CANCEL,),),
    "resolved_by_you": ((K("撤销办结", "undo_resolve", move="undo_resolve"),),),
    "sent_across": ((K("收回", "take_back", ("outbox",), unless="is_settled"),),),
    # office
    **dict.fromkeys(("triage", "office_card", "unit_without_officers", "bad_answer"), OFFICE),
    "callback_undeliverable": ((DETAILS,),),
    "details": WHOLE,
    "desk": (
        (K("待分办", "page", ("=triage", "=0")), K("待认领", "page", ("=unclaimed", "=0"))),
        (K("待确认联系人", "contacts", ()), K("未送达", "failed", ())),
    ),
    "pick_unit": (Each("units", "dispatch", ("id",)), (LEAVE,)),
    "ask_brief": ((CANCEL,),),
    "ask_why": ((CANCEL,),),
    "pick_officer": (Each("officers", "assign", ("id",)), (LEAVE,)),
    "ask_reject": (Each("reasons", "reject", ("id",), width=1, table="reason"), (LEAVE,)),
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
    "roster_unit": ((K("返回", "roster", ()),),),
    "pick_group_unit": (Each("units", "bind"),),
    # lists
    "timeline": (
        (
            K("上一页", "timeline", ("id", "before"), when="has_before"),
            K("下一页", "timeline", ("id", "after"), when="has_after"),
        ),
    ),
    "list": (
        Each("choices", "details", width=1),
        (K("上一页", "page", ("list", "before"), when="has_before"), K("下一页", "page", ("list", "after"), when="has_after")),
        (
            K("本企业", "page", ("=firm", "=0"), when="list=mine", unless="is_alone"),
            K("我的", "page", ("=mine", "=0"), when="list=firm"),
        ),
    ),
}  # fmt: skip

WIDEST = 3
"""Keys of four characters that still fit beside each other under a short message, 360 px wide."""


def keys_of(kind: str, facts: Mapping[str, Any]) -> tuple[tuple[Key, ...], ...]:
    """The rows of buttons under a notice, empty rows left out."""
    rows: list[tuple[Key, ...]] = []
    for row in KEYS.get(kind, ()):
        if isinstance(row, Each | Rest):
            if isinstance(row, Rest) and rows and len(rows[-1]) < WIDEST and not facts.get("is_unfolded"):
                rows[-1] += tuple(key for more in row.rows(facts) for key in more)
            else:
                rows += row.rows(facts)
        else:
            rows.append(tuple(key.made(facts) for key in row if key.shows(facts)))
    if url := facts.get("link"):
        rows.append((Key(LINKS.get(kind, "打开"), url=url),))
    return tuple(row for row in rows if row)
