"""Which language a page takes: the one chosen on it, else the site's, else the browser's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from flask_babel import Babel, get_translations
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from inference import Overlay

from ..security import of_another_site
from . import ENGLISH, LANGUAGES, gettext, language, plural, scripts, speak, speak_as_written
from .days import LOCALES, day
from .of_reader import again
from .of_site import InOwnWords, marker_of, shipped_of

bp = Blueprint("language", __name__, url_prefix="/language")

COOKIE: Final = "middleground_language"
_YEAR: Final = 365 * 24 * 60 * 60  # seconds
_ENGLISH_PART: Final = Markup(' lang="en"')
_MACHINES: Final = "/api/"


def install(app: Flask, overlay: Overlay | None) -> None:
    """Let every page of `app` speak its reader's language; before all that may refuse a request.

    What the site's `overlay` has written itself is marked with its own language.
    """
    Babel(app, default_locale=LOCALES[ENGLISH], locale_selector=lambda: LOCALES[chosen()])
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(
        language=language,
        languages=LANGUAGES,
        in_english=_in_english,
        english=_english,
        html_language=_tag,
    )
    app.jinja_env.globals["words_for_scripts"] = scripts.words
    app.jinja_env.filters.update(day=day, again=again)
    let_templates_speak(app)
    app.jinja_env.globals["in_site_language"] = marker_of(overlay)
    shipped = shipped_of(overlay)
    app.before_request(lambda: speak(chosen(), InOwnWords(get_translations(), shipped)))
    app.teardown_request(lambda _: speak_as_written())
    app.register_blueprint(bp)


def let_templates_speak(app: Flask, worded: Callable[[str], str] = str) -> None:
    """Give the templates their sentences, each as `worded` here."""

    def one(text: str) -> str:
        return worded(gettext(text))

    def several(single: str, many: str, num: int) -> str:
        # The number is put in by the template.
        return worded(plural(single, many, num))

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        one, several, newstyle=True
    )


def chosen() -> str:
    """The language of this request: chosen on a page, of the site, or asked for by the browser."""
    if request.path.startswith(_MACHINES) or request.path.endswith(".json"):
        return ENGLISH
    for named in (request.cookies.get(COOKIE), current_app.config["INTERFACE_LANGUAGE"]):
        if named in LANGUAGES:
            return str(named)
    # Whoever asks for Mexico's Spanish before anything else is best served with ours.
    asked = (tag.split("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((tag for tag in asked if tag in LANGUAGES), ENGLISH)


@bp.post("/")
def choose() -> Response:
    """Keep the language that was pressed, and go back to the page on which that was.

    The form carries no token against forgery, which would take a cookie on every page; that a page
    of another site sent it is told by the browser, and then nothing is kept.
    """
    answer = redirect(_way_back(request.form.get("then", "")), 303)
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES and not of_another_site():
        answer.set_cookie(
            COOKIE,
            wanted,
            max_age=_YEAR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Strict",
        )
    return answer


def _way_back(then: str) -> str:
    """The address of a page of ours that `then` names, built anew; else that of the first page."""
    path, _, asked = then.partition("?")
    try:
        endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:  # a redirect to another address, too
        return url_for("read.write")
    # What begins with an underscore would be taken for an instruction of `url_for`.
    query = {name: value for name, value in parse_qsl(asked) if not name.startswith("_")}
    return url_for(endpoint, **{**query, **values})


def _in_english() -> Markup:
    """The attribute of what stays English on a page in another language."""
    return Markup("") if language() == ENGLISH else _ENGLISH_PART


def _english(text: str) -> Markup:
    """`text`, which stays English, as a part of a sentence in the language of the page."""
    if language() == ENGLISH:
        return escape(text)
    return Markup('<span lang="en">{}</span>').format(text)


def _tag() -> str:
    """The language of the page as HTML names it (BCP 47)."""
    return LOCALES[language()].replace("_", "-")
