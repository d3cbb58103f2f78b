"""The keys on a ticket's cards, by who reads them; the folded ones come with 更多."""

from templates.rows import K, Rest, Row

DETAILS, TIMELINE = K("详情", "details"), K("时间线", "timeline")
CANCEL, CANCEL_DRAFT, LEAVE = K("取消", "cancel"), K("取消", "cancel", ("draft",)), K("取消", "leave")

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
    Rest(
        (
            (K("记录进展", "note", move="note"), K("转同事", "hand", move="hand"), K("退回", "return", move="return")),
            (DETAILS, TIMELINE),
        )
    ),
)

UNIT: tuple[Row, ...] = (
    (K("认领", "claim", move="claim"), K("退回", "return", move="return", when="state=dispatched"), DETAILS),
)
OFFICE: tuple[Row, ...] = (
    (
        K("交办", "dispatch", ("id", "suggested_key"), move="dispatch", when="suggested_key"),
        K("选单位", "dispatch", move="dispatch", when="suggested_key"),
        K("交办", "dispatch", move="dispatch", unless="suggested_key"),
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
    (K("转同事", "hand", move="hand"),),
    OFFICE[0],
    (
        TIMELINE,
        K("退回", "return", move="return"),
        K("不予受理", "reject", move="reject"),
    ),
)
