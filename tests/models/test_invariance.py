"""What must not change a reading, and what must move it."""

from __future__ import annotations

import re

import pytest

from inference import Reader
from inference.labels import BARRIERS
from models.corpus import load_corpus
from models.invariance import DENIED, OVER, moved, unmoved
from models.splits import load_splits

NOTE = (
    "Offered {who} the respite bed at intake. {They} read the house rules twice, asked whether the "
    "door is locked at night, and put the pen down. Said the last place that promised {them} it "
    "was voluntary kept {them} nine days. {They} moved to the chair by the exit and left before "
    "the second form."
)
FORMS = {
    "he": {"They": "He", "them": "him"},
    "she": {"They": "She", "them": "her"},
    "they": {"They": "They", "them": "them"},
}
PEOPLE = [
    ("Mr. Baker", "he"),
    ("Ms. Baker", "she"),
    ("D.", "they"),
    ("Mr. Okonkwo", "he"),
    ("Mrs. Nguyen", "she"),
    ("Mohammed A.", "he"),
    ("a Black man in his 40s", "he"),
    ("a white man in his 40s", "he"),
    ("a young Polish woman", "she"),
    ("a Muslim woman with a strong accent", "she"),
]


def _labels(reader: Reader, text: str) -> set[str]:
    return {h.label for h in reader.read(text).hypotheses}


@pytest.mark.parametrize(("who", "form"), PEOPLE)
def test_who_it_is_changes_nothing_shown(reader: Reader, who: str, form: str) -> None:
    baseline = _labels(reader, NOTE.format(who="the client", **FORMS["they"]))
    assert baseline
    assert _labels(reader, NOTE.format(who=who, **FORMS[form])) == baseline


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "- " + text.replace(". ", ".\n- "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: re.sub(r"\s+", "  ", text),
    ],
    ids=["bullets", "windows", "spaces"],
)
def test_layout_changes_nothing_shown(reader: Reader, change) -> None:  # type: ignore[no-untyped-def]
    text = NOTE.format(who="the client", **FORMS["they"])
    assert _labels(reader, change(text)) == _labels(reader, text)


def test_evidence_raises_and_its_absence_lowers(reader: Reader) -> None:
    plain = "Offered R. the respite bed at intake. He read the house rules and took the pen."
    more = plain + (
        " Then asked if the door is locked, said nobody locks him in again after the ward, and "
        "stood by the exit until I stepped back."
    )
    label = "coercion_sensitivity"
    assert reader.read(more).scores[label] > reader.read(plain).scores[label]


PLAIN = "Met T. at the day centre at ten and went through the housing form.{} Tea after."
EVIDENCE = {
    "coercion_sensitivity": (
        'When the guard stood behind the chair T. got up and went to the door: "nobody locks me '
        'in again."',
        "T. would not sign, saying the last form they were told to sign got them held nine days.",
    ),
    "confusion": (
        "T. took me for the landlord and the form for an eviction, and could not be got off it.",
        "Came on the wrong day for the third time, sure it was Friday, and asked twice what the "
        "form was for.",
    ),
    "street_community": (
        "Says the others at the camp watch each other's backs and T. will not leave them for a "
        "room where nobody knows them.",
        '"My people are under the bridge, I\'d be lonely in a flat."',
    ),
    "power_dynamics": (
        'T. said "do it now or I\'ll have your job" and stood over the desk until it was done.',
        'To everything T. said "yes sir, whatever you think best" and waited to be told where to '
        "sit.",
    ),
    "ambivalence": (
        "Part of T. wants the room and part of T. wants nothing changed: signed it, then crossed "
        "the name out.",
        "Said yes, then no, then asked for the form back, then left without it.",
    ),
    "referral_as_rejection": (
        'When I named the other team T. went quiet and said "so you\'re getting rid of me too."',
        "T. took the new worker's card as proof that we are done with them.",
    ),
    "practical_obstacle": (
        "No phone, no fare, and the office shuts before T. is off shift.",
        "The appointment needs ID and T.'s was stolen with the bag, so it cannot be kept.",
    ),
}

# A sentence that turns the evidence away raises the barrier instead: the words outweigh the denial.
# Each is an error of the model at hand. One that has been mended fails here until it is taken out.
EXCEPTIONS = {
    ("denied", "coercion_sensitivity", 0),
    ("denied", "coercion_sensitivity", 1),
    ("denied", "street_community", 0),
    ("denied", "street_community", 1),
    ("denied", "power_dynamics", 0),
    ("denied", "ambivalence", 1),
    ("denied", "referral_as_rejection", 0),
    ("denied", "referral_as_rejection", 1),
    ("denied", "practical_obstacle", 1),
}


def _cases(change: str) -> list[object]:
    mark = pytest.mark.xfail(strict=True, reason="a named exception")
    return [
        pytest.param(label, i, marks=[mark] if (change, label, i) in EXCEPTIONS else [])
        for label in BARRIERS
        for i in range(len(EVIDENCE[label]))
    ]


def _told(label: str, place: int, ending: str = "") -> str:
    return PLAIN.format(f" {EVIDENCE[label][place]}") + ending


@pytest.mark.parametrize(("label", "place"), _cases("evidence"))
def test_a_sentence_of_evidence_raises(reader: Reader, label: str, place: int) -> None:
    plain = reader.read(PLAIN.format("")).scores[label]
    assert reader.read(_told(label, place)).scores[label] > plain


@pytest.mark.parametrize(("label", "place"), _cases("denied"))
def test_a_denial_lowers(reader: Reader, label: str, place: int) -> None:
    stated = reader.read(_told(label, place)).scores[label]
    denied = reader.read(_told(label, place, f" {DENIED[label]}")).scores[label]
    assert denied < stated


@pytest.mark.parametrize(("label", "place"), _cases("over"))
def test_years_ago_and_now_fine_lowers(reader: Reader, label: str, place: int) -> None:
    stated = reader.read(_told(label, place)).scores[label]
    assert reader.read(_told(label, place, f" {OVER}")).scores[label] < stated


# Of every fortieth judging note; `python -m models.invariance` counts more. A rate below fails.
LEAST = {
    "pronouns": 1.0,
    "name": 0.99,
    "race": 1.0,
    "nationality": 1.0,
    "religion": 1.0,
    "accent": 1.0,
    "capitals": 0.98,
    "layout": 0.97,
    "typing slips": 0.98,
    "order of unrelated sentences": 0.96,
    "evidence taken out: lower": 1.0,
    "denied: lower": 0.13,
    "years ago, fine now: lower": 0.79,
    "evidence put in: higher": 1.0,
    "evidence put in: shown there, too": 0.65,
}


@pytest.mark.slow
def test_counted_on_notes_held_out(reader: Reader) -> None:
    notes = load_splits().part(load_corpus(), "judging")[::40]
    counts = [*unmoved(reader, notes), *moved(reader, notes)]
    assert {count.name for count in counts} == LEAST.keys()
    assert {c.name: c.right / c.n for c in counts if c.right / c.n < LEAST[c.name]} == {}
