"""Reading a case pack strictly: what is wrong is said with the pack, the case and the field.

Nothing of a pack is run and nothing in it is trusted: size, depth and every length are bounded
before a value is built. No message holds words of a note.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from inference import TwiceError, each_key_once

from ..language import N_, Worded, gettext
from .pack import FORMAT, Case, Pack, quotes_in

LARGEST: Final = 2_000_000  # bytes of a pack's file
_MOST_TOLD: Final = 20
_ALIKE: Final = str.maketrans("“”„‘’–—", '"""\'\'--')
_SIMPLER: Final = Worded(
    {
        "missing": N_("is missing."),
        "unexpected_keyword_argument": N_("is no field of this format."),
        "too_short": N_("has too few entries; {min_length} at least."),
        "too_long": N_("has too many entries; there is room for {max_length}."),
        "string_too_short": N_("is too short; {min_length} characters at least."),
        "string_too_long": N_("is too long; there is room for {max_length} characters."),
        "string_type": N_("has to be text."),
        "tuple_type": N_("has to be a list."),
        "dict_type": N_("has to be an object."),
        "dataclass_type": N_("has to be an object."),
        "literal_error": N_("has to be {expected}."),
        "string_pattern_mismatch": N_(
            "has to be small letters, digits and hyphens, as in the-blue-door."
        ),
        "json_invalid": N_("holds something that is not text."),
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: in which case (None: in the pack itself), which field, and what.

    `case` is the id in quotation marks, or the number of one without.
    """

    case: str | None
    field: str
    message: str

    def __str__(self) -> str:
        case = gettext("case %(case)s", case=self.case) if self.case else ""
        place = ", ".join(part for part in (case, self.field) if part)
        return f"{place}: {self.message}" if place else self.message


class PackError(Exception):
    """A pack cannot be used as it stands; `faults` are what to mend."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.name = name
        self.faults = faults
        told = [
            gettext("Pack %(name)s: %(fault)s", name=name, fault=fault)
            for fault in faults[:_MOST_TOLD]
        ]
        if len(faults) > _MOST_TOLD:
            told.append(
                gettext("Pack %(name)s: %(value)s more.", name=name, value=len(faults) - _MOST_TOLD)
            )
        super().__init__("\n".join(told))

    @classmethod
    def of(cls, name: str, message: str) -> PackError:
        """An error about the pack as a whole."""
        return cls(name, (Fault(None, "", message),))


def read_pack(raw: bytes, name: str) -> Pack:
    """The pack that the bytes of a file hold; `name` is what messages call it.

    Raises
    ------
    PackError
        It is too large, no JSON, of another format, or something in it is wrong.
    """
    if len(raw) > LARGEST:
        raise PackError.of(
            name,
            gettext("is larger than %(value)s MB and was not read.", value=LARGEST // 1_000_000),
        )
    try:
        data = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=each_key_once)
    except UnicodeDecodeError as error:
        raise PackError.of(
            name, gettext("is not UTF-8 text; save it as UTF-8 and try again.")
        ) from error
    except json.JSONDecodeError as error:
        where = gettext("line %(lineno)s, column %(colno)s", lineno=error.lineno, colno=error.colno)
        raise PackError.of(
            name, gettext("is not valid JSON: %(msg)s at %(where)s.", msg=error.msg, where=where)
        ) from error
    except TwiceError as error:
        raise PackError.of(
            name, gettext("has the field %(str)s twice in one object.", str=repr(str(error)[:60]))
        ) from error
    except (RecursionError, ValueError) as error:  # too deep, or a number with too many digits
        raise PackError.of(
            name, gettext("is nested too deeply, or holds a number, to be a pack.")
        ) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise PackError.of(
            name,
            gettext(
                'is no %(format)s: it has to be an object with "format": "%(format)s".',
                format=FORMAT,
            ),
        )
    try:
        # Strict JSON mode takes a list where a tuple is meant, and nothing else for anything.
        pack = _adapter().validate_json(json.dumps(data))
    except ValidationError as error:
        raise PackError(name, tuple(_of_shape(error, data))) from error
    if faults := tuple(_across(pack)):
        raise PackError(name, faults)
    return pack


def open_pack(file: Path) -> Pack:
    """The pack in `file`, of which no more is read than a pack may have.

    Raises
    ------
    PackError
        As `read_pack`.
    OSError
        The file is not there, or may not be read.
    """
    with file.open("rb") as stream:
        return read_pack(stream.read(LARGEST + 1), file.name)


def write_pack(pack: Pack) -> str:
    """The pack as the text of a file, which `read_pack` reads back as it was."""
    return _adapter().dump_json(pack, by_alias=True, indent=1).decode()


def schema() -> dict[str, Any]:
    """The JSON schema of `case-pack/1`, made from the dataclasses that packs are built into."""
    described = _adapter().json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **described,
        "title": "A pack of practice cases",
    }


@cache
def shipped() -> tuple[Pack, ...]:
    """The packs that come with Middle Ground, by file name.

    Raises
    ------
    PackError
        One of them is damaged.
    """
    folder = resources.files(__package__).joinpath("packs")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".json")), key=lambda f: f.name)
    return tuple(read_pack(file.read_bytes(), file.name) for file in files)


