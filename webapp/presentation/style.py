"""The interpersonal style of a formulation in words, the two estimates kept apart; pure."""

from __future__ import annotations

from collections.abc import Sequence

from inference import Clinical, Style

from ..language import gettext
from . import circle, words
from .marks import Marker
from .pages import OctantView, StyleView, Tick


def style_view(style: Style, clinical: Clinical, marker: Marker, felt: Sequence[str]) -> StyleView:
    """The style as the page shows it; `felt` are the reactions that the worker has ticked."""
    return StyleView(
        octant=_octant(style.octant, clinical) if style.octant else None,
        unclear=None if style.octant else _unclear(style),
        circle=circle.draw(style, [octant.id for octant in clinical.octants]),
        text_words=words.position(style.from_text) if style.from_text else None,
        reaction_words=words.position(style.from_reactions) if style.from_reactions else None,
        agree=style.agree,
        numbers=tuple(_numbers(style)),
        quotes=marker.noted(style.evidence),
        felt=tuple(Tick(r.id, r.tick, r.id in felt) for r in clinical.reactions),
    )


def _octant(name: str, clinical: Clinical) -> OctantView:
    octant = clinical.octant(name)
    return OctantView(
        name=octant.name,
        shows=octant.shows,
        may_expect=octant.may_expect,
        pull=octant.pull,
        if_hooked=octant.if_hooked,
        middle=octant.middle,
        other_readings=octant.other_readings,
    )


def _unclear(style: Style) -> str:
    if style.from_text is None and style.from_reactions is None:
        return gettext(
            "No clear style. The note does not say how the client behaved toward "
            "staff, and a style is not read into silence."
        )
    return gettext(
        "No clear style. What there is points too weakly, or in too many directions, to name one."
    )


def _numbers(style: Style) -> list[tuple[str, str]]:
    rows = []
    if (text := style.from_text) is not None:
        rows.append((gettext("Text: control"), f"{text.control:+.2f}"))
        rows.append((gettext("Text: affiliation"), f"{text.affiliation:+.2f}"))
    if (felt := style.from_reactions) is not None:
        rows.append((gettext("Reaction: control"), f"{felt.control:+.2f}"))
        rows.append((gettext("Reaction: affiliation"), f"{felt.affiliation:+.2f}"))
    if style.strength is not None:
        rows.append((gettext("Strength of direction"), f"{style.strength:.2f}"))
    if (spread := style.uncertainty) is not None:
        rows.append((gettext("One standard deviation, control"), f"{spread.control:.2f}"))
        rows.append((gettext("One standard deviation, affiliation"), f"{spread.affiliation:.2f}"))
    return rows
