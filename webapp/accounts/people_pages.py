"""People and teams, for whoever may administer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ..records.errors import Refused
from ..records.people import Account, Accounts
from ..records.rights import ROLE_NAMES, ROLES, Role
from ..records.waiting import Waiting, take_back, waiting
from .gate import form_expired
from .here import moment, room, somebody

bp = Blueprint("people", __name__, url_prefix="/people")
bp.register_error_handler(CSRFError, form_expired)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everybody with an account; `link` is an invitation just made, shown this once."""

    accounts: tuple[Account, ...]
    waiting: tuple[Waiting, ...]
    teams: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str, str], ...]
    link: str | None = None
    link_for: str = ""
    problem: str | None = None


@bp.get("/")
def everyone() -> str:
    """Show who has an account."""
    somebody("administer")
    return _page()


@bp.post("/invite")
def invite() -> tuple[str, int]:
    """Invite somebody; the link is shown once."""
    by = somebody("administer")
    name, team = request.form.get("name", ""), request.form.get("team") or None
    try:
        token = _accounts().invite(moment(), by.id, name, request.form.get("role", ""), team)
    except Refused as error:
        return _page(problem=str(error)), 400
    return _page(link=url_for("signing.join", token=token, _external=True), link_for=name), 201


@bp.post("/invitation/<key>/back")
def back(key: str) -> Response:
    """Take back an invitation that nobody has taken up."""
    take_back(room().records(), moment(), somebody("administer").id, key)
    return redirect(url_for("people.everyone"), 303)


@bp.post("/team")
def team() -> Response | tuple[str, int]:
    """Make a team."""
    by = somebody("administer")
    try:
        _accounts().make_team(moment(), by.id, request.form.get("name", ""))
    except Refused as error:
        return _page(problem=str(error)), 400
    return redirect(url_for("people.everyone"), 303)


@bp.post("/<person>")
def change(person: str) -> Response | tuple[str, int]:
    """Change somebody's role, team or access."""
    by = somebody("administer")
    role = cast(Role, request.form.get("role", ""))
    try:
        _accounts().change(
            moment(), by.id, person, role, request.form.get("team") or None,
            active="active" in request.form,
        )  # fmt: skip
    except Refused as error:
        return _page(problem=str(error)), 400
    return redirect(url_for("people.everyone"), 303)


@bp.post("/<person>/again")
def again(person: str) -> tuple[str, int]:
    """A new way in for somebody who lost password or code."""
    by = somebody("administer")
    token = _accounts().invite_again(moment(), by.id, person)
    name = _accounts().names()[person]
    return _page(link=url_for("signing.join", token=token, _external=True), link_for=name), 201


@bp.post("/<person>/unlock")
def unlock(person: str) -> Response:
    """Let somebody try again at once."""
    _accounts().unlock(moment(), somebody("administer").id, person)
    return redirect(url_for("people.everyone"), 303)


def _accounts() -> Accounts:
    return Accounts(room().records())


def _page(link: str | None = None, link_for: str = "", problem: str | None = None) -> str:
    page = PeoplePage(
        _accounts().everyone(moment()),
        waiting(room().records(), moment()),
        tuple(_accounts().teams().items()),
        tuple((role, ROLE_NAMES[role], what) for role, what in ROLES.items()),
        link,
        link_for,
        problem,
    )
    return render_template("accounts/people.html", page=page)
