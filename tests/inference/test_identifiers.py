"""What may tell who a note is about: found, replaced everywhere alike, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference import IDENTIFIER_KINDS, ArtefactError, NoteError, load_deidentifier
from inference.artefacts import MODEL_FILE
from inference.identifiers.deidentifier import Deidentifier
from inference.identifiers.weighed import WEIGHTS, load_weighed


@pytest.fixture(scope="module")
def deidentifier() -> Deidentifier:
    return load_deidentifier()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Met Darnell Hutchins at the Alder Street bridge.", ["Darnell", "Hutchins"]),
        ("Ms. Okafor called from 503-555-0142.", ["Okafor", "503-555-0142"]),
        ("DOB 04/12/1981, MRN 0048213.", ["04/12/1981", "0048213"]),
        ("Moved to bed 14 at Harbor House on March 3.", ["14", "Harbor House", "March 3"]),
        ("E-mail: j.ortiz@harborhelp.example", ["j.ortiz@harborhelp.example"]),
        ("Write to tasha.b@gmail dot com, please.", ["tasha", "@gmail", "dot com"]),
        ("Client: M.K., seen by Nurse Adeyemi.", ["M.K.", "Adeyemi"]),
        ("Lives at 1418 Maple Avenue, Apt 3.", ["1418 Maple Avenue"]),
        ("She'd go to Youth Continuum, not to Bonnie's.", ["Youth", "Continuum", "Bonnie"]),
        ("Velvet says Cricket is back. Velvet hands over a card.", ["Velvet", "Cricket"]),
        ("Tiny, Slim and Marcus at table.", ["Slim", "Marcus"]),
        ("Peaches in 14 vomited, moved to 2F.", ["Peaches", "14", "2F"]),
        (
            "Took the 44 from Delaware St ramp to 9th and B.",
            ["44", "Delaware", "ramp", "9th", "B."],
        ),
        ("Stays at 417 East 8th, mail to HC 71 Box 440.", ["417", "8th", "71", "440"]),
        ("Next visit 3/24 at 10; hearing le 3 décembre.", ["3/24", "at 10", "décembre"]),
        ("Old Fergus, ninety-three, of Inishmurray.", ["ninety-three", "Inishmurray"]),
        ("he was at dutch bros w jazz. lil ron owes manny.", ["dutch", "bros", "jazz", "ron"]),
        ("Call five oh three, 555, 0191. Insta solo_in_town.", ["five oh", "0191", "solo_in"]),
        ("story slept in the chair again. tuesday took her spot.", ["story", "tuesday"]),
        ("Met w/ Ms. Church at New Leaf.", ["Church", "New Leaf"]),
        ("In May Harbor House closed, in June Marcus left.", ["Harbor House", "Marcus"]),
    ],
)
def test_hidden(deidentifier: Deidentifier, text: str, hidden: list[str]) -> None:
    result = deidentifier.read(text)
    for words in hidden:
        assert words not in result.text, result.text
    for one in result.found:
        assert one.kind in IDENTIFIER_KINDS
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Offered the bed again; he wants it and does not want it.",
        "Asked about SSI and Medicaid, left on Tuesday after three weeks.",
        "Narcan given twice, 2 mg each, responded in four minutes.",
        "Will call in May if hope holds.",
        "Mood low. Sleep poor. Wound clean, dressing changed. Staff said he ate.",
        "went to work at night, slept in the car, back at the shelter by morning.",
        "Walked 14 blocks in 2 hours and waited in line for 3.",
        "Client was cold and asked for a blanket. He has lost hope.",
        "she wants a bed but not the rules. said maybe tomorrow.",
        "Dr. asked about Seroquel on Monday; the nurse will call.",
    ],
)
def test_left_alone(deidentifier: Deidentifier, text: str) -> None:
    assert deidentifier.read(text).text == text


def test_a_name_is_replaced_everywhere_and_the_rest_stays(deidentifier: Deidentifier) -> None:
    text = "Terrell Boone said no.\r\nLater Terrell's sister rang; BOONE was asleep. 🙂"
    result = deidentifier.read(text)
    assert "Terrell" not in result.text
    assert "BOONE" not in result.text
    assert result.text.endswith("was asleep. 🙂")
    at, parts = 0, []
    for one in result.found:
        assert one.start >= at
        parts += text[at : one.start], one.replacement
        at = one.end
    assert "".join([*parts, text[at:]]) == result.text


def test_one_thing_has_one_stand_in(deidentifier: Deidentifier) -> None:
    result = deidentifier.read("He stays at Harbor House. Later Harbor House called.")
    assert [one.replacement for one in result.found] == [result.found[0].replacement] * 2


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("In May Harbor House closed.", "May"),
        ("Since March Alder Park is shut.", "March"),
        ("In December St. Mary's Hospital called.", "December"),
        ("Last August Dana left.", "August"),
        ("In April Rose moved out.", "April"),
    ],
)
def test_a_month_is_no_part_of_the_name_behind_it(
    deidentifier: Deidentifier, text: str, month: str
) -> None:
    assert f" {month} [" in deidentifier.read(text).text


@pytest.mark.parametrize("name", ["April Harris", "June Park"])
def test_a_month_that_is_a_first_name_goes_with_its_surname(
    deidentifier: Deidentifier, name: str
) -> None:
    assert not set(name.split()) & set(deidentifier.read(f"Met {name} again.").text.split())


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    for path in WEIGHTS.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / MODEL_FILE).write_bytes(b"other")
    with pytest.raises(ArtefactError, match="sha256 differs"):
        load_weighed(load_deidentifier(rules_alone=True).clues, tmp_path)


def test_no_text_is_refused(deidentifier: Deidentifier) -> None:
    with pytest.raises(NoteError):
        deidentifier.read("  ")
