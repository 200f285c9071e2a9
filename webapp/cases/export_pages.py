"""The address from which a case is saved."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from ..accounts.here import moment, somebody
from ..attachment import attachment
from ..desk import at_hand
from ..records.cases import consent
from .pages import cases, names
from .views import EXPORTS

bp = Blueprint("cases_export", __name__, url_prefix="/cases")


@bp.get("/<case>/case.<kind>")
def export(case: str, kind: str) -> Response:
    """Save the case as a file; where consent is needed and missing, nothing is."""
    # The writers of DOCX and PDF take a second to import, and only this address needs them.
    from ..documents import Saved, saved
    from .document import as_json, document

    if kind not in EXPORTS:
        abort(404)
    now = moment()
    file, notes = cases().everything(now, somebody("export"), case, kind)
    given = consent(file.facts, now)
    name = f"case-{now:%Y-%m-%d}"
    if kind == "json":
        made = Saved(f"{name}.json", "application/json", as_json(file, notes, given, now))
    else:
        clinical = at_hand().clinical
        made = saved(name, kind, document(file, notes, clinical, names(), given, now))
    return attachment(made.content, made.mimetype, made.name)
