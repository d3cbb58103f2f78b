"""The Chinese names of every fixed term, by its code, and the filters that put them into words."""

from collections.abc import Callable, Mapping

SHARE_PHONE, CANCEL, CHANGE_FIRM, SKIP = "发送手机号", "取消", "改企业", "跳过"
"""The keys below the message box; a key there sends its label as text."""

SPOKEN = "见语音或附件"
"""The words of an instruction that was given without any."""

STATES = {
    "submitted": "待分办",
    "dispatched": "待认领",
    "in_progress": "办理中",
    "awaiting_enterprise": "待企业补充",
    "escalated": "已上报",
    "parked": "挂账",
    "resolved": "待回访",
    "closed": "已销号",
    "withdrawn": "已撤回",
    "rejected": "不予受理",
    "merged": "已并案",
}
KINDS = {"consultation": "咨询", "request": "求助", "complaint": "投诉", "suggestion": "建议"}
UNIT_KINDS = {"department": "市直部门", "county": "县市区", "park": "园区", "office": "办公室"}
SCOPE_KINDS = {"city": "全市", "region": "县市区和园区", "unit": "责任单位", "chain": "产业链", "channel": "渠道"}
CARDS = {"yellow": "黄牌", "red": "红牌"}
NO_REGION = "所在地未登记"
"""The row of what comes from firms whose region nobody told."""

ROLES = {
    "contact": "企业联系人",
    "officer": "联企干部",
    "unit_lead": "单位负责人",
    "office": "工作办公室",
    "leader": "指挥部领导",
}
POSTS = ROLES | {"office": "工作办公室人员"}
"""What somebody is, where ``ROLES`` names the body."""

REASONS = {
    "not_a_grievance": "不属于企业诉求",
    "out_of_jurisdiction": "不属于本市职权范围",
    "in_litigation": "已进入诉讼、仲裁或复议",
    "duplicate": "与已有诉求重复",
    "unreachable_author": "无法联系提交人",
    "not_ours": "不属于本单位职责",
    "lacks_authority": "本单位无权办理",
    "by_mistake": "误提",
    "already_solved": "已解决",
    "overdue": "督办后仍未办结",
    "twice_the_promise": "已用时间超过承诺的两倍",
    "third_round": "两轮办理后企业仍不认可",
    "other": "其他",
}
SOLVED = {"solved": "已解决", "partly": "部分解决", "unsolved": "未解决"}
SATISFACTION = {
    "very_satisfied": "非常满意",
    "satisfied": "满意",
    "basically_satisfied": "基本满意",
    "dissatisfied": "不满意",
    "very_dissatisfied": "非常不满意",
}
CONTACTED = {"contacted": "已联系", "not_contacted": "未联系"}
OUTCOMES = {
    "answered": "已回答",
    "answered_by_phone": "电话回答",
    "no_answer": "未答",
    "undeliverable": "送不到",
}
"""How a callback ended."""
ON_TIME = {"kept": "按期", "missed": "超期", "running": "未到期"}
"""How a ticket stands against its first promise."""
CLOSINGS = {
    "confirmed": "企业确认解决",
    "unreached": "回访未联系上",
    "adjudicated": "研判销号",
    "handed_over": "移交销号",
    "reported": "单位报告办结",
}
EVENTS = {
    "submitted": "受理",
    "receipt_told": "已告知来电人编号和时限",
    "caller_joined": "来电人已用本人手机号进入",
    "dispatched": "交办",
    "promised": "领导承诺",
    "offered_to_unit": "改由全单位认领",
    "yellow_carded": "超期,黄牌督办",
    "red_carded": "超期,红牌督办",
    "transferred": "转办",
    "recategorised": "改类别",
    "recalled": "收回,由办公室重新交办",
    "redacted": "遮盖",
    "erased": "依法删除个人信息",
    "claimed": "认领",
    "assigned": "指派",
    "handed": "转同事办理",
    "vacated": "交回单位待认领",
    "returned": "退回",
    "rejected": "不予受理",
    "escalated": "上报指挥部领导",
    "instructed": "批示",
    "parked": "挂账",
    "resumed": "恢复办理",
    "urged": "企业催办",
    "supervised": "办公室督办",
    "contested": "企业申请复核",
    "enterprise_asked": "请企业补充",
    "answered": "企业补充",
    "nothing_added": "企业答复无需补充",
    "question_withdrawn": "撤销提问",
    "question_ran_out": "企业到期未补充,继续办理",
    "extension_requested": "申请延期",
    "extension_granted": "同意延期",
    "extension_refused": "不同意延期",
    "return_asked": "申请退回",
    "return_refused": "不同意退回",
    "complex_asked": "申请列为复杂件",
    "marked_complex": "列为复杂件",
    "complex_refused": "不同意列为复杂件",
    "noted": "进展",
    "messaged": "留言",
    "taken_back": "收回一条消息",
    "viewed": "查看",
    "material_added": "补充材料",
    "edited": "更正",
    "continued": "续写",
    "resolved": "报告办结",
    "reported": "单位报告办结(导入)",
    "resolve_undone": "撤销办结",
    "callback_sent": "办公室回访",
    "callback_reminded": "再次请企业答复回访",
    "phoned": "电话回访,已接通",
    "phoned_in_vain": "电话回访,未接通",
    "call_overdue": "电话回访逾期,提醒办公室",
    "remarked": "企业回访时说",
    "released": "放行回访意见给办理人",
    "revisit_sent": "回头看",
    "confirmed": "企业确认解决,销号",
    "reworked": "按企业答复重办",
    "reopened": "重启办理",
    "given_up": "回访未联系上,销号",
    "withdrawn": "企业撤回",
    "withdrawn_as_solved": "企业反映已解决,转回访",
    "adjudicated": "研判销号",
    "handed_outside": "移交销号",
    "marked_urgent": "标为加急",
    "marked_confidential": "标为保密",
    "support_asked": "请单位协办",
    "support_answered": "协办答复",
    "support_yellow_carded": "协办超期,黄牌督办",
    "support_red_carded": "协办超期,红牌督办",
    "support_passed_over": "未等协办答复即办结",
    "merged": "并案,与其他企业的同一问题一起办理",
    "split": "拆分,单独办理",
    "followed": "随并案办理",
    "follower_joined": "并入一件",
    "follower_left": "拆出一件",
    "counted_again": "假期安排公布,期限重算",
    "link_opened": "提交人打开群里的链接",
    "firm_named": "提交人登记企业",
    "answered_in_group": "在群里公开答复",
}
NOT_PACKED = "未打包.txt"
"""The list of what found no room in an archive, within it."""

