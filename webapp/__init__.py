"""The web page of Middle Ground; `create_app` is the only door.

What the page needs is imported when it is built: the commands `read` and `batch` live in this room,
too, and go without Flask.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inference import Coach, Reader, load_reader, read_overlay

if TYPE_CHECKING:
    from flask import Flask

    from .records.times import Clock

__all__ = ["create_app"]


def create_app(
    config: Mapping[str, Any] | None = None,
    *,
    reader: Reader | None = None,
    coach: Coach | None = None,
    alone: bool = False,
    clock: Clock | None = None,
) -> Flask:
    """Build the page around `reader`, by default the one that `load_reader` loads now.

    A `coach` that is left out is loaded when its page is first used. Only where nobody but the
    person at this machine can reach the page, `alone`, may cases be kept without signing in, and
    are by default. `clock` tells the time to what is kept.

    `config` wins over the environment, the environment over the site's file, and that over the
    defaults of `settings.SETTINGS`.

    Raises
    ------
    SiteError
        The site's own file of settings, or a variable of the environment, cannot be used.
    ArtefactError
        No reader was given and a trained artefact is missing or does not fit.
    RecordsError
        A setting of the records cannot be, or those of a team cannot be opened.
    KnowledgeError
        The site's overlay cannot be used.
    """
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect
    from jinja2 import StrictUndefined

    from . import (
        about,
        api,
        deidentify,
        desk,
        errors,
        json_api,
        own_words,
        read,
        referrals,
        security,
        settings,
        site_words,
        wrong,
    )
    from . import coach as coach_page
    from .accounts import blueprints as accounts
    from .cases import blueprints as cases
    from .language import pages as language
    from .practice import blueprints as practice
    from .records.place import only_here
    from .records.times import now
    from .supervision import blueprints as supervision

    app = Flask(__name__)
    # Drawn anew at each start, unless somebody sets it or it follows from the keys of records.
    drawn = secrets.token_hex(32)
    own = {"SECRET_KEY": drawn, "RECORDS": None}
    app.config.from_mapping(settings.in_force(config, instead=own))
    if app.config["RECORDS"] is None:  # a page behind a server for others is nobody's own
        app.config["RECORDS"] = "own" if alone and only_here(app.config) else "off"
    # A template that asks for what its page does not have is a fault, not an empty string.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    overlay = settings.overlay_of(app.config)
    laid_over = read_overlay(overlay) if overlay else None
    # Before all that refuses a request, which then says so in its language.
    language.install(app, laid_over)
    accounts.install(app, clock or now)  # whose gate stands before the forgery check
    csrf = CSRFProtect(app)
    csrf.exempt(json_api.bp)
    csrf.exempt(language.bp)  # a page without other forms sets no cookie; see `language.choose`
    security.install(app)
    errors.install(app)
    if app.config["SECRET_KEY"] == drawn:
        app.config["SECRET_KEY"] = accounts.cookie_key(app) or drawn
    if reader is None:
        reader = load_reader(overlay=overlay)
    desk.install(app, reader, laid_over)
    site_words.install(app, laid_over)
    wrong.install(app)
    coach_page.install(app, coach)
    deidentify.install(app)
    app.register_blueprint(read.bp)
    app.register_blueprint(own_words.bp)
    app.register_blueprint(coach_page.bp)
    practice.install(app, *accounts.practice_of(app))
    cases.install(app)
    supervision.install(app, *accounts.supervision_of(app))
    app.register_blueprint(deidentify.bp)
    app.register_blueprint(referrals.bp)
    app.register_blueprint(json_api.bp)
    app.register_blueprint(about.bp)
    app.register_blueprint(wrong.bp)
    api.install(app, csrf)
    return app
