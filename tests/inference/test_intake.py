"""What is refused before any work is done on it, and which texts pass for English."""

from __future__ import annotations

import subprocess
import sys

import pytest

from inference.errors import NoteError
from inference.intake import LONGEST, check, looks_english


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \r\n\t", "empty"),
        ("a" * (LONGEST + 1), "too_long"),
        ("\x00\x01\x02PNG\x00\x00 word", "not_text"),
        ("caf\ufffd at noon", "not_text"),
        ("half \ud83d a sign", "not_text"),
        ("12345 -- 67", "not_text"),
    ],
)
def test_refused(text: str, kind: str) -> None:
    with pytest.raises(NoteError) as refused:
        check(text)
    assert refused.value.kind == kind
    assert text.strip()[:20] not in str(refused.value) or not text.strip()


@pytest.mark.parametrize(
    "text",
    ["He left.", "a" * LONGEST, "She said \u201cno\u201d \U0001f642\r\nand went.", "w\u0301alk"],
)
def test_accepted(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Offered the bed again, he said no and went back to the bridge for the night.", True),
        ("0215 bed check 44/44. Bed 19 up, hip. 0340 asleep. Coffee urn leaking.", True),
        ("K.S. DOB verified, passport card, TB clear, locker 14", True),
        (
            "Der Klient kam heute in die Unterkunft und wollte nicht bleiben, weil er die Tür sah",
            False,
        ),
        (
            "El cliente no quiso entrar porque la puerta estaba cerrada y no confía en nadie aquí",
            False,
        ),
        (
            "Le client a refusé le lit parce que la porte était fermée et qu'il ne dort pas",
            False,
        ),
        ("Клиент пришёл сегодня и не захотел остаться", False),
        ("他今天来了但是不想留下", False),
    ],
)
def test_language(text: str, english: bool) -> None:
    assert looks_english(text) is english


def test_telling_languages_apart_imports_none_of_them() -> None:
    # spaCy's French alone compiles expressions for seconds, while somebody waits for one note.
    code = (
        "import sys\nfrom inference.intake import looks_english\n"
        "assert not looks_english('Le client a refusé le lit parce que la porte était fermée')\n"
        "print(*(name for name in sys.modules if name.startswith('spacy.lang.fr')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
