"""What `create_app` takes of cases."""

from __future__ import annotations

from flask import Flask

from . import export_pages, hypothesis_pages, keep_pages, note_pages, pages


def install(app: Flask) -> None:
    """Register the pages; `accounts` must be installed before."""
    for each in (keep_pages, pages, note_pages, hypothesis_pages, export_pages):
        app.register_blueprint(each.bp)
