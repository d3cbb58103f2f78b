"""Politeness is no grievance; the shortest grievance is no politeness."""

import pytest

from tickets.intake.courtesies import is_courtesy, is_mere_courtesy


@pytest.mark.parametrize(
    "words", ["谢谢", "好的,谢谢", "您好", "在吗?", "收到 👍", "👍👍", "…", "OK", "辛苦了", "", "谢谢领导"]
)
def test_what_is_only_polite(words: str) -> None:
    assert is_courtesy(words)


@pytest.mark.parametrize(
    "words", ["停电了", "没水", "谢谢,退税还没到账", "您好,门口修路", "路不好", "贷款", "可以退税吗", "tax"]
)
def test_what_says_something_however_short(words: str) -> None:
    assert not is_courtesy(words)


@pytest.mark.parametrize(
    ("expected", "words", "files"), [(True, "谢谢", []), (False, "谢谢", ["file"]), (False, "", [])]
)
def test_thanks_below_a_picture_may_be_meant_by_the_picture(expected: bool, words: str, files: list[str]) -> None:
    assert expected == is_mere_courtesy(words, files)
