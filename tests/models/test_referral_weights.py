"""The weights of referral wordings: what is learnt from, how it is fitted, and what is written."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from spacy.language import Language

from inference.knowledge.phrases import referral_phrases
from inference.labels import REFERRAL_STATUSES
from inference.pipeline import read_note
from inference.referrals import hear, status_weights
from models.corpus import load_notes
from models.referral_weights import NOMINAL, NONE, became_of, entries, fit

SERVICE = "recommended_practice"


def referral(service: str, purpose: str, status: str, evidence: str) -> dict[str, str]:
    return {"service": service, "purpose": purpose, "status": status, "evidence": evidence}


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        (
            "Offered detox.",
            [("detox", SERVICE, "offered", "Offered detox")],
            "offered",
        ),
        # Named otherwise than where it is quoted.
        (
            "Offered detox. He said no.",
            [("detox", SERVICE, "declined", "He said no")],
            "declined",
        ),
        ("Walked past detox.", [], None),
        ("Walked past detox.", [("clinic", "other", "needed", "Walked past")], None),
        # Of two whose quotes hold it, the one for its purpose.
        (
            "Offered detox and a nurse.",
            [
                ("nurse", "other", "needed", "Offered detox and a nurse"),
                ("bed", "manage_crisis", "declined", "Offered detox and a nurse"),
            ],
            "declined",
        ),
    ],
)
def test_what_became_of_a_service(
    nlp: Language, make_row, write_rows, text: str, given: list[tuple[str, ...]], status: str | None
) -> None:
    row = make_row(text=text, barriers={}, staff_reactions=[], risks=[], strengths=[])
    row |= {"referrals": [referral(*each) for each in given]}
    row["style"]["evidence"] = []
    (note,) = load_notes(write_rows("a", [row]))
    heard = [
        h
        for h in hear(read_note(nlp, text), referral_phrases())
        if "detox" in text[h.start : h.end]
    ]
    found = became_of(heard[0], text, note.referrals)
    assert found == (NONE if status is None else REFERRAL_STATUSES.index(status))


def test_weights_follow_the_notes_and_stay_where_they_begin_without_any() -> None:
    inputs = csr_matrix(np.array([[1, 0, 0]] * 60 + [[0, 1, 0]] * 60))
    classes = np.array([0] * 55 + [NONE] * 5 + [NONE] * 60)
    start = np.zeros((3, NONE))
    start[2, 4] = 2.0
    weights, begin = fit(inputs, classes, start)
    assert weights[0, 0] > 0.5 > 0 > weights[1, 0]
    assert np.allclose(weights[2], start[2], atol=1e-3)
    assert (begin < 0).all()


def test_only_weights_that_say_something_are_written() -> None:
    weights = np.zeros((3, NONE))
    weights[0, 0], weights[1, 0], weights[2, 1] = 1.234, 0.01, -0.5
    places = [("here", "offer"), ("next", "offer"), ("service", "ic-home")]
    first, second, *_ = entries(places, weights, np.full(NONE, -3.0), "so")
    assert (first["here"], first["next"], first["service"]) == ({"offer": 1.23}, {}, {})
    assert (second["id"], second["service"], second["start"]) == (
        "accepted",
        {"ic-home": -0.5},
        -3.0,
    )


def test_the_shipped_weights_are_of_this_command_and_know_the_nominal_cues() -> None:
    assert all("models.referral_weights" in w.source for w in status_weights())
    assert {cue.entry.id for cue in referral_phrases().cues} > NOMINAL
