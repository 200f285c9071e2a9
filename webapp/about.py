"""The page that says what Middle Ground is, for whom, and what happens to a note."""

from __future__ import annotations

from flask import Blueprint, render_template

from .desk import at_hand
from .presentation import about_page

bp = Blueprint("about", __name__)


@bp.get("/about")
def about() -> str:
    """Show what it is and is not, whom it serves, and what happens to a note."""
    return render_template("about.html", page=about_page(at_hand().clinical))
