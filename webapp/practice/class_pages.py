"""The pages for whoever trains others: an assignment as an address, and the class together.

An assignment is nothing but its address, and the files of a class are read and forgotten, so that
both work without accounts and keep nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..language import gettext
from . import wording
from .attempt import CONFIDENCE
from .group import SMALLEST, Group, group
from .library import Library
from .library_view import CaseView, case_view
from .progress import Count
from .record import ProgressError, read_record
from .shelf import shelf
from .vocabulary import clinical

bp = Blueprint("practice_class", __name__, url_prefix="/practice")

LONGEST_TITLE = 80
LONGEST_NAME = 80
MOST_CASES = 40
MOST_FILES = 60


@dataclass(frozen=True, slots=True)
class GroupView:
    """The class in words; a number from too few people is said to be left out."""

    people: int
    barriers: tuple[tuple[str, str, str], ...]
    sure: tuple[tuple[str, str], ...]
    danger: str
    cases: tuple[tuple[str, int, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ClassPage:
    """All that `practice/class.html` shows."""

    cases: tuple[CaseView, ...]
    smallest: int
    group: GroupView | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """All that `practice/assignment.html` shows; `missing` cases are in no pack at hand."""

    title: str
    address: str
    cases: tuple[CaseView, ...]
    done: int
    missing: tuple[str, ...]


@bp.get("/class")
def overview() -> str:
    """Choose cases for an assignment, or bring the files of a class together."""
    return _page()


@bp.post("/class")
def together() -> str | tuple[str, int]:
    """Show what the files of a class say together, and forget them."""
    files = [file for file in request.files.getlist("files") if file.filename]
    if len(files) > MOST_FILES:
        return _page(
            problem=gettext("There is room for %(most_files)s files.", most_files=MOST_FILES)
        ), 400
    records, faulty = [], []
    for file in files:
        try:
            records.append(read_record(file.read()))
        except ProgressError:
            faulty.append(str(file.filename)[:LONGEST_NAME])
    if faulty:
        told = gettext("No files of progress, or changed: %(names)s.", names=", ".join(faulty))
        return _page(problem=told), 400
    found = group(records)
    if found is None:
        few = gettext(
            "It takes the files of at least %(smallest)s people who have practised something. In a "
            "smaller group, numbers would tell about somebody.",
            smallest=SMALLEST,
        )
        return _page(problem=few), 400
    return _page(found)


@bp.get("/assignment")
def assignment() -> str | Response:
    """Show the cases that the address names, with what is done of them."""
    keys = list(dict.fromkeys(request.args.getlist("case")))[:MOST_CASES]
    if not keys:
        return redirect(url_for("practice_class.overview"))
    title = " ".join(request.args.get("title", "").split())[:LONGEST_TITLE] or gettext(
        "Cases for the class"
    )
    record, library = shelf().record, shelf().library
    by_key = {shelved.key: shelved for shelved in library}
    page = AssignmentPage(
        title=title,
        address=url_for("practice_class.assignment", title=title, case=keys, _external=True),
        cases=tuple(case_view(by_key[key], record) for key in keys if key in by_key),
        done=sum(record.times(key) > 0 for key in keys if key in by_key),
        missing=tuple(key[:130] for key in keys if key not in by_key),
    )
    return render_template("practice/assignment.html", page=page)


def _page(found: Group | None = None, problem: str | None = None) -> str:
    library, record = shelf().library, shelf().record
    page = ClassPage(
        cases=tuple(case_view(shelved, record) for shelved in library.chosen()),
        smallest=SMALLEST,
        group=_view(found, library) if found else None,
        problem=problem,
    )
    return render_template("practice/class.html", page=page)


def _view(found: Group, library: Library) -> GroupView:
    titles = {shelved.key: shelved.case.title for shelved in library}
    return GroupView(
        people=found.people,
        barriers=tuple(
            (clinical().barrier(b.barrier).name, _count(b.seen), _count(b.read_in))
            for b in found.barriers
        ),
        sure=tuple((CONFIDENCE[step], _count(agreed)) for step, agreed in found.sure),
        danger=_count(found.danger),
        cases=tuple(
            (
                titles.get(case.key, case.key),
                case.people,
                wording.count(case.saw_all),
                wording.count(case.read_in),
                _count(case.fitted),
            )
            for case in found.cases
        ),
    )


def _count(number: Count | None) -> str:
    return gettext("left out: too few people") if number is None else wording.count(number)
