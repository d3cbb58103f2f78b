"""What turns the pages of lists and timelines."""

from templates.rows import Each, K, Row, turn

KEYS: dict[str, tuple[Row, ...]] = {
    "timeline": (
        (
            *turn("timeline", "id"),
            K("遮盖", "redact", when="may_redact"),
        ),
    ),
    "ask_find": ((K("取消", "cancel", ()),),),
    "found": (
        Each("choices", "details", width=1),
        turn("found"),
    ),
    "looks": (
        turn("looks", "id"),
    ),
    "followers": (
        Each("choices", "details", width=1),
        turn("followers", "id"),
    ),
    "list": (
        Each("choices", "details", width=1),
        turn("page", "list"),
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
