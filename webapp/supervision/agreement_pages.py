"""The page of agreement over rounds: all raters together, and two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, request

from ..language import N_, gettext, ngettext
from ..practice.case_view import Choice
from ..practice.vocabulary import clinical
from ..practice.wording import SUPPORT
from .seen import as_seen, may_see
from .table import table

if TYPE_CHECKING:
    from .agreement import OnKind, When
    from .figures import Figure

bp = Blueprint("supervision_agreement", __name__, url_prefix="/supervision")

KINDS: Final = {
    "barrier": (
        N_("Which barriers are held"),
        N_("held or not held, for each barrier of each note"),
    ),
    "strength": (N_("How strongly"), N_("in four steps, from not held to several signs")),
    "set": (
        N_("The barriers of a note together"),
        N_("as a set: half the same counts as half"),
    ),
    "style": (N_("Where the style points"), N_("the direction on the circle")),
    "stance": (N_("Which stance is chosen"), N_("from the list; own words are left out")),
}
FIGURES: Final = {
    "percentage": (N_("Same label"), N_("the share of pairs of labels that are the same")),
    "kappa": (
        N_("Cohen’s kappa"),
        N_("1: always the same; 0: no more than chance would bring about"),
    ),
    "weighted": (
        N_("Weighted kappa"),
        N_("the same, but a near miss counts less than a wide one"),
    ),
    "alpha": (
        N_("Krippendorff’s alpha"),
        N_("1: always the same; 0: no more than chance; below: less"),
    ),
    "direction": (
        N_("Same direction"),
        N_("the mean cosine: 1 the same, 0 a right angle, −1 opposite"),
    ),
}


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure in words, with its interval, what it means, and the calculation on request."""

    name: str
    means: str
    value: str
    interval: str
    of: str
    why_not: str | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindView:
    """The figures of one kind of label."""

    name: str
    about: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """All that `supervision/agreement.html` shows."""

    rounds: int
    raters: tuple[tuple[str, int], ...]
    overall: tuple[KindView, ...]
    one: tuple[Choice, ...]
    other: tuple[Choice, ...]
    pair: tuple[KindView, ...] | None
    pair_names: tuple[str, str] | None
    first: bool
    problem: str | None


@bp.get("/agreement")
def agreement() -> str:
    """Show the figures of all rounds that this person may see, if figures are open to them."""
    # What is reckoned with takes a second to import, and only this page needs it.
    from .agreement import between, overall, raters

    who = table().who()
    if not who.sees_agreement:
        abort(404)
    person = who.id
    sittings = [as_seen(s, person) for s in table().store.rounds(person) if may_see(s, person)]
    when: When = "now" if request.args.get("when") == "now" else "first"
    found = raters(sittings, when)
    ids = [rater.id for rater in found]
    one, other = request.args.get("one", ""), request.args.get("other", "")
    chosen = {one, other} <= set(ids) and one != other
    names = {rater.id: rater.name for rater in found}
    page = AgreementPage(
        rounds=len(sittings),
        raters=tuple((rater.name, rater.rounds) for rater in found),
        overall=_views(overall(sittings, when)) if len(found) > 1 else (),
        one=tuple(Choice(id, names[id], id == one) for id in ids),
        other=tuple(Choice(id, names[id], id == other) for id in ids),
        pair=_views(between(sittings, one, other, when)) if chosen else None,
        pair_names=(names[one], names[other]) if chosen else None,
        first=when == "first",
        problem=gettext("Choose two different raters.") if one and one == other else None,
    )
    return render_template("supervision/agreement.html", page=page)


def _views(found: tuple[OnKind, ...]) -> tuple[KindView, ...]:
    return tuple(
        KindView(
            gettext(KINDS[kind.kind][0]),
            gettext(KINDS[kind.kind][1]),
            tuple(_view(name, figure) for name, figure in kind.figures),
        )
        for kind in found
    )


def _view(name: str, figure: Figure) -> FigureView:
    share = name == "percentage"
    return FigureView(
        name=gettext(FIGURES[name][0]),
        means=gettext(FIGURES[name][1]),
        value=gettext("does not exist") if figure.value is None else _number(figure.value, share),
        interval=gettext(
            "%(low)s to %(high)s",
            low=_number(figure.low, share),
            high=_number(figure.high, share),
        )
        if figure.low is not None and figure.high is not None
        else "",
        of=ngettext("%(num)s label", "%(num)s labels", figure.of)
        if name == "alpha"
        else ngettext("%(num)s pair", "%(num)s pairs", figure.of),
        why_not=figure.undefined or figure.no_interval,
        steps=tuple(_in_words(step) for step in figure.steps),
    )


def _number(value: float, share: bool) -> str:
    return (
        gettext("%(value)s in 100", value=f"{100 * value:.0f}")
        if share
        else f"{value:.2f}".replace("-", "−")
    )


def _in_words(step: str) -> str:
    """A line of the calculation with names in place of ids."""
    known = clinical()
    barriers = {barrier.id: barrier.name for barrier in known.barriers}
    stances = {stance.id: stance.name for stance in (*known.stances, *known.combinations)}
    for id, name in {**barriers, **stances, **SUPPORT}.items():
        step = step.replace(id, name)
    return step
