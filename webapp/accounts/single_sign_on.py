"""Signing in by the site's own OpenID Connect, where one is set up; by Authlib.

It vouches for who somebody is, and for nothing else: only people who have joined come in, as what
they are here. No word of a record goes to it, and nothing is asked of it where none is set.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, current_app, redirect, render_template, session, url_for
from joserfc.errors import JoseError
from requests.exceptions import RequestException
from werkzeug.wrappers import Response

from ..language import gettext
from ..records.sign_in import SignIns
from .gate import SignInPage, onward
from .here import SIGN_IN, moment, room

bp = Blueprint("single_sign_on", __name__, url_prefix="/sign-in/site")

_EXTENSION: Final = "middleground_single_sign_on"
_THEN: Final = "then"


def install(app: Flask) -> None:
    """Set it up for the issuer of the settings."""
    # At DEBUG, Authlib writes down the verifier that goes with a code, which is a secret.
    logging.getLogger("authlib").setLevel(logging.INFO)
    oauth = OAuth(app)
    issuer = app.config["OIDC_ISSUER"].rstrip("/")
    oauth.register(
        "site",
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_id=app.config["OIDC_CLIENT_ID"],
        client_secret=app.config["OIDC_CLIENT_SECRET"],
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )
    app.extensions[_EXTENSION] = oauth.site
    # One comes back from another host, and a strict cookie would not come along.
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.register_blueprint(bp)


@bp.get("/")
def leave() -> Response | tuple[str, int]:
    """Go to the site's own sign-in."""
    try:
        return _client().authorize_redirect(url_for("single_sign_on.back", _external=True))  # type: ignore[no-any-return]
    except (OAuthError, RequestException):
        return _refused(
            gettext("Your site’s own sign-in does not answer. Try again, or sign in here."), 503
        )


@bp.get("/back")
def back() -> Response | tuple[str, int]:
    """Let somebody in for whom the site vouches, if they have joined here."""
    claim = current_app.config["OIDC_CLAIM"]
    try:
        told: dict[str, Any] = _client().authorize_access_token()["userinfo"]
    except (OAuthError, JoseError, RequestException, KeyError):
        return _refused(
            gettext("Your site’s own sign-in did not vouch for you. Please try again."), 401
        )
    login = told.get(claim)
    # An address that nobody has verified may be anybody's.
    if not isinstance(login, str) or (claim == "email" and told.get("email_verified") is not True):
        login = ""
    token = SignIns(room().records()).sign_in_known(moment(), login)
    if token is None:
        return _refused(
            gettext("Nobody of that sign-in name has joined here. Ask for an invitation."), 403
        )
    then = session.get(_THEN, "/")
    session.clear()
    session[SIGN_IN] = token
    return redirect(onward(then), 303)


def _client() -> Any:
    return current_app.extensions[_EXTENSION]


def _refused(problem: str, status: int) -> tuple[str, int]:
    return render_template("accounts/sign_in.html", page=SignInPage(problem=problem)), status
