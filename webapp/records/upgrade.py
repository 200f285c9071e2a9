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
    config = _alembic()
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise RecordsError(
            "These records were made by a newer Middle Ground than this one. Nothing was changed; "
            "start the newer one."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revision() -> str:
    """The version of the tables that this code works with."""
    return str(ScriptDirectory.from_config(_alembic()).get_current_head())


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
