"""The keys on a ticket's cards, by who reads them; the folded ones come with 更多."""

from dataclasses import replace

from templates.rows import K, Rest, Row

DETAILS, TIMELINE = K("详情", "details"), K("时间线", "timeline", unless="is_without_timeline")
CANCEL, CANCEL_DRAFT, LEAVE = K("取消", "cancel"), K("取消", "cancel", ("draft",)), K("取消", "leave")

URGE, CONTEST = K("催办", "urge", move="urge"), K("申请复核", "contest", move="contest")
ESCALATE, INSTRUCT, SUPERVISE = (
    K("上报", "escalate", move="escalate"),
    K("批示", "instruct", move="instruct"),
    K("督办", "supervise", move="supervise"),
)
PUBLIC = K("回复到群", "answer_in_group", move="answer_in_group")
FOLLOWERS = K("看并案", "followers", when="followers", unless="is_for_a_leader")
RETURN = (K("退回", "return", move="return"), K("退回", "ask_return", move="ask_return"))
RETURN_OFFERED = tuple(replace(key, when="state=dispatched") for key in RETURN)

OFFER = K(
    "加入政策库", "offer_policy", ("id", "=result"), when="kind=consultation", unless="is_confidential&is_withheld"
)

CONFIDENTIAL = K("保密", "mark_confidential", move="mark_confidential", unless="is_confidential")

CONTACT: tuple[Row, ...] = (
    (
        DETAILS,
        URGE,
        K("联系干部", "talk", move="message", when="officer"),
        K("撤回", "withdraw", move="withdraw"),
        K("重启办理", "reopen", move="reopen"),
    ),
    (CONTEST, K("无需补充", "nothing_to_add", move="nothing_to_add")),
    Rest(((K("补充材料", "add_material", move="add_material", unless="state=closed"), CONFIDENTIAL, TIMELINE),)),
)

STEERING: tuple[tuple[K, ...], ...] = (
    (K("转办", "transfer", move="transfer"), K("挂账", "park", move="park"), K("恢复办理", "resume", move="resume")),
    (SUPERVISE, K("加急", "mark_urgent", move="mark_urgent", unless="is_urgent")),
    (K("并案", "merge", move="merge", unless="followers&is_confidential"), K("拆分", "split", move="split")),
    (K("研判销号", "adjudicate", move="adjudicate"), K("移交销号", "hand_outside", move="hand_outside")),
    (K("改类别", "recategorise", move="recategorise"), K("遮盖", "redact", move="redact")),
)
"""How the office moves a ticket that it need not move."""

BY_OFFICERS: tuple[tuple[K, ...], ...] = (
    (
        K("联系企业", "talk", move="message", when="state=in_progress|awaiting_enterprise|merged"),
        K("记录进展", "note", move="note"),
        K("转同事", "hand", move="hand"),
    ),
    (
        K("申请延期", "request_extension", move="request_extension"),
        K("复杂件", "ask_complex", move="ask_complex"),
        *RETURN,
    ),
    (K("协办", "ask_support", move="ask_support"), ESCALATE, PUBLIC),
    (DETAILS, TIMELINE, FOLLOWERS),
)

OFFICER: tuple[Row, ...] = (
    (
        K("请企业补充", "ask_enterprise", move="ask_enterprise"),
        K("撤销提问", "withdraw_question", move="withdraw_question"),
        K("办结", "resolve", move="resolve"),
        K("撤销办结", "undo_resolve", move="undo_resolve", when="result"),
    ),
    Rest(BY_OFFICERS),
)

SUPPORT: tuple[K, ...] = (
    K("答复协办", "answer_support", move="answer_support", when="is_waited_for"),
    K("详情", "details", when="is_waited_for"),
)

UNIT: tuple[Row, ...] = ((K("认领", "claim", move="claim"), *RETURN_OFFERED, DETAILS),)
OFFICE: tuple[Row, ...] = (
    (
        K("交办", "dispatch", ("id", "suggested_key"), move="dispatch", when="suggested_key"),
        K("选单位", "dispatch", move="dispatch", when="suggested_key"),
        K("交办", "dispatch", move="dispatch", unless="suggested_key"),
        K("指派", "assign", move="assign"),
        K("认领", "claim", move="claim"),
    ),
    (INSTRUCT, DETAILS, TIMELINE, K("不予受理", "reject", move="reject"), K("电话回访", "call", when="may_phone")),
    Rest((*STEERING, (ESCALATE, FOLLOWERS, PUBLIC))),
)

PUSHED: tuple[Row, ...] = (OFFICER[0], OFFICE[0], (INSTRUCT,), Rest((*BY_OFFICERS, *STEERING)))

WHOLE: tuple[Row, ...] = (
    (
        K("联系干部", "talk", move="message", when="officer", unless="is_staff"),
        K("撤回", "withdraw", move="withdraw"),
        K("重启办理", "reopen", move="reopen"),
        K("补充材料", "add_material", move="add_material", unless="is_staff&state=closed"),
        K("无需补充", "nothing_to_add", move="nothing_to_add"),
    ),
    (URGE, CONTEST, INSTRUCT),
    (
        K("请企业补充", "ask_enterprise", move="ask_enterprise"),
        K("撤销提问", "withdraw_question", move="withdraw_question"),
        K("办结", "resolve", move="resolve"),
        K("撤销办结", "undo_resolve", move="undo_resolve", when="result"),
    ),
    (
        K("联系企业", "talk", move="message", when="is_staff&state=in_progress|awaiting_enterprise|merged"),
        K("记录进展", "note", move="note"),
    ),
    (
        K("转同事", "hand", move="hand"),
        K("协办", "ask_support", move="ask_support"),
        K("答复协办", "answer_support", move="answer_support", when="answers_support"),
    ),
    OFFICE[0],
    (
        K("申请延期", "request_extension", move="request_extension"),
        K("复杂件", "ask_complex", move="ask_complex"),
        *RETURN,
    ),
    (
        TIMELINE,
        K("查看记录", "looks", when="may_see_looks"),
        K("不予受理", "reject", move="reject"),
        K("电话回访", "call", when="may_phone"),
    ),
    (ESCALATE, FOLLOWERS, PUBLIC),
    *STEERING,
    (
        K("交办单", "slip", move="transfer"),
        K("打印记录", "record", unless="is_without_timeline"),
        K("打包附件", "archive", when="files"),
    ),
)
