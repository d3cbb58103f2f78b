"""Who lives in the demo's city: people, posts, groups, enterprises, and the list of what to try. Data only."""

from dataclasses import dataclass
from typing import Any

from tickets.terms import Role

LANGUAGES = ("zh", "en")
TITLE = {"zh": "株洲市", "en": "Zhuzhou"}
VISITOR = {"zh": "其他 · 以前来过的人", "en": "Others · came before"}


@dataclass(frozen=True, slots=True)
class Played:
    """A person to play: Telegram id, name, captions for the picker (zh, en), posts, and the firm they speak for."""

    id: int
    name: str
    captions: tuple[str, str]
    posts: tuple[tuple[Role, str | None], ...] = ()
    firm: str | None = None
    phone: str = ""

    @property
    def caption(self) -> dict[str, str]:
        """By language."""
        return dict(zip(LANGUAGES, self.captions, strict=True))


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
    Played(101, "王敏", ("企业 · 德智新材料", "Firms · Dezhi Materials"), firm=FIRMS[0].name, phone="+8613873300101"),
    Played(102, "李强", ("企业 · 还没有登记", "Firms · not registered yet"), phone="+8613873300102"),
    Played(
        103, "刘志强", ("企业 · 中联轨道配件", "Firms · Zhonglian Rail"), firm=FIRMS[1].name, phone="+8613873300103"
    ),
    Played(104, "周彩霞", ("企业 · 华彩陶瓷", "Firms · Huacai Ceramics"), firm=FIRMS[2].name, phone="+8613873300104"),
    Played(201, "张伟", ("干部 · 市税务局", "Officers · Tax Bureau"), ((Role.OFFICER, "tax"),)),
    Played(202, "李娜", ("干部 · 市税务局", "Officers · Tax Bureau"), ((Role.OFFICER, "tax"),)),
    Played(203, "陈立新", ("负责人 · 市税务局", "Unit leads · Tax Bureau"), ((Role.UNIT_LEAD, "tax"),)),
    Played(204, "何静", ("干部 · 市供电公司", "Officers · Power Company"), ((Role.OFFICER, "power"),)),
    Played(205, "罗勇", ("干部 · 市供电公司", "Officers · Power Company"), ((Role.OFFICER, "power"),)),
    Played(206, "谭芳", ("干部 · 市金融办", "Officers · Finance Office"), ((Role.OFFICER, "finance"),)),
    Played(207, "彭涛", ("干部 · 市金融办", "Officers · Finance Office"), ((Role.OFFICER, "finance"),)),
    Played(208, "邓丽", ("干部 · 市人社局", "Officers · Human Resources"), ((Role.OFFICER, "human_resources"),)),
    Played(209, "易军", ("干部 · 市交通运输局", "Officers · Transport Bureau"), ((Role.OFFICER, "transport"),)),
    Played(210, "唐明", ("干部 · 醴陵市", "Officers · Liling"), ((Role.OFFICER, "liling"),)),
    Played(
        211, "肖云", ("干部 · 轨道交通产业链办公室", "Officers · Rail Chain Office"), ((Role.OFFICER, "rail_office"),)
    ),
    Played(301, "周主任", ("办公室 · 工作办公室", "Office · the working office"), ((Role.OFFICE, None),)),
    Played(302, "文科长", ("办公室 · 工作办公室", "Office · the working office"), ((Role.OFFICE, None),)),
    Played(401, "曹市长", ("领导 · 指挥部", "Leaders · the command"), ((Role.LEADER, None),)),
)

GROUPS = (
    ("tax", "市税务局 · 诉求办理", (203, 201, 202)),
    ("finance", "市金融办 · 诉求办理", (206, 207)),
)
"""(unit, title, members); the first member owns the group."""

ENTERPRISE_GROUPS = (("region", "tianyuan", "天元“制造名城”监督与服务群", (301, 101, 102)),)
"""(region or chain, which, title, members): groups of enterprises; nobody in it need have met the bot."""

STEPS = (
    (
        "王敏:写一句「出口退税三个月没到账」,点「提交」",
        "王敏 (a firm): write 出口退税三个月没到账 (“our export tax refund is three months late”), press 提交",
        {"pressed": "^提交$"},
    ),
    (
        "张伟:在税务局群里点「认领」",
        "张伟 (an officer), in the tax bureau's group: press 认领 (claim)",
        {"pressed": "^认领$"},
    ),
    (
        "张伟:到私聊点「办结」,写一句结果",
        "张伟, in his private chat: press 办结 (resolve), write the result",
        {"bot_text": "报告办结"},
    ),
    (
        "上方点「+1小时」,王敏收到回访",
        "Press +1 hour above: the office asks 王敏 whether it is solved",
        {"bot_text": "问题解决了吗"},
    ),
    (
        "王敏:点「未解决」,再点「重新办理」",
        "王敏: press 未解决 (not solved), then 重新办理 (back to work)",
        {"bot_text": "第 2 轮"},
    ),
    (
        "张伟:再办结一次,然后点「+1小时」",
        "张伟: resolve it again, then +1 hour",
        {"bot_text": "回访 · .+第 2 轮"},
    ),
    ("王敏:点「已解决」「满意」", "王敏: press 已解决 (solved), 满意 (satisfied)", {"bot_text": "谢谢.+已销号"}),
    (
        "周主任:发 /digest,看本周化解率",
        "周主任 (the office): send /digest for this week's resolution rate",
        {"bot_text": "本周未完"},
    ),
    (
        "王敏:再发一条,谁也不办,接着点「+1周」:黄牌、红牌、上报",
        "王敏: file another; nobody works on it; keep pressing +1 week: yellow card, red card, handed up",
        {"bot_text": "已上报指挥部领导"},
    ),
    (
        "曹市长:回复上报的消息「请市税务局10个工作日内办结」,选日期,点「批示」",
        "曹市长 (a leader): reply to what was handed up, choose a day, press 批示 (instruct)",
        {"bot_text": "领导已批示"},
    ),
    (
        "王敏:在企业群里发「@buqiuren_bot 门口修路,货车进不来」",
        "王敏, in the enterprises' group: @buqiuren_bot 门口修路,货车进不来 (“road works, no lorry gets in”)",
        {"bot_text": "已记 QY-"},
    ),
    (
        "王敏:私聊发「/ask 出口退税多久到账」",
        "王敏, in private: /ask 出口退税多久到账 (“how long does a tax refund take?”)",
        {"bot_text": "来源 .+ · "},
    ),
    (
        "何静:发 /log,代来电人录一条",
        "何静 (an officer): /log what somebody says by phone",
        {"bot_text": "请念给来电人"},
    ),
    ("罗勇:发 /visit,记一次走访", "罗勇 (an officer): /visit, write a visit down", {"bot_text": "已记下对.+的走访"}),
    (
        "周主任:发 /meeting,记几件,点「全部交办」",
        "周主任: /meeting, a message for each grievance, press 全部交办 (dispatch all)",
        {"pressed": "^全部交办$"},
    ),
    (
        "谁都行:在「详情」里点「打印记录」,点开文件",
        "Anybody: press 打印记录 (print) under 详情, open the file",
        {"pressed": "^打印记录$"},
    ),
)
GUIDE: dict[str, list[dict[str, Any]]] = {
    lang: [{"title": step[place], "when": step[2]} for step in STEPS] for place, lang in enumerate(LANGUAGES)
}
"""What to try, by language, ticked off when the condition first holds."""
