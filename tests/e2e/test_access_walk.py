"""The access table walked: every command and every button of every ticket, as everybody and as a stranger.

Who may is written here by hand, from the mechanism and not from ``tickets.access``. What is forbidden is refused with a
sentence, changes nothing in the books and shows nothing; the scanner of ``leaks`` reads every call the bot made.
"""

from collections.abc import AsyncIterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Connection

from templates.keys import KEYS
from templates.rows import MORE, Rest
from tests.e2e.access_town import Stage, a_stage
from tests.e2e.buttons_of_callbacks import OF_A_CALL, OF_A_CALLBACK, OF_A_REVISIT, OF_CALLBACKS
from tests.e2e.leaks import BESIDE, FIRM, UNIT, relations
from tests.e2e.town import a_town
from tests.e2e.walk import UNKNOWN, Walk
from tickets.access import COMMANDS

NOT_YOURS = "您现在不能使用这项功能。/help 可以看能做什么。"
FOREIGN = {
    "submitted",
    "dispatched",
    "in progress",
    "waiting",
    "requested",
    "resolved",
    "supported",
    "complaint handled",
    "confidential handled",
    "withheld",
    "merged",
}
"""Tickets tried by those who may not; the others differ only for those who may."""

STAFF = UNIT | {"office"}


def each(what: tuple[str, ...], whose: set[str]) -> dict[str, set[str]]:
    """The same people for each."""
    return dict.fromkeys(what, whose)


OF_A_TICKET: dict[str, tuple[set[str], tuple[tuple[str, ...], ...]]] = {
    "details": (FIRM | STAFF | BESIDE | {"leader", "supporter"}, ((),)),
    "timeline": (FIRM | STAFF | BESIDE | {"leader"}, ((), ("0",))),
    "more": (FIRM | STAFF | BESIDE | {"leader"}, ((),)),
    "add_material": (FIRM | {"logger", "office"}, ((),)),
    "read_out": ({"logger", "office"}, ((),)),
    "receipt": ({"office"}, (("told",), ("missed",))),
    "talk": (FIRM | {"claimer", "office"}, ((),)),
    "withdraw": (FIRM, ((), ("by_mistake",), ("already_solved",))),
    "reopen": (FIRM, ((),)),
    "claim": ({"officer", "lead"}, ((),)),
    "note": (STAFF, ((),)),
    "resolve": ({"claimer", "office"}, ((),)),
    "undo_resolve": ({"claimer"}, ((),)),
    **dict.fromkeys(("ask_enterprise", "withdraw_question", "ask_complex"), ({"claimer"}, ((),))),
    "nothing_to_add": (FIRM, ((),)),
    "request_extension": ({"claimer"}, ((), ("3",))),
    **{f"{verb}_extension": ({"office"}, (("{extension}",),)) for verb in ("grant", "refuse")},
    **{f"{verb}_return": ({"office"}, (("{return}",),)) for verb in ("consent", "refuse")},
    **{f"{verb}_complex": ({"office"}, (("{complex}",),)) for verb in ("mark", "refuse")},
    "ask_return": ({"offered", "claimer", "lead"}, ((), ("not_ours",))),
    "hand": ({"claimer", "lead", "office"}, ((), ("{mate}",), ("{mate}", "-"))),
    "vacate": ({"claimer", "lead", "office"}, ((),)),
    "mark_urgent": ({"office"}, ((),)),
    "mark_confidential": ({"filer"}, ((),)),
    "ask_support": ({"claimer"}, ((), ("transport",))),
    "answer_support": ({"supporter", "office"}, ((),)),
    "return": ({"offered", "claimer", "lead"}, ((), ("not_ours",))),
    "dispatch": ({"office"}, ((), ("choose",), ("housing",))),
    "assign": ({"lead", "office"}, ((), ("{mate}",))),
    "urge": (FIRM, ((),)),
    "contest": (FIRM, ((),)),
    "escalate": ({"claimer", "lead", "office"}, ((),)),
    "instruct": ({"leader", "office"}, ((), ("housing",), ("housing", "20261130"))),
    "recategorise": (
        {"office"},
        ((), ("approval",), ("complaint",), ("complaint", "housing"), ("request", "-", "let_see")),
    ),
    "redact": ({"office"}, ((),)),
    "looks": ({"office"}, ((), ("0",))),
    "transfer": ({"office"}, ((), ("housing",))),
    "slip": ({"office"}, ((),)),
    "keep_for_unit": ({"office"}, ((),)),
    "record": (FIRM | STAFF | BESIDE | {"leader"}, ((),)),
    "archive": (FIRM | STAFF | BESIDE | {"leader", "supporter"}, ((),)),
    "park": ({"office"}, ((), ("20261201",))),
    "merge": ({"office"}, ((), ("{leading}",))),
    "split": ({"office"}, ((),)),
    "offer_policy": ({"claimer", "office"}, (("result",), ("message",))),
    "followers": (STAFF, ((), ("0",))),
    "resume": ({"office"}, ((),)),
    "supervise": ({"office"}, ((),)),
    "adjudicate": ({"office"}, ((),)),
    "hand_outside": ({"office"}, ((),)),
    "answer_in_group": ({"claimer", "office"}, ((),)),
    "reject": ({"office"}, ((), ("duplicate",), ("other",))),
    "call": ({"office"}, ((),)),
    "skip_words": (FIRM | STAFF | BESIDE | {"supporter"}, ((),)),
}
"""Buttons of a ticket: whose they are, and what else they carry."""

