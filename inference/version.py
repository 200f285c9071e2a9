"""Which version of Middle Ground this is."""

from __future__ import annotations

from functools import cache
from importlib import metadata


@cache
def code_version() -> str:
    """The installed version, as `setup.cfg` states it."""
    return metadata.version("middleground")
