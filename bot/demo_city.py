"""Who lives in the demo's city: people, posts, groups, enterprises, and the list of what to try. Data only."""

from dataclasses import dataclass
from typing import Any

from tickets.terms import Role


@dataclass(frozen=True, slots=True)
class Played:
    """A person to play: Telegram id, name, caption for the picker, posts, and the firm they speak for."""

    id: int
    name: str
    caption: str
    posts: tuple[tuple[Role, str | None], ...] = ()
    firm: str | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise of the city; ``liaison`` is the id of its own liaison officer."""

    name: str
    uscc: str
    region: str
    chain: str
    liaison: int | None = None


FIRMS = (
    Firm("株洲德智新材料有限公司", "91430200MA4L1XQ12D", "tianyuan", "hard_materials"),
    Firm("株洲中联轨道配件有限公司", "914302007121894563", "shifeng", "rail", liaison=205),
    Firm("醴陵华彩陶瓷有限公司", "91430281MA4P7D6T44", "liling", "ceramics"),
)

PEOPLE = (
    Played(101, "王敏", "企业 · 德智新材料", firm="株洲德智新材料有限公司", phone="+8613873300101"),
    Played(102, "李强", "企业 · 还没有登记"),
    Played(103, "刘志强", "企业 · 中联轨道配件", firm="株洲中联轨道配件有限公司", phone="+8613873300103"),
    Played(104, "周彩霞", "企业 · 华彩陶瓷", firm="醴陵华彩陶瓷有限公司", phone="+8613873300104"),
    Played(201, "张伟", "干部 · 市税务局", ((Role.OFFICER, "tax"),)),
    Played(202, "李娜", "干部 · 市税务局", ((Role.OFFICER, "tax"),)),
    Played(203, "陈立新", "负责人 · 市税务局", ((Role.UNIT_LEAD, "tax"),)),
    Played(204, "何静", "干部 · 市供电公司", ((Role.OFFICER, "power"),)),
    Played(205, "罗勇", "干部 · 市供电公司", ((Role.OFFICER, "power"),)),
    Played(206, "谭芳", "干部 · 市金融办", ((Role.OFFICER, "finance"),)),
    Played(207, "彭涛", "干部 · 市金融办", ((Role.OFFICER, "finance"),)),
    Played(208, "邓丽", "干部 · 市人社局", ((Role.OFFICER, "human_resources"),)),
    Played(209, "易军", "干部 · 市交通运输局", ((Role.OFFICER, "transport"),)),
    Played(210, "唐明", "干部 · 醴陵市", ((Role.OFFICER, "liling"),)),
    Played(301, "周主任", "工作办公室", ((Role.OFFICE, None),)),
    Played(302, "文科长", "工作办公室", ((Role.OFFICE, None),)),
    Played(401, "曹市长", "指挥部领导", ((Role.LEADER, None),)),
)

GROUPS = (
    ("tax", "市税务局 · 诉求办理", (203, 201, 202)),
    ("finance", "市金融办 · 诉求办理", (206, 207)),
)
"""(unit, title, members); the first member owns the group."""

GUIDE: list[dict[str, Any]] = [
    {"title": "王敏:写一句「出口退税三个月没到账」,再点「提交」", "when": {"bot_text": "已受理"}},
    {"title": "市税务局群:点「认领」,换个人再点一次试试", "when": {"bot_text": "已由 .+ 认领"}},
    {"title": "张伟的私聊:点「办结」,写一句结果", "when": {"bot_text": "报告办结"}},
    {"title": "点「+1小时」,王敏收到回访", "when": {"bot_text": "问题解决了吗"}},
    {"title": "王敏:点「未解决」,再点「重新办理」", "when": {"bot_text": "第 2 轮"}},
    {"title": "张伟:再「办结」一次;点「+1小时」", "when": {"bot_text": "回访 .*第 2 轮"}},
    {"title": "王敏:点「已解决」「满意」", "when": {"bot_text": "企业确认已解决"}},
    {"title": "周主任:发 /digest,看本周化解率", "when": {"bot_text": "本周回访化解率"}},
]
