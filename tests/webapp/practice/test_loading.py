"""Packs are read strictly: what is wrong is told with the pack, the case and the field."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import middleground
from webapp.practice.loading import LARGEST, PackError, read_pack, schema, shipped
from webapp.practice.pack import Pack

from .conftest import FILE

ROOT = Path(__file__).parents[3]
CASE = "Pack p.json: case 'keys-on-the-counter', "
Raw = dict[str, Any]


def refused(data: Any) -> str:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(PackError) as caught:
        read_pack(raw, "p.json")
    return str(caught.value)


def test_a_pack_becomes_frozen_values(pack: Pack) -> None:
    assert [case.id for case in pack.cases] == [
        "keys-on-the-counter",
        "the-allotment",
        "after-the-night-shift",
    ]
    case = pack.cases[0]
    assert case.reference.hypotheses[0].speaks_for[0] in case.note
    assert case.barriers == ("power_dynamics",)
    with pytest.raises(AttributeError):
        case.note = ""  # type: ignore[misc]


def spoil(path: str, value: Any) -> Callable[[Raw], None]:
    """Sets one place of the first case to a value; a path is written as in the messages."""

    def change(raw: Raw) -> None:
        *steps, last = [int(s) if s.isdigit() else s for s in path.split(".")]
        place: Any = raw["cases"][0]
        for step in steps:
            place = place[step]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            spoil("reference.hypotheses.0.barrier", "laziness"),
            "reference.hypotheses[0].barrier: is no barrier",
        ),
        (
            spoil("reference.hypotheses.0.for.1", "He shouted."),
            "reference.hypotheses[0].for[1]: these words do not stand",
        ),
        (
            spoil("reference.hypotheses.0.for", []),
            "reference.hypotheses[0].for: has too few entries; 1 at least.",
        ),
        (
            spoil("reference.hypotheses.0.for.0", "SAID I WAS TO RING"),
            "reference.hypotheses[0].for[0]: these words",
        ),
        (
            spoil("reference.hypotheses.0.for.2", "“see, that’s all  you’re for”"),
            "reference.hypotheses[0].for[2]: these words stand in the note with other quotation",
        ),
        (
            spoil("reference.style.quotes.0", "“third  day”"),
            "reference.style.quotes[0]: these words do not stand",
        ),
        (
            spoil("reference.hypotheses.0.against.0", "No."),
            "reference.hypotheses[0].against[0]: these words",
        ),
        (
            spoil("reference.hypotheses.0.support", "certain"),
            "support: is no support; known are worth_asking",
        ),
        (spoil("reference.hypotheses.0.because", "  "), "because: is empty."),
        (spoil("reference.style.control", "bossy"), "reference.style.control: is no control"),
        (spoil("reference.style.quotes.0", "No."), "reference.style.quotes[0]: these words"),
        (
            spoil("reference.reactions.0.reaction", "bored"),
            "reference.reactions[0].reaction: is no reaction",
        ),
        (
            spoil("reference.reactions.0.quote", "I was bored"),
            "reference.reactions[0].quote: these words",
        ),
        (
            spoil("reference.strengths.0.quote", ["a"]),
            "reference.strengths[0].quote: has to be text.",
        ),
        (spoil("rivals.0.quotes.0", "x"), "rivals[0].quotes[0]: these words"),
        (spoil("rivals.0.barrier", "other"), "rivals[0].barrier: is no barrier"),
        (spoil("look_alikes.0.quotes", []), "look_alikes[0].quotes: has too few entries"),
        (
            spoil("look_alikes.0.barrier", "power_dynamics"),
            "look_alikes[0].barrier: is in the reference",
        ),
        (spoil("stances.0.stance", "be_nice"), "stances[0].stance: is no stance"),
        (spoil("stances.0.fit", "good"), "stances[0].fit: is no fit"),
        (spoil("stances.0.fit", "partly"), "stances: at least one has to be marked 'misses'."),
        (spoil("stances.1.fit", "partly"), "stances: at least one has to be marked 'fits'."),
        (spoil("stances.1.id", "a"), "stances: two of them have the same id."),
        (spoil("stances.0.id", "A 1"), "stances[0].id: has to be small letters"),
        (spoil("stances", []), "stances: has too few entries; 3 at least."),
        (spoil("stances", 7), "stances: has to be a list."),
        (lambda raw: raw["cases"][0]["later"].pop("a"), "later.a: is missing"),
        (spoil("later.z", {"note": "n", "lesson": "l"}), "later.z: belongs to no stance."),
        (spoil("later.a.note", 7), "later.a.note: has to be text."),
        (spoil("setting", "moon"), "setting: is no setting"),
        (spoil("difficulty", "easy"), "difficulty: is no difficulty"),
        (spoil("path", "speed"), "path: is no path"),
        (spoil("note", "Too short."), "note: is too short; 40 characters at least."),
        (spoil("note", "long " * 700), "note: is too long; there is room for 3000 characters."),
        (spoil("title", "turned \u202e round"), "title: holds something that is not text."),
        (spoil("mistakes", ["m"] * 7), "mistakes: has too many entries; there is room for 6."),
        (spoil("teaches", None), "teaches: has to be text."),
        (spoil("hint", "see below"), "hint: is no field of this format."),
        (spoil("reference.style.score", 3), "reference.style.score: is no field of this format."),
        (lambda raw: raw["cases"][0].pop("note"), "note: is missing."),
        (lambda raw: raw["cases"][0]["reference"].pop("style"), "reference.style: is missing."),
    ],
)
def test_a_fault_of_a_case(raw: Raw, change: Callable[[Raw], None], told: str) -> None:
    change(raw)
    found = refused(raw)
    assert CASE in found
    assert told in found
    # What is wrong is told once, without what follows from it and without words of the note.
    assert "Third day without" not in found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda raw: raw.pop("licence"), "Pack p.json: licence: is missing."),
        (lambda raw: raw.update(format="case-pack/2"), "Pack p.json: is no case-pack/1"),
        (lambda raw: raw.update(language="fr"), "Pack p.json: language: has to be 'en'."),
        (lambda raw: raw.update(id="../x"), "Pack p.json: id: has to be small letters"),
        (lambda raw: raw.update(colour="red"), "Pack p.json: colour: is no field of this format."),
        (lambda raw: raw.update(cases=[]), "Pack p.json: cases: has too few entries; 1 at least."),
        (lambda raw: raw.update(cases=raw["cases"] * 80), "cases: has too many entries"),
        (lambda raw: raw.update(cases=[7]), "case number 1: has to be an object."),
        (lambda raw: raw["cases"][1].update(id="keys-on-the-counter"), "is the id of another case"),
        (
            lambda raw: raw["cases"][1].update(look_alikes=[]),
            "a note with nothing in the way needs",
        ),
    ],
)
def test_a_fault_of_the_pack(raw: Raw, change: Callable[[Raw], None], told: str) -> None:
    change(raw)
    assert told in refused(raw)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"", "is not valid JSON"),
        (b"{", "is not valid JSON: "),
        (b"[]", "is no case-pack/1"),
        (b"[" * 200_000, "is nested too deeply"),
        (b'{"format": "case-pack/1", "n": ' + b"9" * 5_000 + b"}", "holds a number"),
        (b'{"format": "case-pack/1", "id": "\\ud800"}', "holds something that is not text"),
        (b'{"format": "case-pack/1", "id": "a", "id": "b"}', "has the field 'id' twice"),
        (b" " * (LARGEST + 1), "is larger than 2 MB"),
    ],
)
def test_what_is_no_pack(data: bytes, told: str) -> None:
    assert told in refused(data)


def test_all_faults_are_told_at_once_and_many_are_counted(raw: Raw) -> None:
    for case in raw["cases"]:
        case["title"] = ""
        case["setting"] = "moon"
    assert len(refused(raw).splitlines()) == 6
    for case in raw["cases"]:
        case["mistakes"] = [""] * 6
    told = refused(raw).splitlines()
    assert len(told) == 21
    assert told[-1] == "Pack p.json: 4 more."


def test_the_published_schema_is_the_loaders() -> None:
    published = json.loads((ROOT / "docs" / "case-pack.schema.json").read_text(encoding="utf-8"))
    assert published == schema()
    jsonschema.Draft202012Validator.check_schema(published)


def test_the_schema_takes_what_the_loader_takes(raw: Raw) -> None:
    jsonschema.validate(raw, schema())
    spoil("reference.hypotheses.0.barrier", "laziness")(raw)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(raw, schema())


def test_shipped_packs_are_sound_and_their_cases_differ() -> None:
    cases = [case for pack in shipped() for case in pack.cases]
    assert len({case.id for case in cases}) == len(cases)
    assert len({case.note for case in cases}) == len(cases)


class TestCommand:
    def run(self, *arguments: object) -> Any:
        words = ["cases", *(str(argument) for argument in arguments)]
        return CliRunner().invoke(middleground.group, words)

    def test_a_sound_pack(self) -> None:
        done = self.run("check", FILE)
        assert done.exit_code == 0
        assert "3 cases, in order (mixed 1, no_barrier 1, power_dynamics 1)" in done.stdout

    def test_the_id_of_a_shipped_pack_is_taken(self, raw: Raw, tmp_path: Path) -> None:
        raw["id"] = shipped()[0].id
        raw["cases"] = raw["cases"][:1]
        own = tmp_path / "own.json"
        own.write_text(json.dumps(raw), encoding="utf-8")
        done = self.run("check", own)
        assert done.exit_code == 2
        assert "Pack own.json: id: is that of a shipped pack" in done.stderr
        raw["id"] = "mine"
        own.write_text(json.dumps(raw), encoding="utf-8")
        assert "own.json: 1 case, in order" in self.run("check", own).stdout

    def test_all_faulty_files_are_told(self, raw: Raw, tmp_path: Path) -> None:
        spoil("path", "speed")(raw)
        bad = tmp_path / "bad.json"
        bad.write_text(json.dumps(raw), encoding="utf-8")
        done = self.run("check", bad, FILE, tmp_path / "missing.json")
        assert done.exit_code == 2
        assert "Pack bad.json: case 'keys-on-the-counter', path: is no path" in done.stderr
        assert "missing.json: No such file" in done.stderr
        assert "pack.json: 3 cases" in done.stdout

    def test_schema(self) -> None:
        assert json.loads(self.run("schema").stdout) == schema()
