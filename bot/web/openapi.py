"""The OpenAPI document of the intake, made of its models, its sentences and the city's own keys."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.web.answers import SENTENCES
from bot.web.models import Grievance, Receipt, Refused, Ticket
from tickets.city import City

_REFUSALS = {400: "not_json", 401: "no_key", 403: "foreign_channel", 404: "no_such_ticket", 413: "too_large"}
_REFUSALS |= {415: "encoded", 422: "invalid", 429: "too_many", 500: "bug", 503: "busy"}
_HEADERS = {
    401: ("WWW-Authenticate", {"type": "string"}),
    429: ("Retry-After", {"type": "integer", "minimum": 1}),
    503: ("Retry-After", {"type": "integer", "minimum": 1}),
}


def document(city: City) -> dict[str, Any]:
    """OpenAPI 3.1 of everything below ``/api/v1``; where a key of the city must stand, the keys are listed."""
    modes: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        (Grievance, "validation"),
        (Receipt, "serialization"),
        (Ticket, "serialization"),
        (Refused, "serialization"),
    ]
    _, made = models_json_schema(modes, ref_template="#/components/schemas/{model}")
    schemas = made["$defs"]
    fields = schemas["Grievance"]["properties"]
    choices: dict[str, Iterable[str]] = {
        "category": city.category,
        "region": city.region,
        "chain": city.chain,
        "about_unit": city.unit,
    }
    for field, keys in choices.items():
        fields[field] = {"enum": [*keys, None], "default": None, "description": fields[field]["description"]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "不求人 intake",
            "version": version("buqiuren"),
            "description": "File grievances for enterprises, and read how they go. Keys belong to a channel.",
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": {
            "/api/v1/tickets": {"post": _post()},
            "/api/v1/tickets/{number}": {"get": _get(city.prefix)},
            "/api/v1/openapi.json": {"get": _describe()},
        },
        "components": {"schemas": schemas, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


def _post() -> dict[str, Any]:
    body = {"required": True, "content": _json("Grievance")}
    answers = {
        "201": {"description": "Filed under a new number.", "content": _json("Receipt")},
        "200": {"description": "Filed before under this external_ref: how it stands now.", "content": _json("Receipt")},
    }
    answers |= _refusals(400, 401, 403, 413, 415, 422, 429, 500, 503)
    return {"operationId": "file", "summary": "File a grievance", "requestBody": body, "responses": answers}


def _get(prefix: str) -> dict[str, Any]:
    number = {
        "name": "number",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 1, "maxLength": 40},
        "example": f"{prefix}-20261122-0001",
    }
    answers = {"200": {"description": "How it stands and what happened.", "content": _json("Ticket")}}
    answers |= _refusals(401, 404, 429, 500, 503)
    return {"operationId": "show", "summary": "Read a ticket", "parameters": [number], "responses": answers}


def _describe() -> dict[str, Any]:
    answer = {"description": "This document.", "content": {"application/json": {"schema": {"type": "object"}}}}
    return {"operationId": "describe", "summary": "Read this document", "security": [], "responses": {"200": answer}}


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}


def _refusals(*statuses: int) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status in statuses:
        answers[str(status)] = {"description": SENTENCES[_REFUSALS[status]], "content": _json("Refused")}
        if status in _HEADERS:
            name, schema = _HEADERS[status]
            answers[str(status)]["headers"] = {name: {"schema": schema}}
    return answers
