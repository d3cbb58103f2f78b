"""The intake: other systems file grievances by their channel's key, and read how they go. Imported only where there are keys."""

import asyncio
import time
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aiohttp import web
from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.web.answers import PROBLEMS, refused, said
from bot.web.keys import Keys
from bot.web.models import Grievance
from bot.web.openapi import document
from office.intake import platform
from office.intake.platform import Problem, Sent
from office.statuses import in_short
from storage.engine.database import Database, TryAgain
from tickets.city import City
from tickets.refusal import Refusal

TRIES = 5
ROOT = "/api/v1"


class Intake:
    """The endpoints below ``/api/v1``. ``wake`` is called after each commit."""

    def __init__(
        self,
        db: Database,
        city: City,
        keys: Keys,
        *,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db, self._city, self._keys = db, city, keys
        self._now, self._wake, self._monotonic = now, wake, monotonic
        self._document = document(city)

    def routes(self) -> list[web.RouteDef]:
        """Where each is served."""
        return [
            web.get(f"{ROOT}/openapi.json", self.describe),
            web.post(f"{ROOT}/tickets", self.file),
            web.get(f"{ROOT}/tickets/{{number}}", self.show),
        ]

    async def describe(self, request: web.Request) -> web.Response:
        """The OpenAPI document; needs no key."""
        return said(self._document)

    async def file(self, request: web.Request) -> web.Response:
        """File a grievance: 201 with its number, 200 with the same number when it was sent before."""
        channel = self._admitted(request)
        if isinstance(channel, web.Response):
            return channel
        body = await request.read()
        try:
            given = Grievance.model_validate_json(body)
        except ValidationError as error:
            return await self._unfit(channel, body, error)
        if given.channel not in {None, channel}:
            return refused(403, "foreign_channel")
        for _ in range(TRIES):
            try:
                async with self._db.transaction() as hop:
                    outcome = await hop.commit(_file, self._city, channel, _sent(given), now=self._now())
                break
            except (TryAgain, IntegrityError, Refusal) as error:  # the same was sent at the same time: look again
                if isinstance(error, Refusal) and error.code != "already_submitted":
                    raise
                await asyncio.sleep(0.02)
        else:
            return refused(503, "busy", headers={"Retry-After": "1"})
        if isinstance(outcome, list):
            return refused(422, "invalid", problems=[_told(one) for one in outcome])
        receipt, is_new = outcome
        self._wake()
        return said(receipt, status=201 if is_new else 200)

    async def show(self, request: web.Request) -> web.Response:
        """State, dates and public timeline of a ticket of the key's channel."""
        channel = self._admitted(request)
        if isinstance(channel, web.Response):
            return channel
        number = request.match_info["number"]
        found = await self._db.read(platform.show, self._city, channel, number)
        if found is None:
            return refused(404, "no_such_ticket")
        if found["is_confidential"]:
            async with self._db.transaction() as hop:
                await hop.commit(platform.note_view, self._city, number, now=self._now())
        return said(found)

    async def _unfit(self, channel: str, body: bytes, error: ValidationError) -> web.Response:
        """Every problem at once: those of shape, and what is wrong with the fields that have none."""
        found = error.errors(include_url=False, include_context=False, include_input=False)
        if any(one["type"] == "json_invalid" for one in found):
            return refused(400, "not_json")
        shape = {".".join(map(str, one["loc"])): one for one in found}
        given = from_json(body)
        rest = await self._db.read(platform.problems, self._city, channel, _as_far_as_it_goes(given, shape))
        wrong = [
            {"field": field, "code": one["type"], "message": one["msg"], "allowed": None}
            for field, one in shape.items()
        ]
        wrong += [_told(one) for one in rest if not any(_is_of(one.field, field) for field in shape)]
        return refused(422, "invalid", problems=wrong)

    def _admitted(self, request: web.Request) -> str | web.Response:
        """The channel of the key that was sent, or the refusal."""
        found = self._keys.find(request.headers.get("Authorization", ""))
        if found is None:
            return refused(401, "no_key", headers={"WWW-Authenticate": "Bearer"})
        key, channel = found
        if wait := self._keys.wait(key, self._monotonic()):
            return refused(429, "too_many", headers={"Retry-After": str(wait)})
        return channel


def _file(
    conn: Connection, city: City, channel: str, sent: Sent, *, now: datetime
) -> tuple[dict[str, Any], bool] | list[Problem]:
    """The receipt and whether the ticket is new, or what is wrong. What is known already is not checked again."""
    earlier = platform.known(conn, city, channel, sent.external_ref)
    if earlier is None and (wrong := platform.problems(conn, city, channel, sent)):
        return wrong
    ticket = earlier or platform.take_in(conn, city, channel, sent, now=now)
    return in_short(ticket, sent.external_ref), earlier is None


def _sent(given: Grievance) -> Sent:
    return Sent(
        external_ref=given.external_ref,
        text=given.text,
        firm=given.enterprise.name,
        uscc=given.enterprise.uscc,
        person=given.contact.name if given.contact else None,
        phone=given.contact.phone if given.contact else None,
        kind=given.kind,
        category=given.category,
        region=given.region,
        chain=given.chain,
        sub_channel=given.sub_channel,
        about_unit=given.about_unit,
        is_confidential=given.confidential,
    )


def _told(problem: Problem) -> dict[str, Any]:
    return asdict(problem) | {"message": PROBLEMS[problem.code]}


def _as_far_as_it_goes(given: Any, wrong: Collection[str]) -> Sent:
    """What of a body with faults can still be held against the city; the rest is left out."""

    def text(field: str) -> str | None:
        value = given
        for part in field.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value if isinstance(value, str) and not any(_is_of(field, one) for one in wrong) else None

    return Sent(
        "",
        "",
        text("enterprise.name") or "",
        uscc=text("enterprise.uscc"),
        phone=text("contact.phone"),
        category=text("category"),
        region=text("region"),
        chain=text("chain"),
        sub_channel=text("sub_channel"),
        about_unit=text("about_unit"),
    )


def _is_of(field: str, wrong: str) -> bool:
    return not wrong or field == wrong or field.startswith(f"{wrong}.")
