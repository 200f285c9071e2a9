"""Referrals: services, what they are for, and what came of them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from inference.pipeline import read_note
from inference.referrals import find_referrals, purpose_of, referral_status_of


def pairs(nlp: Language, text: str) -> set[tuple[str, str]]:
    return {(r.purpose, r.status) for r in find_referrals(read_note(nlp, text))}


ROWS = [
    ("clarify_diagnosis", "offered", "Suggested a memory clinic, she will see."),
    ("clarify_diagnosis", "not_followed_up", "Missed the psych eval again."),
    ("clarify_diagnosis", "needed", "Please refer for neuropsych testing."),
    ("manage_crisis", "offered", "Gave him the crisis line number."),
    ("manage_crisis", "declined", "Offered the warming center, he said no."),
    ("manage_crisis", "accepted", "DV advocate booked for Thursday."),
    ("improve_circumstances", "declined", "Turned down the studio flat."),
    ("improve_circumstances", "accepted", "Legal aid appointment Thursday at 2."),
    ("improve_circumstances", "not_followed_up", "PIP form still unopened."),
    ("improve_circumstances", "offered", "Mentioned the day centre on Mill Road."),
    ("recommended_practice", "declined", "He does not want the trauma group."),
    ("recommended_practice", "not_followed_up", "No-show for methadone intake, third time."),
    ("recommended_practice", "offered", "I brought up the detox bed."),
    ("recommended_practice", "completed", "Anger management class, all twelve done."),
    ("recommended_practice", "offered", "Part of her wants rehab, part of her does not."),
    ("other", "accepted", "GP appointment booked for the 4th."),
    ("other", "declined", "Won't see the dentist."),
    ("other", "needed", "Needs a referral to podiatry."),
    ("other", "offered", "Told him a new worker takes over on Monday."),
]


@pytest.mark.parametrize(("purpose", "status", "text"), ROWS)
def test_purpose_and_status(nlp: Language, purpose: str, status: str, text: str) -> None:
    assert (purpose, status) in pairs(nlp, text)


NONE = [
    "We had a good talk about the dog.",
    "The flat is warm and the rent is paid.",
    "He likes detox tea, he says it is minty.",
    "She is a dentist's daughter.",
    "A group of lads by the gate.",
    "He walked to the shop and back.",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_talk_about_services_is_no_referral(nlp: Language, text: str) -> None:
    assert pairs(nlp, text) == set()


def test_the_answer_may_stand_in_the_next_sentence(nlp: Language) -> None:
    assert pairs(nlp, "Spoke about the sober house. No thank you, he said.") == {
        ("recommended_practice", "declined")
    }


def test_the_answer_to_the_next_service_is_not_taken_for_this_one(nlp: Language) -> None:
    text = "Detox referral sent. The trauma group he turned down."
    assert pairs(nlp, text) == {
        ("recommended_practice", "accepted"),
        ("recommended_practice", "declined"),
    }


def test_one_referral_for_each_service(nlp: Language) -> None:
    text = "Offered the detox bed. Detox bed turned down at six."
    [referral] = find_referrals(read_note(nlp, text))
    assert referral.status == "declined"
    assert [q.text for q in referral.evidence] == [
        "Offered the detox bed.",
        "Detox bed turned down at six.",
    ]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Offered the detox bed at St. Anne’s again.", "detox bed at St. Anne’s"),
        ("Declined the memory clinic.", "memory clinic"),
        ("Booked a GP appointment on Friday.", "GP appointment on Friday"),
    ],
)
def test_the_service_in_the_notes_words(nlp: Language, text: str, service: str) -> None:
    [referral] = find_referrals(read_note(nlp, text))
    assert referral.service == service
    assert service in text
    assert all(text[q.start : q.end] == q.text for q in referral.evidence)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("psychiatric evaluation", "clarify_diagnosis"),
        ("the crisis team", "manage_crisis"),
        ("food bank", "improve_circumstances"),
        ("DBT skills group", "recommended_practice"),
        ("dentist", "other"),
        ("a ginger cat", None),
    ],
)
def test_purpose_of(text: str, purpose: str | None) -> None:
    assert purpose_of(text) == purpose


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Offered the Anchor. He refused.", "declined"),
        ("Missed the Anchor twice.", "not_followed_up"),
        ("The Anchor is a pub as well.", None),
    ],
)
def test_status_of_a_service_found_elsewhere(nlp: Language, text: str, status: str | None) -> None:
    start = text.index("Anchor")
    assert referral_status_of(read_note(nlp, text), start, start + len("Anchor")) == status
