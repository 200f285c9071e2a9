"""Whether the settings of the environment and of the site's file are known, and of their kind."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from inference import (
    KnowledgeError,
    load_planner_knowledge,
    planner_with_overlay,
    read_overlay,
)

from .. import site_file
from ..settings import ENVIRONMENT_PREFIX, OF_OTHER_ROOMS, SETTINGS, in_force, meant
from .finding import Finding

_FOR_OTHERS: Final = 0o077


def environment(variables: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look at every variable that begins like a setting of Middle Ground and is not empty."""
    known = {f"{ENVIRONMENT_PREFIX}_{setting.name}": setting for setting in SETTINGS}
    beginning = f"{ENVIRONMENT_PREFIX}_"
    ours = sorted(name for name, text in variables.items() if text and name.startswith(beginning))
    for name in ours:
        if name in OF_OTHER_ROOMS:
            continue
        if name not in known:
            near = difflib.get_close_matches(name, [*known, *OF_OTHER_ROOMS], 1, 0.8)
            perhaps = f"Perhaps {near[0]} is meant. " if near else ""
            yield Finding("Settings", f"{name} is not known", f"{perhaps}Unset or rename it.")
        elif wrong := known[name].wrong(meant(known[name], variables[name])):
            # Never the value: it may be a key.
            yield Finding("Settings", f"{name} is not {wrong}", f"Set it to {wrong}, or unset it.")
        else:
            yield Finding("Settings", f"{name} is set")
    if not ours:
        yield Finding("Settings", "all as they come; none is set in the environment")


def own_file(variables: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Read the site's file of settings, if the environment names one."""
    if not (named := variables.get(site_file.VARIABLE)):
        return
    file = Path(named)
    try:
        held = site_file.read(file)
    except site_file.SiteError as error:
        yield Finding("Site", "the file of settings cannot be used", str(error))
        return
    yield Finding("Site", f"{file} sets {', '.join(name.lower() for name in held) or 'nothing'}")
    if "SECRET_KEY" in held and os.name == "posix" and file.stat().st_mode & _FOR_OTHERS:
        yield Finding(
            "Site", f"{file} holds a key and others may read it", f"chmod 600 {file}", grave=False
        )


def held(**instead: Any) -> dict[str, Any] | None:
    """The settings as `serve` takes them, `instead` their defaults.

    None where one is wrong, which `environment` and `own_file` tell.
    """
    try:
        return in_force(instead=instead)
    except site_file.SiteError:
        return None


def overlay() -> Iterator[Finding]:
    """Lay the site's overlay over the shipped knowledge, if the settings name one."""
    config = held()
    if not (named := config and config["OVERLAY"]):
        return
    try:
        laid_over = read_overlay(Path(named))
        planner_with_overlay(load_planner_knowledge(), laid_over)
    except KnowledgeError as error:
        yield Finding("Overlay", f"{named} cannot be used", str(error))
        return
    counts = (
        (len(laid_over.stances), "stance of its own", "stances of its own"),
        (len(laid_over.changes), "changed", "changed"),
        (len(laid_over.off), "switched off", "switched off"),
        (len(laid_over.services), "service", "services"),
    )
    told = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
    yield Finding("Overlay", f"{laid_over.identity}: {told or 'words and texts on danger alone'}")
