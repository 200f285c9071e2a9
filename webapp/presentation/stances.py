"""Ways to respond, as the page shows them."""

from __future__ import annotations

from typing import Protocol

from inference import Clinical, Formulation

from ..language import gettext
from .pages import Safety, StanceView


class Way(Protocol):
    """What a stance has, whether it comes from a formulation or from the knowledge."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def principle(self) -> str: ...  # noqa: D102
    @property
    def do(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def avoid(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def say(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def watch_for(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def source(self) -> tuple[str, ...]: ...  # noqa: D102


def stance_view(stance: Way, reasons: tuple[str, ...], clinical: Clinical) -> StanceView:
    """One way to respond, its sources as citations.

    A formulation shows again as it was: a source that is not known here, such as the wording of an
    overlay that is no longer laid over, is named by its id.
    """
    citations = {source.id: source.citation for source in clinical.sources}
    return StanceView(
        id=stance.id,
        name=gettext(stance.name),
        principle=stance.principle,
        reasons=reasons,
        do=stance.do,
        avoid=stance.avoid,
        say=stance.say,
        watch_for=stance.watch_for,
        source=tuple(citations.get(id, id) for id in stance.source),
    )


def stance_views(
    formulation: Formulation, safety: Safety, clinical: Clinical
) -> tuple[StanceView, ...]:
    """All stances but the one that the safety panel shows already."""
    shown = safety.do_first.id if safety.do_first else None
    return tuple(
        stance_view(stance, stance.reasons, clinical)
        for stance in formulation.stances
        if stance.id != shown
    )
