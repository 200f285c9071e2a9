"""Judgements as labelled examples for `middleground train --extra`, where somebody agreed to it.

Only notes whose author ticked, when keeping, that the note may teach, that they had judged every
suggestion, and that nothing else of the seven barriers stands in it. The text is the one that was
kept: with stand-ins for what tells who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from inference import Formulation, Quote

from . import audit
from .access import Access
from .sealed_values import NoteFacts, built
from .tables import formulations, judgements, notes


def examples(access: Access, now: datetime, by: str) -> tuple[dict[str, Any], ...]:
    """One example a note, in the format of `training_data/notes`; that it was asked is audited."""
    wanted = (
        select(notes.c.id, notes.c.sealed, formulations.c.id.label("made"))
        .add_columns(formulations.c.sealed.label("formulation"))
        .join(judgements, judgements.c.note_id == notes.c.id)
        .join(formulations, formulations.c.note_id == notes.c.id)
        .where(judgements.c.may_teach)
        .order_by(notes.c.kept)
    )
    records = access.records
    with records.writing() as connection:
        found = tuple(
            _example(
                row.id,
                built(NoteFacts, records.open(f"note {row.id}", row.sealed)).text,
                Formulation.from_dict(records.open(f"formulation {row.made}", row.formulation)),
            )
            for row in connection.execute(wanted)
        )
        audit.write(records, connection, now, by, "judgements_exported", notes=len(found))
    return found


def _example(id: str, text: str, approved: Formulation) -> dict[str, Any]:
    style = approved.style
    return {
        "id": f"own-{id}",
        "text": text,
        "format": "narrative",
        "setting": "clinic",  # the format asks for one; training does not look at it
        "barriers": {
            one.label: {"level": "clear", "evidence": list(_texts(one.evidence))}
            for one in approved.hypotheses
        },
        "style": {
            "control": style.control_label,
            "affiliation": style.affiliation_label,
            "evidence": list(_texts(style.evidence)),
        },
        "staff_reactions": [
            {"reaction": one.kind, "evidence": words}
            for one in approved.reactions
            for words in _texts(one.evidence)
        ],
        "risks": [
            {"risk": one.kind, "status": one.status, "evidence": words}
            for one in approved.risks
            for words in _texts(one.evidence)
        ],
        "referrals": [
            {"service": one.service, "purpose": one.purpose, "status": one.status}
            | {"evidence": words}
            for one in approved.referrals
            for words in _texts(one.evidence)
        ],
        "strengths": [
            {"strength": one.kind, "evidence": words}
            for one in approved.strengths
            for words in _texts(one.evidence)
        ],
        "traps": [],
    }


def _texts(quotes: tuple[Quote, ...]) -> Iterator[str]:
    return (quote.text for quote in quotes)
