"""The library as the page shows it: paths with how far one has come, cases, what is next."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import gettext
from . import wording
from .case_view import Choice, choices
from .library import Library, Path, Shelved, paths
from .record import Record
from .vocabulary import DIFFICULTIES, SETTINGS


@dataclass(frozen=True, slots=True)
class PathView:
    """A path, with how many of its cases were practised and which comes next."""

    id: str
    name: str
    about: str
    done: int
    of: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case in the list; its title gives nothing away, and neither does this."""

    pack: str
    id: str
    title: str
    setting: str
    difficulty: str
    times: int


@dataclass(frozen=True, slots=True)
class NextView:
    """The case to take next, and why it comes now."""

    case: CaseView
    because: str


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """All that `practice/library.html` shows."""

    next: NextView | None
    paths: tuple[PathView, ...]
    difficulties: tuple[Choice, ...]
    settings: tuple[Choice, ...]
    path_choices: tuple[Choice, ...]
    cases: tuple[CaseView, ...]
    filtered: bool
    total: int
    practised: int


def library_page(
    library: Library,
    record: Record,
    path: Path | None,
    difficulty: str | None,
    setting: str | None,
) -> LibraryPage:
    """The library with these filters on."""
    done = {entry.case for entry in record.entries}
    chosen = library.chosen(path, difficulty, setting)
    return LibraryPage(
        next=next_view(library, record, path),
        paths=tuple(_path(each, library, done, each is path) for each in paths()),
        path_choices=choices({p.id: gettext(p.name) for p in paths()}, path.id if path else None),
        difficulties=choices(DIFFICULTIES, difficulty),
        settings=choices(
            {id: name for id, name in SETTINGS.items() if library.chosen(setting=id)}, setting
        ),
        cases=tuple(case_view(shelved, record) for shelved in chosen),
        filtered=bool(path or difficulty or setting),
        total=sum(1 for _ in library),
        practised=len(done),
    )


def case_view(shelved: Shelved, record: Record) -> CaseView:
    """A case as a row of the list."""
    case = shelved.case
    return CaseView(
        pack=shelved.pack,
        id=case.id,
        title=case.title,
        setting=SETTINGS[case.setting],
        difficulty=DIFFICULTIES[case.difficulty],
        times=record.times(shelved.key),
    )


def next_view(library: Library, record: Record, path: Path | None = None) -> NextView | None:
    """What to take next, on the path if one is chosen; None when all is practised."""
    found = library.next(record, path)
    if found is None:
        return None
    if found.because:
        because = gettext("To come back to: %(skill)s.", skill=wording.skill(found.because))
    elif path:
        because = gettext("The next new one on the path “%(name)s”.", name=gettext(path.name))
    else:
        because = (
            gettext("The next new one, easy ones first.")
            if record.entries
            else gettext("A plain one to begin.")
        )
    return NextView(case_view(found.shelved, record), because)


def _path(path: Path, library: Library, done: set[str], chosen: bool) -> PathView:
    cases = library.chosen(path)
    practised = sum(shelved.key in done for shelved in cases)
    return PathView(path.id, gettext(path.name), gettext(path.about), practised, len(cases), chosen)
