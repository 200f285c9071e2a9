"""What somebody marked in a note, an annotator or the software, in one shape for comparing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from inference.formulation import Formulation, Quote
from inference.labels import BARRIERS

from .corpus import Items, Note, load_notes
from .jsonl import CorpusError, read_lines, strict_json

# A second annotator's levels as probabilities, so that ranking and calibration can be read too.
_PROBABILITY: Final = {"clear": 1.0, "possible": 0.5, None: 0.0}

Prediction = Mapping[str, Any] | Formulation | Note


@dataclass(frozen=True, slots=True)
class Listed:
    """The labels that come in lists, as what can be compared: kinds, and kinds with a status."""

    reactions: frozenset[str]
    risks: frozenset[tuple[str, str]]
    referrals: frozenset[tuple[str, str]]
    strengths: frozenset[str]


def listed(items: Note | Items) -> Listed:
    """What a note, or what is optional in it, lists."""
    return Listed(
        reactions=frozenset(r.kind for r in items.staff_reactions),
        risks=frozenset((r.kind, r.status) for r in items.risks),
        referrals=frozenset((r.purpose, r.status) for r in items.referrals),
        strengths=frozenset(s.kind for s in items.strengths),
    )


@dataclass(frozen=True, slots=True)
class Answer(Listed):
    """Marks on one note.

    `shown` are the barriers held out as there (an annotator's clear ones, all hypotheses of a
    formulation); `probability` is of each barrier; `evidence` are the offsets of quoted characters
    by barrier, white space left out. `failed` says that an error stands in the answer's place.
    """

    shown: frozenset[str]
    probability: dict[str, float]
    evidence: dict[str, frozenset[int]]
    control: str | None
    affiliation: str | None
    failed: bool = False


def answer_from_note(note: Note) -> Answer:
    """An annotator's labels."""
    items = listed(note)
    return Answer(
        reactions=items.reactions,
        risks=items.risks,
        referrals=items.referrals,
        strengths=items.strengths,
        shown=frozenset(b for b in note.barriers if note.level(b) == "clear"),
        probability={barrier: _PROBABILITY[note.level(barrier)] for barrier in BARRIERS},
        evidence={b: _characters(note.text, m.evidence) for b, m in note.barriers.items()},
        control=note.style.control,
        affiliation=note.style.affiliation,
    )


def answer_from_formulation(data: Mapping[str, Any], text: str) -> Answer:
    """A line of `formulation/1` about this text.

    Keys that are missing count as nothing found, so that an error line and one that another
    program wrote can be scored too.
    """
    hypotheses = data.get("hypotheses") or []
    style = data.get("style") or {}
    scores = data.get("scores") or {}
    return Answer(
        shown=frozenset(h["label"] for h in hypotheses),
        probability={barrier: float(scores.get(barrier, 0.0)) for barrier in BARRIERS},
        evidence={
            h["label"]: _characters(
                text, (Quote(e["start"], e["end"], e.get("text", "")) for e in h["evidence"])
            )
            for h in hypotheses
        },
        control=style.get("control_label"),
        affiliation=style.get("affiliation_label"),
        reactions=frozenset(r["kind"] for r in data.get("reactions") or []),
        risks=frozenset((r["kind"], r["status"]) for r in data.get("risks") or []),
        referrals=frozenset((r["purpose"], r["status"]) for r in data.get("referrals") or []),
        strengths=frozenset(s["kind"] for s in data.get("strengths") or []),
        failed=bool(data.get("error")),
    )


def read_predictions(path: Path) -> tuple[Prediction, ...]:
    """The lines of a prediction file, of either kind.

    Raises
    ------
    CorpusError
        The file cannot be read, a line is not a JSON object with an id, or a note in the codebook's
        format cannot be used.
    """
    lines = read_lines(path)
    rows: list[dict[str, Any]] = []
    for number, line in lines:
        try:
            row = strict_json(line)
        except ValueError as error:
            raise CorpusError(f"{path.name}:{number}: {error}") from error
        if not isinstance(row, dict) or "id" not in row:
            raise CorpusError(f"{path.name}:{number}: an object with an id was expected.")
        rows.append(row)
    return tuple(rows) if any("schema" in row for row in rows) else load_notes(path)


def _characters(text: str, quotes: Iterable[Quote]) -> frozenset[int]:
    return frozenset(
        i
        for quote in quotes
        for i in range(quote.start, min(quote.end, len(text)))
        if not text[i].isspace()
    )
