"""The audit, for whoever may see it: who did what to which record, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_wtf.csrf import CSRFError

from ..language import gettext
from ..records import audit
from ..records.people import COMMAND, Accounts
from .gate import form_expired
from .here import moment, room, somebody

bp = Blueprint("audit", __name__, url_prefix="/audit")
bp.register_error_handler(CSRFError, form_expired)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    number: int
    at: str
    who: str
    did: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, newest first; `older` is the number before which there are more."""

    lines: tuple[Line, ...]
    actions: tuple[tuple[str, str], ...]
    chosen: str | None
    older: int | None
    verdict: audit.Verdict | None = None


@bp.get("/")
def entries() -> str:
    """Show the newest entries, or those of one kind, or older ones."""
    somebody("see_audit")
    return _page()


@bp.post("/verify")
def verify() -> str:
    """Follow the chain from its start."""
    by = somebody("see_audit")
    records = room().records()
    verdict = audit.verify(records)
    if verdict.wrong is None:
        with records.writing() as connection:
            audit.write(records, connection, moment(), by.id, "audit_verified")
    return _page(verdict)


def _page(verdict: audit.Verdict | None = None) -> str:
    chosen = request.args.get("action")
    chosen = chosen if chosen in audit.ACTIONS else None
    before = request.args.get("before", type=int)
    found = audit.entries(room().records(), before=before, action=chosen)
    names = {
        **Accounts(room().records()).names(),
        COMMAND: gettext("somebody at the machine"),
        "own": gettext("you"),
    }
    older = found[-1].number if len(found) == audit.PAGE else None
    page = AuditPage(
        tuple(_line(entry, names) for entry in found),
        tuple(audit.ACTIONS.items()),
        chosen,
        older,
        verdict,
    )
    return render_template("accounts/audit.html", page=page)


def _line(entry: audit.Entry, names: Mapping[str, str]) -> Line:
    return Line(
        entry.number,
        entry.at.replace("T", " ")[:19],
        names.get(entry.who, entry.who) or gettext("somebody unknown"),
        audit.ACTIONS[entry.action],
        names.get(entry.subject, entry.subject),
        ", ".join(f"{key}: {value}" for key, value in sorted(entry.detail.items())),
    )
