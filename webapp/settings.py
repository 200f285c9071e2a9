"""Every setting of the web page: one row each, with its default and what it means.

What the caller of `create_app` gives wins over the environment (`MIDDLEGROUND_<NAME>`, in JSON or
as plain text), the environment over the site's own file (`site_file`), and that over the defaults.
What environment and file set is checked; what the caller gives is taken as it is.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from .language import LANGUAGES
from .setting import Setting

ENVIRONMENT_PREFIX: Final = "MIDDLEGROUND"

# Variables with the same prefix that `inference` and the command line read.
OF_OTHER_ROOMS: Final = (
    "MIDDLEGROUND_ARTEFACTS",
    "MIDDLEGROUND_ENCODER",
    "MIDDLEGROUND_LANGUAGE_MODEL",
    "MIDDLEGROUND_SITE",
    "MIDDLEGROUND_TRACEBACK",
)


def _limits_a_rate(text: str) -> bool:
    # Asked of the library that will read it; the commands go without Flask unless this is set.
    from flask_limiter import Limit

    try:
        return bool(list(Limit(text, key_function=str)))
    except ValueError:
        return False


def _names_a_host(text: str) -> bool:
    return re.fullmatch(r"[\w.:-]+", text) is not None


SETTINGS: Final = (
    Setting(
        "SECRET_KEY",
        None,
        "Signs the cookie. Without one it follows from the keys of a team's records, or each start "
        "draws its own at random.",
        str,
    ),
    Setting(
        "TRUSTED_HOSTS",
        ["127.0.0.1", "localhost"],
        "Names under which the page answers; any other Host header is refused, so that a web site "
        "elsewhere cannot reach the page by pointing its own name at this machine. Numeric IPv6 "
        "addresses cannot stand here: Werkzeug cuts a name at its first colon.",
        fits=_names_a_host,
    ),
    Setting(
        "PROXIES",
        0,
        "Servers in front of the page, such as one that has the certificate, whose "
        "X-Forwarded-Proto and X-Forwarded-For are believed: links then begin with https and each "
        "address is counted by itself. Nobody may be able to go round them.",
        least=0,
    ),
    Setting(
        "SAFETY_CONTACTS",
        [],
        "Lines shown with every mention of danger: your on-call lead, your crisis line, your "
        "emergency number. Numbers differ by country, so none is built in.",
    ),
    Setting(
        "INTERFACE_LANGUAGE",
        None,
        "Language of the pages, en or es, for everybody who has not chosen one; without it, what "
        "the browser asks for. Notes, and suggestions about them, stay English.",
        str,
        tuple(LANGUAGES),
    ),
    Setting(
        "OVERLAY",
        None,
        "File with the site's own stances, texts on danger, services and words, laid over the "
        "shipped knowledge; see docs/OVERLAY.md.",
        Path,
    ),
    Setting(
        "PRACTICE_PACKS",
        None,
        "Folder with packs of practice cases of your own (`*.json`), used beside those that come "
        "with Middle Ground.",
        Path,
    ),
    Setting(
        "RECORDS",
        "off",
        "Whether cases can be kept: off, own (the one person at this machine, no sign-in) or team "
        "(accounts). `middleground serve` on this machine alone takes own where nothing is said.",
        among=("off", "own", "team"),
    ),
    Setting(
        "RECORDS_DATABASE",
        None,
        "Address of the database of the records, sqlite:///... or postgresql://...; without one "
        "a file in your data folder.",
        str,
    ),
    Setting(
        "RECORDS_KEYS",
        None,
        "File of the keys that seal the records; without one in your configuration folder. Keep a "
        "copy elsewhere: without it the records are lost.",
        Path,
    ),
    Setting(
        "SITE_KIND",
        "ordinary",
        "ordinary, training (no note of a real client can be kept) or victim_services (nothing "
        "about a client goes to anybody else, not to the team and not as an export).",
        among=("ordinary", "training", "victim_services"),
    ),
    Setting(
        "OIDC_ISSUER",
        None,
        "Address of the site's own sign-in (OpenID Connect), by which people who have joined may "
        "come in; needs the extra oidc. Without one, no request is made to any other host.",
        str,
    ),
    Setting("OIDC_CLIENT_ID", None, "What the site's own sign-in calls Middle Ground.", str),
    Setting("OIDC_CLIENT_SECRET", None, "The secret that it gave to Middle Ground.", str),
    Setting(
        "OIDC_CLAIM",
        "preferred_username",
        "Which claim holds the sign-in name; of email, only a verified one counts.",
    ),
    Setting(
        "IDLE_MINUTES",
        30,
        "Minutes after which somebody who does nothing is signed out; after twelve hours everybody "
        "is.",
        float,
        most=720,
    ),
    Setting(
        "RETENTION_DAYS",
        None,
        "Days after which `middleground retention`, run every night, deletes a closed case; None: "
        "when somebody deletes it.",
        int,
        least=0,
        most=36_500,
    ),
    Setting(
        "MAX_CONTENT_LENGTH",
        400_000,
        "Bytes of a request beyond which it is refused unread. The longest note that the reader "
        "takes has 20,000 characters, at most 12 bytes each on the way.",
    ),
    Setting(
        "QUEUE",
        8,
        "Notes that may wait while one is read; whoever comes then is asked to come again (503).",
        least=0,
    ),
    Setting(
        "API_TOKENS",
        None,
        "File of the tokens with which other programs may call /api/v1; without one, none may.",
        Path,
    ),
    Setting(
        "API_RATE_LIMIT",
        "120 per minute",
        "Requests that one token, or one address without a valid token, may send to an operation "
        "of the API, in the words of Flask-Limiter: 120 per minute, or 5/second; 1000/day.",
        such="a number of requests per second, minute, hour, day, month or year, such as "
        '"120 per minute"',
        fits=_limits_a_rate,
    ),
    Setting(
        "API_FEEDBACK",
        None,
        "File to which feedback on suggestions is appended; without one it is refused.",
        Path,
    ),
    Setting(
        "REPORTS",
        None,
        "File to which is appended what was told to be wrong or harmful, without a word of a note; "
        "without one it is held in memory until Middle Ground is closed.",
        Path,
    ),
    Setting(
        "DRIFT",
        None,
        "File in which notes are counted by day (length, share of known words, what was shown), to "
        "tell when they differ from those that the models know; without one nothing is counted.",
        Path,
    ),
    Setting(
        "ACCESS_LOG",
        False,
        "Set to true for one line of JSON a request on standard error, without a word of a note.",
    ),
    Setting("MAX_FORM_MEMORY_SIZE", 400_000, "Bytes of a form's fields above which it is refused."),
    Setting("MAX_FORM_PARTS", 100, "Fields of one form beyond which it is refused."),
    Setting(
        "SESSION_COOKIE_NAME",
        "middleground",
        "The cookie that serves the forgery check and tells whose practice it is. The only other "
        "one holds the language, once somebody has chosen one.",
    ),
    Setting("SESSION_COOKIE_HTTPONLY", True, "No script may read the cookie."),
    Setting(
        "SESSION_COOKIE_SAMESITE",
        "Strict",
        "Whether another site may cause it to be sent: Strict (never), Lax (by a link) or None.",
        among=("Strict", "Lax", "None"),
    ),
    Setting(
        "SESSION_COOKIE_SECURE",
        False,
        "Set to true where the page is served over TLS; on 127.0.0.1 it is plain HTTP.",
    ),
    Setting(
        "HSTS_SECONDS",
        31_536_000,
        "Seconds for which a browser that came over TLS asks for nothing under this host name in "
        "plain HTTP, on whatever port (Strict-Transport-Security). With 0 it forgets that again: "
        "for a name under which something else is served without TLS.",
        least=0,
    ),
    Setting(
        "WTF_CSRF_TIME_LIMIT",
        None,
        "Seconds that a form stays valid. None: as long as the browser stays open, so that nobody "
        "loses a note by having been called away.",
        int,
    ),
)


def in_force(
    config: Mapping[str, Any] | None = None, *, instead: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """All settings as they hold now; `config` is what the caller gives, `instead` their defaults.

    A variable that is empty counts as unset: so Compose hands on one that nobody set.

    Raises
    ------
    SiteError
        The site's own file cannot be used, or a variable of the environment is not what its
        setting may be. A message never holds a value: it may be a key.
    """
    from . import site_file

    held = {setting.name: setting.default for setting in SETTINGS}
    held.update({**(instead or {}), **site_file.settings()})
    for setting in SETTINGS:
        variable = f"{ENVIRONMENT_PREFIX}_{setting.name}"
        if not (text := os.environ.get(variable)):
            continue
        held[setting.name] = value = meant(setting, text)
        if wrong := setting.wrong(value):
            raise site_file.SiteError(
                f"The environment variable {variable} has to be {wrong}, or unset."
            )
    return held | dict(config or {})


def overlay_of(config: Mapping[str, Any]) -> Path | None:
    """The file that is laid over the knowledge here, if the settings name one."""
    named = config["OVERLAY"]
    return Path(named) if named else None


def meant(setting: Setting, text: str) -> Any:
    """What the `text` of a variable says: JSON or plain text, as Flask reads it, without Flask.

    A number is a text where one is asked for, 1 is true and 0 false, one of few values may be in
    capitals or not, and a single name stands for a list of it.
    """
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    if not setting.wrong(value):
        return value
    return next((v for v in _other_readings(setting, text, value) if not setting.wrong(v)), value)


def _other_readings(setting: Setting, text: str, value: Any) -> Iterator[Any]:
    if setting.held_as is bool:
        yield {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())
    elif isinstance(value, int | float):
        yield text
    elif isinstance(value, str):
        yield from (one for one in setting.among if one.lower() == value.lower())
        if setting.held_as is list and setting.fits and setting.fits(value):
            yield [value]
