"""The four-part middle statement as a form, with words of this note that may help; pure."""

from __future__ import annotations

from collections.abc import Iterable

from inference import Clinical, Formulation, Reaction, Strength, Style

from .pages import MiddleExample, MiddleForm, MiddlePart


def middle_form(formulation: Formulation, clinical: Clinical) -> MiddleForm:
    """The form for this note; what a worker types into it never leaves the browser."""
    known = clinical.middle_statement
    helpful = {
        "offer": _texts(s for s in formulation.strengths if s.kind == "own_goal"),
        "impact": _texts(formulation.reactions),
        "behaviour": _texts([formulation.style]),
    }
    return MiddleForm(
        intro=known.intro,
        parts=tuple(
            MiddlePart(
                id=part.id,
                prompt=part.prompt,
                hint=part.hint,
                examples=part.examples,
                slips=tuple((slip.slip, slip.why) for slip in part.slips),
                from_note=helpful.get(part.id, ()),
            )
            for part in known.parts
        ),
        whole=tuple(
            MiddleExample(
                situation=example.situation,
                taking_charge=example.taking_charge,
                giving_in=example.giving_in,
                said=" ".join(example.said),
            )
            for example in known.whole
        ),
    )


def _texts(parts: Iterable[Strength | Reaction | Style]) -> tuple[str, ...]:
    """The quotes behind the parts, each once."""
    return tuple(dict.fromkeys(quote.text for part in parts for quote in part.evidence))
