"""What is said to be polite, to try whether somebody listens, or with no words at all: no grievance begins with it."""

import re
import unicodedata
from collections.abc import Sequence

_SAID = re.compile(
    "(?:您好|你好|大家好|早上好|上午好|中午好|下午好|晚上好|hello|hi|谢谢|感谢|多谢|辛苦|拜托|麻烦|不客气|没事|您|你|大家|各位|领导"
    "|好的|好|收到|明白|知道|可以|行|是的|是|对|嗯|哦|哈|ok|thanks|在吗|在不在|有人吗|有人在吗|测试|试试|test|了|啦|吗|呢|啊|吧|一下)+"
)


def is_mere_courtesy(words: str, files: Sequence[object]) -> bool:
    """Whether a message is words, and only polite ones: with a file it may be what is meant."""
    return bool(words) and not files and is_courtesy(words)


def is_courtesy(words: str) -> bool:
    """Whether nothing is said but 谢谢, 收到, 在吗 and the like; signs and pictures count for nothing."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", words).lower() if unicodedata.category(c)[0] in "LN")
    return not bare or _SAID.fullmatch(bare) is not None
