"""Words of grievances that tell little, and what is no name of a place."""

GENERAL = frozenset(
    """
    希望 协调 帮忙 解决 影响 一直 现在 至今 目前 今年 去年 明年 半年 一年 两年 三年 本月 上月 上周 昨晚 每次 经常 老是
    频繁 严重 尽快 提前 通知 正常 两个 三个 两次 三次 四次 几次 四趟 月 多 大 说 要求 开 报 完 交了 没人 还 先 新 厂
    厂里 厂区 车间 项目 材料 资料 系统 申报 压力 损失 生产 员工 工人 职工 订单 设备 钱 园区 工业园 门口 天 次 年 车 人
    时间 客户 业主 单位 部门 窗口 审核 审批 变更 排队 清楚 发现 反映 不了 不来 不到 不上 不能 不够 下来 上来 认定 结果 提交
    """.split()  # noqa: SIM905 - a table of words reads better without a hundred quotes
)
"""Words of nearly every grievance: they weigh little."""

NO_NAMES = frozenset("的里到在门了这那去进过从给希望频个我们厂司外扩是整该和拉")
"""Characters that are in no place's name before 路, 街, 园区."""

NO_ROADS = frozenset("道公铁修马线走电管网专短旁油气水回支后出思末")
"""Characters that make another word with 路."""

NO_PLACES = frozenset({"新建", "在建", "承建", "建了", "建成"})
"""Pairs that stand before 园区 and name none."""