@cache
def _adapter() -> TypeAdapter[Pack]:
    return TypeAdapter(Pack)


def _of_shape(error: ValidationError, data: dict[str, Any]) -> Iterator[Fault]:
    told_of = error.errors(include_url=False, include_input=False)
    for each in told_of:
        place = list(each["loc"])
        # A list whose entries are faulty counts the sound ones only and calls itself too short.
        if each["type"] == "too_short" and any(
            len(other["loc"]) > len(place) and list(other["loc"][: len(place)]) == place
            for other in told_of
        ):
            continue
        case = None
        if place[:1] == ["cases"] and len(place) > 1:
            case, place = _name_of(data["cases"], place[1]), place[2:]
        told = _SIMPLER.get(each["type"])
        context = each.get("ctx", {})
        message = told.format(**context) if told else each["msg"].removeprefix("Value error, ")
        yield Fault(case, _written(place), message)


def _name_of(cases: Any, number: Any) -> str:
    """The id of a case that may be anything, or where it stands."""
    case = cases[number]
    name = case.get("id") if isinstance(case, dict) else None
    return (
        repr(name[:60])
        if isinstance(name, str) and name
        else gettext("number %(value)s", value=number + 1)
    )


def _written(place: list[Any]) -> str:
    """A place as one would write it: reference.hypotheses[0].for[1]."""
    parts = (f"[{p}]" if isinstance(p, int) else f".{str(p)[:60]}" for p in place)
    return "".join(parts).lstrip(".")


def _across(pack: Pack) -> Iterator[Fault]:
    """What no single field shows."""
    seen: set[str] = set()
    for case in pack.cases:
        if case.id in seen:
            yield Fault(
                repr(case.id), "id", gettext("is the id of another case of this pack, too.")
            )
        seen.add(case.id)
        for field, message in _in_case(case):
            yield Fault(repr(case.id), field, message)


def _in_case(case: Case) -> Iterator[tuple[str, str]]:
    for field, quote in quotes_in(case):
        if quote not in case.note:
            if _loosely(quote) in _loosely(case.note):
                told = gettext(
                    "these words stand in the note with other quotation marks, apostrophes, dashes "
                    "or spaces; copy them from it."
                )
            else:
                told = gettext("these words do not stand in the note, character for character.")
            yield field, told
    if len(set(case.barriers)) < len(case.barriers):
        yield "reference.hypotheses", gettext("names a barrier twice.")
    if not case.barriers and not case.look_alikes:
        yield (
            "look_alikes",
            gettext("a note with nothing in the way needs one, so that there is a trap."),
        )
    for number, look_alike in enumerate(case.look_alikes):
        if look_alike.barrier in case.barriers:
            yield (
                f"look_alikes[{number}].barrier",
                gettext("is in the reference, so it is no look-alike."),
            )
    yield from _stances(case)


def _loosely(text: str) -> str:
    """The text with all marks alike that an editor may change by itself."""
    return " ".join(text.translate(_ALIKE).split())


def _stances(case: Case) -> Iterator[tuple[str, str]]:
    ids = [stance.id for stance in case.stances]
    if len(set(ids)) < len(ids):
        yield "stances", gettext("two of them have the same id.")
    fits = {stance.fit for stance in case.stances}
    for needed in ("fits", "misses"):
        if needed not in fits:
            yield (
                "stances",
                gettext("at least one has to be marked %(needed)s.", needed=repr(needed)),
            )
    for id in ids:
        if id not in case.later:
            yield f"later.{id}", gettext("is missing: each stance needs its second contact.")
    for id in case.later:
        if id not in ids:
            yield f"later.{id[:60]}", gettext("belongs to no stance.")
