"""All cases at hand, the paths through them, and which to take next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from .boxes import Skill, waiting
from .pack import Case, Pack
from .record import Record
from .vocabulary import DIFFICULTIES, known


@dataclass(frozen=True, slots=True)
class Shelved:
    """A case with the pack that it stands in; `key` is its name everywhere."""

    pack: str
    case: Case

    @property
    def key(self) -> str:
        """The name of the case: "pack/case"."""
        return f"{self.pack}/{self.case.id}"


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the library: which cases it takes; no `paths` means all of them."""

    id: str
    name: str
    about: str
    paths: tuple[str, ...]
    difficulties: tuple[str, ...]

    def takes(self, case: Case) -> bool:
        """Whether the case lies on this path."""
        return case.difficulty in self.difficulties and (not self.paths or case.path in self.paths)


@cache
def paths() -> tuple[Path, ...]:
    """The paths, in the order in which they are offered."""
    text = resources.files(__package__).joinpath("paths.json").read_text("utf-8")
    return tuple(
        Path(**{**row, "paths": tuple(row["paths"]), "difficulties": tuple(row["difficulties"])})
        for row in json.loads(text)
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case to take next; `because` is the skill that is due, or None for the next on the way."""

    shelved: Shelved
    because: Skill | None


@dataclass(frozen=True, slots=True)
class Library:
    """The packs in use."""

    packs: tuple[Pack, ...]

    def __iter__(self) -> Iterator[Shelved]:
        return (Shelved(pack.id, case) for pack in self.packs for case in pack.cases)

    def pack(self, id: str) -> Pack | None:
        """The pack with this id, if it is at hand."""
        return next((pack for pack in self.packs if pack.id == id), None)

    def find(self, pack: str, case: str) -> Shelved | None:
        """The case with this id in this pack, if it is at hand."""
        found = self.pack(pack)
        its_case = found.case(case) if found else None
        return Shelved(pack, its_case) if its_case else None

    def chosen(
        self, path: Path | None = None, difficulty: str | None = None, setting: str | None = None
    ) -> tuple[Shelved, ...]:
        """The cases that fit all that is asked for, the easy ones first."""
        fitting = (
            shelved
            for shelved in self
            if (path is None or path.takes(shelved.case))
            and difficulty in (None, shelved.case.difficulty)
            and setting in (None, shelved.case.setting)
        )
        return tuple(sorted(fitting, key=_easy_first))

    def alike(self, shelved: Shelved, record: Record) -> Shelved | None:
        """A new case of the same kind: the same path, or one of its barriers; easy ones first."""
        others = [s for s in self._new(record) if s.key != shelved.key]
        case = shelved.case
        return next(
            (s for s in others if s.case.path == case.path),
            next((s for s in others if set(s.case.barriers) & set(case.barriers)), None),
        )

    def next(self, record: Record, path: Path | None = None) -> Suggestion | None:
        """What to take next: what is due first, then the next new case on the path.

        A skill that no new case exercises comes back with the case that was practised longest ago.
        """
        for due in (w for w in waiting(record) if w.due_in <= 0):
            if found := self._for_skill(due.skill, record):
                return Suggestion(found, due.skill)
        new = (s for s in self._new(record) if path is None or path.takes(s.case))
        return next((Suggestion(shelved, None) for shelved in new), None)

    def _for_skill(self, skill: Skill, record: Record) -> Shelved | None:
        fitting = [s for s in sorted(self, key=_easy_first) if skill.exercised_by(s.case)]
        practised = [entry.case for entry in record.entries]
        recent = set(practised[-1:])
        new = next((s for s in fitting if s.key not in practised), None)
        if new:
            return new
        old = [s for s in fitting if s.key not in recent]
        return min(old, key=lambda s: _last(practised, s.key), default=None)

    def _new(self, record: Record) -> Iterable[Shelved]:
        practised = {entry.case for entry in record.entries}
        return (s for s in sorted(self, key=_easy_first) if s.key not in practised)


def _easy_first(shelved: Shelved) -> tuple[int, int]:
    case = shelved.case
    return tuple(DIFFICULTIES).index(case.difficulty), known("path").index(case.path)


def _last(practised: list[str], key: str) -> int:
    """Where the key stands last."""
    return len(practised) - 1 - practised[::-1].index(key)
