"""What words do in the policy library: which say nothing of a subject, and which are said for the same thing."""

EMPTY = frozenset(
    """
    的 了 吗 呢 吧 啊 呀 嘛 么 是 有 没有 有没有 要 不要 要不要 能 不能 能不能 可以 可不可以 会 想 想要 请问 请
    问 我 我们 你 你们 您 他 他们 它 这 那 这个 那个 这些 那些 哪 哪里 哪个 哪些 谁 什么 怎么 怎样 怎么办 如何 为什么
    多少 几 几个 多久 多长 什么时候 时候 在 到 从 对 把 被 给 和 与 或 或者 及 以及 等 个 一 一个 一下 一点
    一些 些 就 都 还 还是 也 又 再 才 很 太 好 不 没 去 来 上 下 里 中 后 前 于 为 以
    之 其 由 向 按 如果 因为 所以 但是 可是 而 并 且 得 地 着 过 将 须 应 该 只 已 已经 听说 知道
    告诉 咨询 麻烦 谢谢 你好 您好 老是 公司 企业 单位 我司 政府 市里 办 办理 申请 需要 进行 相关 有关 情况 问题 事情 东西
    """.split()  # noqa: SIM905 - a table of words reads better without a hundred quotes
)
"""Words that nearly every question or nearly every entry has."""

GROUPS = (
    "补贴 补助 奖励 扶持 资助 奖 奖金 补 贴",
    "贴息 利息 息",
    "钱 资金 费用 款",
    "减免 优惠 便宜 免征 减征 少交 减半",
    "处罚 罚款 罚",
    "执照 营业执照",
    "法定代表人 法人 老板",
    "不动产 房产证 产权证 房产",
    "施工许可 施工证 开工证",
    "子女 小孩 孩子",
    "入学 上学 读书 学校 小学 中学",
    "通知 打招呼 告知",
    "污染 雾霾 重污染",
    "废油 机油 废机油 危险废物 废物 危废",
    "展会 展览 参展 展销",
    "境外 国外 海外",
    "出口 外贸",
    "外国人 外国 老外 外籍",
    "人才 专家",
    "拖欠 欠 欠款 欠薪",
    "账款 货款 工程款 欠账",
    "裁员 裁人",
    "失业保险 失业险",
    "招聘 招人 招工 缺工 招用 招",
    "毕业生 应届 应届生 大学生",
    "开办 注册 设立 新办",
    "注销 关门",
    "设备 机器 机械",
    "数字化 软件 云服务 erp",
    "光伏 太阳能",
    "名录 名单",
    "抵押 质押 押",
    "续贷 转贷",
    "证书 证 资格证",
    "检查 查",
    "高校 大学 院校",
    "首台 第一台",
    "留抵 进项 销项",
    "工作 上班",
    "检验 检测 检定 年检",
    "投标 招标 招投标",
    "规模以上 规上",
    "高新技术 高企",
    "社保 社会保险",
    "上市 挂牌",
    "改造 技改",
    "停产 限产",
    "电费 电价",
    "撤销 撤掉 消除 移出",
    "变更 改 更改 换 更换",
    "工伤 受伤 伤害",
    "员工 职工 工人",
)
"""What is said for the same thing: the first stands for all of them, in what is asked and in what is looked through."""

ALIKE = {word: words[0] for words in (group.split() for group in GROUPS) for word in words}
"""Each word of a group, and the one that stands for it."""
