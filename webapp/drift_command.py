"""The command `drift`. Exit status: 0 like the notes known, 2 a mistake, 3 something differs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .commands import Mistake, site_settings

if TYPE_CHECKING:
    from inference import Reference

    from .drift.compare import Compared, Parted
    from .drift.seen import Seen

_DIFFERS = 3


@click.command()
@click.argument("notes", metavar="[IN", required=False, type=click.Path(path_type=Path))
@click.argument("answers", metavar="OUT.jsonl]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--groups",
    metavar="GROUPS.csv",
    type=click.Path(path_type=Path),
    help="Compare parts of the batch: a table with the columns id and group, as you have them.",
)
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 400))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON on one line.")
def drift(
    notes: Path | None, answers: Path | None, groups: Path | None, days: int, as_json: bool
) -> None:
    """Say whether notes differ from those that the models know, by counts alone.

    Without arguments the counts of the last days, which are kept where the setting `drift` names a
    file; with IN and OUT.jsonl those of a batch and its answers.
    """
    from inference import InferenceError, load_reference

    from .drift.compare import FEWEST, between_groups, between_parts, with_corpus

    if (notes is None) != (answers is None) or (groups and not notes):
        raise Mistake("Name both IN and OUT.jsonl; --groups goes with them.")
    try:
        reference = load_reference()
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error
    if notes and answers:
        parts = _of_batch(notes, answers, _groups(groups) if groups else {}, reference)
    else:
        parts = {"": _of_site(days)}
    whole = _joined(parts)
    compared = with_corpus(whole, reference)
    figures = tuple(reference.figures)
    parted = between_parts({k: v for k, v in parts.items() if k}, figures) if groups else ()
    grouped = between_groups(whole.groups)
    if as_json:
        click.echo(json.dumps(_plain(whole, compared, parted, grouped)))
    else:
        _tell(whole, compared, parted, grouped, FEWEST)
    if _differ(compared, parted, grouped):
        sys.exit(_DIFFERS)


def _of_site(days: int) -> Seen:
    from .drift.counters import CountersError, lately

    named = site_settings()["DRIFT"]
    if not named:
        raise Mistake("Nothing is counted here: the setting drift names no file.")
    try:
        return lately(Path(named), days)
    except (CountersError, OSError) as error:
        raise Mistake(str(error)) from error


def _of_batch(
    notes: Path, answers: Path, groups: dict[str, str], reference: Reference
) -> dict[str, Seen]:
    from .drift.seen import Seen
    from .imports import ImportFault, open_notes

    parts: dict[str, Seen] = {}
    try:
        with open_notes(notes) as opened, answers.open("rb") as answered:
            for line, raw in zip(opened.lines, answered, strict=False):
                made = json.loads(raw)
                if made["id"] != line.id:
                    raise Mistake(f"{answers} does not answer {notes}, from {line.place} on.")
                if "error" not in made:
                    part = groups.get(str(line.id), "")
                    parts.setdefault(part, Seen()).add(line.text, made, reference)
    except ImportFault as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Mistake(f"{answers} holds no formulations.") from error
    return parts


def _groups(file: Path) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if not {"id", "group"}.issubset(rows.fieldnames or ()):
                raise Mistake(f"{file} needs a heading with the columns id and group.")
            return {row["id"]: row["group"] for row in rows}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Mistake(f"{file} cannot be read as CSV in UTF-8.") from error


def _joined(parts: dict[str, Seen]) -> Seen:
    from .drift.seen import Seen

    whole = Seen()
    for part in parts.values():
        whole.join(part)
    return whole


def _plain(
    whole: Seen,
    compared: tuple[Compared, ...],
    parted: tuple[Parted, ...],
    grouped: tuple[Parted, ...],
) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "notes": whole.notes,
        "figures": [{**asdict(each), "differs": each.differs} for each in compared],
        "parts": [{**asdict(each), "differs": each.differs} for each in parted],
        "groups": [{**asdict(each), "differs": each.differs} for each in grouped],
    }


def _tell(
    whole: Seen,
    compared: tuple[Compared, ...],
    parted: tuple[Parted, ...],
    grouped: tuple[Parted, ...],
    fewest: int,
) -> None:
    from .presentation.drift import line_of, line_of_part
    from .presentation.words import plural

    counted = plural(whole.notes, "note")
    if not compared:
        were = "was" if whole.notes == 1 else "were"
        click.echo(f"{counted} {were} counted; from {fewest} on notes are compared.")
        return
    click.echo(f"{counted}, beside what notes of one more author would be like:")
    for line in _lines(compared, line_of):
        click.echo(line)
    for heading, rows in (
        ("Parts of the batch beside all others:", parted),
        ("Notes by the pronoun that they have most often, beside all others:", grouped),
    ):
        if rows:
            click.echo(heading)
            shown = [each for each in rows if each.differs]
            for line in _lines(shown, line_of_part) if shown else ["  no figure parts them"]:
                click.echo(line)
    if not _differ(compared, parted, grouped):
        click.echo("Nothing differs more than chance and one more author would explain.")


def _differ(*told: tuple[Compared | Parted, ...]) -> bool:
    return any(each.differs for rows in told for each in rows)


def _lines(rows: Any, line: Any) -> Iterator[str]:
    for each in rows:
        yield f"{'->' if each.differs else '  '} {line(each)}"
