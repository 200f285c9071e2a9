"""Where accounts are kept, nothing but the door is open to somebody who has not signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ..errors import page_of
from ..forms import EXPIRED
from ..language import gettext
from ..problems import for_program, problem
from ..records.errors import KeyringError, NotAllowed, RecordsError, Refused, Unavailable
from ..security import of_another_site
from . import here

# Open to everybody: the door itself, and what guards itself by tokens.
_OPEN: Final = frozenset(
    {
        "static",
        "about.about",
        "language.choose",
        "signing.sign_in",
        "signing.enter",
        "signing.join",
        "signing.accept",
    }
)

_GUARD_THEMSELVES: Final = frozenset({"api", "openapi", "operating", "single_sign_on"})

HELD: Final = "held."
_LEFT_BEHIND: Final = frozenset({"csrf_token"})


@dataclass(frozen=True, slots=True)
class Held:
    """A form that came after its sender had been signed out, to be sent again afterwards."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody wrote in it: values of several words."""
        return tuple(value for _, value in self.fields if len(value.split()) > 1)


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A form that is shown again: to be sent once more, or, where it `may_go` no further, copied.

    Without a `problem` its sender has just signed in again.
    """

    held: Held
    problem: str | None = None
    may_go: bool = True


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The door: `then` is where somebody wanted to go; `joined`, just before, by an invitation."""

    then: str = "/"
    login: str = ""
    held: Held | None = None
    problem: str | None = None
    joined: bool = False

    @property
    def by_site(self) -> bool:
        """Whether the site's own sign-in is set up."""
        return "single_sign_on" in current_app.blueprints


def install(app: Flask) -> None:
    """Put the gate before every page, and say in plain words what goes wrong with records.

    To be called before the forgery check is set up, which would else come first, and send what
    somebody wrote to another page.
    """
    app.register_error_handler(RecordsError, _told)
    if here.room_of(app).place.mode == "team":
        app.before_request(_gate)


def _gate() -> Response | None:
    if request.endpoint is None or request.endpoint in _OPEN:
        return None
    if request.blueprint in _GUARD_THEMSELVES or here.person() is not None:
        return None
    if for_program():
        return problem(401, "not_signed_in", "Nobody is signed in", "Sign in on the page first.")
    if request.method != "POST":
        return redirect(url_for("signing.sign_in", then=request.full_path.rstrip("?")))
    held = Held(request.path, tuple(_fields(request.form)))
    if not _of_ours():
        # It may come from anywhere: it is shown to be copied, and never sent on.
        told = gettext("You are signed out. Nothing was done with what you have just sent.")
        shown = HeldPage(held, told, may_go=False)
        return make_response(render_template("accounts/held.html", page=shown), 401)
    page = SignInPage(
        held=held,
        problem=gettext(
            "You were signed out after a while without a page being opened. What you "
            "have just sent is kept in this form: sign in, and send it again."
        ),
    )
    return make_response(render_template("accounts/sign_in.html", page=page), 401)


def _of_ours() -> bool:
    """Whether the form that came was made by this page for this browser."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValueError:  # of which the ValidationError of WTForms is one
        return not current_app.config["WTF_CSRF_ENABLED"]
    return True


def form_expired(_: CSRFError) -> Response | tuple[str, int]:
    """Ask for a second press where a form is from before the last sign-in; all in it is kept.

    Of a form that another site has sent nothing is.
    """
    if of_another_site():
        return page_of(400, gettext("That did not work"), gettext(EXPIRED))
    problem = gettext(
        "%(expired)s Or you have signed in anew since. What you sent is still here: please press "
        "again.",
        expired=gettext(EXPIRED),
    )
    page = HeldPage(Held(request.path, tuple(_fields(request.form))), problem)
    return render_template("accounts/held.html", page=page), 400


def _fields(form: MultiDict[str, str]) -> Iterator[tuple[str, str]]:
    return ((k, v) for k, v in form.items(multi=True) if k not in _LEFT_BEHIND)


def held(form: MultiDict[str, str]) -> Held | None:
    """What a form of the door carries for afterwards; nothing where another site has sent it."""
    path = form.get("held_path", "")
    if not inside(path) or of_another_site():
        return None
    names = ((k.removeprefix(HELD), v) for k, v in form.items(multi=True) if k.startswith(HELD))
    return Held(path, tuple(names))


def onward(path: str) -> str:
    """Where somebody goes on to: the address if it is `inside`, or the first page."""
    return path if inside(path) else "/"


def inside(path: str) -> bool:
    """Whether it is an address of this page and of no other host."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def _told(error: RecordsError) -> Response:
    match error:
        case NotAllowed():
            return page_of(
                404, gettext("There is nothing here"), gettext("Or it is not open to you.")
            )
        case Refused():
            return page_of(409, gettext("That was not done"), str(error))
        case Unavailable():
            return page_of(503, gettext("The records cannot be reached"), str(error))
        case KeyringError():
            return page_of(500, gettext("The records cannot be opened"), str(error))
    return page_of(500, gettext("Something is wrong with the records"), str(error))
