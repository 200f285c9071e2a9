"""The door: signing in and out, and taking up an invitation."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ..forms import EXPIRED
from ..language import N_, gettext
from ..records.errors import NotAllowed, Refused
from ..records.people import Accounts, Invitation
from ..records.secrets_of_people import SHORTEST, code_address, code_squares, fresh_code_secret
from ..records.sign_in import SignIns
from .gate import HeldPage, SignInPage, held, onward
from .here import SIGN_IN, moment, person, room

bp = Blueprint("signing", __name__)

_JOINING = "joining"  # the session's key for the secret of codes, while an invitation is taken up
_WRONG = N_("Name, password or code does not fit. Codes change every half minute and work once.")


@dataclass(frozen=True, slots=True)
class JoinPage:
    """Taking up an invitation: the squares for an authenticator and the same as text."""

    token: str
    invitation: Invitation
    squares: str
    secret: str
    shortest: int
    login: str
    problem: str | None = None


@bp.get("/sign-in")
def sign_in() -> str | Response:
    """Show the door, or go on where somebody is signed in already."""
    then = session["then"] = onward(request.args.get("then", "/"))
    if person() is not None:
        return redirect(then)
    page = SignInPage(then, joined="joined" in request.args)
    return render_template("accounts/sign_in.html", page=page)


@bp.post("/sign-in")
def enter() -> Response | str | tuple[str, int]:
    """Let somebody in who gives name, password and code."""
    _team_only()
    then, login = onward(request.form.get("then", "/")), request.form.get("login", "")
    waiting = held(request.form)
    try:
        token = SignIns(room().records()).sign_in(
            moment(), login, request.form.get("password", ""), request.form.get("code", "")
        )
    except Refused as error:
        return _again(SignInPage(then, login, waiting, str(error)), 429)
    if token is None:
        return _again(SignInPage(then, login, waiting, gettext(_WRONG)), 401)
    session.clear()  # nothing that was set before may go on after
    session[SIGN_IN] = token
    if waiting is not None:
        return render_template("accounts/held.html", page=HeldPage(waiting))
    return redirect(then, 303)


@bp.post("/sign-out")
def sign_out() -> Response:
    """End the sign-in."""
    _team_only()
    if token := session.get(SIGN_IN):
        SignIns(room().records()).sign_out(moment(), str(token))
    session.clear()
    return redirect(url_for("signing.sign_in"), 303)


@bp.get("/join/<token>")
def join(token: str) -> str:
    """Show an invitation to whoever holds its link."""
    _team_only()
    session.setdefault(_JOINING, fresh_code_secret())
    return _join(token)


@bp.post("/join/<token>")
def accept(token: str) -> Response | tuple[str, int]:
    """Take up the invitation."""
    _team_only()
    login = request.form.get("login", "")
    password = request.form.get("password", "")
    if password != request.form.get("again"):
        return _join(token, login, gettext("The two passwords are not the same.")), 400
    if _JOINING not in session:
        session[_JOINING] = fresh_code_secret()
        return _join(
            token,
            login,
            gettext("%(expired)s Set up the authenticator again.", expired=gettext(EXPIRED)),
        ), 400
    try:
        Accounts(room().records()).accept(
            moment(), token, login, password, session[_JOINING], request.form.get("code", "")
        )
    except Refused as error:
        return _join(token, login, str(error)), 400
    session.clear()
    return redirect(url_for("signing.sign_in", joined="yes"), 303)


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int] | Response:
    """Ask for a second press; what a form carries for afterwards is kept."""
    if request.endpoint != "signing.enter":
        return redirect(request.path)
    page = SignInPage(
        onward(request.form.get("then", "/")),
        request.form.get("login", ""),
        held(request.form),
        gettext("%(expired)s Please sign in again.", expired=gettext(EXPIRED)),
    )
    return _again(page, 400)


def _team_only() -> None:
    if room().place.mode != "team":
        raise NotAllowed(gettext("There are no accounts here."))


def _again(page: SignInPage, status: int) -> tuple[str, int]:
    return render_template("accounts/sign_in.html", page=page), status


def _join(token: str, login: str = "", problem: str | None = None) -> str:
    invitation = Accounts(room().records()).invited(moment(), token)
    if invitation is None:
        raise NotAllowed(gettext("There is no such invitation."))
    secret = session[_JOINING]
    login = login or invitation.login
    squares = code_squares(code_address(secret, login or invitation.name))
    page = JoinPage(token, invitation, squares, secret, SHORTEST, login, problem)
    return render_template("accounts/join.html", page=page)
