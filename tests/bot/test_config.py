"""The config: the example documents every key, and every mistake gets its own sentence, all of them at once."""

import re
import subprocess
import sys
import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from bot.config import ConfigError, load, parse, redact, token
from bot.config_tables import CLOCK_DEFAULTS, keys_by_table
from tickets.calendar import Calendar
from tickets.city import Channel, City, Webhook
from tickets.clocks import Clocks, Duration, LadderStep
from tickets.periods import PeriodKind
from tickets.routing import Grievance, Route, categorise, route
from tickets.sending import Sending
from tickets.terms import Assign, Kind, UnitKind

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TOKEN = "123456789:" + "AAbbCC_-dd" * 4
UNITS = '[[units]]\nkey = "tax"\nname = "市税务局"\n'
CATEGORIES = '[[categories]]\nkey = "tax"\nname = "税费"\n[[categories]]\nkey = "land"\nname = "用地"\n'


def problems(text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text, environ)
    return [str(problem) for problem in caught.value.problems]


# The example


def uncommented() -> str:
    """The example with the keys that stand in comments put in force."""
    return re.sub(r"^# (?=\[\[|[a-z_]+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def written_keys(table: dict, name: str = "") -> set[str]:
    keys: set[str] = set()
    for key, value in table.items():
        path = f"{name}.{key}".lstrip(".")
        inner = (
            [value]
            if isinstance(value, dict)
            else [one for one in value if isinstance(one, dict)]
            if isinstance(value, list)
            else []
        )
        keys |= {path}.union(*(written_keys(one, path) for one in inner))
    return keys


def test_the_example_loads_without_a_problem():
    load(EXAMPLE, {})


def test_the_example_loads_with_its_commented_keys_in_force():
    config = parse(uncommented(), {"WECOM_KEY": "k", "WECOM_SECRET": "s", "PLATFORM_SECRET": "p"})
    assert "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k" == config.destinations[0].url
    assert ["mirror:leaders_wecom", "webhook:platform"] == [each.name for each in config.destinations]
    assert (Webhook("platform", "platform"),) == config.city.webhooks
    assert "https://qy.example.gov.cn" == config.web.base_url


def test_the_example_warns_only_of_the_category_that_waits_for_the_office_on_purpose():
    (warning,) = load(EXAMPLE, {}).warnings
    assert warning.where.startswith("categories.other (line ")


def test_every_key_is_in_the_example_and_every_key_of_the_example_exists():
    known = {f"{table}.{key}".lstrip(".") for table, keys in keys_by_table().items() for key in keys}
    examples = {"categories.clocks.complaint", "categories.clocks.suggestion"}  # like the two kinds that are shown
    assert known == written_keys(tomllib.loads(uncommented())) | examples


def test_every_key_of_the_example_has_a_comment():
    text = EXAMPLE.read_text(encoding="utf-8")
    comments = "\n".join(re.findall(r"#(.*)", text))
    for line in text.split("[[supervision]]")[0].splitlines():
        if re.match(r"[a-z_]+ = ", line):
            assert "#" in line, line
    for table in ("supervision", "units", "categories", "channels", "routes", "digests", "mirrors", "routes.when"):
        for key in keys_by_table()[table]:
            assert re.search(rf"\b{key}\b", comments), f"{table}.{key}"


def test_every_clock_of_the_rules_is_a_key():
    assert set(CLOCK_DEFAULTS) == set(keys_by_table()["clocks"])
    assert {name for name in Clocks.__dataclass_fields__ if name != "supervision"} == set(CLOCK_DEFAULTS)


def test_the_values_that_the_example_calls_defaults_are_the_defaults():
    example, empty = load(EXAMPLE, {}), parse("", {})
    assert Clocks() == empty.city.clocks == example.city.clocks
    assert Calendar() == empty.city.calendar == example.city.calendar
    assert City().rates == empty.city.rates == example.city.rates
    assert empty.city.channels == example.city.channels
    assert (empty.telegram, empty.web, empty.database_url) == (example.telegram, example.web, example.database_url)
    assert (empty.city.prefix, empty.city.name) == (example.city.prefix, City.name)


def test_the_example_is_a_city():
    city = load(EXAMPLE, {}).city
    names = "天元区 荷塘区 芦淞区 石峰区 渌口区 醴陵市 攸县 茶陵县 炎陵县 株洲高新区 株洲经开区"
    assert names.split() == [region.name for region in city.regions]
    assert 13 == len(city.chains)
    assert ["hotline", "meeting", "chain", "group", "platform", "visit"] == [channel.key for channel in city.channels]
    assert {UnitKind.DEPARTMENT, UnitKind.COUNTY, UnitKind.PARK} == {unit.kind for unit in city.units}


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("出口退税三个月没到账,问了两次没人回", "tax"),
        ("门口修路三个月了,货车进不来", "transport"),
        ("银行不给续贷,资金周转困难", "finance"),
        ("变压器增容半年没批下来", "power"),
        ("施工许可卡在消防验收", "housing"),
        ("货款被拖欠两年", "industry"),
        ("招不到技工", "human_resources"),
        ("专利被侵权", "market"),
    ],
)
def test_the_examples_keywords_and_routes_find_the_unit(said, unit):
    city = load(EXAMPLE, {}).city
    category, is_guess = categorise(said, {key: one.keywords for key, one in city.category.items()})
    assert unit == route(Grievance(said, category, category_was_guessed=is_guess), city.routes).unit


