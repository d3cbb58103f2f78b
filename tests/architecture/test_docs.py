"""The docs are test input: what they do not name does not exist for a reader, and what they name must exist."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.config_city import CHANNELS
from bot.config_tables import keys_by_table
from bot.outgoing import BELOW
from templates import labels
from templates.commands import COMMANDS, GROUPS_ADMINISTRATORS
from templates.keys import KEYS, LINKS
from templates.rows import MORE, Each, K, Rest
from tests.architecture.source import PACKAGES, ROOT
from tickets import access, callback, terms
from tickets.terms import Role

FOLDERS = (*PACKAGES, "tests", "benchmarks")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = ("README.md", "README.zh-CN.md")
WHO = {
    "strangers": None,
    "contacts": Role.CONTACT,
    "officers": Role.OFFICER,
    "unit leads": Role.UNIT_LEAD,
    "office": Role.OFFICE,
    "leaders": Role.LEADER,
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its rank."""
    rank = heading.partition(" ")[0]
    return re.split(rf"(?m)^#{{1,{len(rank)}}} ", text.split(f"\n{heading}\n")[1])[0]


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table's rows, heads and rules left out."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        is_head = at + 1 < len(lines) and lines[at + 1].startswith("| ---")
        if line.startswith("|") and not line.startswith("| ---") and not is_head:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def coded(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def options() -> dict[str, set[str]]:
    """Every command's long options as the program has them, help apart."""
    return {
        name: {max(option.opts, key=len) for option in command.params if isinstance(option, click.Option)}
        for name, command in main.commands.items()
    }


def told_options() -> dict[str, set[str]]:
    """The same as the docs have them; a row without a command belongs to the one above."""
    told: dict[str, set[str]] = {name: set() for name in main.commands}
    name = ""
    for cells in rows(section(read("docs/commands.md"), "### Options")):
        name = cells[0].strip("`") or name
        option = cells[1].strip("`").split()[0]
        for whose in told if name == "all" else [name]:
            told[whose].add(option)
    return told


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    page = section(read("docs/commands.md"), "## Command line: `buqiuren`").split("### Options")[0]
    assert set(main.commands) == {cells[0].strip("`").split()[0] for cells in rows(page)}


def test_every_option_is_documented_and_every_documented_one_exists() -> None:
    assert options() == told_options()


def test_every_choice_of_an_option_or_argument_is_documented() -> None:
    page = read("docs/commands.md")
    for command in main.commands.values():
        for param in command.params:
            if isinstance(param.type, click.Choice):
                assert [] == [choice for choice in param.type.choices if not re.search(rf"\b{choice}\b", page)]


def test_the_exit_codes_are_documented() -> None:
    page = section(read("docs/commands.md"), "## Command line: `buqiuren`")
    assert ["0", "1", "2"] == re.findall(r"\*\*(\d)\*\*", page)


def chat_commands() -> dict[str, list[str]]:
    """The table of chat commands: the command's code, then name and users as told."""
    table = rows(section(read("docs/commands.md"), "## In chat"))
    return {min(coded(cells[0])).removeprefix("/"): cells for cells in table}


def test_every_chat_command_is_documented_under_its_name() -> None:
    told = chat_commands()
    assert set(access.COMMANDS) == set(told)
    for command, name in (COMMANDS | GROUPS_ADMINISTRATORS).items():
        assert f"`/{command}` {name}" == told[command][0]


def test_the_docs_say_who_may_use_a_chat_command() -> None:
    for command, cells in chat_commands().items():
        who = cells[1].removesuffix(", in a group")
        told = access.EVERYONE if who == "everybody" else {WHO[word] for word in who.split(", ")}
        assert access.COMMANDS[command] == told, command


def buttons() -> set[str]:
    """The label of every button that is not made from a list of things."""
    tuples = chain.from_iterable(
        row.folded if isinstance(row, Rest) else (row,)
        for row in chain.from_iterable(KEYS.values())
        if isinstance(row, Rest | tuple)
    )
    found = {row.called for row in chain.from_iterable(KEYS.values()) if isinstance(row, Each)} - {"{}"}
    found |= {key.label for key in chain.from_iterable(tuples) if isinstance(key, K)}
    below = {label for rows in BELOW.values() for row in rows for label in row}
    return found | below | {MORE.label} | set(LINKS.values())


def test_every_button_is_documented_and_every_documented_one_exists() -> None:
    page = section(read("docs/commands.md"), "## Buttons")
    told = set(chain.from_iterable(coded(cells[0]) for cells in rows(page)))
    assert set() == buttons() - coded(page)
    assert set() == told - buttons()


@pytest.mark.parametrize(
    ("term", "names"),
    [
        (terms.State, labels.STATES),
        (terms.Kind, labels.KINDS),
        (terms.Closing, labels.CLOSINGS),
        (terms.Role, labels.ROLES),
        (terms.Reason, labels.REASONS),
        (terms.Solved, labels.SOLVED),
        (terms.Satisfaction, labels.SATISFACTION),
        (terms.Contacted, labels.CONTACTED),
        (terms.Outcome, labels.OUTCOMES),
    ],
)
def test_every_term_is_in_the_glossary_under_its_chinese_name(term, names) -> None:
    page = read("docs/glossary.md")
    missing = [one.value for one in term if not re.search(rf"`{one}`(?: \||) {re.escape(names[one])}(?!\w)", page)]
    assert [] == missing


@pytest.mark.parametrize(
    "term",
    [access.Standing, access.Facet, terms.UnitKind, terms.Assign, callback.Question, callback.RemarkTo],
)
def test_every_other_term_is_in_the_glossary(term) -> None:
    page = read("docs/glossary.md")
    known = coded(page) | {cells[0] for cells in rows(page)}
    assert [] == [one.value for one in term if one.value not in known | {"done"}]


def test_the_glossary_has_the_channels() -> None:
    page = section(read("docs/glossary.md"), "## Channels")
    assert {channel.key for channel in CHANNELS} == {cells[0].strip("`") for cells in rows(page)}


def test_every_section_and_key_of_the_configuration_is_in_the_example() -> None:
    example = read("config.example.toml")
    for table, keys in keys_by_table().items():
        is_top = table and "." not in table
        assert not is_top or re.search(rf"(?m)^(# )?\[\[?{table}\]", example), table
        assert [] == [key for key in keys if not re.search(rf"\b{key}\b", example)], table


def test_the_docs_say_which_sections_of_the_configuration_are_in_force() -> None:
    page = section(read("docs/operations.md"), "## What the configuration does in this version")
    assert set(keys_by_table()[""]) == set(re.findall(r"`\[+(\w+)\]+`", page))


def slug(heading: str) -> str:
    """A heading's anchor, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def links(page: Path) -> list[str]:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page) -> None:
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            headings = re.findall(r"(?m)^#+ (.+)$", target.read_text(encoding="utf-8"))
            assert anchor in map(slug, headings), link


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        targets = [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
        pages = [found for target in targets for found in (target.glob("*.md") if target.is_dir() else [target])]
        waiting += [found for found in pages if found.suffix == ".md"]
    assert set(PAGES) == seen & set(PAGES)


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_folder_of_the_house(name) -> None:
    page = read(name)
    assert [] == [folder for folder in FOLDERS if f"`{folder}/`" not in page]
    houses = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"tests"}
    assert set(FOLDERS) == houses


def test_both_readmes_say_the_same() -> None:
    one, other = (ROOT / name for name in READMES)
    own = set(READMES)
    assert [link for link in links(one) if link not in own] == [link for link in links(other) if link not in own]
    ranks = [re.findall(r"(?m)^(#+) ", page.read_text(encoding="utf-8")) for page in (one, other)]
    assert ranks[0] == ranks[1]


def test_a_decision_fits_a_page() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [f"{n:04}" for n in range(1, len(records) + 1)] == [record.name[:4] for record in records]
    assert [] == [record.name for record in records if record.read_text(encoding="utf-8").count("\n") > 30]
