"""The planner and the coach for programs: JSON in, the JSON of the commands out.

A browser may send JSON to another origin only after asking it, and nothing here says yes to that
question. So there is no form token to show, but the type of the request has to be the one that
cannot be sent unasked: `application/json`.
"""

from __future__ import annotations

import json
from typing import Any, Final

from flask import Blueprint, Response, request

from inference import InferenceError, NoteError, PlanDraft, PlanError, plan_referrals

from .coach import asked
from .desk import at_hand
from .lines import PROBLEMS, Line, parsed
from .problems import problem
from .talk import plain

bp = Blueprint("json_api", __name__)

JSON: Final = "application/json"
_NOT_INSTALLED: Final = "Middle Ground is not fully installed on this machine."


@bp.before_request
def only_json() -> Response | None:
    """Refuse what a page of another site could send."""
    if request.mimetype == JSON:
        return None
    detail = f"Send the body as {JSON}, in UTF-8."
    return problem(415, "not_json_type", "Only JSON is taken here", detail)


@bp.post("/referrals.json")
def referrals() -> Response:
    """Plan what a `referral-draft/1` holds: a `referral-plan/1`."""
    try:
        data = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return problem(400, "not_json", "The body is not JSON", "Send one referral-draft/1 object.")
    try:
        plan = plan_referrals(PlanDraft.from_dict(data), at_hand().planner)
    except PlanError as error:
        return problem(
            422, "bad_plan", "The draft cannot be planned", str(error), field=error.field
        )
    except InferenceError:
        return problem(503, "not_installed", "The planner is not ready", _NOT_INSTALLED)
    return _answer(plan.to_dict())


@bp.post("/coach.json")
def coach() -> Response:
    """Code the utterances of `{"id", "text"}`, with `client` for what was said before."""
    line: Line = parsed(request.get_data())
    if line.problem:
        kind = line.problem.kind
        return problem(400, kind, "The body cannot be read", f"The body {PROBLEMS[kind]}.")
    try:
        with asked() as found:
            heard = found.hear(line.text, line.client)
    except NoteError as error:
        return problem(422, error.kind, "The text cannot be read", str(error), id=line.id)
    except InferenceError:
        return problem(503, "not_installed", "The coach is not ready", _NOT_INSTALLED)
    return _answer({"id": line.id, "utterances": [plain(utterance) for utterance in heard]})


def _answer(body: dict[str, Any]) -> Response:
    return Response(json.dumps(body, allow_nan=False), mimetype=JSON)