# What a file becomes


def test_an_empty_file_is_a_city_with_every_default():
    config = parse("", {})
    assert City(channels=config.city.channels, sendings=config.city.sendings) == config.city
    assert ["week", "month", "quarter", "year"] == [sending.period for sending in config.city.sendings]
    assert Sending(PeriodKind.WEEK, 0, time(8, 30)) == config.city.sendings[0]


def test_a_file_becomes_the_plain_values_of_the_rules():
    city = parse(
        UNITS.replace("[[units]]", '[[units]]\nkind = "county"\nassign = "round_robin"')
        + '[[categories]]\nkey = "power"\nname = "用电"\nkeywords = ["停电"]\nclocks = { request = "3wd" }\n'
        + '[[channels]]\nkey = "hotline"\nname = "两线"\nsub = ["12345"]\n'
        + '[[supervision]]\nafter = "-2wh"\ncard = "reminder"\n'
        + '[calendar]\nextra_holidays = [2026-10-09, "2026-10-10"]\nhours = ["08:00-16:00"]\n'
        + "[office]\nadmins = [42]\n",
        {},
    ).city
    assert (UnitKind.COUNTY, Assign.ROUND_ROBIN) == (city.units[0].kind, city.units[0].assign)
    assert ((Kind.REQUEST, "3wd"),) == city.categories[0].clocks
    assert (Channel("hotline", "两线", ("12345",)),) == city.channels
    assert (LadderStep(Duration(-2, "wh"), "reminder"),) == city.clocks.supervision
    assert frozenset({date(2026, 10, 9), date(2026, 10, 10)}) == city.calendar.extra_holidays
    assert ((time(8), time(16)),) == city.calendar.hours
    assert frozenset({42}) == city.admins


def test_a_rule_with_lists_becomes_a_rule_for_each_pair():
    when = '{ category = ["tax", "land"], kind = ["request", "consultation"], keywords = "退税" }'
    city = parse(f'{UNITS}{CATEGORIES}[[routes]]\nwhen = {when}\nunit = "tax"\n', {}).city
    assert [(category, kind) for category in ("tax", "land") for kind in (Kind.REQUEST, Kind.CONSULTATION)] == [
        (row.category, row.kind) for row in city.routes
    ]
    assert {("退税",)} == {row.keywords for row in city.routes}


def test_a_rule_without_when_takes_everything_and_may_name_the_office():
    city = parse('[[routes]]\nunit = "office"\n', {}).city
    assert (Route("office"),) == city.routes


def test_places_in_addresses_are_filled_in_from_the_environment():
    config = parse('[database]\nurl = "postgresql://u:${DB_PASSWORD}@host/db"', {"DB_PASSWORD": "pw"})
    assert "postgresql://u:pw@host/db" == config.database_url
    assert "pw" not in repr(config)


def test_the_webhooks_address_gets_a_secret_path_that_stays_the_same():
    text = '[telegram]\nmode = "webhook"\nwebhook_url = "https://qy.example.cn/bot/"'
    environ = {"BUQIUREN_WEBHOOK_SECRET": "long-random-word"}
    first, again = parse(text, environ), parse(text, environ)
    assert first.telegram.webhook_url == again.telegram.webhook_url
    assert re.fullmatch(r"/telegram/[0-9a-f]{32}", first.web.webhook_path)
    assert f"https://qy.example.cn/bot{first.web.webhook_path}" == first.telegram.webhook_url
    assert "long-random-word" not in repr(first)


