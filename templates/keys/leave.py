"""What officers press about their own time: leave, quiet hours, the morning's list."""

from templates.rows import Each, K, Row

STAY = K("取消", "away", ("=none",))
TODO = K("看待办", "page", ("=todo", "=0"))

KEYS: dict[str, tuple[Row, ...]] = {
    "ask_leave": (
        (K("今天", "away", ("=today",)), K("明天", "away", ("=tomorrow",)), K("本周", "away", ("=week",))),
        (STAY,),
    ),
    "ask_substitute": (
        Each("colleagues", "away", ("first", "last")),
        (K("不找人代办", "away", ("first", "last", "=nobody")), STAY),
    ),
    "ask_in_hand": (
        (K("等我回来", "away", ("first", "last", "=nobody", "=keep")),
         K("交回待认领", "away", ("first", "last", "=nobody", "=pool"))),
        (STAY,),
    ),
    "leave": ((K("提前销假", "back", (), when="has_begun"), K("取消请假", "back", (), unless="has_begun")),),
    "leave_over": ((TODO,),),
    "today": (
        Each("choices", "details", width=1),
        (K("看待办", "page", ("=todo", "=0"), when="is_more"), K("本单位超期", "overdue", ("=0",), when="unit_late")),
    ),
    "quiet": (
        (K("22:00—08:00", "quiet", ("=2200", "=0800")), K("20:00—08:00", "quiet", ("=2000", "=0800"))),
        (K("不设免打扰", "quiet", ("=none",), when="hours"), K("保持不变", "quiet", ("=keep",))),
    ),
    "standing_in": ((TODO,),),
    "untended": (Each("tickets", "hand", width=1, called="转 {}"),),
}  # fmt: skip
