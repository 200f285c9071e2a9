"""What a site lays over the shipped knowledge: its own stances, safety texts, services and words.

A file in JSON, `overlay/1`, with a name and a version of the site's own. What is laid over is
folded in when the knowledge is loaded, and the knowledge's version in `Provenance` then names the
overlay. Nothing that is about safety can be taken away by it: texts on danger are added to, never
replaced, and no kind of danger and no stance for one can be switched off.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ..errors import KnowledgeError
from ..labels import BARRIERS, OCTANTS, RISKS
from ..shapes import RECKONED, ShapeError, TwiceError, build, each_key_once
from .clinical import SITUATIONS
from .planner import PLANNED_PURPOSES, Service

FORMAT: Final = "overlay/1"
LARGEST: Final = 1_000_000  # bytes
LONGEST: Final = 1_000  # characters of one text
# Words of the shipped texts that a site may have its own for.
WORDS: Final = ("client", "clients", "your service")
_CALLERS: Final = (*BARRIERS, *OCTANTS, *SITUATIONS)
_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_VERSION: Final = re.compile(r"[\w.-]{1,40}")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class OwnStance:
    """A stance of the site's own, in place of the shipped one for each of `called_by`.

    The other fields are those of `clinical_entries.StanceEntry`; `why` is its `note`.
    """

    id: str
    name: str
    called_by: tuple[str, ...]
    principle: str
    do: tuple[str, ...]
    avoid: tuple[str, ...]
    say: tuple[str, ...]
    watch_for: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of a stance by its parts; a part that is left out is not touched."""

    do: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    watch_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StanceChange:
    """Sentences that replace those of a shipped stance, part by part, or are added to them."""

    id: str
    why: str
    replace: Sentences = Sentences()
    add: Sentences = Sentences()


@dataclass(frozen=True, slots=True)
class StanceOff:
    """A shipped stance that is not used here; what calls for it is answered by asking first."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class SafetyText:
    """What stands before the shipped message about a kind of danger, and lines after it."""

    kind: str
    first: str
    keep_in_mind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """All of it; `words` gives words of `WORDS` the site's own in their place.

    `language` is the one in which the site's texts are written (BCP 47); nothing here goes by it.
    `sha256` is that of the file, and is filled in when it is read.
    """

    format: str
    name: str
    version: str
    stances: tuple[OwnStance, ...] = ()
    changes: tuple[StanceChange, ...] = ()
    off: tuple[StanceOff, ...] = ()
    safety: tuple[SafetyText, ...] = ()
    services: tuple[Service, ...] = ()
    words: dict[str, str] | None = None
    language: str = "en"
    sha256: str = field(default="", metadata={RECKONED: True})

    @property
    def source(self) -> str:
        """The id under which its texts name it as their source."""
        return f"site:{self.name}"

    @property
    def identity(self) -> str:
        """Name, version and hash, as `Provenance.knowledge` holds it."""
        return f"{self.name} {self.version} ({self.sha256[:16]})"


def read_overlay(file: Path) -> Overlay:
    """The overlay in `file`.

    Raises
    ------
    KnowledgeError
        It cannot be read, is no JSON, or something in it is wrong; the message names the place.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise KnowledgeError(f"{file}: {error.strerror}.") from error
    return parsed_overlay(raw, file.name)


def parsed_overlay(raw: bytes, name: str) -> Overlay:
    """The overlay that the bytes of a file hold; `name` is what messages call it.

    Raises
    ------
    KnowledgeError
        As `read_overlay`.
    """
    if len(raw) > LARGEST:
        raise KnowledgeError(f"{name} is larger than {LARGEST // 1_000_000} MB.")
    try:
        held = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=each_key_once)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise KnowledgeError(f"{name}, line {line}: save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise KnowledgeError(f"{name}, {place}: {error.msg}.") from error
    except TwiceError as error:
        raise KnowledgeError(f"{name}: {str(error)[:60]!r} stands twice in one object.") from error
    except (RecursionError, ValueError) as error:
        raise KnowledgeError(f"{name} is nested too deeply, or holds an endless number.") from error
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise KnowledgeError(f'{name} has to be an object with "format": "{FORMAT}".')
    if "sha256" in held:
        raise KnowledgeError(f"{name}: 'sha256' is reckoned and cannot be given.")
    try:
        made = build(Overlay, held, name)
    except ShapeError as error:
        raise KnowledgeError(str(error)) from error
    if faults := [f"{name}{place}: {message}" for place, message in _faults(made, held)]:
        raise KnowledgeError("\n".join(faults))
    return replace(made, sha256=hashlib.sha256(raw).hexdigest())


def _faults(made: Overlay, held: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(made.name):
        yield ".name", "has to be small letters, digits and hyphens, as in harbour-house."
    if not _VERSION.fullmatch(made.version):
        yield ".version", "has to be up to 40 letters, digits, dots and hyphens, as in 2026-11."
    if not _LANGUAGE.fullmatch(made.language):
        yield ".language", "has to be the tag of a language, as in en or es-419."
    yield from _texts(held, "")
    for number, stance in enumerate(made.stances):
        where = f".stances[{number}]"
        if not _ID.fullmatch(stance.id):
            yield f"{where}.id", "has to be small letters, digits, hyphens and underscores."
        if not stance.called_by:
            yield f"{where}.called_by", "is empty: the stance would never be shown."
        if unknown := sorted(set(stance.called_by) - set(_CALLERS)):
            yield f"{where}.called_by", f"unknown {unknown}; known are {', '.join(_CALLERS)}."
        if not stance.say or not stance.do:
            yield where, "needs something to do and something to say."
    for number, change in enumerate(made.changes):
        if change.replace == change.add:
            yield f".changes[{number}]", "neither replaces nor adds a sentence."
    for number, text in enumerate(made.safety):
        if text.kind not in RISKS:
            yield f".safety[{number}].kind", f"is none of {', '.join(RISKS)}."
    for number, service in enumerate(made.services):
        where = f".services[{number}].purposes"
        if unknown := sorted(set(service.purposes) - set(PLANNED_PURPOSES)):
            yield where, f"unknown {unknown}; known are {', '.join(PLANNED_PURPOSES)}."
        if not service.purposes:
            yield where, "is empty: the service would never be shown."
    for word in made.words or {}:
        if word not in WORDS:
            yield ".words", f"unknown {word[:60]!r}; known are {', '.join(WORDS)}."


def _texts(part: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text that is empty, too long or no text, wherever it stands."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _texts(value, f"{where}.{key}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _texts(value, f"{where}[{number}]")
    elif isinstance(part, str):
        if not part.strip() and not where.endswith((".phone", ".hours", ".how")):
            yield where, "is empty."
        elif len(part) > LONGEST:
            yield where, f"has {len(part):,} characters; there is room for {LONGEST:,}."
        elif _NOT_TEXT.search(part):
            yield where, "holds something that is not text."


def reworded(text: str, words: dict[str, str] | None) -> str:
    """`text` with the site's own words in the place of those of `WORDS`, capitals kept."""
    if not words:
        return text
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    def own(found: re.Match[str]) -> str:
        word = words[found[0].lower()]
        return word[:1].upper() + word[1:] if found[0][0].isupper() else word

    return re.sub(rf"(?<![\w-])(?:{names})(?![\w-])", own, text, flags=re.IGNORECASE)