def test_a_webhooks_address_with_a_path_of_its_own_keeps_it():
    text = '[telegram]\nmode = "webhook"\nwebhook_url = "https://qy.example.cn/telegram/mine"'
    config = parse(text, {"BUQIUREN_WEBHOOK_SECRET": "w"})
    assert "https://qy.example.cn/telegram/mine" == config.telegram.webhook_url
    assert ("/telegram/mine", "https://qy.example.cn") == (config.web.webhook_path, config.web.base_url)


@pytest.mark.parametrize(
    ("listen", "host", "port", "base"),
    [
        ("127.0.0.1:0", "127.0.0.1", 0, "http://127.0.0.1:0"),
        ("0.0.0.0:80", "0.0.0.0", 80, "http://127.0.0.1:80"),
        ("[::1]:8080", "::1", 8080, "http://[::1]:8080"),
    ],
)
def test_the_process_listens_where_it_is_told(listen, host, port, base):
    web = parse(f'[telegram]\nlisten = "{listen}"', {}).web
    assert (host, port, base) == (web.host, web.port, web.base_url)


def test_api_keys_are_bound_to_channels():
    config = parse("", {"BUQIUREN_API_KEYS": "abc==platform, def=hotline"})
    assert {"abc=": "platform", "def": "hotline"} == dict(config.secrets.api_keys)
    assert "abc" not in repr(config)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes('\ufeff[office]\r\nname = "办公室"\r\n'.encode())
    assert "办公室" == load(path, {}).city.name


# Warnings


def test_links_begin_where_people_find_the_pages():
    assert None is parse("", {}).city.pages_url
    hooked = '[telegram]\nwebhook_url = "https://hook.example.cn/telegram/mine"\n'
    assert "https://hook.example.cn" == parse(hooked, {}).city.pages_url
    config = parse(hooked + '[web]\npublic_url = "http://10.0.0.8/pages/"', {})
    assert ("http://10.0.0.8/pages",) * 2 == (config.city.pages_url, config.web.base_url)
    assert any("travel in the open" in str(one) for one in config.warnings)


@pytest.mark.parametrize("url", ["https://${HOST}/x", "https://[2001:db8::1]:8443/x", "http://127.0.0.1:8080/x"])
def test_pages_at_a_filled_in_name_or_at_an_ip_address_are_fine(url):
    config = parse(f'[web]\npublic_url = "{url}"', {"HOST": "qy.example.cn"})
    assert (url.replace("${HOST}", "qy.example.cn"), []) == (
        config.city.pages_url,
        [str(one) for one in config.warnings if "public_url" in str(one)],
    )


def test_what_a_name_of_the_environment_holds_is_judged_like_what_is_written():
    text = '[web]\npublic_url = "${PAGES}"'
    assert any("travel in the open" in str(one) for one in parse(text, {"PAGES": "http://qy.example.cn"}).warnings)
    with pytest.raises(ConfigError, match="no button of 'qiuren'"):
        parse(text, {"PAGES": "http://qiuren:8080"})


def test_a_category_without_a_rule_is_a_warning():
    config = parse(UNITS + CATEGORIES + '[[routes]]\nwhen = { category = "tax" }\nunit = "tax"\n', {})
    assert [
        "categories.land (line 7): no route names it, so its tickets wait for the office; "
        'add a [[routes]] with when = { category = "land" }, or leave it so on purpose.'
    ] == [str(warning) for warning in config.warnings]


def test_a_rule_behind_a_wider_one_is_a_warning():
    rules = '[[routes]]\nunit = "tax"\n[[routes]]\nwhen = { kind = "request" }\nunit = "tax"\n'
    (warning,) = parse(UNITS + rules, {}).warnings
    assert "routes#2 (line 6): an earlier route takes all that it fits; move it up or take it out." == str(warning)


def test_a_units_digest_that_nobody_gets_is_a_warning() -> None:
    (warning,) = parse(UNITS + '[[digests]]\nperiod = "week"\nscope = "unit:tax"\n', {}).warnings
    assert "digests#1 (line 4): it goes to nobody; name chats in to, or mirrors in mirror." == str(warning)