WITHOUT_A_CARD = {("more", one) for one in ("colleague", "lead", "logger", "chain")}
"""They see a ticket and yet keep no card of it in private: there is nothing to unfold."""

OF_NO_CASE = {("answer_in_group", "claimer"), ("answer_in_group", "office")}
"""No ticket of the stage came by a group: theirs all the same, and refused with the reason."""

NO_REQUESTS = dict.fromkeys(("extension", "return", "complex"), 0)

ALL = {"anybody"}
CONTACTS = {"colleague", "newcomer", "rival", "filer of asked"}
OFFICERS = {"officer", "mate", "lead", "elsewhere", "both", "bystander", "supporter", "logger", "chainer"}

OF_NOBODY: dict[str, set[str]] = {
    **each(("cancel", "leave:1", "page:mine:0", "page:firm:0"), ALL),
    "called_before": CONTACTS | {"stranger", "guest"},
    **each(("profile:uscc", "profile:name", "profile:firm", "profile:phone"), CONTACTS),
    **each(("page:pool:0", "page:todo:0"), OFFICERS | {"office"}),
    **each(("reply:1:c0", "reply:1:o1:yes", "reply:1:o1:forget", "keep_reply:1:resolve"), set()),
    **each(("page:logged:0", "page:chain:0", "log_again", "log_again:1"), OFFICERS | {"office"}),
    **each(
        ("caller:{draft}:again", "caller:{draft}:no_phone", "caller:{draft}:phone:1", "caller:{draft}:door:1"), set()
    ),
    "page:unit:0": {"lead"},
    **each(("quiet:2200:0800", "quiet:none", "quiet:keep"), OFFICERS),
    **each(("escalated:0", "board"), {"office", "leader"}),
    **each(("overdue:0", "overdue:0:each"), {"office", "leader", "lead"}),
    **each(("supervise_all", "approvals", "openings", "openings:0"), {"office"}),
    **each(("instruct_unit:3", "instruct_day:3", "instruct_now:3", "redact_now:1", "post_in_group:1"), set()),
    **each(("away:today", "away:20261130:20261130:nobody:keep", "back"), OFFICERS),
    **each(("page:triage:0", "page:unclaimed:0", "contacts", "failed"), {"office"}),
    **each(("roster", "roster:tax", "roster:tax:{mate}"), {"office", "lead"}),
    **each(("roster_firms:{mate}:0", "add_firm:{mate}"), {"office", "lead"}),
    **each(("roster_firm:{mate}:1", "take_firm:{mate}:1", "give_firm:{draft}:1", "firms_done:{draft}"), set()),
    "remove:tax:{mate}": {"office"},
    **each(("invite:office", "invite:officer", "invite:officer:tax", "bind:unit", "bind:unit:tax"), {"office"}),
    "page:authors:0": {"office"},
    **each(("forget:yes", "forget:no", "found:0"), set()),
    **each(("calls", "next_call:1", "receipts", "receipt:1:later"), {"office"}),
    **each(("skip:uscc", "keep_uscc", "place:region:liling", "firm:1:new", "firm:1:1", "belongs:3"), set()),
    **each(("change_firm:{draft}", "keep_firm:{draft}"), set()),
    **each(("submit:{draft}", "reword:{draft}", "add_to_draft:{draft}", "confidential:{draft}"), set()),
    **each(("pick_category:{draft}", "pick_category:{draft}:land", "about:{draft}:choose"), set()),
    **each(("about:{draft}:unit:tax", "belongs:new", "cancel:{draft}"), set()),
    **each(("confirm_contact:{firm}:{newcomer}:yes", "confirm_contact:{firm}:{newcomer}:no"), {"office", "colleague"}),
    **each(("answer_of:1:0", "whole_policy:1:0", "helped:1:0", "hand_on:1", "ask_draft:{draft}"), set()),
    **each(("library:live:0", "library:offered:0"), {"office"}),
    **each(("policy:1", "decide_policy:1:live", "reword_policy:1:title"), set()),
    "take_back:{sent}": {"officer"},
    **each(("visited:0", "own_firms:0"), OFFICERS | {"office"}),
    **each(("visit_record:1", "visit_pictures:1"), set()),
    **each(("visit_firm:{draft}:1", "visit_day:{draft}:today", "visit_again:{draft}", "visit_drop:{draft}:1"), set()),
    **each(("visit_change:{draft}:day", "visit_done:{draft}"), set()),
    **each(("behind:1:accepted:0", "behind:1:resolution.missed:0"), {"office", "leader"}),
    **each(("whole_digest:1", "digest_workbook:1", "digest_overdue:1:0", "digest_escalated:1:0"), {"office", "leader"}),
    **each(("digest_of:week:20261116:city:", "digest_of:month:20261116:unit:tax"), {"office", "leader"}),
    **each(("digest_scopes:week:20261116:", "digest_scopes:week:20261116:unit"), {"office", "leader"}),
    "read_digest:1": {"leader"},
    **each(("digest_readers", "hot", "hot:w20261116:0"), {"office"}),
    **each(("hot_lead:w20261116:999999", "join:w20261116:1:999999"), set()),
    **each(("export_span:all:this_week", "export_unit:this_month", "export_unit:this_month:tax"), {"office"}),
    **each(("export_now:all:this_month", "export_whole:all:this_month", "export", "exports", "exports:0"), {"office"}),
    "meetings:0": {"office"},
    **each(("meeting:1", "meeting_kind:1:0", "meeting_mend:1", "meeting_take_over:1", "meeting_reopen:1"), set()),
    **each(("meeting_close:1", "meeting_read:1:0", "meeting_hand_out:1", "meeting_report:1:0"), set()),
    **each(("meeting_promises:1:0", "meeting_item:1", "item_reword:1", "item_drop:1"), set()),
    **each(("item_firm:1:new", "item_leader:1:none", "item_day:1:none"), set()),
}
"""Buttons of no ticket, or of somebody else's form: whose they are. ``bind`` is the office's, in a group."""

