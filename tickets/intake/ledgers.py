"""The ledgers that can be brought in: which columns each has, and under which names other people's ledgers have them.

Data for somebody of the office to read and to add to; docs/imports.md shows it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tickets.intake import cells


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key it goes by here, its usual name, and other names for it. Of ``is_prose`` the words stay as written."""

    key: str
    name: str
    also: tuple[str, ...] = ()
    is_needed: bool = False
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """One kind of ledger."""

    key: str
    columns: tuple[Column, ...]

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns without which it is another file."""
        return tuple(column for column in self.columns if column.is_needed)

    def name(self, key: str) -> str:
        """The column's usual name."""
        return next(column.name for column in self.columns if column.key == key)


Row = Mapping[str, str]
"""A line of a ledger: what its cells say, by the columns' keys; a column that is not there says nothing."""

FIRM = Column(
    "firm",
    "企业名称",
    ("企业", "企业全称", "公司名称", "单位名称", "诉求企业", "走访企业", "联系企业", "市场主体"),
    is_needed=True,
)
USCC = Column("uscc", "统一社会信用代码", ("信用代码", "社会信用代码", "统一信用代码", "uscc"))
PHONE = Column("phone", "联系电话", ("手机", "手机号", "手机号码", "电话", "来电号码", "联系方式", "联系人电话"))
SOLVED = Column("solved", "是否解决", ("是否化解", "是否已解决", "解决情况", "化解情况", "问题是否解决", "是否办结"))
RESULT = Column(
    "result",
    "办理结果",
    ("处理结果", "办理情况", "处理情况", "答复内容", "办结意见", "解决措施", "回复内容"),
    is_prose=True,
)
SATISFACTION = Column(
    "satisfaction", "是否满意", ("满意度", "满意情况", "群众满意度", "企业满意度", "评价", "满意评价")
)
DONE_AT = Column("done_at", "办结时间", ("办结日期", "完成时间", "办理时间", "处理时间", "解决时间", "销号时间"))
UNIT = Column("unit", "承办单位", ("责任单位", "办理单位", "主办单位", "承办部门", "责任部门", "处理单位"))
CATEGORY = Column("category", "问题分类", ("问题类别", "类别", "分类", "诉求分类", "问题类型", "事项类别", "事项分类"))

