"""`python -m models.referral_weights`: what each wording says of a referral, fitted on the corpus.

Writes `inference/knowledge/referral_status_weights.json` again from the teaching part. Every
service that the rules hear in a note is either one of the note's referrals, with its status, or
only talked about. A multinomial logistic regression weighs the cues around it; the case of no
referral has no weights. It does not begin at nothing: a cue begins at `_OWN` for its own status and
is held there by the penalty, so that plain sentences are read plainly however few the notes are
that have them (a normal prior; Gelman et al. 2008).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.language import Language

from inference import knowledge
from inference.formulation import Referral
from inference.knowledge.phrases import ReferralService, referral_phrases
from inference.labels import REFERRAL_STATUSES
from inference.pipeline import build_nlp, read_note
from inference.referrals import Heard, hear, status_weights

from .corpus import CorpusError, Note, load_corpus
from .splits import load_splits
from .targets import Array

WEIGHTS: Final = Path(str(knowledge.__file__)).parent / "referral_status_weights.json"
NONE: Final = len(REFERRAL_STATUSES)  # the class of a service that is only talked about
_OWN: Final = 2.0
_PENALTY: Final = 10.0  # half of it is the cost of one squared unit away from where a cue begins
# Their status is nominal: they tell where, whose or when, and begin at nothing.
NOMINAL: Final = frozenset(
    {"place-of", "aim-of", "one-of-them", "own", "worker-says", "past", "resident"}
)
_PLACES: Final = ("here", "next", "service")
_LEAST: Final = 0.05  # weights closer to nothing are left out of the file


def became_of(heard: Heard, text: str, referrals: Iterable[Referral]) -> int:
    """The class of a service in its note: the status of its referral, or `NONE`.

    Its referral is one whose quote holds it or whose name it is; of several, one for its purpose.
    """
    words = text[heard.start : heard.end].lower()
    mine = [r for r in referrals if _names(r, words) or _quotes(r, heard)]
    same = [r for r in mine if r.purpose == heard.service.purpose]
    found = same or mine
    return REFERRAL_STATUSES.index(found[0].status) if found else NONE


def columns(services: Iterable[ReferralService], cues: Iterable[str]) -> list[tuple[str, str]]:
    """What is weighed: every cue `here` and `next`, every `service` and the plan of a note."""
    cues = list(cues)
    about = [*(service.id for service in services), "section-plan"]
    return [
        *(("here", cue) for cue in cues),
        *(("next", cue) for cue in cues),
        *(("service", each) for each in about),
    ]


def fit(inputs: csr_matrix, classes: Array, start: Array) -> tuple[Array, Array]:
    """Weights (columns x statuses) and what each status begins at, held near `start`."""
    rows = np.arange(len(classes))

    def cost(flat: Array) -> tuple[float, Array]:
        weights, begin = flat[: start.size].reshape(start.shape), flat[start.size :]
        odds = np.zeros((len(classes), NONE + 1))
        odds[:, :NONE] = inputs @ weights + begin
        odds -= odds.max(axis=1, keepdims=True)
        likely = np.exp(odds)
        likely /= likely.sum(axis=1, keepdims=True)
        away = weights - start
        loss = -np.log(likely[rows, classes]).sum() + _PENALTY / 2 * np.square(away).sum()
        likely[rows, classes] -= 1.0
        slope = likely[:, :NONE]
        return loss, np.concatenate(
            [(inputs.T @ slope + _PENALTY * away).ravel(), slope.sum(axis=0)]
        )

    first = np.concatenate([start.ravel(), np.full(NONE, -3.0)])
    found = minimize(cost, first, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found[: start.size].reshape(start.shape), found[start.size :]


def rows_of(
    notes: Sequence[Note], nlp: Language, places: Sequence[tuple[str, str]]
) -> tuple[csr_matrix, Array]:
    """For every service that is heard in `notes`: its columns that hold, and its class.

    One of which nothing is said is left out, as the rules leave it out.
    """
    at = {place: i for i, place in enumerate(places)}
    holds: list[int] = []
    ends = [0]
    classes = []
    for note in notes:
        for heard in hear(read_note(nlp, note.text), referral_phrases()):
            if not heard.here and not heard.following:
                continue
            told = (heard.here, heard.following, heard.about)
            holds += [
                at[place, id] for place, ids in zip(_PLACES, told, strict=True) for id in set(ids)
            ]
            ends.append(len(holds))
            classes.append(became_of(heard, note.text, note.referrals))
    inputs = csr_matrix((np.ones(len(holds)), holds, ends), shape=(len(classes), len(places)))
    return inputs, np.array(classes)


def entries(
    places: Sequence[tuple[str, str]], weights: Array, begin: Array, source: str
) -> list[dict[str, Any]]:
    """The weights as the knowledge file has them, notes of the statuses kept."""
    notes = {w.id: w.note for w in status_weights()}
    made = []
    for column, status in enumerate(REFERRAL_STATUSES):
        entry: dict[str, Any] = {"id": status, "source": source, "note": notes[status]}
        entry["start"] = round(float(begin[column]), 2)
        for group in _PLACES:
            entry[group] = {
                id: round(float(weights[row, column]), 2)
                for row, (place, id) in enumerate(places)
                if place == group and abs(weights[row, column]) >= _LEAST
            }
        made.append(entry)
    return made


def _names(referral: Referral, words: str) -> bool:
    service = referral.service.lower()
    return words in service or service in words


def _quotes(referral: Referral, heard: Heard) -> bool:
    return any(q.start < heard.end and q.end > heard.start for q in referral.evidence)


@click.command("referral-weights")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=WEIGHTS)
def main(out: Path) -> None:
    """Fit the weights again and write them."""
    try:
        notes = load_splits().part(load_corpus(), "teaching")
    except CorpusError as error:
        raise click.ClickException(str(error)) from error
    phrases = referral_phrases()
    cues = {cue.entry.id: cue.entry.status for cue in phrases.cues}
    services = {wording.entry.id: wording.entry for wording in phrases.wordings}
    places = columns(services.values(), cues)
    start = np.zeros((len(places), NONE))
    for row, (place, id) in enumerate(places):
        if place != "service" and id not in NOMINAL:
            start[row, REFERRAL_STATUSES.index(cues[id])] = _OWN
    click.echo(f"Reading {len(notes)} notes ...")
    inputs, classes = rows_of(notes, build_nlp(), places)
    click.echo(f"{len(classes)} services, {(classes < NONE).sum()} of them referrals.")
    weights, begin = fit(inputs, classes, start)
    source = f"Fitted on {len(notes)} teaching notes by `python -m models.referral_weights`"
    made = entries(places, weights, begin, source)
    out.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    click.echo(f"Weights written to {out}.")


if __name__ == "__main__":
    main()
