"""The button on every result: "this was wrong or harmful", and the page on which that lands.

What is kept is the kind of page, one label of our own, a reason from a list, a day and the version
of the program; where the reader has just made the result, those of its knowledge and artefacts,
too. Nothing of a note is kept, and no free words: they may tell of a person, and the de-identifier
misses some of what does.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError

from inference import InferenceError, code_version, load_reference

from .accounts.here import may_administer
from .desk import at_hand
from .drift.compare import FEWEST, FEWEST_IN_PART, Rejected, rejected, with_corpus
from .drift.counters import CountersError, InTurn, in_turn
from .drift.seen import NOT_ENGLISH
from .kept_lines import append, kept_in
from .language import N_, Worded, gettext
from .presentation.drift import GroupRow, group_rows, line_of, line_of_rejected
from .records.errors import NotAllowed
from .result_pages import (
    ABOUT,
    NAMES,
    READ_NOW,
    about_barrier,
    about_stance,
    about_style,
)

bp = Blueprint("feedback", __name__, url_prefix="/feedback")

REASONS: Final = Worded(
    {
        "wrong": N_("It is wrong"),
        "read_in": N_("It reads in what is not there"),
        "missed": N_("It misses what is there"),
        "disrespectful": N_("It is disrespectful, or unfair to a group of people"),
        "unusable": N_("It does not fit our work"),
        "harmful": N_("It could do harm, or has"),
    }
)
_EXTENSION: Final = "middleground_wrong"
_OCCASION: Final = re.compile("[0-9a-f]{16}")
DAYS_SHOWN: Final = 30
_MOST: Final = 10_000  # reports that are held in memory


@dataclass(frozen=True, slots=True)
class Told:
    """The page after the button: what was kept, or why nothing was."""

    kept: bool
    about: str
    reason: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class DriftView:
    """How the notes here compare: `rows` are lines with whether they differ; or a `problem`.

    They are those of the last `days`; `rejected` are such lines for suggestions told to be wrong.
    `groups` are compared from `fewest_in_group` notes on; `not_english` notes are in none of them.
    """

    notes: int
    fewest: int = FEWEST
    fewest_in_group: int = FEWEST_IN_PART
    days: int = DAYS_SHOWN
    rows: tuple[tuple[str, bool], ...] = ()
    rejected: tuple[tuple[str, bool], ...] = ()
    groups: tuple[GroupRow, ...] = ()
    not_english: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """For whoever looks after it: rows of page, what is meant, reason, version and how often."""

    rows: tuple[tuple[str, str, str, str, int], ...]
    reports: int
    since: str | None
    answered: tuple[tuple[str, int, int], ...]
    place: str
    drift: DriftView | None


def install(app: Flask) -> None:
    """Give the templates what the button needs, and the app a place to keep reports."""
    app.extensions[_EXTENSION] = []
    app.jinja_env.globals["wrong_about"] = _choices
    app.jinja_env.globals["wrong_reasons"] = REASONS
    app.jinja_env.globals["wrong_occasion"] = lambda: secrets.token_hex(8)


def _choices(kind: str, shown: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """What can be meant of a page of this kind; `shown` are suggestions on it, id and name."""
    return {**_about(kind), **dict(shown)}


@bp.post("/")
def tell() -> str | tuple[str, int]:
    """Keep that a result was wrong or harmful."""
    sent = {name: request.form.get(name, "") for name in ("kind", "about", "reason", "occasion")}
    names = _names(sent["kind"])
    if sent["about"] not in names or not _OCCASION.fullmatch(sent["occasion"]):
        return _shown(
            Told(False, "", "", gettext("The form held something that no page put there."))
        ), 400
    if sent["reason"] not in REASONS:
        return _shown(
            Told(False, "", "", gettext("Go back and choose what is wrong with it."))
        ), 400
    provenance = at_hand().reader.provenance if sent["kind"] in READ_NOW else None
    row: dict[str, Any] = {
        "day": datetime.now(UTC).date().isoformat(),
        **sent,
        "code": code_version(),
        "knowledge": provenance.knowledge if provenance else None,
        "artefacts": provenance.artefacts if provenance else None,
    }
    try:
        _keep(row)
    except OSError:
        return _shown(
            Told(False, "", "", gettext("It cannot be kept at the moment; try again later."))
        ), 503
    return _shown(Told(True, names[sent["about"]], REASONS[sent["reason"]]))


@bp.get("/")
def look() -> str:
    """Show what was told, counted, to whoever looks after the installation.

    Raises
    ------
    NotAllowed
        Somebody else is asking.
    """
    if not may_administer():
        raise NotAllowed(gettext("This is not open to you here."))
    return render_template("feedback/reports.html", page=reports_page())


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int]:
    """Nothing is kept of a form from before the last start."""
    problem = gettext("That page had been open since before the last start. Make the result again.")
    return _shown(Told(False, "", "", problem)), 400


def reports_page() -> ReportsPage:
    """All that is kept, counted; labels that are no longer known are shown as they are."""
    rows = list(_rows())
    counts = Counter(
        (str(r.get("kind")), str(r.get("about")), str(r.get("reason")), str(r.get("code")))
        for r in rows
    )
    return ReportsPage(
        rows=tuple(
            (
                NAMES.get(kind, kind),
                _names(kind).get(about, about),
                REASONS.get(reason, reason),
                code,
                count,
            )
            for (kind, about, reason, code), count in sorted(
                counts.items(), key=lambda pair: (pair[0][2] != "harmful", -pair[1], pair[0])
            )
        ),
        reports=len(rows),
        since=min((str(row.get("day")) for row in rows), default=None),
        answered=_answered(),
        place="file" if current_app.config["REPORTS"] else "memory",
        drift=_drift(),
    )


def _drift() -> DriftView | None:
    if not (named := current_app.config["DRIFT"]):
        return None
    try:
        turn = in_turn(Path(named), DAYS_SHOWN)
        compared = with_corpus(turn.lately, load_reference())
    except (CountersError, InferenceError) as error:
        return DriftView(0, problem=str(error))
    except OSError:
        return DriftView(0, problem=gettext("The file of counts cannot be read."))
    clinical, groups = at_hand().clinical, turn.lately.groups
    return DriftView(
        turn.lately.notes,
        rows=tuple((line_of(c, clinical), c.differs) for c in compared),
        rejected=tuple((line_of_rejected(r, clinical), r.differs) for r in _rejected(turn)),
        groups=tuple(group_rows(groups, clinical)),
        not_english=groups[NOT_ENGLISH]["notes"] if NOT_ENGLISH in groups else 0,
    )


def _rejected(turn: InTurn) -> tuple[Rejected, ...]:
    """The share of each barrier's suggestions told to be wrong, lately and before.

    What was told before anything was counted is left out.
    """
    first, last = turn.first.isoformat(), turn.last.isoformat()
    lately, before = Counter[str](), Counter[str]()
    for row in _rows():
        what, _, label = str(row.get("about")).partition(":")
        day = str(row.get("day"))
        if row.get("kind") == "reading" and what == "barrier" and day >= first:
            (lately if day > last else before)[label] += 1
    return rejected(
        {label: (lately[label], shown) for label, shown in sorted(turn.lately.shown.items())},
        {label: (before[label], shown) for label, shown in turn.before.shown.items()},
    )


def _answered() -> tuple[tuple[str, int, int], ...]:
    """From the API's feedback: a suggestion or a reason, how often accepted, how often not."""
    store = current_app.config["API_FEEDBACK"]
    yes: Counter[str] = Counter()
    no: Counter[str] = Counter()
    for row in kept_in(store) if store else ():
        if row.get("outcome") == "accepted":
            yes.update(str(id) for id in row.get("acceptedSuggestions", []))
        else:
            reason = row.get("reason") or gettext("no reason")
            no[gettext("overridden: %(value)s", value=reason)] += 1
    return tuple((name, yes[name], no[name]) for name in sorted({*yes, *no}))


def _about(kind: str) -> dict[str, str]:
    return {id: gettext(name) for id, name in ABOUT[kind].items()}


def _names(kind: str) -> dict[str, str]:
    if kind not in ABOUT:
        return {}
    return {**_about(kind), **(dict(_of_reading()) if kind == "reading" else {})}


def _of_reading() -> Iterator[tuple[str, str]]:
    known = at_hand().clinical
    yield from ((about_barrier(barrier.id), barrier.name) for barrier in known.barriers)
    for stance in (*known.stances, *known.combinations):
        yield about_stance(stance.id), stance.name
    yield about_style()


def _keep(row: dict[str, Any]) -> None:
    if store := current_app.config["REPORTS"]:
        append(store, [row])
        return
    held: list[dict[str, Any]] = current_app.extensions[_EXTENSION]
    if row not in held and len(held) < _MOST:
        held.append(row)


def _rows() -> Iterator[dict[str, Any]]:
    if store := current_app.config["REPORTS"]:
        yield from kept_in(store)
    else:
        yield from list(current_app.extensions[_EXTENSION])


def _shown(page: Told) -> str:
    return render_template("feedback/told.html", page=page)
