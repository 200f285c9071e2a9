"""The page of the agreed formulation: what all say now, why, and the kind of each difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ..desk import own_words_of
from ..forms import EXPIRED, plain_line_ends
from ..language import gettext
from ..practice.case_view import Choice, choices
from ..practice.forms import Problem
from ..strict import dumped
from . import forms, wording
from .comparison import Comparison, Rated, compare
from .form_view import ReadingForm, reading_form
from .forms import Sent, foreign
from .round import DIFFERENCES, Agreed, RoundError, Sitting
from .seen import may_see
from .stored import StoredError
from .table import seen_by_who, sitting_of, table

bp = Blueprint("supervision_outcome", __name__, url_prefix="/supervision")

_LONGEST_RATIONALE = 4_000


@dataclass(frozen=True, slots=True)
class PartingChoice:
    """Something on which readings parted, with the kinds of difference to choose from."""

    about: str
    name: str
    kinds: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """All that `supervision/outcome.html` shows."""

    id: str
    title: str
    form: ReadingForm
    partings: tuple[PartingChoice, ...]
    rationale: str


@bp.get("/<round_id>/agreed")
def formulate(round_id: str) -> str:
    """Show the form, begun with what was agreed before, or with what everybody holds."""
    sitting = _open(round_id)
    return _page(sitting, _begun(sitting), _kinds_before(sitting), _rationale_before(sitting))


@bp.post("/<round_id>/agreed")
def agree(round_id: str) -> Response | tuple[str, int]:
    """Take what was agreed; or say what is still open."""
    sitting = _open(round_id)
    given = forms.sent(request.form, sitting.round.note)
    kinds = {about: request.form.get(f"kind-{about}", "") for about in _parted(sitting)}
    rationale = plain_line_ends(request.form.get("rationale", ""))
    if given is None or not {"", *DIFFERENCES}.issuperset(kinds.values()):
        return _page(sitting, Sent(), {}, rationale, (foreign(),)), 400
    problems = forms.problems(given)
    if not rationale.strip():
        problems.append(Problem("rationale", gettext("Say why: what decided it?")))
    if not all(kinds.values()):
        problems.append(Problem("partings", gettext("Say of which kind each difference was.")))
    if not problems:
        try:
            table().store.agree(round_id, _agreed(given, kinds, rationale))
        except StoredError:
            room = gettext(
                "The reason is text of at most %(longest_rationale)s characters.",
                longest_rationale=f"{_LONGEST_RATIONALE:,}",
            )
            problems.append(Problem("rationale", room))
        except RoundError as error:
            problems.append(Problem("note", str(error)))
    if problems:
        return _page(sitting, given, kinds, rationale, tuple(problems)), 400
    return redirect(url_for("supervision.compare", round_id=round_id, _anchor="agreed"), 303)


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int]:
    """Ask for a second press where the form is from before the last start; choices are kept."""
    sitting = _open((request.view_args or {}).get("round_id", ""))
    given = forms.sent(request.form, sitting.round.note) or Sent()
    kinds = {about: request.form.get(f"kind-{about}", "") for about in _parted(sitting)}
    rationale = plain_line_ends(request.form.get("rationale", ""))
    again = Problem(
        "note",
        gettext(
            "%(expired)s Your choices are still here: please press again.", expired=gettext(EXPIRED)
        ),
    )
    return _page(sitting, given, kinds, rationale, (again,)), 400


def _open(round_id: str) -> Sitting:
    sitting = sitting_of(round_id)
    if not may_see(sitting, table().who().id) or sitting.round.closed:
        abort(404)
    return seen_by_who(sitting)


def _agreed(given: Sent, kinds: dict[str, str], rationale: str) -> Agreed:
    return Agreed.from_dict(
        {
            "at": datetime.now(UTC).isoformat(),
            "reading": dumped(forms.reading(given)),
            "rationale": rationale,
            "partings": [{"about": about, "kind": kind} for about, kind in kinds.items()],
        }
    )


def _first_comparison(sitting: Sitting) -> Comparison:
    return compare([Rated(entry.rater, entry.reading) for entry in sitting.first])


def _parted(sitting: Sitting) -> list[str]:
    """On what readings parted at first."""
    found = _first_comparison(sitting)
    parted: list[str] = [on.barrier for on in found.parted]
    return parted + ["style"] * bool(found.style_apart) + ["stance"] * bool(found.stance_apart)


def _begun(sitting: Sitting) -> Sent:
    if sitting.agreed:
        return forms.sent_of(sitting.agreed.reading)
    now = compare([Rated(entry.rater, entry.reading) for entry in sitting.latest])
    return Sent(
        strengths={on.barrier: on.strengths[0] or "" for on in now.common},
        words={on.barrier: on.shared for on in now.common if on.shared},
    )


def _kinds_before(sitting: Sitting) -> dict[str, str]:
    return {each.about: each.kind for each in sitting.agreed.partings} if sitting.agreed else {}


def _rationale_before(sitting: Sitting) -> str:
    return sitting.agreed.rationale if sitting.agreed else ""


def _page(
    sitting: Sitting,
    given: Sent,
    kinds: dict[str, str],
    rationale: str,
    problems: tuple[Problem, ...] = (),
) -> str:
    round = sitting.round
    page = OutcomePage(
        id=round.id,
        title=round.title,
        form=reading_form(round.note, own_words_of(round.note), given, problems),
        partings=tuple(
            PartingChoice(about, wording.barrier(about), choices(DIFFERENCES, kinds.get(about)))
            for about in _parted(sitting)
        ),
        rationale=rationale,
    )
    return render_template("supervision/outcome.html", page=page)
