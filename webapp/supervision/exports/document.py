"""A round as a plain document."""

from __future__ import annotations

from collections.abc import Iterator

from ...documents.blocks import Block, Bullets, Heading, Paragraph, Table
from ...language import gettext
from .. import wording
from ..comparison_view import AgreedView, Laid, RaterView


def of(laid: Laid) -> tuple[Block, ...]:
    """The document of a round that is laid open."""
    return tuple(_blocks(laid))


def _blocks(laid: Laid) -> Iterator[Block]:
    yield Heading(1, gettext("Supervision round: %(title)s", title=laid.title))
    yield Paragraph(gettext(wording.MARKED) + ".", strong=True)
    yield Paragraph(
        gettext(
            "Begun on %(day)s. Possibilities to check with the person: no diagnosis, "
            "no risk assessment, no score, no reason to refuse anyone, and no "
            "judgement of staff.",
            day=laid.day,
        )
    )
    yield Heading(2, gettext("The note"))
    yield Paragraph(laid.note)
    yield Heading(2, gettext("Hypotheses by person"))
    yield _table(laid)
    if laid.agree:
        yield Heading(2, gettext("Where all agree"))
        yield Bullets(laid.agree)
    if laid.part:
        yield Heading(2, gettext("Where readings part"))
        same = (
            gettext(
                "“%(words)s” stands for “%(for_one)s” with %(one)s, and for "
                "“%(for_other)s” with %(other)s.",
                words=s.words,
                for_one=s.for_one,
                one=s.one,
                for_other=s.for_other,
                other=s.other,
            )
            for s in laid.same_words
        )
        yield Bullets((*(f"{about}: {how}" for about, how in laid.part), *same))
    if laid.questions:
        yield Heading(2, gettext("Worth asking next"))
        yield Bullets(laid.questions)
    yield Heading(2, gettext("Style, stance and words"))
    yield Bullets(tuple(_person(rater) for rater in laid.raters))
    if laid.remarks:
        yield Heading(2, gettext("Discussion"))
        yield Bullets(tuple(f"{remark.name}: {remark.text}" for remark in laid.remarks))
    if laid.agreed:
        yield from _agreed(laid.agreed)


def _table(laid: Laid) -> Table:
    return Table(
        (gettext("What may be in the way"), *(rater.name for rater in laid.raters)),
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
        or ((gettext("Nobody holds anything to be in the way"), *("" for _ in laid.raters)),),
    )


def _person(rater: RaterView) -> str:
    parts = [f"{rater.name}: {rater.style}"]
    if rater.stance:
        parts.append(gettext("stance: %(stance)s", stance=rater.stance))
    if rater.say:
        parts.append(gettext("would say “%(say)s”", say=rater.say))
    if rater.confidence:
        parts.append(gettext("sure of the whole: %(confidence)s", confidence=rater.confidence))
    if rater.felt:
        parts.append(gettext("shared of what it did to them: %(felt)s", felt=", ".join(rater.felt)))
    if rater.changed:
        parts.append(
            gettext("changed after the reveal: %(changed)s", changed=", ".join(rater.changed))
        )
    return "; ".join(parts) + "."


def _agreed(made: AgreedView) -> Iterator[Block]:
    yield Heading(2, gettext("Agreed formulation"))
    yield Paragraph(
        gettext("Agreed on %(day)s. %(marked)s.", day=made.day, marked=gettext(wording.MARKED))
    )
    held = tuple(
        "; ".join([f"{name}, {strength}", *(f"“{each}”" for each in words)])
        for name, strength, words in made.held
    )
    yield Bullets(held or (gettext("Nothing that the note shows is in the way."),))
    yield Paragraph(
        " ".join(
            (
                gettext("Style: %(style)s.", style=made.style),
                *([gettext("Stance: %(stance)s.", stance=made.stance)] if made.stance else ()),
                *([gettext("One might say: “%(say)s”", say=made.say)] if made.say else ()),
            )
        )
    )
    yield Heading(3, gettext("Why"))
    yield Paragraph(made.rationale)
    if made.partings:
        yield Heading(3, gettext("What the differences were"))
        yield Bullets(tuple(f"{about}: {kind}" for about, kind in made.partings))