LINE, WHY, LINK = "行号", "原因", "邀请链接"
"""The columns that a file gets that comes back from being brought in."""

HELD_BACK = {"confidential": "保密件,请在工单详情里查看", "complaint": "投诉件,请在工单详情里查看"}
"""Why the words of a ticket are not in a ledger."""

BY_LAW = {"masked": "依法遮盖", "erased": "依法删除"}
"""What became of words for good."""

SPANS = {"two_weeks": "2 周", "month": "1 个月", "two_months": "2 个月"}
"""How long something is to wait."""

LEDGER_SPANS = {
    "this_week": "本周",
    "last_week": "上周",
    "this_month": "本月",
    "last_month": "上月",
    "this_year": "本年",
    "ever": "全部",
}
"""Which days a ledger is of."""

HIDDEN = {"phone": "电话号码", "id_number": "身份证号", "bank_card": "银行卡号", "number": "号码", "words": "个别文字"}
"""What the office has hidden."""

LOOKS = {"find": "查找", "details": "详情", "timeline": "时间线", "call": "电话回访", "api": "接口查询"}
"""What of a confidential ticket was looked at."""

REQUESTS = {"extension": "延期", "return": "退回", "complex": "列为复杂件"}
"""What is asked of the office, as it reads after 申请 and 同意."""

DECISIONS = {"granted": "同意", "refused": "不同意", "dropped": "不用再批"}
POLICIES = {"offered": "待入库", "live": "在用", "retired": "已停用", "declined": "不采用"}
POLICY_DECISIONS = {"live": "已入库", "retired": "已停用", "declined": "不采用"}
"""What who decided on an entry has done, behind their name."""
POLICY_PARTS = {"title": "标题", "questions": "问法", "body": "内容"}
QUESTION_ENDS = {
    "answered": "已补充,继续办理",
    "nothing_added": "已答复无需补充,继续办理",
    "question_withdrawn": "提问已撤销,不用再补充",
    "question_ran_out": "到期没有补充,已继续办理",
    "cancelled": "不用再补充了",
}
LISTS = {
    "mine": "我的诉求",
    "firm": "本企业诉求",
    "pool": "待认领",
    "todo": "我的待办",
    "logged": "我代录的",
    "chain": "本产业链",
    "unit": "本单位在办",
    "triage": "待分办",
    "unclaimed": "待认领",
    "authors": "待找提交人",
}
CONTENTS = {
    "sticker": "表情贴纸",
    "location": "位置",
    "venue": "地点",
    "contact": "名片",
    "poll": "投票",
    "dice": "骰子",
    "game": "游戏",
    "story": "动态",
    "checklist": "清单",
    "live_photo": "实况照片",
    "paid_media": "付费内容",
    "invoice": "账单",
    "giveaway": "抽奖",
}
"""What people send that is neither words nor a file."""
FIELDS = {
    "category": "类别",
    "kind": "类型",
    "region": "县市区/园区",
    "chain": "产业链",
    "channel": "渠道",
    "keyword": "关键词",
    "about_unit": "涉及单位",
}
KEPT = {
    "waiting": "未到期",
    "kept": "已兑现",
    "kept_late": "逾期兑现",
    "broken": "到期未兑现",
    "void": "不再适用",
}
"""How a leader's promise stands."""
USCC_PROBLEMS = {
    "length": "应为 18 位",
    "characters": "只能是数字和大写字母,且不含 I、O、S、V、Z",
    "checksum": "最后一位校验码对不上,可能有一位抄错",
}

TABLES: dict[str, Mapping[str, str]] = {
    "state": STATES,
    "kind": KINDS,
    "role": ROLES,
    "post": POSTS,
    "reason": REASONS,
    "solved": SOLVED,
    "satisfaction": SATISFACTION,
    "contacted": CONTACTED,
    "closing": CLOSINGS,
    "event": EVENTS,
    "request": REQUESTS,
    "hidden": HIDDEN,
    "look": LOOKS,
    "decision": DECISIONS,
    "policy": POLICIES,
    "policy_decision": POLICY_DECISIONS,
    "policy_part": POLICY_PARTS,
    "question_end": QUESTION_ENDS,
    "list": LISTS,
    "content": CONTENTS,
    "field": FIELDS,
    "kept": KEPT,
    "uscc_problem": USCC_PROBLEMS,
    "span": SPANS,
    "ledger_span": LEDGER_SPANS,
    "card": CARDS,
    "scope_kind": SCOPE_KINDS,
}


def _filter(table: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: table[str(code)]


FILTERS = {f"{name}_name": _filter(table) for name, table in TABLES.items()}
"""``{{ state|state_name }}`` and the like; a code without a name is a template error, not an empty word."""
