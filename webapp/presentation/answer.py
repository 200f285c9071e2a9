"""A formulation and its note into the pages that show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from inference import Clinical, Enough, Formulation, PlannerKnowledge, TalkQuote

from ..language import gettext
from ..language.of_reader import again
from . import words
from .client_talk import both_sides
from .ground import reaction_views, referral_view, strength_view
from .hypotheses import hypothesis_views
from .marks import Marker, cut
from .middle import middle_form
from .pages import (
    AboutPage,
    BarrierNote,
    Carried,
    Choice,
    GuessPage,
    GuessView,
    Practical,
    ReadingPage,
    SourceNote,
    Tick,
)
from .safety import safety_view
from .stances import stance_views
from .style import style_view

PRACTICAL: Final = "practical_obstacle"


def reading_page(
    formulation: Formulation,
    clinical: Clinical,
    planner: PlannerKnowledge,
    carried: Carried,
    contacts: Sequence[str],
    talk: Sequence[TalkQuote] = (),
) -> ReadingPage:
    """The answer about `carried.note`, of which `formulation` is the reading.

    `planner` has what to say of a service after a no and when it is done, in the site's words;
    `talk` is what the note has the client say for a change and for none.
    """
    marker = Marker()
    hypotheses = hypothesis_views(formulation, clinical, marker)
    letters = {h.label: h.letter for h in hypotheses}
    safety = safety_view(formulation, clinical, marker, contacts)
    style = style_view(formulation.style, clinical, marker, carried.felt)
    reactions = reaction_views(formulation, carried.felt, clinical, marker)
    strengths = tuple(strength_view(s, clinical, marker) for s in formulation.strengths)
    referrals = tuple(
        referral_view(r, clinical, planner, marker, danger=safety.current)
        for r in formulation.referrals
    )
    return ReadingPage(
        segments=cut(carried.note, marker.marks),
        words=len(carried.note.split()),
        safety=safety,
        not_enough=_not_enough(formulation.enough),
        hypotheses=hypotheses,
        practical=Practical(letters.get(PRACTICAL), clinical.barrier(PRACTICAL).ask_first),
        both_sides=both_sides(talk),
        style=style,
        reactions=reactions,
        strengths=strengths,
        ask_for_strengths=tuple(strength.ask for strength in clinical.strengths),
        referrals=referrals,
        stances=stance_views(formulation, safety, clinical),
        middle=middle_form(formulation, clinical),
        guess=_guess(formulation, clinical, carried) if carried.decide_first else None,
        chances=tuple(
            (clinical.barrier(label).name, words.chance(score))
            for label, score in sorted(formulation.scores.items(), key=lambda pair: -pair[1])
        ),
        provenance=_provenance(formulation),
        carried=carried,
    )


def guess_page(
    formulation: Formulation,
    clinical: Clinical,
    carried: Carried,
    contacts: Sequence[str],
    problem: str | None = None,
) -> GuessPage:
    """The step before the answer: of the reading it shows the dangers and nothing else."""
    marker = Marker()
    safety = safety_view(formulation, clinical, marker, contacts)
    return GuessPage(
        segments=cut(carried.note, marker.marks),
        safety=safety,
        barriers=tuple(
            Choice(b.id, b.name, b.shows, b.id in carried.guess) for b in clinical.barriers
        ),
        carried=carried,
        problem=problem,
    )


def about_page(clinical: Clinical) -> AboutPage:
    """The barriers and sources of the knowledge, in its order."""
    return AboutPage(
        barriers=tuple(BarrierNote(b.name, b.theory) for b in clinical.barriers),
        sources=tuple(SourceNote(s.citation, s.checked) for s in clinical.sources),
    )


def ticks(choices: Iterable[tuple[str, str]], ticked: Sequence[str]) -> tuple[Tick, ...]:
    """Boxes for `choices` (id and wording), those in `ticked` ticked."""
    return tuple(Tick(id, wording, id in ticked) for id, wording in choices)


def _not_enough(enough: Enough) -> str | None:
    if enough.answer:
        return None
    return (
        again(enough.reason)
        if enough.reason
        else gettext("The note does not say what may have been in the way.")
    )


def _guess(formulation: Formulation, clinical: Clinical, carried: Carried) -> GuessView:
    names = {barrier.id: barrier.name for barrier in clinical.barriers}
    read = [hypothesis.label for hypothesis in formulation.hypotheses]
    return GuessView(
        both=tuple(names[label] for label in read if label in carried.guess),
        only_worker=tuple(names[label] for label in carried.guess if label not in read),
        only_reading=tuple(names[label] for label in read if label not in carried.guess),
        words=carried.guess_words.strip(),
    )


def _provenance(formulation: Formulation) -> tuple[tuple[str, str], ...]:
    made = formulation.provenance
    return (
        ("Middle Ground", made.code),
        *(
            (gettext("Artefact: %(name)s", name=name), digest)
            for name, digest in sorted(made.artefacts.items())
        ),
        (gettext("Knowledge"), made.knowledge),
    )
