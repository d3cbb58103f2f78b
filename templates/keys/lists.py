"""What turns the pages of lists and timelines."""

from templates.rows import Each, K, Row

KEYS: dict[str, tuple[Row, ...]] = {
    "timeline": (
        (
            K("上一页", "timeline", ("id", "before"), when="has_before"),
            K("下一页", "timeline", ("id", "after"), when="has_after"),
            K("遮盖", "redact", when="may_redact"),
        ),
    ),
    "ask_find": ((K("取消", "cancel", ()),),),
    "found": (
        Each("choices", "details", width=1),
        (K("上一页", "found", ("before",), when="has_before"), K("下一页", "found", ("after",), when="has_after")),
    ),
    "looks": (
        (
            K("上一页", "looks", ("id", "before"), when="has_before"),
            K("下一页", "looks", ("id", "after"), when="has_after"),
        ),
    ),
    "followers": (
        Each("choices", "details", width=1),
        (
            K("上一页", "followers", ("id", "before"), when="has_before"),
            K("下一页", "followers", ("id", "after"), when="has_after"),
        ),
    ),
    "list": (
        Each("choices", "details", width=1),
        (K("上一页", "page", ("list", "before"), when="has_before"), K("下一页", "page", ("list", "after"), when="has_after")),
        (
            K("本企业", "page", ("=firm", "=0"), when="list=mine", unless="is_alone"),
            K("我的", "page", ("=mine", "=0"), when="list=firm"),
            K("电话里反映过", "called_before", (), when="list=mine&is_new"),
        ),
        (
            K("我的待办", "page", ("=todo", "=0"), when="list=logged|chain"),
            K("我代录的", "page", ("=logged", "=0"), when="list=todo|chain"),
            K("本产业链", "page", ("=chain", "=0"), when="list=todo|logged&has_chain"),
        ),
    ),
}  # fmt: skip
