"""From a note's features to calibrated scores, through the trained models.

Three views look at a note. `evidence` and `gist` are the heads that were taught together with the
encoder: the one scores every clause for every label, the other the note as a whole; `words` scores
it from its words alone. For every label a small logistic regression then weighs what the views say
(of risks and referrals: what the two heads and the rules say; see `marks`).
It is fitted on scores that the views gave to notes of *other authors*, which is what makes its
probabilities calibrated (stacking; Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .attention import Attention
from .errors import ArtefactError
from .features import Features
from .linear import Array, Linear, expit, stacked
from .marks import FLOOR, REFERRAL, RISK, Sort
from .stored import Model, Part
from .vocabulary import NOTE_LABELS, SPANS, TAGS, YES_NO
from .words import Words

_YES_NO_SPANS: Final = [SPANS.index(label) for label in YES_NO]
_YES_NO_PLACES: Final = [NOTE_LABELS.index(label) for label in YES_NO]

_INPUTS: Final = 3  # of a judge of a yes-or-no label: see `stack`


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """What the views say of one note: clauses x TAGS, GIST_LABELS, NOTE_LABELS; and the rules."""

    evidence: Array
    gist: Array
    words: Array
    asserted: Array
    found: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Calibrated probabilities of one note; `evidence` is clauses x TAGS, in log odds.

    `risks` and `referrals` hold every kind with every status ("suicide/denied").
    """

    yes_no: dict[str, float]
    control: dict[str, float]
    affiliation: dict[str, float]
    risks: dict[str, float]
    referrals: dict[str, float]
    evidence: Array

    def clause_scores(self, label: str) -> Array:
        """Log odds that each clause is evidence of `label`."""
        column: Array = self.evidence[:, TAGS.index(label)]
        return column


class Heads:
    """The fitted models, by artefact name; see `models/train.py` for how they are made.

    Without the three views only `judge` can be asked.

    Raises
    ------
    ArtefactError
        An artefact holds another kind of model than its name stands for.
    """

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._views: tuple[Linear, Attention, Words] | None = None
        if "evidence" in models:
            self._views = (
                linear_of("evidence", models["evidence"]),
                attention_of("gist", models["gist"]),
                _words("words", models["words"]),
            )
        judges: dict[str, Linear] = {}
        for name in ("barriers", "reactions", "strengths", "style"):
            group = {k: linear_of(k, part) for k, part in _parts(name, models[name]).items()}
            if name != "style" and any(j.weights.shape[1] != _INPUTS for j in group.values()):
                raise _other_kind(name)
            judges |= group
        # Judges that have inputs of one shape are asked as one.
        self._yes_no = stacked([judges[label] for label in YES_NO])
        self._control, self._affiliation = judges["control"], judges["affiliation"]
        self._marks = {
            sort: stacked([linear_of(s, _parts(name, models[name])[s]) for s in sort.statuses])
            for name, sort in (("risks", RISK), ("referrals", REFERRAL))
        }

    def score_many(self, batch: Sequence[Features]) -> list[Scores]:
        """Scores of many notes, in order."""
        if self._views is None:
            raise ValueError("These heads were made without views; they can only judge.")
        evidence, gist, words = self._views
        return self.judge(see(batch, evidence=evidence, gist=gist, words=words))

    def judge(self, views: Sequence[Views]) -> list[Scores]:
        """Scores from what the views said, theirs or (in training) out-of-fold ones."""
        yes_no = expit(self._yes_no.each(stack(views)))
        control = self._control.distribution(stack_axis(views, "control"))
        affiliation = self._affiliation.distribution(stack_axis(views, "affiliation"))
        return [
            Scores(
                dict(zip(YES_NO, yes_no[i].tolist(), strict=True)),
                dict(control[i]),
                dict(affiliation[i]),
                self._judge_marks(RISK, view),
                self._judge_marks(REFERRAL, view),
                view.evidence,
            )
            for i, view in enumerate(views)
        ]

    def _judge_marks(self, sort: Sort, view: Views) -> dict[str, float]:
        inputs = sort.inputs(view.evidence, view.gist, view.found)
        likely = expit(self._marks[sort].each(inputs))
        return dict(zip(sort.marks, likely.ravel().tolist(), strict=True))


def see(
    batch: Sequence[Features], *, evidence: Linear, gist: Attention, words: Words
) -> list[Views]:
    """What fitted views say of each note."""
    counts = [len(f.clauses) for f in batch]
    clauses = evidence.scores(np.concatenate([f.units for f in batch]).astype(float))
    per_note = np.split(clauses, np.cumsum(counts)[:-1])
    word_scores = words.scores([f.read_as for f in batch])
    return [
        Views(e, gist.scores(f.tokens.astype(float)), w, f.asserted.astype(float), f.found)
        for e, w, f in zip(per_note, word_scores, batch, strict=True)
    ]


def stack(views: Sequence[Views]) -> Array:
    """Inputs of the judges of the yes-or-no labels: notes x YES_NO x _INPUTS.

    These are what all clauses that hold say together, what the gist says, and what the words say.
    """
    inputs = np.empty((len(views), len(YES_NO), _INPUTS))
    for row, view in zip(inputs, views, strict=True):
        held = view.evidence[view.asserted > 0][:, _YES_NO_SPANS]
        row[:, 0] = np.logaddexp.reduce(held, axis=0, initial=FLOOR)
        row[:, 1] = view.gist[_YES_NO_PLACES]
        row[:, 2] = view.words[_YES_NO_PLACES]
    return inputs


def stack_axis(views: Sequence[Views], axis: str) -> Array:
    """Inputs of the judge of a style axis: what both note views say of each of its values."""
    places = [i for i, name in enumerate(NOTE_LABELS) if name.startswith(f"{axis}:")]
    return np.array([[*view.gist[places], *view.words[places]] for view in views])


def _parts(name: str, model: Model) -> Mapping[str, Part]:
    if isinstance(model, Mapping):
        return model
    raise _other_kind(name)


def attention_of(name: str, model: Model) -> Attention:
    """The attention whose two matrices the artefact `name` holds.

    Raises
    ------
    ArtefactError
        It holds another kind of model.
    """
    parts = _parts(name, model)
    if parts.keys() != {"look", "say"}:
        raise _other_kind(name)
    return Attention(linear_of(name, parts["look"]), linear_of(name, parts["say"]))


def linear_of(name: str, model: Model) -> Linear:
    """The one matrix that the artefact `name` holds.

    Raises
    ------
    ArtefactError
        It holds another kind of model.
    """
    if isinstance(model, Linear):
        return model
    raise _other_kind(name)


def _words(name: str, model: Model) -> Words:
    if isinstance(model, Words):
        return model
    raise _other_kind(name)


def _other_kind(name: str) -> ArtefactError:
    return ArtefactError(f"The artefact {name!r} holds another kind of model. Run `make train`.")
