"""What must not change a reading, and what must move it."""

from __future__ import annotations

import re

import pytest

from inference import Reader

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
