"""A whole line fitted: taught heads and words, and judges and thresholds on notes new to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.pipeline import Pipeline

from inference.artefacts import load_artefact
from inference.attention import Attention
from inference.heads import Heads, Views, attention_of, linear_of, see
from inference.labels import BARRIERS, REACTIONS, STRENGTHS
from inference.linear import Linear
from inference.marks import REFERRAL, RISK
from inference.reader import OUTPUTS
from inference.settings import Settings

from . import folding
from .corpus import Note
from .estimators import Example, fit_judges, fit_mark_judges, fit_words
from .thresholds import choose


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """The heads that were taught with the encoder: for clauses, and for the note as a whole."""

    evidence: Linear
    gist: Attention


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """What views said of each example when they had seen none of its author's notes."""

    examples: tuple[Example, ...]
    views: tuple[Views, ...]

    def part(self, rows: Sequence[int]) -> Rehearsal:
        """The examples at `rows` only."""
        return Rehearsal(tuple(self.examples[i] for i in rows), tuple(self.views[i] for i in rows))


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Judges by artefact name and label, and the thresholds that go with them."""

    judges: Mapping[str, Mapping[str, Pipeline]]
    settings: Settings

    def heads(self) -> Heads:
        """Heads that can judge and nothing else."""
        return Heads({name: folding.judges(group) for name, group in self.judges.items()})


def load_taught(folder: Path, encoder: str) -> Taught:
    """The heads that `models.tune` has written to `folder`, for the encoder of that digest.

    Raises
    ------
    ArtefactError
        They are missing, damaged, or belong to another encoder.
    """
    loaded = {
        name: load_artefact(folder / name, labels=OUTPUTS[name], encoder=encoder)[1]
        for name in ("evidence", "gist")
    }
    return Taught(linear_of("evidence", loaded["evidence"]), attention_of("gist", loaded["gist"]))


def rehearse(examples: Sequence[Example], taught: Taught, teaching: Sequence[Note]) -> Rehearsal:
    """Let the views score `examples`; neither heads nor words have seen any author of these."""
    words = folding.words(fit_words(teaching))
    features = [e.read.features for e in examples]
    views = see(features, evidence=taught.evidence, gist=taught.gist, words=words)
    return Rehearsal(tuple(examples), tuple(views))


def judge(rehearsal: Rehearsal) -> Judgement:
    """Fit judges and choose thresholds on a rehearsal.

    Thresholds are chosen on the judges' own training scores; a judge has a handful of inputs, so
    that these are hardly better than its scores on strangers' notes.
    """
    notes = [e.note for e in rehearsal.examples]
    fitted = fit_judges(notes, rehearsal.views)
    judges = {
        "barriers": {label: fitted[label] for label in BARRIERS},
        "reactions": {label: fitted[label] for label in REACTIONS},
        "strengths": {label: fitted[label] for label in STRENGTHS},
        "style": {axis: fitted[axis] for axis in ("control", "affiliation")},
        "risks": fit_mark_judges(RISK, notes, rehearsal.views),
        "referrals": fit_mark_judges(REFERRAL, notes, rehearsal.views),
    }
    heads = Heads({name: folding.judges(group) for name, group in judges.items()})
    return Judgement(judges, choose(rehearsal.examples, heads.judge(rehearsal.views)))