LEDGERS = {
    ledger.key: ledger
    for ledger in (
        Ledger(
            "hotline",
            (
                Column("external", "工单编号", ("工单号", "编号", "受理编号", "工单流水号", "流水号", "诉求编号")),
                Column("caller", "来电人", ("联系人", "姓名", "来电人姓名", "诉求人", "反映人", "投诉人")),
                PHONE,
                FIRM,
                Column("title", "标题", ("工单标题", "诉求标题", "主题"), is_prose=True),
                Column(
                    "text",
                    "主要内容",
                    ("内容", "诉求内容", "反映内容", "问题描述", "工单内容", "诉求描述", "来电内容", "事项内容"),
                    is_needed=True,
                    is_prose=True,
                ),
                Column("kind", "诉求类型", ("工单类型", "类型", "诉求性质", "工单类别")),
                CATEGORY,
                Column("source", "来源", ("工单来源", "诉求来源", "渠道", "来电渠道", "受理渠道")),
                Column(
                    "registered_at",
                    "登记时间",
                    ("登记日期", "受理时间", "受理日期", "来电时间", "创建时间", "提交时间", "诉求时间", "日期"),
                    is_needed=True,
                ),
                UNIT,
                DONE_AT,
                RESULT,
                SOLVED,
                SATISFACTION,
            ),
        ),
        Ledger(
            "visit",
            (
                Column("visited_on", "走访日期", ("走访时间", "日期", "联企日期", "走访联系时间"), is_needed=True),
                Column(
                    "officer",
                    "联企干部",
                    ("走访干部", "干部姓名", "走访人", "干部", "联系干部", "联络员"),
                    is_needed=True,
                ),
                Column("officer_phone", "联企干部手机", ("干部手机", "干部电话", "联企干部电话", "联络员电话")),
                FIRM,
                USCC,
                Column(
                    "problem",
                    "问题",
                    ("存在问题", "反映问题", "问题内容", "收集问题", "诉求", "问题诉求", "企业诉求", "问题描述"),
                    is_prose=True,
                ),
                CATEGORY,
                UNIT,
                DONE_AT,
                RESULT,
                SOLVED,
                SATISFACTION,
                Column("note", "备注", ("走访情况", "走访记录", "说明"), is_prose=True),
            ),
        ),
        Ledger(
            "roster",
            (
                Column("name", "姓名", ("干部姓名", "人员姓名", "联企干部", "名字"), is_needed=True),
                Column("unit", "单位", ("责任单位", "所在单位", "工作单位", "单位名称", "部门"), is_needed=True),
                Column("role", "角色", ("职务", "岗位", "身份", "职责")),
                Column("phone", "手机", ("手机号", "手机号码", "联系电话", "电话", "联系方式")),
                Column("firms", "分管企业", ("联系企业", "负责企业", "联企名单", "挂点企业", "企业名称", "企业")),
            ),
        ),
        Ledger(
            "enterprises",
            (
                FIRM,
                USCC,
                Column(
                    "region",
                    "县市区",
                    ("县市区/园区", "县市区园区", "所属县市区", "所在区县", "区县", "园区", "所属园区", "属地"),
                ),
                Column("chain", "产业链", ("所属产业链", "产业", "优势产业链")),
                Column("liaison", "联企干部", ("联系干部", "联络员", "联企干部姓名", "包联干部")),
                Column("liaison_phone", "联企干部手机", ("干部手机", "干部电话", "联企干部电话", "联络员电话")),
            ),
        ),
        Ledger(
            "policy",
            (
                Column("title", "标题", ("政策名称", "名称", "政策标题", "title"), is_needed=True),
                Column("questions", "问法", ("别名", "常见问法", "常见问题", "问题", "aliases")),
                Column("body", "内容", ("正文", "答复", "政策内容", "政策解读", "body"), is_needed=True),
                Column("source", "来源", ("发布单位", "发文单位", "责任单位", "政策来源", "source")),
                Column("issued_on", "日期", ("发布日期", "发文日期", "成文日期", "date")),
                Column("category", "类别", ("分类", "问题分类", "政策类别", "category")),
                Column("region", "县市区", ("适用地区", "地区", "县市区/园区", "region")),
                Column("valid_until", "有效期至", ("有效期", "截止日期", "失效日期", "valid_until")),
            ),
        ),
    )
}

HEADER_WITHIN = 10
"""Rows from the top among which the header is looked for: a title, a date and 「填报单位」 often stand above it."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header was found, counted from 0, and which of the file's columns is which of ours."""

    at: int
    places: tuple[tuple[Column, int], ...]

    def read(self, cells_: Sequence[str]) -> dict[str, str]:
        """A line by the columns' keys; what is no prose as ``cells.plain`` reads it."""
        told = ((column, cells_[place] if place < len(cells_) else "") for column, place in self.places)
        return {column.key: cells.prose(cell) if column.is_prose else cells.plain(cell) for column, cell in told}


def find_header(ledger: Ledger, top: Sequence[Sequence[str]]) -> Header | None:
    """The row among the first that names every needed column, the one that names most; ``None`` when none does."""
    found = [Header(at, _places(ledger, row)) for at, row in enumerate(top[:HEADER_WITHIN])]
    needed = {column.key for column in ledger.needed}
    fit = [header for header in found if needed <= {column.key for column, _ in header.places}]
    return max(fit, key=lambda header: len(header.places), default=None)


def likeliest_header(top: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The row that was probably meant to name the columns: the fullest of the first."""
    rows = [tuple(cell for cell in map(_named, row) if cell) for row in top[:HEADER_WITHIN]]
    return max(rows, key=len, default=())


def _places(ledger: Ledger, row: Sequence[str]) -> tuple[tuple[Column, int], ...]:
    """Each column at its first place, by its own name before any other of its names, and no place twice."""
    names = [_named(cell).casefold() for cell in row]
    found: dict[Column, int] = {}
    for rank in range(2):
        for column in ledger.columns:
            wanted = (column.name,) if rank == 0 else column.also
            places = [names.index(name) for name in wanted if name in names]
            free = [place for place in places if place not in found.values()]
            if column not in found and free:
                found[column] = free[0]
    return tuple(sorted(found.items(), key=lambda each: each[1]))


def _named(cell: str) -> str:
    """A heading without what is put around it: spaces, a star for 必填, a remark in brackets."""
    name = re.sub(r"\s+", "", cells.plain(cell[:200]))
    return re.sub(r"[(\[【].*?[)\]】]", "", name).strip("*:")
