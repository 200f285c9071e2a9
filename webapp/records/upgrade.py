"""The tables brought to the version that this code works with, by Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from .errors import RecordsError

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date, in the transaction of `connection`.

    Raises
    ------
    RecordsError
        They are of a newer version than this code.
    """
    revision_of(connection)
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revision_of(connection: Connection) -> str | None:
    """The version of the tables that are there, None where none is told; nothing is changed.

    Raises
    ------
    RecordsError
        They are of a newer version than this code.
    """
    scripts = ScriptDirectory.from_config(_alembic())
    heads = MigrationContext.configure(connection).get_current_heads()
    if not {one.revision for one in scripts.walk_revisions()}.issuperset(heads):
        raise RecordsError(
            "These records were made by a newer Middle Ground than this one. Nothing was changed; "
            "start the newer one."
        )
    return heads[0] if heads else None


def revision() -> str:
    """The version of the tables that this code works with."""
    return str(ScriptDirectory.from_config(_alembic()).get_current_head())


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
