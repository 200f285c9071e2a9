"""Addresses from which a round is saved, and the one page for the supervision hour."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from ..attachment import attachment
from .comparison_view import laid_open
from .round import Sitting
from .seen import may_see
from .table import seen_by_who, sitting_of, table

bp = Blueprint("supervision_export", __name__, url_prefix="/supervision")


@bp.get("/<round_id>/handout")
def handout(round_id: str) -> str:
    """Show one page to print for the supervision hour."""
    page = laid_open(_seen(round_id), hidden=_hidden())
    return render_template("supervision/handout.html", page=page)


@bp.get("/<round_id>/round.<kind>")
def export(round_id: str, kind: str) -> Response:
    """Save the round as a file."""
    # The writers of DOCX and PDF take a second to import, and only this address needs them.
    from .exports import KINDS, saved

    if kind not in KINDS:
        abort(404)
    file = saved(_seen(round_id), kind, hidden=_hidden())
    table().store.exported(round_id)
    return attachment(file.content, file.mimetype, file.name)


def _seen(round_id: str) -> Sitting:
    sitting = sitting_of(round_id)
    if not may_see(sitting, table().who().id):
        abort(404)
    return seen_by_who(sitting)


def _hidden() -> bool:
    return request.args.get("names") == "hidden"
