"""Whatever is sent to the API, it answers as its description says (schemathesis)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from inference import Reader
from webapp import create_app
from webapp.api.tokens import TokenFile

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def secret_and_schema(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any]:
    folder = tmp_path_factory.mktemp("api")
    file = TokenFile(folder / "tokens.json")
    secret = file.add("test", ("read", "feedback"), 1)
    config = {
        "API_TOKENS": str(file.path),
        "API_FEEDBACK": str(folder / "feedback.jsonl"),
        "API_RATE_LIMIT": "100000 per minute",
    }
    app = create_app(config, reader=reader)
    return secret, schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("path", ["/api/v1/formulations", "/api/v1/feedback"])
def test_every_answer_is_one_that_is_described(
    secret_and_schema: tuple[str, Any], path: str
) -> None:
    secret, schema = secret_and_schema
    operation = schema[path]["POST"]
    statuses = set()

    @given(
        case=st.one_of(
            operation.as_strategy(), operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        )
    )
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    def check(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        statuses.add(answer.status_code)
        # Here the token is always right; and text may be a string, and still be no note.
        case.validate_response(answer, excluded_checks=[ignored_auth, positive_data_acceptance])

    check()
    assert {200, 422} <= statuses


@pytest.mark.parametrize("path", ["/api/v1/formulations", "/api/v1/feedback"])
def test_without_a_token_every_call_is_refused(
    secret_and_schema: tuple[str, Any], path: str
) -> None:
    _, schema = secret_and_schema

    @given(case=schema[path]["POST"].as_strategy())
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    def check(case: Any) -> None:
        case.headers.pop("Authorization", None)
        answer = case.call(headers={"Authorization": "Bearer mg_wrong"})
        assert answer.status_code == 401
        case.validate_response(answer)

    check()
