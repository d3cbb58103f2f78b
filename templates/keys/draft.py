"""What a contact presses before there is a number: the draft, and the profile."""

from templates.keys.cards import CANCEL_DRAFT
from templates.rows import Each, K, Row

FIRM_AGAIN = K("重新填", "firm", ("said", "=again"))

ABOUT: tuple[Row, ...] = (
    (
        K("问题转办,意见只给办公室", "about", ("draft", "=withheld"), when="asks_about"),
    ),
    (
        K("反映{meant}", "about", ("draft", "=unit", "meant_key"), when="asks_about_meant"),
        K("反映其他单位", "about", ("draft", "=choose"), when="asks_about"),
    ),
    (
        K("不是", "about", ("draft", "=no"), when="asks_about", unless="kind=complaint"),
        K("不确定", "about", ("draft", "=unsure"), when="asks_about"),
    ),
)  # fmt: skip
"""Whom the words may fault, while it is asked."""

KEYS: dict[str, tuple[Row, ...]] = {
    "ask_text": ((CANCEL_DRAFT,),),
    "ask_firm": ((K("不改了", "keep_firm", ("draft",), when="has_firm"), CANCEL_DRAFT),),
    "pick_firm": (
        Each("firms", "firm", ("said",), width=1),
        (K("都不是,用我填的名称", "firm", ("said", "=new")),),
        (FIRM_AGAIN, CANCEL_DRAFT),
    ),
    "check_firm": (
        (K("是,就用这个", "firm", ("said", "=new")), FIRM_AGAIN),
        (K("补到诉求里", "firm", ("said", "=more"), when="draft"),
         K("这是新诉求", "firm", ("said", "=more"), unless="draft"), CANCEL_DRAFT),
    ),
    "ask_reword": ((CANCEL_DRAFT,),),
    "preview": (
        *ABOUT,
        (K("提交", "submit", ("draft",)), K("修改", "reword", ("draft",)), K("补充材料", "add_to_draft", ("draft",))),
        (K("先查政策库", "ask_draft", ("draft",), when="kind=consultation"),),
        (K("改类别", "pick_category", ("draft",)), K("保密", "confidential", ("draft",), unless="confidential"),
         K("取消保密", "confidential", ("draft",), when="confidential"), K("改企业", "change_firm", ("draft",)), CANCEL_DRAFT),
    ),
    "pick_about": (Each("units", "about", ("draft", "=unit")), (K("不确定", "about", ("draft", "=unsure")),)),
    "pick_category": (
        Each("categories", "pick_category", ("draft",), width=3),
        (K("咨询", "pick_category", ("draft", "=consultation")), K("求助", "pick_category", ("draft", "=request")),
         K("投诉", "pick_category", ("draft", "=complaint")), K("建议", "pick_category", ("draft", "=suggestion"))),
    ),
    "ask_uscc": ((K("暂不清楚", "skip", ("=uscc",)), K("跳过", "skip", ("=uscc",))),),
    "uscc_invalid": ((K("仍然使用", "keep_uscc", ()), K("暂不清楚", "skip", ("=uscc",))),),
    "ask_name": ((K("跳过", "skip", ("=name",)),),),
    "ask_region": (Each("places", "place", ("=region",), width=3), (K("跳过", "skip", ("=region",)),)),
    "ask_chain": (Each("places", "place", ("=chain",)), (K("跳过", "skip", ("=chain",)),)),
    "profile": (
        (K("改信用代码", "profile", ("=uscc",)), K("改姓名", "profile", ("=name",))),
        (K("改县市区", "profile", ("=region",)), K("改产业链", "profile", ("=chain",))),
        (K("改企业", "profile", ("=firm",)), K("改手机号", "profile", ("=phone",))),
    ),
}  # fmt: skip
