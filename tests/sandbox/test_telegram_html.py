"""parse_mode=HTML as the real parser reads it: what passes, what becomes an entity, and which byte an error names."""

from typing import Any

import pytest
from bot_api import BotApi
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import parse_html, utf16
from sandbox.errors import ApiError
from sandbox.render import render
from sandbox.texts import message_text

ERRORS = [
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("一<br/>", 'Unsupported start tag "br/" at byte offset 3'),
    ("<p>段</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("利率 < 5%", 'Unsupported start tag "" at byte offset 7'),
    ("利率<5%", "Unclosed start tag at byte offset 6"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<", "Unclosed start tag at byte offset 0"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("</b>", "Unexpected end tag at byte offset 0"),
    ("<b>粗</b></i>", "Unexpected end tag at byte offset 10"),
    ("<b>粗</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    ("<b>粗</b", "Unclosed end tag at byte offset 6"),
    ("<b>粗", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>粗</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
]


@pytest.mark.parametrize(("source", "reason"), ERRORS)
def test_html_that_cannot_be_read_names_the_byte(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert f"Bad Request: can't parse entities: {reason}" == caught.value.description


LITERAL = [
    ("a > b", "a > b"),
    ("A & B", "A & B"),
    ("一&nbsp;二", "一&nbsp;二"),
    ("&lt;b&gt; &amp; &quot;", '<b> & "'),
    ("&#20844;&#x53F8;", "公司"),
    ("&lt", "<"),
    ("&#0; &#xD800;", "&#0; &#xD800;"),
]


@pytest.mark.parametrize(("source", "text"), LITERAL)
def test_a_bare_ampersand_or_a_stray_bracket_is_no_error(source: str, text: str) -> None:
    assert (text, []) == parse_html(source)


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"offset": offset, "length": length, "type": kind, **more}


MADE = [
    ("<b>粗</b>", [entity("bold", 0, 1)]),
    ("<strong>粗</strong>", [entity("bold", 0, 1)]),
    ("<I>斜</I>", [entity("italic", 0, 1)]),
    ("<em>斜</em>", [entity("italic", 0, 1)]),
    ("<s>x</s><strike>x</strike><del>x</del>", [entity("strikethrough", at, 1) for at in range(3)]),
    ("<u>x</u><ins>x</ins>", [entity("underline", at, 1) for at in range(2)]),
    ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', [entity("spoiler", at, 1) for at in range(2)]),
    ("<code>x</code>", [entity("code", 0, 1)]),
    ('<pre><code class="language-sql">x</code></pre>', [entity("pre", 0, 1, language="sql")]),
    ("<blockquote>x</blockquote>", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", [entity("expandable_blockquote", 0, 1)]),
    ('<a href="https://a.cn/?x=1&amp;y=2">x</a>', [entity("text_link", 0, 1, url="https://a.cn/?x=1&y=2")]),
    ("<a href='a.cn'>x</a>", [entity("text_link", 0, 1, url="http://a.cn/")]),
    ("<a>a.cn</a>", [entity("text_link", 0, 4, url="http://a.cn/")]),
    ('<a href="no link">x</a>', []),
    ('<a href="tg://user?id=7">x</a>', [entity("text_mention", 0, 1, user=7)]),
    ("<b></b>", []),
    ("<b>粗<i>两</i></b>", [entity("bold", 0, 2), entity("italic", 1, 1)]),
    ("😀<b>粗</b>", [entity("bold", 2, 1)]),
    ("<b>😀</>", [entity("bold", 0, 2)]),
]


@pytest.mark.parametrize(("source", "entities"), MADE)
def test_a_tag_becomes_an_entity_with_utf16_offsets(source: str, entities: list[dict[str, Any]]) -> None:
    assert entities == parse_html(source)[1]


TRIMMED = [
    ("  两边 \n", "两边", []),
    ("<b>粗 </b>  ", "粗", [entity("bold", 0, 1)]),
    (" <b> 粗</b>", " 粗", [entity("bold", 0, 2)]),
    ("x<b> </b>", "x", []),
    ("行\r\n行", "行\n行", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), TRIMMED)
def test_text_is_trimmed_and_its_entities_with_it(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert (text, entities) == message_text(source, "HTML", None)


FOUND = [
    ("/start abc", [entity("bot_command", 0, 6)]),
    ("/new@buqiuren_bot", [entity("bot_command", 0, 17)]),
    ("请发/new", []),
    ("请 /new", [entity("bot_command", 2, 4)]),
    ("😀 @buqiuren_bot 在吗", [entity("mention", 3, 13)]),
    ("a@b.cn", [entity("email", 0, 6)]),
    ("见 https://example.org/a?b=1。", [entity("url", 2, 25)]),
    ("见 t.me/buqiuren_bot。", [entity("url", 2, 17)]),
    ("电话13800138000", []),
    ("电话 13800138000,急", [entity("phone_number", 3, 11)]),
    ("0731-22223333", [entity("phone_number", 0, 13)]),
    ("#税费 三个月", [entity("hashtag", 0, 3)]),
    ("QY-20261120-0007", []),
    ("3.5 元", []),
]


@pytest.mark.parametrize(("text", "entities"), FOUND)
def test_commands_mentions_addresses_and_numbers_are_found_in_plain_words(
    text: str, entities: list[dict[str, Any]]
) -> None:
    assert entities == message_text(text, None, None)[1]


def test_nothing_is_found_inside_code_or_a_link() -> None:
    _, entities = message_text('<code>/new</code> <a href="a.cn">@abc</a>', "HTML", None)
    assert [one["type"] for one in entities] == ["code", "text_link"]


async def test_entities_given_instead_of_a_parse_mode_are_kept(api: BotApi, min_: int) -> None:
    given = [entity("bold", 0, 2), entity("mention", 0, 2), entity("bold", 90, 1)]
    message = (await api("sendMessage", chat_id=min_, text="催办一下", entities=given)).result
    assert message["entities"] == [entity("bold", 0, 2)]


async def test_a_mention_by_id_carries_the_person_and_is_dropped_for_a_stranger(api: BotApi, min_: int) -> None:
    text = f'<a href="tg://user?id={min_}">王敏</a> <a href="tg://user?id=9">某人</a>'
    message = (await api("sendMessage", chat_id=min_, text=text, parse_mode="HTML")).result
    assert [(one["type"], one["user"]["first_name"]) for one in message["entities"]] == [("text_mention", "王敏")]


LIMITS = [("x" * 4096, None), ("😀" * 4096, None), ("<b>" + "诉" * 4096 + "</b>", "HTML")]


@pytest.mark.parametrize(("text", "mode"), LIMITS, ids=["letters", "emoji", "html"])
async def test_4096_characters_pass_however_they_are_written(
    api: BotApi, min_: int, text: str, mode: str | None
) -> None:
    assert (await api("sendMessage", chat_id=min_, text=text, parse_mode=mode)).error == "ok"


# Letters, tags and halves of tags: whatever comes, the parser answers or refuses, and its offsets fit the text.
PIECES = st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<", ">", "&", "&amp;", "&#x1F600;", "诉", "😀", " ", "a", "/"])


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_html_is_given_it_is_refused_or_its_entities_fit_the_text(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError:
        return
    for one in entities:
        assert 0 <= one["offset"] < one["offset"] + one["length"] <= utf16(text)
    assert "<script" not in render(text, entities)


RENDERED = [
    ("<script>alert(1)</script>", [], "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("ab", [entity("bold", 0, 2), entity("italic", 1, 1)], "<b>a<i>b</i></b>"),
    ("abc", [entity("bold", 0, 2), entity("italic", 1, 2)], "<b>a<i>b</i></b><i>c</i>"),
    ("😀x", [entity("bold", 2, 1)], "😀<b>x</b>"),
    ("x", [entity("text_link", 0, 1, url="javascript:alert(1)")], "x"),
    (
        "a.cn",
        [entity("url", 0, 4)],
        '<a href="http://a.cn" target="_blank" rel="noopener noreferrer">a.cn</a>',
    ),
    (
        "x",
        [entity("text_link", 0, 1, url='https://a.cn/"><script>')],
        '<a href="https://a.cn/&quot;&gt;&lt;script&gt;" target="_blank" rel="noopener noreferrer">x</a>',
    ),
]


@pytest.mark.parametrize(("text", "entities", "expected"), RENDERED)
def test_entities_become_html_that_cannot_do_harm(text: str, entities: list[dict[str, Any]], expected: str) -> None:
    assert expected == render(text, entities)
