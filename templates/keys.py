"""Which buttons stand under which notice: one table, read like the screen it makes.

A key shows when its condition holds in the notice's facts; ``move`` conditions come from the access table and the life
cycle, so a button is never offered to who may not press it. ``handlers.press`` packs what is pressed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from templates import labels
from templates.speech import Key


@dataclass(frozen=True, slots=True)
class K:
    """One button. ``args`` are names of facts, or the words themselves after ``=``; the label may name facts in braces.

    All conditions must hold for it to show.
    """

    label: str
    verb: str
    args: tuple[str, ...] = ("id",)
    move: str | None = None
    when: str | None = None
    unless: str | None = None

    def shows(self, facts: Mapping[str, Any]) -> bool:
        """Whether the button belongs under a notice with these facts."""
        if self.move is not None and self.move not in facts.get("moves", ()):
            return False
        if self.when is not None and not _holds(facts, self.when):
            return False
        return self.unless is None or not _holds(facts, self.unless)

    def made(self, facts: Mapping[str, Any]) -> Key:
        """The button with its label and arguments filled in."""
        label = self.label.format_map(facts) if "{" in self.label else self.label
        return Key(label, self.verb, tuple(_value(facts, arg) for arg in self.args))


@dataclass(frozen=True, slots=True)
class Each:
    """A button for every item of a list of (key, label, …) facts, ``width`` to a row."""

    fact: str
    verb: str
    args: tuple[str, ...] = ()
    width: int = 2
    table: str | None = None

    def rows(self, facts: Mapping[str, Any]) -> list[tuple[Key, ...]]:
        """The buttons, in rows."""
        before = tuple(_value(facts, arg) for arg in self.args)
        keys = []
        for item in facts.get(self.fact, ()):
            key, label = (item, labels.TABLES[self.table][item]) if self.table else (item[0], _label(item))
            keys.append(Key(label, self.verb, (*before, key)))
        return _in_rows(keys, self.width)


def _in_rows(keys: list[Key], width: int) -> list[tuple[Key, ...]]:
    """So many to a row; one that would be cut off beside another has a row to itself."""
    rows: list[tuple[Key, ...]] = []
    waiting: list[Key] = []
    for key in keys:
        if len(key.label) > LONG and width > 1:
            rows.append((key,))
            continue
        waiting.append(key)
        if len(waiting) == width:
            rows.append(tuple(waiting))
            waiting = []
    return [*rows, tuple(waiting)] if waiting else rows


def _label(item: Any) -> str:
    return f"{item[1]}({item[2]}件)" if len(item) > 2 else str(item[1])


def _value(facts: Mapping[str, Any], arg: str) -> str | int:
    value: str | int = arg[1:] if arg.startswith("=") else facts[arg]
    return value


def _holds(facts: Mapping[str, Any], condition: str) -> bool:
    name, _, wanted = condition.partition("=")
    value = facts.get(name)
    return str(value) in wanted.split("|") if wanted else bool(value)


LONG = 10
"""Characters of a label that still fit twice into a row, 360 px wide."""
LINKS = {"invited": "接受邀请", "come_to_private": "私下提交"}
"""What the button of a notice's link is called."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Rows that stay folded behind 更多 until somebody asks for them."""

    folded: tuple[tuple[K, ...], ...]

    def rows(self, facts: Mapping[str, Any]) -> list[tuple[Key, ...]]:
        """The rows when unfolded, else the key that unfolds them; nothing when none of them would show."""
        shown = [tuple(key.made(facts) for key in row if key.shows(facts)) for row in self.folded]
        if facts.get("is_unfolded") or not any(shown):
            return shown
        return [(MORE.made(facts),)]


Row = tuple[K, ...] | Each | Rest

MORE = K("更多", "more")

DETAILS, TIMELINE = K("详情", "details"), K("时间线", "timeline")
CANCEL, CANCEL_DRAFT = K("取消", "cancel", ()), K("取消", "cancel", ("draft",))

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
        K("撤销办结", "undo_resolve", move="undo_resolve"),
    ),
    Rest(((K("记录进展", "note", move="note"), K("退回", "return", move="return")), (DETAILS, TIMELINE))),
)

UNIT: tuple[Row, ...] = (
    (K("认领", "claim", move="claim"), K("退回", "return", move="return", when="state=dispatched"), DETAILS),
)
OFFICE: tuple[Row, ...] = (
    (
        K("交办", "dispatch", move="dispatch"),
        K("选单位", "dispatch", ("id", "=choose"), move="dispatch", when="suggested"),
        K("指派", "assign", move="assign"),
        K("认领", "claim", move="claim"),
    ),
    (DETAILS, TIMELINE, K("不予受理", "reject", move="reject")),
)

