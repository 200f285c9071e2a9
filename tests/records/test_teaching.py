"""Judgements that may teach become notes that `middleground train --extra` takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from inference import Formulation, Quote, Reaction, Referral, Risk
from models.own_notes import own_notes
from webapp.records import audit
from webapp.records.rights import ONE_PERSON
from webapp.records.sealed_values import NoteFacts
from webapp.records.teaching import examples

TEXT = (
    "[Person 1] said the clinic letter made no sense and put it away. He slept outside in the "
    "cold again. I offered the night shelter and he said maybe tomorrow. I felt helpless."
)


def _quote(text: str) -> tuple[Quote, ...]:
    return (Quote(TEXT.index(text), TEXT.index(text) + len(text), text),)


def _approved(whole: Formulation) -> Formulation:
    (hypothesis,) = whole.hypotheses
    return replace(
        whole,
        risks=(Risk("exposure", "current", _quote("slept outside in the cold")),),
        hypotheses=(replace(hypothesis, label="confusion", evidence=_quote("made no sense")),),
        style=replace(whole.style, evidence=_quote("put it away"), affiliation_label="mixed"),
        reactions=(Reaction("helpless", _quote("I felt helpless")),),
        strengths=(),
        referrals=(
            Referral("the night shelter", "manage_crisis", "offered",
                     _quote("offered the night shelter")),
        ),
    )  # fmt: skip


def test_only_notes_whose_authors_agreed_go_out_and_training_takes_them(
    desk: Any, keeping: Callable[..., Any], tmp_path: Path, now: datetime
) -> None:
    case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)
    approved = _approved(keeping().formulation)
    teaching = keeping(facts=NoteFacts(TEXT), formulation=approved, may_teach=True)
    note = desk.notes.keep(now, ONE_PERSON, case, teaching)
    for changes in (
        {"may_teach": False},
        {"formulation": None, "may_teach": True},
        {"judgements": (), "may_teach": True},
    ):
        desk.notes.keep(now, ONE_PERSON, case, replace(teaching, **changes))
    (found,) = examples(desk.access, now, "command")
    assert (found["id"], found["text"]) == (f"own-{note}", TEXT)
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
    (taken,) = own_notes([file], [])
    assert taken.text == TEXT
    assert {label: [q.text for q in b.evidence] for label, b in taken.barriers.items()} == {
        "confusion": ["made no sense"]
    }
    (entry,) = audit.entries(desk.records, action="judgements_exported")
    assert entry.detail == {"notes": 1}


def test_none_that_may_teach_is_none(desk: Any, now: datetime) -> None:
    assert examples(desk.access, now, "command") == ()
