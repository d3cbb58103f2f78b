"""What an operator presses while a caller's grievance is taken down, and after."""

from templates.keys.cards import CANCEL_DRAFT, DETAILS
from templates.keys.draft import ABOUT
from templates.rows import Each, K, Row

KEYS: dict[str, tuple[Row, ...]] = {
    "ask_call": ((CANCEL_DRAFT,),),
    "ask_caller_phone": (
        Each("phones", "caller", ("draft", "=phone"), width=1),
        (K("没有留电话", "caller", ("draft", "=no_phone")), CANCEL_DRAFT),
    ),
    "ask_caller_name": ((K("没有留姓名", "caller", ("draft", "=no_name")), CANCEL_DRAFT),),
    "pick_door": (Each("doors", "caller", ("draft", "=door"), width=1),),
    "log_preview": (
        *ABOUT,
        (K("提交", "submit", ("draft",)), K("修改", "reword", ("draft",)), K("补充材料", "add_to_draft", ("draft",))),
        (K("改来电人", "caller", ("draft", "=again")), K("改企业", "change_firm", ("draft",)),
         K("改渠道", "caller", ("draft", "=door"), when="has_doors")),
        (K("改类别", "pick_category", ("draft",)), K("保密", "confidential", ("draft",), unless="confidential"),
         K("取消保密", "confidential", ("draft",), when="confidential"), CANCEL_DRAFT),
    ),
    "logged": ((K("已念给来电人", "read_out", when="is_to_be_told"), K("再录一条", "log_again", ("door",)), DETAILS),),
}  # fmt: skip
