"""A case as a plain document and as JSON, marked as what it is: hypotheses, not findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from inference import Clinical

from ..documents.blocks import Block, Bullets, Heading, Paragraph, Table
from ..language import gettext
from ..language.days import day
from ..records.case_values import CaseFile, KeptNote
from ..records.sealed_values import Consent, plain
from ..supervision.wording import MARKED
from .suggestions import grouped, suggestions
from .views import HypothesisView, hypothesis_view

FORMAT: Final = "case/1"
# 42 CFR 2.32(a)(2), the short form of the notice that goes with every disclosure.
NOTICE: Final = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


def document(
    file: CaseFile,
    notes: Sequence[KeptNote],
    clinical: Clinical,
    names: Mapping[str, str],
    consent: Consent | None,
    now: datetime,
) -> tuple[Block, ...]:
    """The case as it stands: hypotheses first, with what was tried, and then the notes."""
    return tuple(_blocks(file, notes, clinical, names, consent, now))


def _blocks(
    file: CaseFile,
    notes: Sequence[KeptNote],
    clinical: Clinical,
    names: Mapping[str, str],
    consent: Consent | None,
    now: datetime,
) -> Iterator[Block]:
    yield Heading(1, gettext("Case: %(pseudonym)s", pseudonym=file.facts.pseudonym))
    yield Paragraph(gettext(MARKED) + ".", strong=True)
    yield Paragraph(
        gettext(
            "As it stood on %(day)s. Possibilities to check with the person: "
            "no diagnosis, no risk assessment, no score, no reason to refuse anyone.",
            day=day(now.date().isoformat()),
        )
    )
    if file.facts.protected:
        yield Paragraph(NOTICE, strong=True)
        if consent is not None:
            yield Paragraph(
                gettext(
                    "Disclosed to %(to)s for %(purpose)s, by consent of %(given)s, which "
                    "holds until %(ends)s.",
                    to=consent.to,
                    purpose=consent.purpose,
                    given=day(consent.given),
                    ends=day(consent.ends),
                )
            )
    yield Heading(2, gettext("What may be in the way"))
    for kept in file.hypotheses:
        yield from _hypothesis(hypothesis_view(kept, clinical, names, now))
    if not file.hypotheses:
        yield Paragraph(gettext("No hypothesis is open."))
    for note in notes:
        yield Heading(2, gettext("Note of %(day)s", day=day(note.day)))
        yield Paragraph(note.facts.text)
        found = suggestions(note.formulation, clinical) if note.formulation else ()
        for heading, group in grouped(found):
            yield Heading(3, heading)
            yield Bullets(
                tuple(
                    "; ".join([one.name, *filter(None, [one.says]), *map(_quoted, one.quotes)])
                    for one in group
                )
            )


def _hypothesis(view: HypothesisView) -> Iterator[Block]:
    yield Heading(3, f"{view.name} ({view.state})")
    if view.words:
        yield Paragraph(view.words)
    if view.quotes:
        yield Bullets(tuple(_quoted(text) for _, text in view.quotes))
    if view.question:
        yield Paragraph(gettext("To find out: %(question)s", question=view.question))
    if view.trials:
        yield Table(
            (
                gettext("Day"),
                gettext("Stance"),
                gettext("What was said or done"),
                gettext("What came of it"),
            ),
            tuple(
                (day(t.day), t.stance or gettext("of one’s own"), t.words, t.outcome)
                for t in view.trials
            ),
        )


def _quoted(text: str) -> str:
    return f"\u201c{text}\u201d"


def as_json(
    file: CaseFile, notes: Sequence[KeptNote], consent: Consent | None, now: datetime
) -> bytes:
    """The case's values; formulations are `formulation/1` as they were approved."""
    whole: dict[str, Any] = {
        "format": FORMAT,
        "marked": MARKED,
        "exported": now.date().isoformat(),
        "pseudonym": file.facts.pseudonym,
        "protected": file.facts.protected,
        "notice": NOTICE if file.facts.protected else None,
        "consent": plain(consent) if consent and file.facts.protected else None,
        "hypotheses": [plain(kept.living) for kept in file.hypotheses],
        "notes": [
            {
                "id": note.id,
                "day": note.day,
                "text": note.facts.text,
                "formulation": note.formulation.to_dict() if note.formulation else None,
                "judgements": [plain(one) for one in note.judgements],
            }
            for note in notes
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
