"""Plain words for what stands in a round, the same on the pages and in what is exported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from inference import Position

from ..language import N_, gettext, ngettext
from ..language.days import long_day
from ..practice.vocabulary import clinical
from ..practice.wording import SUPPORT
from ..presentation import words
from .comparison import Change, Comparison, OnBarrier
from .entry import NOT_HELD, Place, Reading
from .naming import Called

MARKED: Final = N_("Hypotheses, not findings")
NO_STYLE: Final = N_("the note does not show a style")


def barrier(id: str) -> str:
    """The name of a barrier, or of what else readings may part on.

    >>> barrier("style")
    'The style'
    """
    other = {
        "style": gettext("The style"),
        "stance": gettext("The stance"),
        "say": gettext("What to say"),
    }
    return other.get(id) or clinical().barrier(id).name


def strength(of: str | None) -> str:
    """How strongly a barrier is held.

    >>> strength(None), strength("several_signs")
    ('not held', 'several signs')
    """
    return SUPPORT[of] if of else gettext(NOT_HELD)


def style(of: Place | None) -> str:
    """A place on the circle in words."""
    return words.position(Position(of.control, of.affiliation)) if of else gettext(NO_STYLE)


def stance(reading: Reading) -> str:
    """The stance by its name; empty where there are own words alone."""
    if reading.stance is None:
        return ""
    both = (*clinical().stances, *clinical().combinations)
    return next(s.name for s in both if s.id == reading.stance)


def day(of: datetime) -> str:
    """A day as people write it.

    >>> from datetime import UTC
    >>> day(datetime(2026, 3, 2, tzinfo=UTC))
    '2 March 2026'
    """
    return long_day(of)


def listed(names: Sequence[str]) -> str:
    """Names in a row.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    if len(names) < 2:
        return "".join(names)
    return gettext("%(some)s and %(last)s", some=", ".join(names[:-1]), last=names[-1])


def held_by(on: OnBarrier, names: Sequence[str]) -> str:
    """Who holds a barrier and who does not."""
    holding = [n for n, s in zip(names, on.strengths, strict=True) if s]
    others = [n for n, s in zip(names, on.strengths, strict=True) if not s]
    if others:
        holds = ngettext(
            "%(names)s holds it", "%(names)s hold it", len(holding), names=listed(holding)
        )
        not_held = ngettext(
            "%(names)s does not", "%(names)s do not", len(others), names=listed(others)
        )
        return f"{holds}; {not_held}."
    if on.steps:
        return gettext("All hold it, not equally strongly.")
    return (
        gettext("All hold it, equally strongly.")
        if len(names) > 1
        else gettext("%(name)s holds it.", name=listed(holding))
    )


def agree(found: Comparison) -> tuple[str, ...]:
    """Where all agree, a sentence each."""
    if len(found.raters) < 2:
        return ()
    said = [
        gettext(
            "%(barrier)s: all hold it, %(strength)s.",
            barrier=barrier(on.barrier),
            strength=strength(on.strengths[0]),
        )
        for on in found.common
    ]
    if found.left_alone:
        names = listed([f"“{barrier(b)}”" for b in found.left_alone])
        said.append(gettext("Nobody holds %(names)s.", names=names))
    if found.style_apart is False:
        said.append(
            gettext("The style points the same way for all, within an octant of the circle.")
        )
    if found.stance_apart is False:
        said.append(gettext("All who chose a stance chose the same one."))
    return tuple(said)


def part(found: Comparison, raters: Sequence[Called]) -> tuple[tuple[str, str], ...]:
    """Where readings part: what on, and how."""
    names = [each.name for each in raters]
    said = [(barrier(on.barrier), held_by(on, names)) for on in found.parted]
    if found.style_apart:
        said.append(
            (barrier("style"), gettext("It points more than an octant apart, or some see none."))
        )
    if found.stance_apart:
        said.append((barrier("stance"), gettext("Different stances were chosen.")))
    return tuple(said)


def change(of: Change) -> str:
    """One thing that was changed."""
    if of.about == "style":
        before, after = (style(v if isinstance(v, Place) else None) for v in (of.before, of.after))
        return gettext("Style: %(before)s → %(after)s", before=before, after=after)
    if of.about == "stance":
        before, after = (
            stance(Reading((), None, str(v), "")) if v else gettext("own words")
            for v in (of.before, of.after)
        )
        return gettext("Stance: %(before)s → %(after)s", before=before, after=after)
    if of.about == "say":
        return gettext("What to say was worded anew")
    before, after = (strength(str(v) if v else None) for v in (of.before, of.after))
    told = gettext("other words marked") if before == after else f"{before} → {after}"
    return f"{barrier(of.about)}: {told}"