def test_a_city_without_units_is_warned_about() -> None:
    assert any("[[units]]" in str(one) for one in parse("", {}).warnings)


def test_a_password_in_the_file_is_a_warning():
    found = parse('[database]\nurl = "postgresql://u:pw@host/db"', {}).warnings
    (warning,) = (one for one in found if "units" not in str(one))
    assert "pw" not in str(warning)
    assert warning.where == "database.url (line 2)"


# Mistakes


def test_three_mistakes_give_three_sentences():
    text = '[clocks]\nclaim = "soon"\n\n[office]\nprefix = "qy1"\n\n[telegramm]\nmode = "polling"\n'
    assert [
        "clocks.claim (line 2): 'soon' is not a duration; write a whole number and a unit, like 30s, 15m, 2h, "
        "28d (calendar days), 4wh (working hours) or 5wd (working days).",
        "office.prefix (line 5): 'qy1' cannot start a number; use 1 to 6 capital letters, like \"QY\".",
        "telegramm (line 7): there is no table 'telegramm' here; did you mean 'telegram'?",
    ] == problems(text)


BAD = {
    "an unknown key": (
        '[clocks]\nclam = "1wd"',
        "clocks.clam (line 2): there is no key 'clam' here; did you mean 'claim'?",
    ),
    "a key of another table": (
        '[office]\nhours = ["09:00-12:00"]',
        "office.hours (line 2): there is no key 'hours' here; it belongs in [calendar].",
    ),
    "a key like no other": (
        "[database]\nzzz = 1",
        "database.zzz (line 2): there is no key 'zzz' here; take it out, or use one of url.",
    ),
    "a duration without a unit": (
        "[clocks]\nrequest = 5",
        'clocks.request (line 2): 5 has no unit; put it in quotes with a unit, like "5wd" or "5h".',
    ),
    "a limit of nothing": (
        '[clocks]\nrequest = "0"',
        "clocks.request (line 2): '0' is too short; write a longer time.",
    ),
    "a negative limit": (
        '[clocks]\nsettle_after = "-1m"',
        "clocks.settle_after (line 2): '-1m' is too short; write 0 or a longer time.",
    ),
    "a share above one": ("[clocks]\nremind_at = 70", "clocks.remind_at (line 2): 70 is too large; write 1 or less."),
    "a share of nothing": (
        "[clocks]\nremind_at = 0",
        "clocks.remind_at (line 2): 0 is too small; write a number above 0.",
    ),
    "a count with a point": (
        "[clocks]\nmax_pauses = 1.5",
        "clocks.max_pauses (line 2): 1.5 is not a whole number; write digits, without quotes.",
    ),
    "a time of day that there is not": (
        '[office]\ntoday_at = "8.50"',
        "office.today_at (line 2): '8.50' is not a time of day; write it like \"08:50\".",
    ),
    "a duty phone too short": (
        '[office]\nduty_phone = "0731-2888"',
        "office.duty_phone (line 2): '0731-2888' is not a telephone number that can be rung up; "
        'write a landline with its area code, a mobile or a 400 number, like "0731-28880000".',
    ),
    "a duty phone without its area code": (
        '[[units]]\nkey = "tax"\nname = "市税务局"\nduty_phone = "28880000"',
        "units.tax.duty_phone (line 4): '28880000' is not a telephone number that can be rung up; "
        'write a landline with its area code, a mobile or a 400 number, like "0731-28880000".',
    ),
    "a duty phone that is nobody's": (
        '[office]\nduty_phone = ""',
        "office.duty_phone (line 2): it is empty; write a name or take the key out.",
    ),
    "a duty phone without quotes": (
        "[office]\nduty_phone = 4001234567",
        "office.duty_phone (line 2): 4001234567 is not text; put it in quotes.",
    ),
    "a reply's name too long for its button": (
        '[[replies]]\nname = "好"\ntext = "好"\n[[replies]]\nname = "已经按照相关政策全部兑现了"\ntext = "好"',
        "replies.已经按照相关政策全部兑现了.name (line 5): it has 13 characters; write at most 12.",
    ),
    "two replies of one name under the same question": (
        '[[replies]]\nname = "已兑现"\ntext = "一"\n[[replies]]\nname = "已兑现"\ntext = "二"',
        "replies.已兑现.name (line 5): the name '已兑现' is taken; choose another.",
    ),
    "a reply for a move without one": (
        '[[replies]]\nname = "已兑现"\ntext = "一"\nwhen = "return"',
        'replies.已兑现.when (line 4): \'return\' is not one of its values; write "resolve" or "ask".',
    ),
    "hours reversed": (
        '[calendar]\nhours = ["12:00-09:00"]',
        "calendar.hours (line 2): '12:00-09:00' ends before it starts; turn it round: \"09:00-12:00\".",
    ),
    "hours that overlap": (
        '[calendar]\nhours = ["09:00-13:00", "12:30-17:30"]',
        "calendar.hours (line 2): 09:00-13:00 and 12:30-17:30 overlap; let each start when the one before has ended.",
    ),
    "hours out of order": (
        '[calendar]\nhours = ["13:30-17:30", "09:00-12:00"]',
        "calendar.hours (line 2): 09:00-12:00 comes after 13:30-17:30 but is earlier; write them in order.",
    ),
    "hours that are none": (
        '[calendar]\nhours = ["9-12"]',
        "calendar.hours (line 2): '9-12' are not hours of a day; write them like \"09:00-12:00\".",
    ),
    "no hours": (
        "[calendar]\nhours = []",
        'calendar.hours (line 2): it is not a list of hours; write it like ["09:00-12:00", "13:30-17:30"].',
    ),
    "a day that is none": (
        '[calendar]\nextra_holidays = ["10月1日"]',
        "calendar.extra_holidays#1 (line 2): '10月1日' is not a date; write it like 2026-10-01, without quotes.",
    ),
    "a day both off and worked": (
        "[calendar]\nextra_holidays = [2026-10-09]\nextra_workdays = [2026-10-09]",
        "calendar.extra_workdays (line 3): 2026-10-09 is also in extra_holidays; keep it in one of the two.",
    ),
    "an unknown time zone": (
        '[office]\ntimezone = "Asia/Shangai"',
        "office.timezone (line 2): there is no time zone 'Asia/Shangai'; did you mean 'Asia/Shanghai'?",
    ),
    "a user name among the admins": (
        '[office]\nadmins = [1, "@wang"]',
        "office.admins#2 (line 2): '@wang' is not a Telegram user id; write the account's number, without quotes.",
    ),
    **{
        f"a name with U+{ord(unseen):04X}": (
            f'[office]\nname = "株洲\\u{ord(unseen):04x}市"',
            "office.name (line 2): it holds line breaks or characters that nobody sees; type the name anew on one line.",
        )
        for unseen in "\0\a\n\u200b\u202e"
    },
    "an empty name": ('[office]\nname = " "', "office.name (line 2): it is empty; write a name or take the key out."),
    "an address without http": (
        '[telegram]\napi_base = "api.telegram.org"',
        "telegram.api_base (line 2): it is not a web address; start it with https:// or http://.",
    ),
    "a mode that is none": (
        '[telegram]\nmode = "webhok"',
        "telegram.mode (line 2): 'webhok' is not one of its values; did you mean 'webhook'?",
    ),
    "an address to listen on without a port": (
        '[telegram]\nlisten = "localhost"',
        "telegram.listen (line 2): 'localhost' is not an address to listen on; "
        'write host:port, like "127.0.0.1:8080".',
    ),
    "a webhook that is not https": (
        '[telegram]\nwebhook_url = "http://qy.example.cn"',
        "telegram.webhook_url (line 2): Telegram delivers to https:// only; use the https:// address.",
    ),
    "pages at a name that Telegram makes no button of": (
        '[web]\npublic_url = "http://qiuren:8080"',
        "web.public_url (line 2): Telegram makes no button of 'qiuren'; "
        "write the whole name or the IP address that people's browsers reach.",
    ),
    "pages at an address whose bracket is left open": (
        '[web]\npublic_url = "http://[abc"',
        'web.public_url (line 2): no server can have this address; write it like "https://api.example.org" or '
        '"http://127.0.0.1:8081".',
    ),
    "pages at a name that the environment lacks": (
        '[web]\npublic_url = "https://${HOST}/x"',
        "web.public_url (line 2): the environment has no HOST; set HOST before starting, or write the value here.",
    ),
    "pages at more than an address": (
        '[web]\npublic_url = "https://qy.example.cn/?a=1"',
        "web.public_url (line 2): it has more than an address and a path; leave out what begins with ? or #.",
    ),
    "two counties on one tile": (
        '[[regions]]\nkey = "a"\nname = "甲"\ntile = [1, 2]\n[[regions]]\nkey = "b"\nname = "乙"\ntile = [1, 2]',
        "regions.b.tile (line 8): the tile [1, 2] is taken; choose another row or column.",
    ),
    "a database of another make": (
        '[database]\nurl = "mysql://host/db"',
        "database.url (line 2): 'mysql' is not a database that is supported; "
        'write "sqlite:///data/buqiuren.db" or "postgresql://user@host/db".',
    ),
    "a database in memory": (
        '[database]\nurl = "sqlite:///:memory:"',
        'database.url (line 2): a database in memory is not kept; write "sqlite:///data/buqiuren.db".',
    ),
    "a place that the environment lacks": (
        '[database]\nurl = "postgresql://u:${DB_PASSWORD}@host/db"',
        "database.url (line 2): the environment has no DB_PASSWORD; "
        "set DB_PASSWORD before starting, or write the value here.",
    ),
    "a token in the file": (
        f'[office]\nname = "{TOKEN}"',
        "office.name (line 2): a bot token is in the file, where secrets must not be; "
        "take it out, set BUQIUREN_TOKEN instead, and have @BotFather revoke the old one.",
    ),
    "a mirror's secret in the file": (
        '[[mirrors]]\nname = "wecom"\nkind = "wecom"\nurl = "https://example.cn"\nsecret = "SEC123"',
        "mirrors.wecom.secret (line 5): the secret itself is in the file; "
        'keep it in the environment and write secret = "${NAME}".',
    ),
    "a webhook's secret in the file": (
        '[[webhooks]]\nname = "p"\nchannel = "platform"\nurl = "https://example.cn"\nsecret = "SEC123"',
        "webhooks.p.secret (line 5): the secret itself is in the file; "
        'keep it in the environment and write secret = "${NAME}".',
    ),
    "a key missing": ('[[units]]\nkey = "tax"', "units.tax (line 1): the key 'name' is missing; add name = \"…\"."),
    "a key in Chinese": (
        '[[units]]\nkey = "税务局"\nname = "市税务局"',
        "units.税务局.key (line 2): '税务局' cannot be a key; "
        "use up to 24 of a-z, 0-9 and _, a letter first, like tax_bureau.",
    ),
    "a key used twice": (
        UNITS + UNITS,
        "units.tax.key (line 5): the key 'tax' is taken on line 2; choose another.",
    ),
    "the office's key": (
        '[[units]]\nkey = "office"\nname = "办公室"',
        "units.office.key (line 2): 'office' is the working office's own key; give this unit another key.",
    ),
    "a kind of unit that is none": (
        UNITS + 'kind = "bureau"',
        'units.tax.kind (line 4): \'bureau\' is not one of its values; write "department" or "county" or "park".',
    ),
    "one bracket too few": (
        '[units]\nkey = "tax"',
        "units (line 1): it is written as one table; write its name in double brackets, [[…]], once for each entry.",
    ),
    "one bracket too many": (
        '[[office]]\nname = "办公室"',
        "office (line 1): it is written as a list; write its name in single brackets, [...], and only once.",
    ),
    "a rule to no unit": (
        UNITS + '[[routes]]\nunit = "taxes"',
        "routes#1.unit (line 5): there is no unit 'taxes'; did you mean 'tax'?",
    ),
    "a chain with the office of nobody": (
        UNITS + '[[chains]]\nkey = "rail"\nname = "轨道交通"\nunit = "taxes"',
        "chains.rail.unit (line 7): there is no unit 'taxes'; did you mean 'tax'?",
    ),
    "a chain that the office is to run": (
        UNITS + '[[chains]]\nkey = "rail"\nname = "轨道交通"\nunit = "office"',
        "chains.rail.unit (line 7): the working office sees every chain already; name another unit, or leave it out.",
    ),
    "a rule on no category": (
        UNITS + CATEGORIES + '[[routes]]\nunit = "tax"\nwhen = { category = ["tax", "lamd"] }',
        "routes#1.when.category (line 12): there is no category 'lamd'; did you mean 'land'?",
    ),
    "a rule on no region": (
        UNITS + '[[routes]]\nunit = "tax"\nwhen = { region = "liling" }',
        "routes#1.when.region (line 6): there is no region 'liling'; add it as one of [[regions]] or name another.",
    ),
    "a rule on no chain": (
        UNITS + '[[routes]]\nunit = "tax"\n[routes.when]\nchain = "rail"',
        "routes#1.when.chain (line 7): there is no chain 'rail'; add it as one of [[chains]] or name another.",
    ),
    "a rule on no channel": (
        UNITS + '[[routes]]\nunit = "tax"\nwhen = { channel = "hot_line" }',
        "routes#1.when.channel (line 6): there is no channel 'hot_line'; did you mean 'hotline'?",
    ),
    "a rule on no kind": (
        UNITS + '[[routes]]\nunit = "tax"\nwhen = { kind = "complain" }',
        "routes#1.when.kind#1 (line 6): 'complain' is not one of its values; did you mean 'complaint'?",
    ),
    "a category's clock of no kind": (
        '[[categories]]\nkey = "tax"\nname = "税费"\nclocks = { requests = "3wd" }',
        "categories.tax.clocks.requests (line 4): there is no key 'requests' here; did you mean 'request'?",
    ),
    "a ladder out of order": (
        '[[supervision]]\nafter = "2wd"\ncard = "red"\n[[supervision]]\nafter = "0"\ncard = "yellow"',
        "supervision#2 (line 4): this step comes out of order; "
        "order the steps by time and by reminder, yellow, red, escalate, each once.",
    ),
    "weights that do not add up": (
        "[rates]\nweights = { contact = 0.2 }",
        "rates.weights (line 2): the three weights make 1.1; let them make 1 together.",
    ),
    "a digest on no weekday": (
        '[[digests]]\nperiod = "week"\nat = "Monday 8:30"',
        "digests#1.at (line 3): 'Monday 8:30' is not a time of the week; write it like \"Mon 08:30\".",
    ),
    "a month's digest on a weekday": (
        '[[digests]]\nperiod = "month"\nat = "Mon 08:30"',
        "digests#1.at (line 3): 'Mon 08:30' is not a day and a time; "
        'write "1 08:30" for the first day after the month.',
    ),
    "a digest of no unit": (
        '[[digests]]\nperiod = "week"\nscope = "unit:taxes"',
        "digests#1.scope (line 3): there is no unit 'taxes'; add it as one of [[units]] or name another.",
    ),
    "a digest of nothing": (
        '[[digests]]\nperiod = "week"\nscope = "tax"',
        "digests#1.scope (line 3): 'tax' is no part of the city; "
        'write "city" or one of unit, region, chain, channel and a key, like "unit:tax".',
    ),
    "a digest to no mirror": (
        '[[digests]]\nperiod = "week"\nmirror = ["wecom"]',
        "digests#1.mirror (line 3): there is no mirror 'wecom'; add it as one of [[mirrors]] or take it out.",
    ),
    "a digest to a name": (
        '[[digests]]\nperiod = "week"\nto = ["@leaders"]',
        "digests#1.to#1 (line 3): '@leaders' is not a whole number; write digits, without quotes.",
    ),
    "text without quotes": (
        "[office]\nprefix = QY",
        "line 2: the value cannot be read; put text in quotes; numbers, true and false stand without.",
    ),
    "full-width quotes": (
        "[office]\nname = “办公室”",
        'line 2: there is a full-width quote or sign in it; type " = , [ ] with the keyboard set to English.',
    ),
    "the same key twice in a table": (
        "[office]\nadmins = [1]\nadmins = [2]",
        "line 3: this key or table is already written above; keep one of the two.",
    ),
    "a line that is nothing": (
        "[office]\nhello\n",
        'line 2: it is neither a key with a value nor a [table]; write it like name = "value".',
    ),
    "a table left open": (
        "[[units]\n",
        "line 1: a [table] is opened and not closed; close it with as many brackets as it begins with.",
    ),
    "a quote left open": (
        '[office]\nname = "办公室\nprefix = "QY"\n',
        "line 2: a quote or bracket is opened and not closed; close it on this line or the next.",
    ),
}


