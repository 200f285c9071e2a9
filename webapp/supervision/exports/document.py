"""A round as a plain document."""

from __future__ import annotations

from collections.abc import Iterator

from ...documents.blocks import Block, Bullets, Heading, Paragraph, Table
from .. import wording
from ..comparison_view import AgreedView, Laid, RaterView


def of(laid: Laid) -> tuple[Block, ...]:
    """The document of a round that is laid open."""
    return tuple(_blocks(laid))


def _blocks(laid: Laid) -> Iterator[Block]:
    yield Heading(1, f"Supervision round: {laid.title}")
    yield Paragraph(f"{wording.MARKED}.", strong=True)
    yield Paragraph(
        f"Begun on {laid.day}. Possibilities to check with the person: no diagnosis, no risk "
        "assessment, no score, no reason to refuse anyone, and no judgement of staff."
    )
    yield Heading(2, "The note")
    yield Paragraph(laid.note)
    yield Heading(2, "Hypotheses by person")
    yield _table(laid)
    if laid.agree:
        yield Heading(2, "Where all agree")
        yield Bullets(laid.agree)
    if laid.part:
        yield Heading(2, "Where readings part")
        same = (
            f"“{s.words}” stands for “{s.for_one}” with {s.one}, and for “{s.for_other}” "
            f"with {s.other}."
            for s in laid.same_words
        )
        yield Bullets((*(f"{about}: {how}" for about, how in laid.part), *same))
    if laid.questions:
        yield Heading(2, "Worth asking next")
        yield Bullets(laid.questions)
    yield Heading(2, "Style, stance and words")
    yield Bullets(tuple(_person(rater) for rater in laid.raters))
    if laid.remarks:
        yield Heading(2, "Discussion")
        yield Bullets(tuple(f"{remark.name}: {remark.text}" for remark in laid.remarks))
    if laid.agreed:
        yield from _agreed(laid.agreed)


def _table(laid: Laid) -> Table:
    return Table(
        ("What may be in the way", *(rater.name for rater in laid.raters)),
        tuple(
            (
                row.name,
                *(
                    "; ".join([cell.strength, *(f"“{q.text}”" for q in cell.quotes)])
                    for cell in row.cells
                ),
            )
            for row in laid.rows
        )
        or (("Nobody holds anything to be in the way", *("" for _ in laid.raters)),),
    )


def _person(rater: RaterView) -> str:
    parts = [f"{rater.name}: {rater.style}"]
    if rater.stance:
        parts.append(f"stance: {rater.stance}")
    if rater.say:
        parts.append(f"would say “{rater.say}”")
    if rater.confidence:
        parts.append(f"sure of the whole: {rater.confidence}")
    if rater.felt:
        parts.append(f"shared of what it did to them: {', '.join(rater.felt)}")
    if rater.changed:
        parts.append(f"changed after the reveal: {', '.join(rater.changed)}")
    return "; ".join(parts) + "."


def _agreed(made: AgreedView) -> Iterator[Block]:
    yield Heading(2, "Agreed formulation")
    yield Paragraph(f"Agreed on {made.day}. {wording.MARKED}.")
    held = tuple(
        "; ".join([f"{name}, {strength}", *(f"“{each}”" for each in words)])
        for name, strength, words in made.held
    )
    yield Bullets(held or ("Nothing that the note shows is in the way.",))
    yield Paragraph(
        f"Style: {made.style}."
        + (f" Stance: {made.stance}." if made.stance else "")
        + (f" One might say: “{made.say}”" if made.say else "")
    )
    yield Heading(3, "Why")
    yield Paragraph(made.rationale)
    if made.partings:
        yield Heading(3, "What the differences were")
        yield Bullets(tuple(f"{about}: {kind}" for about, kind in made.partings))
