"""Headings, form fields, log times, speakers and the edges of messages."""

from __future__ import annotations

import pytest
from spacy.language import Language

from inference.pipeline import read_note

SOAP = ["subjective", "objective", "assessment", "plan"]
BIRP = ["behaviour", "intervention", "response", "plan"]
WORKER, CLIENT, FAMILY = "worker_speech", "client_speech", "family_speech"

CASES = [
    # Letters of a scheme, on lines of their own or running on.
    ("S: Slept well. O: Calm, shaved. A: Settling. P: Bank on Monday.", SOAP),
    ("S: Slept well.\nO: Calm, shaved.\nA: Settling.\nP: Bank on Monday.", SOAP),
    ("D - Came late, hungry.\nA - Tired.\nP - Soup first.", ["data", "assessment", "plan"]),
    ("D/ Came late.\nA/ Tired.\nP/ Soup first.", ["data", "assessment", "plan"]),
    ("B: Pacing.\nI: Gave the room.\nR: Sat down.\nP: Same time Friday.", BIRP),
    # Names.
    ("SUBJECTIVE: Tired.\nPLAN - call the bank", ["subjective", "plan"]),
    ("HPI: 3 days of cough. MSE: Calm. Plan: Rest.", ["history", "mental_status", "plan"]),
    ("Reason for visit: shower\nGoal: a key of her own", ["reason", "goal"]),
    ("Assessment/Plan: 1. Rest. 2. Return Friday.", ["assessment"]),
    # Fields of a form that no list could hold.
    ("Shoe size: 9\nLocker: blue\nSeen by: Ola", ["field", "field", "field"]),
    # Log times.
    ("0215 up for water\n0340 asleep again", ["log", "log"]),
    ("9:40pm at the desk. 10:05pm back in bed.", ["log", "log"]),
    ("14:20 - phoned his aunt", ["log"]),
    ("16.20 A came. 17.05 A left.", ["log", "log"]),
    # Speakers.
    (
        "Volunteer: Hello there.\nvisitor8812: is it open\nVolunteer: It is.",
        [WORKER, CLIENT, WORKER],
    ),
    ("CM: Any post?\nClient: One letter.", [WORKER, CLIENT]),
    ("Orla: All right?\nDenny: Grand.\nOrla: Need a lift?\nDenny: No.", [WORKER, CLIENT] * 2),
    ("Nurse: How is he?\nMum: Not eating.\nNurse: Since when?", [WORKER, FAMILY, WORKER]),
    ("Q. How was it?\nA. Loud.\nQ. And the food?\nA. Fine.", [WORKER, CLIENT] * 2),
    ("[nurse] any pain [patient] in the knee [nurse] which", [WORKER, CLIENT, WORKER]),
    # Messages.
    ("Hi Jo,\nshe rang twice.\nThanks, Mel", ["message", "sign_off"]),
    ("Morning all, bed 4 is free.", ["message"]),
    ("Dear Mr Okoro, I write about my room.\nYours sincerely, Ida Blunt", ["message", "sign_off"]),
    # None of these heads anything.
    ("He said it plainly: no.", []),
    ("Put it to him straight: would he go?", []),
    ("Open from 9 to 5, closed at 13:00 on Fridays.", []),
    ("2015 overdose, none since.", []),
    ("SI: none", []),
    ("He respectfully declined the bed.", []),
    ("Best not to push him.", []),
    ("Evening meds given, slept by ten.", []),
    ("Hi Jo,\nhe went out at six.\nSuicidal.", ["message"]),
    ("Room 4: heater fixed. He laughed.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "kinds"), CASES)
def test_sections(nlp: Language, text: str, kinds: list[str]) -> None:
    assert [section.kind for section in read_note(nlp, text).sections] == kinds


def test_sections_reach_to_the_next_heading(nlp: Language) -> None:
    text = "Seen at noon.\nS: Tired. O: Pale.\nP: Rest."
    reading = read_note(nlp, text)
    assert [text[s.start : s.body] for s in reading.sections] == ["S:", "O:", "P:"]
    assert [text[s.body : s.end].strip() for s in reading.sections] == ["Tired.", "Pale.", "Rest."]
    assert [s.section for s in reading.sentences] == [None, "subjective", "objective", "plan"]


def test_sections_of_a_transcript_are_told_from_soap_letters(nlp: Language) -> None:
    reading = read_note(nlp, "S: You again.\nO: Me again.\nS: Sit down.\nO: Ta.")
    assert {section.kind for section in reading.sections} == {WORKER, CLIENT}
