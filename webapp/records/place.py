"""Where records are and of what kind, from the settings of the page."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args

import platformdirs

from ..settings import SETTINGS
from .database import Records, open_records
from .errors import RecordsError
from .rights import SITES, Site

_NAME: Final = "middleground"
_THIS_MACHINE: Final = frozenset({"127.0.0.1", "localhost"})
Mode = Literal["off", "own", "team"]


@dataclass(frozen=True, slots=True)
class Place:
    """`mode` says whose records: nobody's, those of the one person here, or a team's accounts.

    `set_database` and `set_keys` are what the settings name, if anything.
    """

    mode: Mode
    set_database: str | None
    set_keys: Path | None
    site: Site
    idle: timedelta
    retention_days: int | None

    @property
    def database(self) -> str:
        """The address of the records, by default a file in the data folder of who runs this.

        Raises
        ------
        RecordsError
            None is set, and there is no home folder.
        """
        return (
            self.set_database or f"sqlite:///{_at_home(platformdirs.user_data_path, 'records.db')}"
        )

    @property
    def keys(self) -> Path:
        """The file of keys, by default in the configuration folder of who runs this.

        Raises
        ------
        RecordsError
            None is set, and there is no home folder.
        """
        return self.set_keys or _at_home(platformdirs.user_config_path, "records.keys")

    def open(self, *, make: bool = True) -> Records:
        """Open the records; see `open_records`."""
        return open_records(self.database, self.keys, make=make)


def place(config: Mapping[str, Any]) -> Place:
    """What the settings say.

    Raises
    ------
    RecordsError
        One of them cannot be, or is missing where records are kept; the message names it.
    """
    mode, site = config["RECORDS"], config["SITE_KIND"]
    if mode not in get_args(Mode):
        raise RecordsError(f"The setting RECORDS is {mode!r}; it can be off, own or team.")
    if site not in SITES:
        raise RecordsError(f"The setting SITE_KIND is {site!r}; it can be {', '.join(SITES)}.")
    if mode == "own" and not only_here(config):
        raise RecordsError(
            "Records of one person must not be open to others, and TRUSTED_HOSTS names more than "
            "this machine, or PROXIES a server in front. Set RECORDS to team, for accounts, or to "
            "off."
        )
    found = Place(
        mode,
        config["RECORDS_DATABASE"] or None,
        Path(config["RECORDS_KEYS"]) if config["RECORDS_KEYS"] else None,
        site,
        timedelta(minutes=_number(config, "IDLE_MINUTES")),
        None if config["RETENTION_DAYS"] is None else int(_number(config, "RETENTION_DAYS")),
    )
    if mode != "off":
        _ = found.database, found.keys  # that they lie nowhere is told at the start
    return found


def only_here(config: Mapping[str, Any]) -> bool:
    """Whether the page answers under names of this machine alone, and with no server in front."""
    names = config["TRUSTED_HOSTS"] or ()
    return not config["PROXIES"] and _THIS_MACHINE.issuperset(names)


def _at_home(folder: Callable[[str], Path], file: str) -> Path:
    """`file` in a folder of whoever runs this; a container's arbitrary user may have none."""
    with contextlib.suppress(RuntimeError):  # older versions of platformdirs leave a ~ instead
        if (of_ours := folder(_NAME)).is_absolute():
            return of_ours / file
    raise RecordsError(
        "The user that runs Middle Ground has no home folder in which records could be kept. Set "
        "RECORDS_DATABASE and RECORDS_KEYS, or set RECORDS to off."
    )


def _number(config: Mapping[str, Any], name: str) -> float:
    value: float = config[name]
    row = next(row for row in SETTINGS if row.name == name)
    if wrong := row.wrong(value):
        raise RecordsError(f"The setting {name} is {value!r}; it must be {wrong}.")
    return value
