"""From the fields of the planner's pages to a draft: what was put down, and what the plan changes.

Every page carries the last good draft whole, as JSON in one hidden field; what was filled in on the
page wins over it. Rows are numbered from 0 in the order of the page, with an `id` of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from inference import PlanDraft, PlanError

from .forms import plain_line_ends
from .language import gettext

CARRIED: Final = "plan"

_TEXTS: Final = ("client_goal", "our_work", "next_meeting", "worker", "leaving_when", "handover")
_SWITCHES: Final = ("can_join", "needs_more_than_us")
_OF_REFERRAL: Final = (
    *("service", "plain_name", "for_words", "willingness", "client_words", "fits_goal"),
    *("effort", "readiness", "adds", "wording"),
)
# A row in which none of these is filled in was left empty.
_SAID: Final = ("service", "plain_name", "for_words", "client_words", "adds", "wording")


def carried(fields: MultiDict[str, str]) -> PlanDraft:
    """The draft that came with the page; an empty one where it came with none.

    Raises
    ------
    PlanError
        It is no draft: a page that is not ours sent it.
    """
    text = fields.get(CARRIED, "")
    if not text.strip():
        return PlanDraft()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanError("plan", gettext("is not a plan that was saved here.")) from error
    return PlanDraft.from_dict(data)


def as_text(draft: PlanDraft) -> str:
    """The draft as a page carries it."""
    return json.dumps(draft.to_dict())


def filled_in(fields: MultiDict[str, str], before: PlanDraft) -> dict[str, Any]:
    """What the form says, shaped like a draft's JSON but not checked; empty rows are left out.

    What the form does not show (moves, steps, what became of a referral) is that of `before`.
    """
    old = {referral["id"]: referral for referral in before.to_dict()["referrals"]}
    rows = [
        _referral(fields, f"r{n}", old)
        for n in _rows(fields, "r", "service")
        if f"r{n}-gone" not in fields
    ]
    rows = [row for row in rows if any(row[name].strip() for name in _SAID)]
    _name(rows, old)
    return {
        **before.to_dict(),
        **{name: _text(fields, name) for name in _TEXTS if name in fields},
        **{name: name in fields for name in _SWITCHES},
        "harms": _lines(fields, "harms"),
        "risks": [
            {name: _text(fields, f"k{n}-{name}") for name in ("kind", "status", "words")}
            for n in _rows(fields, "k", "kind")
            if fields.get(f"k{n}-kind")
        ],
        "hypotheses": [
            {"barrier": barrier, "words": _text(fields, f"words-{barrier}")}
            for barrier in fields.getlist("hypothesis")
        ],
        "referrals": rows,
        "moves": _still_there(before, [row["id"] for row in rows]),
    }


def changed(fields: MultiDict[str, str], before: PlanDraft) -> tuple[dict[str, Any], list[int]]:
    """`before` with what the page of the plan changes: moves, steps, what became of a referral.

    The second value has the rows that were to be moved without a reason; these stay where they are.
    """
    data = before.to_dict()
    without_reason = []
    for n, referral in enumerate(data["referrals"]):
        to, reason = _number(fields, f"m{n}-to"), _text(fields, f"m{n}-reason").strip()
        if to is not None and reason:
            data["moves"] = [
                *data["moves"],
                {"referral": referral["id"], "to": to, "reason": reason},
            ]
        elif to is not None:
            without_reason.append(n)
        if f"f{n}-outcome" in fields:
            referral["follow_up"] = {
                "outcome": _text(fields, f"f{n}-outcome"),
                "in_the_way": fields.getlist(f"f{n}-in_the_way"),
                "words": _text(fields, f"f{n}-words"),
                "learned": _text(fields, f"f{n}-learned"),
            }
    if "steps-shown" in fields:
        data["steps"] = fields.getlist("steps")
    return data, without_reason


def _referral(
    fields: MultiDict[str, str], row: str, old: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    id = fields.get(f"{row}-id", "")
    known = {"status": old[id]["status"], "follow_up": old[id]["follow_up"]} if id in old else {}
    # A field that the page leaves out keeps its default.
    said = {n: _text(fields, f"{row}-{n}") for n in _OF_REFERRAL if f"{row}-{n}" in fields}
    return {
        **dict.fromkeys(_SAID, ""),
        **known,
        **said,
        "id": id,
        "purposes": fields.getlist(f"{row}-purposes"),
        "lowers": _number(fields, f"{row}-lowers"),
        "obstacles": _lines(fields, f"{row}-obstacles"),
    }


def _name(rows: list[dict[str, Any]], old: Iterable[str]) -> None:
    """Give new rows ids that no row has or had, so that moves keep to what they were made for."""
    taken = {*old, *(row["id"] for row in rows)}
    free = (f"r{n}" for n in range(1, len(taken) + len(rows) + 2) if f"r{n}" not in taken)
    for row in rows:
        row["id"] = row["id"] or next(free)


def _still_there(before: PlanDraft, ids: list[str]) -> list[dict[str, Any]]:
    """The moves of what is still there, none beyond the end."""
    return [
        {"referral": move.referral, "to": min(move.to, len(ids)), "reason": move.reason}
        for move in before.moves
        if move.referral in ids
    ]


def _rows(fields: MultiDict[str, str], prefix: str, name: str) -> list[int]:
    found: list[int] = []
    while f"{prefix}{len(found)}-{name}" in fields:
        found.append(len(found))
    return found


def _text(fields: MultiDict[str, str], name: str) -> str:
    return plain_line_ends(fields.get(name, ""))


def _lines(fields: MultiDict[str, str], name: str) -> list[str]:
    return [line.strip() for line in fields.get(name, "").splitlines() if line.strip()]


def _number(fields: MultiDict[str, str], name: str) -> int | None:
    text = fields.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
