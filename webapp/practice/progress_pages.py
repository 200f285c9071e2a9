"""The pages around practice: progress with its file, the certificate, and packs of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, request

from ..attachment import attachment
from ..language import gettext
from .loading import PackError, read_pack, write_pack
from .pack import Pack
from .progress_view import certificate as certificate_of
from .progress_view import progress_page
from .record import ProgressError, Record, read_record
from .shelf import shelf

bp = Blueprint("practice_progress", __name__, url_prefix="/practice")

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack in the list; `own` ones came through this page and can be taken away."""

    pack: Pack
    own: bool


@dataclass(frozen=True, slots=True)
class PacksPage:
    """All that `practice/packs.html` shows; `faults` say what to mend in a pack that was sent."""

    packs: tuple[PackRow, ...]
    faults: tuple[str, ...] = ()
    done: str | None = None


@bp.get("/progress")
def progress() -> str:
    """Show what a learner sees, overlooks and reads in, and what comes back."""
    return _progress()


@bp.get("/progress.json")
def save() -> Response:
    """Give the record out as a file: the only way in which it is kept without an account."""
    return attachment(shelf().record.to_json(), "application/json", "practice-progress.json")


@bp.post("/progress")
def open_file() -> str | tuple[str, int]:
    """Go on from a file that was saved before."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _progress(problem=gettext("Choose a file first.")), 400
    try:
        record = read_record(file.read())
    except ProgressError as error:
        return _progress(problem=str(error)), 400
    shelf().save(record)
    return _progress(done=gettext("The file is open. You go on from there."))


@bp.post("/progress/forget")
def forget() -> str:
    """Forget the record and all attempts."""
    shelf().save(Record())
    shelf().attempts.forget(shelf().who)
    return _progress(done=gettext("Your progress is forgotten."))


@bp.route("/certificate", methods=["GET", "POST"])
def certificate() -> str:
    """Show what was practised, to be printed; a name is put on the page and nowhere else."""
    name = " ".join(request.form.get("name", "").split())[:LONGEST_NAME]
    page = certificate_of(shelf().record, name)
    return render_template("practice/certificate.html", page=page)


@bp.get("/packs")
def packs() -> str:
    """Show the packs in use."""
    return _packs()


@bp.post("/packs")
def add_pack() -> str | tuple[str, int]:
    """Check a pack and, if it is in order, use it until the program ends."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _packs(faults=(gettext("Choose a file first."),)), 400
    try:
        pack = read_pack(file.read(), file.filename[:80])
    except PackError as error:
        return _packs(faults=tuple(str(error).splitlines())), 400
    if problem := shelf().put(pack):
        return _packs(faults=(problem,)), 400
    return _packs(
        done=gettext(
            "“%(title)s” is in order and in use until Middle Ground is closed.", title=pack.title
        )
    )


@bp.get("/packs/<pack>.json")
def save_pack(pack: str) -> Response:
    """Give a pack out as a file, as a pattern for one's own or to pass it on."""
    found = shelf().library.pack(pack) or abort(404)
    return attachment(write_pack(found), "application/json", f"{found.id}.json")


@bp.post("/packs/<pack>/remove")
def remove_pack(pack: str) -> str | tuple[str, int]:
    """Take a pack of one's own away."""
    if not shelf().is_imported(pack):
        abort(404)
    shelf().take_away(pack)
    return _packs(done=gettext("The pack is no longer in use."))


def _progress(problem: str | None = None, done: str | None = None) -> str:
    page = progress_page(shelf().library, shelf().record, problem, done)
    return render_template("practice/progress.html", page=page)


def _packs(faults: tuple[str, ...] = (), done: str | None = None) -> str:
    rows = tuple(PackRow(pack, shelf().is_imported(pack.id)) for pack in shelf().library.packs)
    return render_template("practice/packs.html", page=PacksPage(rows, faults, done))
