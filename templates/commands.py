"""The command menus: what each slash command is called for people, in the order a menu shows them."""

from collections.abc import Collection

COMMANDS = {
    "new": "提交诉求",
    "mine": "我的诉求",
    "ask": "政策咨询",
    "todo": "我的待办",
    "pool": "待认领",
    "find": "查找工单",
    "visit": "走访记录",
    "log": "代录诉求",
    "leave": "请假与代办",
    "quiet": "免打扰",
    "stats": "办理统计",
    "unit": "本单位",
    "desk": "工作台",
    "triage": "待分办",
    "approvals": "待审批",
    "library": "政策库",
    "callbacks": "电话回访",
    "overdue": "超期督办",
    "escalated": "上报批示",
    "meeting": "会议收集",
    "digest": "周调度",
    "board": "看板",
    "export": "导出台账",
    "invite": "邀请人员",
    "roster": "人员名册",
    "failed": "未送达",
    "profile": "企业信息",
    "forget": "删除我的信息",
    "help": "能做什么",
    "cancel": "放弃填写",
}
EVERYBODY = ("new", "mine", "ask", "profile", "forget", "help", "cancel")
"""The menu before anybody has a role."""

GROUP = {"suqiu": "登记诉求"}
"""The menu in groups."""

GROUPS_ADMINISTRATORS = GROUP | {"bind": "选择这是谁的群"}
"""The menu of who administers a group: whoever brought the bot in says whose group it is."""


SAID_APART = ("help", "cancel", "forget")
"""Commands that a list of what one may do leaves out: it is the answer to one, and says the other in its own words."""


ON_THE_DESK = ("triage", "approvals", "callbacks", "overdue", "escalated", "failed", "board", "export")
"""Commands that open what /desk has a button for: who has a desk finds them there and in the menu."""


def listed(names: Collection[str]) -> list[list[tuple[str, str]]]:
    """What the commands are called, in the menu's order, two to a line."""
    apart = SAID_APART + (ON_THE_DESK if "desk" in names else ())
    shown = [(name, called) for name, called in COMMANDS.items() if name in names and name not in apart]
    return [shown[start : start + 2] for start in range(0, len(shown), 2)]