ORDERS: dict[str, set[str]] = {
    **each(("start", "help", "cancel", "forget", "suqiu"), ALL),
    **each(("new", "mine", "profile"), CONTACTS | {"stranger", "guest"}),
    **each(("todo", "pool", "log", "find"), OFFICERS | {"office"}),
    "ask": ALL,
    "unit": {"lead"},
    **each(("leave", "quiet", "stats"), OFFICERS),
    "overdue": {"office", "leader", "lead"},
    "escalated": {"office", "leader"},
    **each(("desk", "triage", "approvals", "library", "callbacks", "failed", "invite", "bind", "meeting"), {"office"}),
    "export": {"office"},
    "roster": {"office", "lead"},
    **each(("digest", "board"), {"office", "leader"}),
    "visit": OFFICERS | {"office"},
}
"""Slash commands: whose they are."""


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with a_town(sqlite_url) as town:
        await town.parts.db._writer.run(_need_no_disk)
        stage = await a_stage(town)
        await town.later(minutes=3)  # what could be taken back is past, and no clock strikes on a long walk
        yield stage


def _need_no_disk(core: Connection) -> None:
    core.connection.execute("PRAGMA synchronous=OFF")  # thousands of commits that nobody will miss


# --- the walk ----------------------------------------------------------------------------------------------------------


