"""The served OpenAPI document: valid, whole, and nothing that is made from it breaks the server."""

import asyncio
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.e2e.served import TICKETS, a_served_town

UNLIMITED = (1_000_000, 1_000_000.0)
EXAMPLES = 60
"""Requests made for each endpoint, fitting ones and unfitting ones."""

SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


async def test_the_document_is_valid_and_names_every_answer_and_the_citys_own_keys(sqlite_url) -> None:
    async with a_served_town(sqlite_url) as (town, client):
        served = (await client.get("/api/v1/openapi.json", headers={"Authorization": ""})).json()
    schemathesis.openapi.from_dict(served).validate()
    post = served["paths"][TICKETS]["post"]["responses"]
    assert {"200", "201", "400", "401", "403", "413", "415", "422", "429", "500", "503"} == set(post)
    fields = served["components"]["schemas"]["Grievance"]["properties"]
    assert [*town.config.city.category, None] == fields["category"]["enum"]


async def test_nothing_that_the_document_lets_one_send_breaks_the_server(database_url) -> None:
    async with a_served_town(database_url, per_key=UNLIMITED) as (_, client):
        answers = await asyncio.to_thread(_play, str(client.base_url), client.headers["authorization"])
    assert {201, 422, 404} <= set(answers), set(answers)


def _play(url: str, key: str) -> list[int]:
    """Send what is made from the document; every answer must be one that it names."""
    schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
    answers: list[int] = []
    for found in schema.get_all_operations():
        operation = found.ok()

        def play(case: Any) -> None:
            response = case.call(base_url=url, headers={"Authorization": key})
            answers.append(response.status_code)
            case.validate_response(
                response, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
            )

        for mode in GenerationMode:
            SETTINGS(given(case=operation.as_strategy(generation_mode=mode))(play))()
    return answers
