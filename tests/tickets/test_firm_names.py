"""What reads like the name of a firm, and which known firm a typed name may mean."""

import pytest

from tickets.firm_names import looks_like_one, may_mean, places_of, plain, stem

PLACES = places_of("株洲市企业办事不求人工作办公室", ["天元区", "渌口区", "醴陵市", "攸县"])
DEZHI = "株洲德智新材料有限公司"


@pytest.mark.parametrize(
    "name",
    [
        DEZHI,
        "醴陵市老王餐馆",
        "攸县红薯种植专业合作社",
        "株洲大众汽车销售服务有限公司天元分公司",
        "北京某某(集团)股份有限公司",
        "过滤器厂",
        "炎陵不锈钢经营部",
        "Foo Machinery Co., Ltd.",
        "Siemens GmbH",
    ],
)
def test_a_firms_name_looks_like_one(name: str) -> None:
    assert looks_like_one(plain(name), PLACES)


@pytest.mark.parametrize(
    "name",
    [
        "问了两次都没有人回复",
        "没有人管我们公司",
        "门口修路,货车进不来",
        "你们是哪个公司?",
        "什么时候能到账。",
        "退税还没到账怎么办",
        "老王家的面",
        "有限公司",
        "株洲有限公司",
        "my firm",
    ],
)
def test_what_is_no_firms_name_or_is_an_odd_one_is_doubted(name: str) -> None:
    assert not looks_like_one(plain(name), PLACES)


@pytest.mark.parametrize(
    "typed", ["我们是" + DEZHI, "企业名称:" + DEZHI, "公司全称是: " + DEZHI, f" {DEZHI}\u200b", "我公司是" + DEZHI]
)
def test_a_name_is_taken_without_what_introduces_it(typed: str) -> None:
    assert DEZHI == plain(typed)


def test_full_width_forms_are_the_same_name() -> None:
    assert "湖南ABC(株洲)公司" == plain("湖南ＡＢＣ（株洲）公司")


@pytest.mark.parametrize(
    ("name", "own"),
    [
        (DEZHI, "德智新材料"),
        ("湖南省株洲市天元区德智新材料有限责任公司", "德智新材料"),
        ("醴陵华彩陶瓷有限公司", "华彩陶瓷"),
        ("天元科技有限公司", "天元科技"),
        ("株洲有限公司", ""),
        ("Foo Co., Ltd.", "Foo"),
    ],
)
def test_the_stem_is_what_tells_a_firm_from_others(name: str, own: str) -> None:
    assert own == stem(name, PLACES)


@pytest.mark.parametrize(
    ("typed", "may"),
    [
        ("德智新材料", True),
        ("株洲德智新材料", True),
        ("株洲市德智新材料有限责任公司", True),
        ("德智新公司", True),
        ("德智", False),  # two of five
        ("新材料有限公司", False),
        ("有限公司", False),
        ("株洲有限公司", False),
        ("材料", False),
        ("", False),
    ],
)
def test_a_known_firm_is_near_only_to_its_own_word(typed: str, may: bool) -> None:
    assert may == may_mean(typed, DEZHI, PLACES)
