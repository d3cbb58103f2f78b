"""Which row of a file is its header, and which of its columns is which of ours."""

import pytest

from tickets.intake.ledgers import LEDGERS, find_header, likeliest_header

HOTLINE = LEDGERS["hotline"]


def read(head: str, row: str) -> dict[str, str] | None:
    found = find_header(HOTLINE, [head.split()])
    return found.read(row.split()) if found else None


def test_columns_are_found_in_any_order_and_under_other_names() -> None:
    expected = {"registered_at": "2026-11-20", "text": "退税", "firm": "德智", "external": "A1"}
    assert expected == read("受理时间 诉求内容 备用 公司名称 工单号", "2026-11-20 退税 x 德智 A1")


def test_a_heading_may_carry_a_star_spaces_or_a_remark() -> None:
    top = [["*企业名称(全称)", "主要 内容:", "登记时间【必填】"]]
    header = find_header(HOTLINE, top)
    assert header is not None
    assert {"firm": "德智", "text": "退税", "registered_at": "20261120"} == header.read(["德智", "退税", "20261120"])


def test_a_column_s_own_name_comes_before_another_that_also_fits() -> None:
    found = read("单位名称 企业名称 主要内容 登记时间", "市税务局 德智 退税 2026-11-20")
    assert found is not None
    assert "德智" == found["firm"]


def test_titles_above_the_header_are_passed_over() -> None:
    top = [
        ["株洲市热线台账"],
        [],
        ["填报单位:办公室"],
        ["企业名称", "主要内容", "登记时间"],
        ["德智", "退税", "2026-11-20"],
    ]
    header = find_header(HOTLINE, top)
    assert header is not None
    assert 3 == header.at


def test_people_s_own_words_stay_as_written_and_numbers_do_not() -> None:
    found = read("企业名称 主要内容 登记时间 电话", "德智 退税①:急! 20261120 13873300101")
    assert found is not None
    assert ("退税①:急!", "20261120", "13873300101") == (found["text"], found["registered_at"], found["phone"])


def test_a_line_that_is_too_short_says_nothing_where_it_ends() -> None:
    assert {"firm": "德智", "text": "", "registered_at": ""} == read("企业名称 主要内容 登记时间", "德智")


@pytest.mark.parametrize("head", ["企业名称 主要内容", "走访日期 联企干部 企业名称", ""])
def test_without_a_needed_column_it_is_another_file(head: str) -> None:
    assert None is find_header(HOTLINE, [head.split()])


def test_what_was_probably_meant_as_the_header_is_the_fullest_row() -> None:
    assert ("姓名", "单位") == likeliest_header([["人员名单"], ["姓名", "单位", ""]])