def verbs_of(row: Any) -> set[str]:
    """The verbs of a row of keys, of those behind 更多 too."""
    if isinstance(row, Rest):
        return {MORE.verb, *(verb for folded in row.folded for verb in verbs_of(folded))}
    return {key.verb for key in row} if isinstance(row, tuple) else {row.verb}


def test_no_button_and_no_command_is_left_out() -> None:
    shown = {verb for rows in KEYS.values() for row in rows for verb in verbs_of(row)}
    walked = {*OF_A_TICKET, *OF_A_CALLBACK, *OF_A_CALL, *OF_A_REVISIT, *(data.split(":")[0] for data in OF_NOBODY)}
    assert shown <= walked
    assert set(COMMANDS) == set(ORDERS)


async def test_every_button_of_every_ticket_as_everybody(stage: Stage) -> None:
    walk = Walk(stage)
    await walk.begin()
    mate, useful = await walk.person("mate"), set()
    leading = stage.cases["leading"].id
    everybody = [
        who for who in stage.cast if who not in {"guest", "bystander"}
    ]  # strangers to every ticket, as others are
    for verb, (whose, variants) in OF_A_TICKET.items():
        for more in variants:
            forbidden = []
            for who in everybody:
                allowed = []
                for case in stage.cases.values():
                    data = ":".join((verb, str(case.id), *more)).format(
                        mate=mate, leading=leading, **NO_REQUESTS | case.requests
                    )
                    held = relations(stage, who, case)
                    if held & whose:
                        allowed.append((data, case))
                    elif case.key in FOREIGN and (held or not who.startswith("filer")):
                        forbidden.append((who, data, case))
                for case in await walk.works(who, allowed):
                    useful |= {(verb, relation) for relation in relations(stage, who, case) & whose}
            await walk.refused(forbidden)
    idle = (
        {(verb, one) for verb, (whose, _) in OF_A_TICKET.items() for one in whose}
        - useful
        - WITHOUT_A_CARD
        - OF_NO_CASE
    )
    assert idle == set(), "theirs, and yet it never did anything"
    await walk.ends()


async def test_every_button_of_a_callback_and_every_other_as_everybody(stage: Stage) -> None:
    walk = Walk(stage)
    await walk.begin()
    for table, which, whose_it_is in OF_CALLBACKS:
        cases = [case for case in stage.cases.values() if getattr(case, which)]
        for verb, variants in table.items():
            for more in variants:
                forbidden = []
                for who in [*walk.one_of_each(), "filer of closed", "filer of reworked"]:
                    presses = [(":".join((verb, str(getattr(case, which)), *more)), case) for case in cases]
                    theirs = [one for one in presses if relations(stage, who, one[1]) & whose_it_is]
                    await walk.works(who, theirs)
                    forbidden += [(who, *one) for one in presses if one not in theirs]
                await walk.refused(forbidden, may_be_seen=table is OF_A_REVISIT)
    names = {"draft": await walk.draft_of("rival"), "newcomer": await walk.person("newcomer")}
    names |= {"mate": await walk.person("mate")}
    names |= {"sent": str(stage.cases["in progress"].sent), "firm": str(stage.cases["in progress"].firm)}
    for pattern, whose in OF_NOBODY.items():
        forbidden = []
        for who in walk.one_of_each():
            if "anybody" in whose or who in whose:
                await walk.does(who, pattern.format(**names))
            elif who != "rival" or "{draft}" not in pattern:
                forbidden.append((who, pattern.format(**names), None))
        await walk.refused(forbidden)
    await walk.ends()


