"""Referrals: services, what they are for, and what came of them."""

from __future__ import annotations

import json

import pytest
from spacy.language import Language

from inference.errors import KnowledgeError
from inference.knowledge import loading
from inference.knowledge.phrases import referral_phrases
from inference.pipeline import read_note
from inference.referrals import (
    find_referrals,
    purpose_of,
    referral_status_of,
    service_in,
    status_weights,
)


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
    ("clarify_diagnosis", "accepted", "Chest X-ray booked for the 12th."),
    ("manage_crisis", "completed", "Ambulance called at ten and he was taken to the ward."),
    ("improve_circumstances", "needed", "Plan: refer to the almoner."),
    (
        "improve_circumstances",
        "declined",
        "Offered a place at the hostel; she would rather stay put.",
    ),
    ("improve_circumstances", "accepted", "He has applied for a heating grant."),
    ("recommended_practice", "not_followed_up", "Agreed to the walking group but did not go."),
    ("recommended_practice", "accepted", "Starts the day programme next week."),
    ("other", "completed", "She attended the chest clinic on Monday."),
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
    "He sleeps on the ward and the nurse brought tea.",
    "She went home on the bus.",
    "His flat voice worried nobody.",
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


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Gave her a leaflet for the women's group. She tore it up.", "declined"),
        ("Gave her a leaflet for the women's group. She signed up for Tuesday.", "accepted"),
        ("Gave her a leaflet for the women's group. She is not sure.", "offered"),
    ],
)
def test_what_came_of_an_offer(nlp: Language, text: str, status: str) -> None:
    assert pairs(nlp, text) == {("recommended_practice", status)}


def test_one_referral_for_each_service(nlp: Language) -> None:
    text = "Offered the detox bed. Detox bed turned down at six."
    [referral] = find_referrals(read_note(nlp, text))
    assert referral.status == "declined"
    assert [q.text for q in referral.evidence] == [
        "Offered the detox bed.",
        "Detox bed turned down at six.",
    ]


@pytest.mark.parametrize(
    ("text", "services"),
    [
        (
            "She agreed to the methadone clinic. We called the clinic together, booked for nine.",
            ["methadone clinic"],
        ),
        (
            "She agreed to the methadone clinic. Booked the clinic for her eyes on Monday.",
            ["methadone clinic", "clinic"],
        ),
        (
            "She agreed to the methadone clinic. Booked the foot clinic on Monday.",
            ["methadone clinic", "foot clinic on Monday"],
        ),
        ("She agreed to the clinic. Booked a clinic near her sister.", ["clinic"]),
    ],
)
def test_the_clinic_is_the_one_that_was_named(
    nlp: Language, text: str, services: list[str]
) -> None:
    assert [r.service for r in find_referrals(read_note(nlp, text))] == services


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Declined the bank form. She would like Meals on Wheels.", "accepted"),
        ("She'd like Meals on Wheels.", "accepted"),
        ("She would not like Meals on Wheels, she said no.", "declined"),
    ],
)
def test_what_somebody_would_like_is_taken_up(nlp: Language, text: str, status: str) -> None:
    assert ("improve_circumstances", status) in pairs(nlp, text)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Offered the detox bed at St. Anne’s again.", "detox bed at St. Anne’s"),
        ("Declined the memory clinic.", "memory clinic"),
        ("Told her about the foot clinic on Elm Street.", "foot clinic on Elm Street"),
        ("Suggested the evening sewing group.", "evening sewing group"),
        ("Booked a GP appointment on Friday.", "GP appointment on Friday"),
    ],
)
def test_the_service_in_the_notes_words(nlp: Language, text: str, service: str) -> None:
    [referral] = find_referrals(read_note(nlp, text))
    assert referral.service == service
    assert service in text
    assert all(text[q.start : q.end] == q.text for q in referral.evidence)


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("We told Mark the community team would take over. He said fine.", ["community team"]),
        ("Told him a new worker takes over on Monday.", ["new worker"]),
        ("Told her somebody else takes over on Monday.", ["another service"]),
        ("Advised that he be admitted today, he refused.", ["help in a crisis"]),
        ("Offered to see the doctor with him, he declined.", ["doctor"]),
        ("OT reports he cannot manage stairs. He declined.", []),
        ("Agreed to have an OT visit on Friday.", ["OT"]),
        ("Asked him to try detox, he declined.", ["detox"]),
        ("She agreed to ring 988 tonight.", ["988"]),
        ("Asked him to ring the evening crisis team, he declined.", ["evening crisis team"]),
        ("Asked him to ring crisis team, he declined.", ["crisis team"]),
        ("Walk-in centre offered, he declined.", ["Walk-in centre"]),
    ],
)
def test_a_name_is_a_noun(nlp: Language, text: str, services: list[str]) -> None:
    assert [r.service for r in find_referrals(read_note(nlp, text))] == services


@pytest.mark.parametrize(
    ("clause", "purpose", "service"),
    [
        ("He had rung the college himself", "improve_circumstances", None),
        ("and has a start date of the 12th.", "improve_circumstances", None),
        ("She would rather go to the night shelter.", "manage_crisis", "night shelter"),
        ("He went to A&E by himself.", "manage_crisis", "A&E"),
        ("He went to A&E by himself.", "other", None),
        ("would take over the debt work", "other", None),
        ("OT reports he cannot manage stairs", "other", None),
    ],
)
def test_the_service_that_a_clause_names(clause: str, purpose: str, service: str | None) -> None:
    assert service_in(clause, purpose) == service


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


def test_every_cue_of_a_status_speaks_for_it() -> None:
    weights = {w.id: w for w in status_weights()}
    nominal = {"place-of", "aim-of", "one-of-them", "own", "worker-says", "past", "resident"}
    cues = [cue.entry for cue in referral_phrases().cues if cue.entry.id not in nominal]
    assert len(cues) > 20
    assert [c.id for c in cues if weights[c.status].here.get(c.id, 0) <= 0] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[:-1], "were expected"),
        (lambda rows: [*rows[:-1], {**rows[-1], "here": {"shrugged": 1}}], "shrugged"),
        (lambda rows: [*rows[:-1], {**rows[-1], "service": {"ot-cats": 1}}], "ot-cats"),
    ],
)
def test_a_faulty_weights_file_is_refused(tmp_path, monkeypatch, change, message: str) -> None:  # type: ignore[no-untyped-def]
    referral_phrases()
    name = "referral_status_weights.json"
    rows = json.loads(loading._folder().joinpath(name).read_text(encoding="utf-8"))
    (tmp_path / name).write_text(json.dumps(change(rows)), encoding="utf-8")
    monkeypatch.setattr(loading, "_folder", lambda: tmp_path)
    with pytest.raises(KnowledgeError, match=message):
        status_weights.__wrapped__()