STAFF: tuple[Row, ...] = (
    (
        K("办结", "resolve", move="resolve"),
        K("撤销办结", "undo_resolve", move="undo_resolve"),
        K("联系企业", "talk", move="message", when="state=in_progress|awaiting_enterprise"),
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
    "ask_firm": ((CANCEL_DRAFT,),),
    "pick_firm": (Each("firms", "firm", width=1), (K("都不是,用我填的名称", "firm", ("=new",)), CANCEL_DRAFT)),
    "ask_reword": ((CANCEL_DRAFT,),),
    "preview": (
        (
            K("问题转办,意见只给办公室", "about", ("draft", "=withheld"), when="asks_about"),
        ),
        (
            K("反映{unit}", "about", ("draft", "=unit", "unit_key"), when="asks_about_unit"),
            K("反映其他单位", "about", ("draft", "=choose"), when="asks_about"),
        ),
        (
            K("不是", "about", ("draft", "=no"), when="asks_about"),
            K("不确定", "about", ("draft", "=unsure"), when="asks_about"),
        ),
        (K("提交", "submit", ("draft",)), K("修改", "reword", ("draft",)), K("补充材料", "add_to_draft", ("draft",))),
        (K("改类别", "recategorise", ("draft",)), K("保密", "confidential", ("draft",), unless="confidential"),
         K("取消保密", "confidential", ("draft",), when="confidential"), CANCEL_DRAFT),
    ),
    "pick_about": (Each("units", "about", ("draft", "=unit")), (K("不确定", "about", ("draft", "=unsure")),)),
    "pick_category": (
        Each("categories", "recategorise", ("draft",), width=3),
        (K("咨询", "recategorise", ("draft", "=consultation")), K("求助", "recategorise", ("draft", "=request")),
         K("建议", "recategorise", ("draft", "=suggestion"))),
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
    ),
    # contact: the ticket
    **dict.fromkeys(
        ("receipt", "contact_card", "claimed", "rejected", "resolved", "resolve_undone", "transferred"), CONTACT
    ),
    "ask_material": ((CANCEL,),),
    "ask_reopen": ((CANCEL,),),
    "ask_withdraw": (Each("reasons", "withdraw", ("id",), table="reason"), (CANCEL,)),
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
    "ask_return": (Each("reasons", "return", ("id",), width=1, table="reason"), (CANCEL,)),
    "ask_note": ((CANCEL,),),
    "ask_resolve": ((CANCEL,),),
    "ask_talk": ((CANCEL,),),
    "resolved_by_you": ((K("撤销办结", "undo_resolve"),),),
    "sent_across": ((K("收回", "take_back", ("outbox",)),),),
    # office
    **dict.fromkeys(("triage", "office_card", "unit_without_officers", "bad_answer"), OFFICE),
    "callback_undeliverable": ((DETAILS,),),
    "details": STAFF,
    "desk": (
        (K("待分办", "page", ("=triage", "=0")), K("待认领", "page", ("=unclaimed", "=0"))),
        (K("待确认联系人", "contacts", ()), K("未送达", "failed", ())),
    ),
    "pick_unit": (Each("units", "dispatch", ("id",)), (CANCEL,)),
    "ask_brief": ((CANCEL,),),
    "ask_why": ((CANCEL,),),
    "pick_officer": (Each("officers", "assign", ("id",)),),
    "ask_reject": (Each("reasons", "reject", ("id",), width=1, table="reason"), (CANCEL,)),
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


def keys_of(kind: str, facts: Mapping[str, Any]) -> tuple[tuple[Key, ...], ...]:
    """The rows of buttons under a notice, empty rows left out."""
    rows: list[tuple[Key, ...]] = []
    for row in KEYS.get(kind, ()):
        if isinstance(row, Each | Rest):
            if isinstance(row, Rest) and rows and not facts.get("is_unfolded"):
                rows[-1] += tuple(key for more in row.rows(facts) for key in more)
            else:
                rows += row.rows(facts)
        else:
            rows.append(tuple(key.made(facts) for key in row if key.shows(facts)))
    if url := facts.get("link"):
        rows.append((Key(LINKS.get(kind, "打开"), url=url),))
    return tuple(row for row in rows if row)