async def test_every_command_as_everybody(stage: Stage) -> None:
    walk = Walk(stage)
    await walk.begin()
    for command, whose in ORDERS.items():
        for who in walk.one_of_each():
            answers = await walk.orders(who, f"/{command}")
            is_theirs = "anybody" in whose or who in whose
            assert answers, f"{who} wrote /{command} and got no answer"
            assert is_theirs == (NOT_YOURS not in answers), f"{who} wrote /{command} and was told: {answers}"
    await walk.ends()


async def test_every_number_written_by_everybody(stage: Stage) -> None:
    walk = Walk(stage)
    await walk.begin()
    for who, case in product(walk.one_of_each(), stage.cases.values()):
        if relations(stage, who, case):
            answers = await walk.orders(who, case.number)
            assert any(case.number in answer for answer in answers), f"{who} did not find the {case.key} ticket"
        elif case.key in FOREIGN:
            assert await walk.orders(who, case.number) == [UNKNOWN], f"{who} found the {case.key} ticket"
    await walk.ends()


async def test_everything_in_the_units_group_by_everybody_in_it(stage: Stage) -> None:
    walk = Walk(stage)
    await walk.begin()
    for who in ("guest", "mate", "office"):
        for verb, (whose, variants) in OF_A_TICKET.items():
            allowed, forbidden = [], []
            for case in stage.cases.values():
                mine = relations(stage, who, case) & whose
                (allowed if mine else forbidden).append((":".join((verb, str(case.id), *variants[0])), case))
            await walk.refused([(who, *one) for one in forbidden[:6]], chat=stage.group)
            await walk.works(who, allowed, chat=stage.group)
        for command in ORDERS:
            await walk.orders(who, f"/{command}@buqiuren_bot", chat=stage.group)
    filer = "filer of asked"
    await walk.town_lets_in(filer)
    for verb, variants in OF_A_CALLBACK.items():
        for more in variants:
            data = ":".join((verb, str(stage.cases["asked"].callback), *more))
            await walk.works(filer, [(data, stage.cases["asked"])], chat=stage.group)
    await walk.ends()


async def test_the_scanner_sees_what_is_shown(stage: Stage) -> None:
    """A blind scanner would find no leak: what people are meant to see, it has seen them being shown."""
    walk = Walk(stage)
    await walk.begin()
    for who, case in product(("office", "officer", "colleague"), stage.cases.values()):
        if relations(stage, who, case):
            await walk.works(who, [(f"details:{case.id}", case)])
            await walk.works(who, [(f"timeline:{case.id}:{page}", case) for page in range(4)])
    seen = walk.scanner.seen
    for kind in (
        "firm",
        "person",
        "phone",
        "text",
        "number in the text",
        "file",
        "material",
        "note",
        "reply",
        "result",
    ):
        assert ("officer", "in progress" if kind != "result" else "closed", kind) in seen
    for who, key, kind in (
        ("office", "withheld handled", "again"),
        ("office", "withheld handled", "material"),
        ("office", "reworked", "remark"),
        ("colleague", "closed", "remark"),
        ("officer", "withheld handled", "brief"),
        ("filer of in progress", "in progress", "question"),
        ("filer of reworked", "reworked", "rating"),
    ):
        assert (who, key, kind) in seen
    await walk.ends()
