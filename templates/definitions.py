"""口径说明: what stands above and below the line of each rate, in words; a line of it for each row of ``tickets.rates``.

docs/rates.md carries the same lines.
"""

from collections.abc import Mapping
from typing import Any

from tickets.periods import DUE_BATCH_AGE
from tickets.ranking import MIN_RANKED
from tickets.rates import RATES, REPORTED, SCORED, Definition

ABOVE_AND_BELOW = {
    "resolution": ("已解决", "本期回访结案的工单(每单一次,取最后一次,含未访通)"),
    "due_batch": ("已解决", "首次承诺日落在{age}天前同一时段的全部工单(含挂账、上报、研判销号、移交销号、未访通)"),
    "year_to_date": ("已解决", "1月1日以来受理的工单(含未到期)"),
    "completion": ("其中截止时已报告办结或已销号", "本期受理的工单"),
    "contact": ("答已联系", "答了此题的工单"),
    "solved": ("答已解决", "答了此题的工单"),
    "satisfaction": ("答非常满意 + 满意 + {w:g}×基本满意", "答了此题的工单"),
    "callback": ("企业已答(含电话回访)", "本期结案的回访(按次计)"),
    "band_lower": ("已解决(未访通按未解决)", "本期回访结案的工单"),
    "band_upper": ("已解决 + 未访通", "本期回访结案的工单"),
    "on_time": ("首轮在首次承诺日前报告办结、且未答部分解决或未解决", "首次承诺日落在本期的工单"),
    "on_time_extended": ("按时报告办结、且未答部分解决或未解决", "本期到期的时限(每轮各计,按延期、暂停后的时限)"),
    "claimed_on_time": ("到期前已认领或指派", "本期到期的认领时限"),
    "returned": ("本期退回次数", "本期交办次数"),
    "reworked": ("其中答复要求重办过", "本期回访结案的工单"),
    "first_round": ("其中第1轮即确认", "本期企业确认解决、截止时仍是的工单"),
    "extended": ("其中办结前延过期", "本期报告办结的工单"),
    "paused_days": ("本期内暂停的工作日", "本期内暂停过的工单"),
    "reported": ("单位报告已解决", "导入时自带结果的工单(未经企业回访)"),
}
"""``w`` is what one 基本满意 counts for, ``age`` the days that a due batch lies back."""

SHARED = (
    "已解决 = 截止时已由企业确认销号,且最近一次答复为「已解决」;部分解决、研判销号、移交销号均不算。",
    "不计入(年度、到期批次、办结率) = 申请复核期已过的不予受理(无法联系的仍计入),以及认领前以误提、重复撤回的。",
)
AFTER = (
    "归属 = 注明“按被回访单位计”的归回访时问到的单位,其余归截止时持有工单的单位;合计按件数汇总,不取各单位平均。",
    "环比 = 与上一期比;同比 = 与上年同期比;都按同样的天数比,单位为个百分点。分母为 0 记作 —。",
    f"排名 = 同类单位按本期回访化解率排,同率并列;不足 {MIN_RANKED} 件的只列出,不排名。",
    "无诉求单位 = 本期没有受理、办结、回访结案的单位。超期、上报按截止时的状态列出。",
)


def lines(names: Mapping[str, str], settings: Mapping[str, Any]) -> list[str]:
    """A line for what all rates share, for each rate under its name, for the score, and for what else is shown."""
    weighed = " + ".join(f"{settings[name]:g}×{names[name]}" for name in SCORED)
    return [
        *SHARED,
        *(_line(each, names, settings) for each in (*RATES, REPORTED)),
        f"{names['score']} = {weighed};一项没有则不计",
        *AFTER,
    ]


def _line(each: Definition, names: Mapping[str, str], settings: Mapping[str, Any]) -> str:
    above, below = ABOVE_AND_BELOW[each.name]
    whose = ";按被回访单位计" if each.whose == "asked" else ""
    return f"{names[each.name]} = {above.format(w=settings['basically_satisfied'])} / {below.format(age=DUE_BATCH_AGE)}{whose}"
