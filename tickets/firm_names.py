"""Names of firms as typed by a person: whether one looks like a firm's, and which known firms it may mean.

Only a reason to ask or to offer, never an answer. It does not know which firms there are.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from tickets.refusal import Refusal

ENDINGS = (
    "公司", "集团", "厂", "店", "铺", "行", "社", "部", "中心", "所", "院", "馆", "场", "站", "园", "坊", "室", "城",
    "超市", "酒店", "农场", "基地", "合伙", "个体户", "工商户", "联合体", "协会", "商会",
)  # fmt: skip
"""How the name of a firm ends."""

_FORM = re.compile(
    r"(?:股份|有限|责任|集团|控股|合伙|企业|总|分|子|\(.{0,12}\))*(?:公司|集团|企业|厂|店|合作社|经营部|商行|工作室|中心)?\Z"
)
_ENGLISH_FORM = re.compile(r"\b(?:co|ltd|limited|inc|llc|gmbh|corp|corporation|company)\b\.?", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"\A(?:(?:企业|公司|单位)(?:全称|名称|名)?\s*[是为]?\s*[::]|我们?(?:公司|企业|单位)?[是叫])\s*"
)
_SENTENCE = re.compile(r"[。;!?、…~]|[\u4e00-\u9fff],|,[\u4e00-\u9fff]")
_SAID = re.compile(
    "没有?人|没有|怎么|为什么|请问|什么|多久|何时|我们|你们|他们|[吗呢啊吧]\\Z|不[给能让办管理到行]|了|一直|已经|还[没是]|[两三几]次"
)
_PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东",
    "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏",
    "宁夏", "新疆", "香港", "澳门", "中国",
)  # fmt: skip
SHORTEST, SHORTEST_WRITTEN, LONGEST = 4, 2, 60
"""Characters of a firm's full name as somebody gives it, and at least of one that a ledger has."""

DISTINCTIVE = 2
"""Characters that must be left of a name without its place and its form before known firms are offered."""


def plain(typed: str) -> str:
    """The name as it is kept: full-width forms as ASCII, without invisible marks, and without 「我们是」 before it."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", typed)).strip()
    name = "".join(letter for letter in name if unicodedata.category(letter) not in {"Cc", "Cf"})
    return _INTRODUCED.sub("", name)


def read(typed: str, *, shortest: int = SHORTEST) -> str:
    """The name as it is kept, when a firm may be called so. Raises ``Refusal("firm_name_unfit")``."""
    name = plain(typed)
    if not shortest <= len(name) <= LONGEST or not any(letter.isalpha() for letter in name):
        raise Refusal("firm_name_unfit", shortest=shortest, longest=LONGEST)
    return name


def looks_like_one(name: str, places: Sequence[str]) -> bool:
    """Whether a name from ``plain`` looks like a firm's: ends like one, says more than that, is no sentence, no question."""
    if _SENTENCE.search(name) or _SAID.search(name) or len(stem(name, places)) < DISTINCTIVE:
        return False
    return name.removesuffix(")").endswith(ENDINGS) or _ENGLISH_FORM.search(name) is not None


def places_of(city: str, regions: Iterable[str]) -> tuple[str, ...]:
    """What may stand before a firm's own word: the city, named first in the office's name, its regions, the provinces.

    A district needs its 区: without it, it may be the firm's own word (天元科技).
    """
    found = re.match(r"(.{2,3}?)市", city)
    towns = [found[1]] if found else []
    named = tuple(regions)
    towns += [name[:-1] for name in named if name[-1:] in {"市", "县"} and len(name) > 2]
    return tuple(sorted({*_PROVINCES, *towns, *named}, key=len, reverse=True))


def stem(name: str, places: Sequence[str]) -> str:
    """What tells a firm from others: its name without the places (from ``places_of``) before it and the form after it."""
    rest = _FORM.sub("", _ENGLISH_FORM.sub("", name).strip(" ,.")).strip()
    while place := next((place for place in places if rest.startswith(place)), None):
        rest = rest.removeprefix(place)
        rest = rest[1:] if rest[:1] in {"省", "市", "县", "区"} else rest
    return rest


def may_mean(typed: str, known: str, places: Sequence[str]) -> bool:
    """Whether a typed name is near enough to a known one to offer it: it has that firm's own word, which comes first, and at
    least half of all that tells it from others. 「有限公司」 or 「新材料」 is near to nobody's: a list is no directory.
    """
    told, whole = stem(typed, places), stem(known, places)
    return len(told) >= DISTINCTIVE and whole.startswith(told) and 2 * len(told) >= len(whole)