def test_a_webhook_of_a_channel_that_is_not_there_has_its_sentence():
    text = '[[webhooks]]\nname = "p"\nchannel = "platfrom"\nurl = "https://example.cn"\nsecret = "${SECRET}"'
    sentence = "webhooks.p.channel (line 3): there is no channel 'platfrom'; did you mean 'platform'?"
    assert [sentence] == problems(text, SECRET="s")


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_a_mistake_has_its_sentence(text, sentence):
    assert [sentence] == problems(text)


def test_a_webhook_needs_its_address_and_its_secret():
    assert [
        'telegram.mode (line 2): "webhook" needs webhook_url; add webhook_url = "https://…" or write mode = "polling".',
        'BUQIUREN_WEBHOOK_SECRET: telegram.mode = "webhook" needs it in the environment; set it to a long random word.',
    ] == problems('[telegram]\nmode = "webhook"')


def test_no_sentence_repeats_a_secret():
    places = ("BUQIUREN_TOKEN = @", "[telegram]", "token = @", "api_base = @", "mode = @", "[[units]]", "key = @")
    text = "\n".join(places).replace("@", f'"{TOKEN}"')
    written = "\n".join(
        problems(text, BUQIUREN_WEBHOOK_SECRET="a b c d", BUQIUREN_API_KEYS="long-key,long-key=nowhere")
    )
    assert not any(secret in written for secret in ("AAbbCC", "a b c d", "long-key"))
    assert "BUQIUREN_TOKEN (line 1): a bot token is in the file, where secrets must not be" in written


