"""The description of the API, made from the operations that are registered."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Response, json
from pydantic import TypeAdapter

from inference import Formulation, code_version

from . import views
from .once import HEADER, MOST, PATTERN
from .operations import OPERATIONS, Operation
from .problems import MEDIA_TYPE
from .tokens import SCOPES

bp = Blueprint("openapi", __name__, url_prefix="/api/v1")

_REF: Final = "#/components/schemas/{model}"
_COMMON: Final = {
    400: "The body is no JSON.",
    401: "No token that is valid was shown.",
    403: "The token does not have the scope.",
    413: "The body is larger than a note may be.",
    415: "The body is not sent as JSON.",
    422: "The body is JSON, and not what the operation takes, or the note cannot be read.",
    429: "The token, or without a valid one the address, has sent too many requests.",
    500: "The fault is on our side, such as a token file that is damaged.",
}
_PROBLEM: Final = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What went wrong, for a person."},
        "kind": {"type": "string", "description": "Kind of a note that cannot be read."},
        "scope": {"type": "string", "description": "The scope that the token would need."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"at": {"type": "string"}, "says": {"type": "string"}},
                "required": ["at", "says"],
            },
        },
    },
}


_KEY: Final = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A name of the caller's own for this request. Sent again to the same process "
    "under the same name, it acts once and is answered the same, within a day and until "
    f"{MOST:,} other names have come.",
    "schema": {"type": "string", "pattern": PATTERN},
}


@bp.get("/openapi.json")
def openapi() -> Response:
    """Give out the description; it needs no token."""
    return Response(json.dumps(description()), mimetype="application/json")


def description() -> dict[str, Any]:
    """The API as OpenAPI 3.1."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    paths = {
        f"{views.bp.url_prefix}{operation.path}": {"post": _operation(operation, schemas)}
        for operation in OPERATIONS
    }
    made = schemas[Formulation.__name__]
    made["properties"] = {"schema": {"const": "formulation/1"}, **made["properties"]}
    made["required"] = ["schema", *made["required"]]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Middle Ground",
            "version": code_version(),
            "description": "Note in, formulation out. Nothing of a note is kept. Nothing is a "
            "diagnosis, a score of a person or a reason to refuse anyone.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that `middleground tokens add` has made. Scopes: "
                    + "; ".join(f"{name}: {meaning}" for name, meaning in SCOPES.items()),
                }
            },
        },
    }


def _operation(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    problems = {**_COMMON, **operation.problems}
    return {
        **({"parameters": [_KEY]} if operation.writes else {}),
        "operationId": operation.path.strip("/"),
        "summary": operation.summary,
        "description": operation.description,
        "security": [{"token": [operation.scope]}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _schema(operation.takes, schemas, True)}},
        },
        "responses": {
            "200": {
                "description": HTTPStatus.OK.phrase,
                "content": {
                    "application/json": {"schema": _schema(operation.gives, schemas, False)}
                },
            },
            **{str(status): _answer(problems[status]) for status in sorted(problems)},
        },
    }


def _answer(meaning: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model="Problem")}
    return {"description": meaning, "content": {MEDIA_TYPE: {"schema": schema}}}


def _schema(kind: type, schemas: dict[str, Any], taken: bool) -> dict[str, Any]:
    """A reference to the schema of `kind`, which is put among `schemas` with all it needs."""
    schema = TypeAdapter(kind).json_schema(
        ref_template=_REF, mode="validation" if taken else "serialization"
    )
    schemas.update(schema.pop("$defs", {}))
    schemas[kind.__name__] = schema
    return {"$ref": _REF.format(model=kind.__name__)}
