"""Checks labelled notes against the codebook, the splits and one another.

    python -m models.check_corpus                  # everything in training_data
    python -m models.check_corpus NEW.jsonl ...    # these files, also against training_data

Prints what the notes hold and how much wording the parts share, then every problem on a line of
its own. Exit status 1 if there is any.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from inference.labels import BARRIERS

from .corpus import (
    DEVELOPMENT,
    NOTES,
    Batch,
    CorpusError,
    Note,
    ids_twice,
    load_development,
    note_files,
    read_batch,
)
from .overlap import NEAR_DUPLICATE, alike, closest, shared_grams
from .splits import PARTS, SPLITS, Splits, load_splits, split_problems


def batch_problems(batches: Sequence[Batch], others: Sequence[Note] = ()) -> Iterator[str]:
    """All that is wrong with these batches, by themselves and beside the `others`."""
    for batch in batches:
        yield from batch.problems
        yield from batch.remarks
    notes = [note for batch in batches for note in batch.notes]
    taken = set(ids_twice([*notes, *others])) & {note.id for note in notes}
    for note in notes:
        if note.id in taken:
            yield f"{note.batch} {note.id}: the id stands twice; give each note its own."
    yield from _text_twice(notes)
    for pair in alike(notes, others):
        yield (
            f"{pair.first.batch} {pair.first.id}: is nearly {pair.second.id} of "
            f"{pair.second.batch} ({pair.containment:.0%} of the shorter note's word 3-grams, "
            f"{NEAR_DUPLICATE:.0%} is too much); rewrite it or take it out."
        )


def summary(batches: Iterable[Batch]) -> Iterator[str]:
    """One line for each batch: notes, words, and how often each barrier is clear."""
    for batch in batches:
        clear = Counter(
            label
            for n in batch.notes
            for label, mark in n.barriers.items()
            if mark.level == "clear"
        )
        none = sum(not note.barriers for note in batch.notes)
        words = sum(len(note.text.split()) for note in batch.notes)
        counts = ", ".join(f"{label} {clear[label]}" for label in BARRIERS)
        yield f"{batch.name}: {len(batch.notes)} notes, {words} words; none {none}, {counts}"


def overlap_report(notes: Sequence[Note], splits: Splits, other: Sequence[Note]) -> Iterator[str]:
    """Wording that the parts and the development notes have in common."""
    for overlap in shared_grams(part_groups(notes, splits, other)):
        yield (
            f"{overlap.group}: {overlap.sharing} of {overlap.notes} notes share eight words in a "
            f"row with another group ({overlap.grams:.3%} of its word 8-grams)"
        )
    if pair := closest(notes, other):
        yield (
            f"most alike from different batches: {pair.first.id} and {pair.second.id}, "
            f"{pair.containment:.0%} of the shorter note's word 3-grams"
        )


def part_groups(
    notes: Iterable[Note], splits: Splits, development: Sequence[Note]
) -> dict[str, list[Note]]:
    """Notes by part, with the development notes as a last group."""
    groups: dict[str, list[Note]] = defaultdict(list, {part: [] for part in PARTS})
    for note in notes:
        assignment = splits.batches.get(note.batch)
        groups[assignment.part if assignment else "in no part"].append(note)
    return {**groups, "development": list(development)}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--notes", "folder", default=NOTES, type=click.Path(path_type=Path), show_default=True
)
@click.option(
    "--splits", "splits_file", default=SPLITS, type=click.Path(path_type=Path), show_default=True
)
def main(files: tuple[Path, ...], folder: Path, splits_file: Path) -> None:
    """Check FILES, or all of training_data; see the module's description."""
    try:
        shipped = [read_batch(path) for path in note_files(folder)]
        development = load_development()
        splits = load_splits(splits_file)
        if files:
            batches = [read_batch(path) for path in files]
            names = {batch.name for batch in batches}
            # A file of a shipped batch's name is that batch in a new version, not a copy of it.
            rest = [note for batch in shipped if batch.name not in names for note in batch.notes]
            problems = list(batch_problems(batches, [*rest, *development]))
        else:
            batches = shipped
            readers = [read_batch(DEVELOPMENT / f"reader_{n}.jsonl") for n in (1, 2)]
            notes = [note for batch in batches for note in batch.notes]
            problems = [
                *batch_problems(batches, development),
                *(problem for reader in readers for problem in reader.problems),
                *split_problems(notes, splits),
            ]
    except CorpusError as error:
        raise click.ClickException(str(error)) from error
    for line in summary(batches):
        click.echo(line)
    notes = [note for batch in batches for note in batch.notes]
    for line in overlap_report(notes, splits, development):
        click.echo(line)
    for problem in problems:
        click.echo(problem)
    click.echo(f"problems: {len(problems)}")
    if problems:
        raise SystemExit(1)


def _text_twice(notes: Iterable[Note]) -> Iterator[str]:
    # Between batches a copy is a near-duplicate already; this finds copies within one.
    seen: dict[tuple[str, str], Note] = {}
    for note in notes:
        first = seen.setdefault((note.batch, note.text), note)
        if first is not note:
            yield f"{note.batch} {note.id}: has the text of {first.id}; take one of them out."


if __name__ == "__main__":
    main()