def test_a_secrets_key_in_the_file_is_sent_to_the_environment():
    assert [
        "telegram.token (line 2): secrets come from the environment only; "
        "take it out of the file and set BUQIUREN_TOKEN or its like."
    ] == problems('[telegram]\ntoken = "mine"')


def test_a_mistake_in_the_environment_is_found_with_those_in_the_file():
    assert 3 == len(problems("[clocks]\nclaim = 1", BUQIUREN_API_KEYS="k=hotlin,nothing"))


@pytest.mark.parametrize(
    "text",
    [
        "units = 1",
        "units = [1]",
        "office = []",
        "routes = [{when = 1}]",
        "telegram = 1",
        "mirrors = [2]",
        "[clocks]\ncallback_reminders = [[1]]",
        "rates = { weights = 1 }",
        "digests = [{ period = 1, mirror = 1, at = 1 }]",
        "[calendar]\nextra_holidays = 1\nextra_workdays = 2",
        "supervision = [{ after = [], card = {} }]",
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_and_never_breaks(text):
    assert all(sentence.count("\n") == 0 and len(sentence) < 400 for sentence in problems(text))


def test_a_file_that_is_not_there_says_so(tmp_path):
    path = tmp_path / "config.toml"
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    assert f"{path}: there is no such file; copy config.example.toml there or name one with --config." == str(
        caught.value
    )


def test_a_file_saved_in_gbk_says_so(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes('[office]\nname = "办公室"'.encode("gbk"))
    with pytest.raises(ConfigError, match="it is not UTF-8 text; save it again with the encoding UTF-8"):
        load(path, {})


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {})


# The token


def test_the_token_comes_from_the_environment():
    assert TOKEN == token({"BUQIUREN_TOKEN": f" {TOKEN}\n"})


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "BUQIUREN_TOKEN: the environment does not have it; set it to the token that @BotFather gave you."),
        (
            {"BUQIUREN_TOKEN": "my-token"},
            "BUQIUREN_TOKEN: it is not a bot token; copy it whole from @BotFather: digits, a colon, then letters.",
        ),
    ],
)
def test_a_missing_or_broken_token_is_refused(environ, sentence):
    with pytest.raises(ConfigError) as caught:
        token(environ)
    assert sentence == str(caught.value)


def test_a_token_is_blotted_out_of_any_text():
    said = f"GET https://api.telegram.org/file/bot{TOKEN}/a.jpg for {TOKEN}"
    assert "GET https://api.telegram.org/file/bot<token>/a.jpg for <token>" == redact(said)


def test_the_config_is_read_without_telegram_and_without_the_database():
    heavy = ("aiogram", "aiohttp", "sqlalchemy", "structlog", "jinja2", "httpx")
    code = f"import sys, bot.config; print([name for name in {heavy} if name in sys.modules])"
    assert "[]\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
