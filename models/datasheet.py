"""Writes the counted part of `training_data/DATASHEET.md` from the notes themselves.

python -m models.datasheet            # count again and write
python -m models.datasheet --check    # exit status 1 if the sheet is not up to date
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import click

from inference import labels
from inference.formulation import Reaction, Strength

from . import counted_part
from .answers import listed
from .card import FIGURES
from .check_corpus import part_groups
from .corpus import (
    TRAINING_DATA,
    CorpusError,
    Note,
    corpus_digest,
    load_corpus,
    load_development,
    load_notes,
    note_files,
)
from .overlap import closest, shared_grams
from .scoring import score
from .settled import READ_AGAIN, counts, load_settled, upheld
from .splits import PARTS, Splits, load_splits

DATASHEET: Final = TRAINING_DATA / "DATASHEET.md"
BEGIN: Final = "<!-- counted by python -m models.datasheet; do not edit from here -->"
END: Final = "<!-- counted part ends -->"
SECOND_READER: Final = TRAINING_DATA / "second_reader"
_LISTS: Final = {  # of `answers.Listed`
    "reactions": "reactions",
    "risks": "risks with status",
    "referrals": "referrals with status",
    "strengths": "strengths",
}


def figures(notes: Sequence[Note], development: Sequence[Note], splits: Splits, digest: str) -> str:
    """The counted part as Markdown tables."""
    sets = (notes, development)
    batches = len({note.batch for note in notes})
    blocks = (
        [
            f"{len(notes)} training notes in {batches} batches, {len(development)} development "
            "notes.",
            f"sha256 of the training notes' lines in the order of their ids: `{digest}`.",
        ],
        _size(sets),
        _registers(notes, splits),
        _barriers(sets),
        _together(notes),
        _barriers_by_control(notes),
        _barriers_quoted(notes),
        _count("Control", labels.CONTROL, sets, lambda n: [str(n.style.control)]),
        _count("Affiliation", labels.AFFILIATION, sets, lambda n: [str(n.style.affiliation)]),
        _count("Staff reaction", labels.REACTIONS, sets, lambda n: _kinds(n.staff_reactions)),
        _risks(notes),
        _referrals(notes),
        _read_twice(splits.part(notes, "judging")),
        _count("Strength", labels.STRENGTHS, sets, lambda n: _kinds(n.strengths)),
        _count("Trap", labels.TRAPS, (notes,), lambda n: n.traps),
        _count("Format", labels.FORMATS, sets, lambda n: [n.format]),
        _count("Setting", labels.SETTINGS, sets, lambda n: [n.setting]),
        _overlap(notes, development, splits),
    )
    return "\n\n".join("\n".join(block) for block in blocks)


def with_figures(sheet: str, counted: str) -> str:
    """The sheet with its counted part replaced.

    Raises
    ------
    CorpusError
        The sheet does not hold both markers, once each and in order.
    """
    return counted_part.replace(sheet, BEGIN, END, counted, name=DATASHEET.name)


def current(path: Path = DATASHEET) -> tuple[str, str]:
    """The sheet as it is, and as it should be by the notes of today.

    Raises
    ------
    CorpusError
        Notes, splits or the sheet cannot be used.
    """
    try:
        sheet = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error}") from error
    notes = load_corpus()
    counted = figures(notes, load_development(), load_splits(), corpus_digest())
    return sheet, with_figures(sheet, f"{counted}\n\n{settled()}\n\n{agreement(notes)}")


def settled() -> str:
    """How many disputed labels a third reader was asked about and changed, and how that held.

    Raises
    ------
    CorpusError
        A file of theirs cannot be used.
    """
    notes = load_settled()
    heads = (f"Labels settled by a third reader, {len(notes)} notes", "asked", "changed")
    rows = [(sort, *numbers) for sort, numbers in counts(notes).items()]
    seen, same = upheld(notes, load_notes(READ_AGAIN))
    blind = (
        f"Of {seen} changed labels in notes that were read again, blind, {same} were read so, too."
    )
    return "\n".join([*_table(heads, rows), "", blind])


def agreement(notes: Sequence[Note], folder: Path = SECOND_READER) -> str:
    """How far blind second readers marked the same, scored like a model that is to be measured.

    Raises
    ------
    CorpusError
        A file of theirs cannot be used.
    """
    second = [note for path in note_files(folder) for note in load_notes(path)]
    read = {note.id for note in second}
    again = [note for note in notes if note.id in read]
    scores = score(again, second, resamples=1)
    heads = (f"Second reader against author, {len(again)} notes", "value")
    rows = [
        (name, "-" if (value := figure(scores).value) is None else f"{value:.2f}")
        for name, figure in FIGURES.items()
    ]
    return "\n".join(_table(heads, rows))


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' + '---:|' * (len(heads) - 1)}"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"


def _size(sets: Sequence[Sequence[Note]]) -> Iterator[str]:
    lengths = [sorted(len(note.text.split()) for note in notes) for notes in sets]
    rows = [
        ("words in all", *(sum(n) for n in lengths)),
        ("fewest in a note", *(n[0] for n in lengths)),
        ("median", *(round(median(n)) for n in lengths)),
        ("most", *(n[-1] for n in lengths)),
    ]
    return _table(("Length", "training", "development"), rows)


def _registers(notes: Sequence[Note], splits: Splits) -> Iterator[str]:
    kinds = sorted({splits.of(note).register for note in notes})
    counts = Counter((splits.of(note).register, splits.of(note).part) for note in notes)
    none = Counter(splits.of(note).register for note in notes if not note.barriers)
    heads = ("Register", *PARTS, "notes", "without a barrier")
    rows = []
    for kind in kinds:
        by_part = [counts[kind, n] for n in PARTS]
        rows.append((kind, *by_part, sum(by_part), none[kind]))
    all_parts = [sum(counts[kind, n] for kind in kinds) for n in PARTS]
    rows.append(("all", *all_parts, len(notes), sum(none.values())))
    return _table(heads, rows)


def _barriers(sets: Sequence[Sequence[Note]]) -> Iterator[str]:
    heads = (
        "Barrier",
        *(f"{s}, {lv}" for s in ("training", "development") for lv in labels.LEVELS),
    )
    rows = [
        (
            label,
            *(sum(n.level(label) == lv for n in notes) for notes in sets for lv in labels.LEVELS),
        )
        for label in labels.BARRIERS
    ]
    return _table(heads, rows)


def _together(notes: Sequence[Note]) -> Iterator[str]:
    clear = Counter(sum(mark.level == "clear" for mark in note.barriers.values()) for note in notes)
    rows = [(number, clear[number]) for number in range(max(clear) + 1)]
    return _table(("Clear barriers in a note", "training"), rows)


def _barriers_by_control(notes: Sequence[Note]) -> Iterator[str]:
    counts = Counter(
        (label, str(note.style.control))
        for note in notes
        for label in labels.BARRIERS
        if note.level(label) == "clear"
    )
    return _grid("Control where the barrier is clear", labels.BARRIERS, labels.CONTROL, counts)


def _barriers_quoted(notes: Sequence[Note]) -> Iterator[str]:
    rows = []
    for label in labels.BARRIERS:
        shares = [
            sum(quote.end - quote.start for quote in note.barriers[label].evidence) / len(note.text)
            for note in notes
            if note.level(label) == "clear"
        ]
        middle = f"{median(shares):.0%}" if shares else "-"
        rows.append((label, middle, sum(share > 0.5 for share in shares)))
    heads = (
        "Clear barrier, training",
        "median share of the note quoted",
        "over half quoted, notes",
    )
    return _table(heads, rows)


def _risks(notes: Sequence[Note]) -> Iterator[str]:
    counts = Counter((risk.kind, risk.status) for note in notes for risk in note.risks)
    return _grid("Risk", labels.RISKS, labels.RISK_STATUSES, counts)


def _referrals(notes: Sequence[Note]) -> Iterator[str]:
    counts = Counter((r.purpose, r.status) for note in notes for r in note.referrals)
    return _grid("Referral", labels.PURPOSES, labels.REFERRAL_STATUSES, counts)


def _read_twice(notes: Sequence[Note]) -> Iterator[str]:
    """How far author and blind reader agree, told by what only one of them has marked."""
    settled, once = [listed(note) for note in notes], [listed(note.optional) for note in notes]
    rows = []
    for sort, name in _LISTS.items():
        both, alone = (sum(len(getattr(items, sort)) for items in part) for part in (settled, once))
        rows.append((name, both, alone, _share(2 * both, 2 * both + alone)))
    for axis in ("control", "affiliation"):
        same = sum(getattr(note.style, axis) is not None for note in notes)
        rows.append((axis, same, len(notes) - same, _share(same, len(notes))))
    heads = ("Read twice, judging part", "marked by both", "by one alone", "agreement")
    return _table(heads, rows)


def _share(part: int, all_: int) -> str:
    return f"{part / all_:.2f}" if all_ else "-"


def _grid(
    head: str, rows: Sequence[str], columns: Sequence[str], counts: Counter[tuple[str, str]]
) -> Iterator[str]:
    table = [(row, *(counts[row, column] for column in columns)) for row in rows]
    return _table((f"{head}, training", *columns), table)


def _count(
    head: str,
    values: Sequence[str],
    sets: Sequence[Sequence[Note]],
    of: Callable[[Note], Iterable[str]],
) -> Iterator[str]:
    """In how many notes each value stands; what the vocabulary does not hold has its own row."""
    counts = [Counter(value for note in notes for value in set(of(note))) for notes in sets]
    rest = sorted(set().union(*counts) - set(values))
    names = {"None": "(readers differ)"}
    rows = [(names.get(v, v), *(c[v] for c in counts)) for v in [*values, *rest]]
    return _table((f"{head}, notes", "training", "development")[: len(sets) + 1], rows)


def _kinds(items: Iterable[Reaction | Strength]) -> list[str]:
    return [item.kind for item in items]


def _overlap(notes: Sequence[Note], development: Sequence[Note], splits: Splits) -> Iterator[str]:
    rows = [
        (o.group, o.notes, o.sharing, f"{o.grams:.3%}")
        for o in shared_grams(part_groups(notes, splits, development))
    ]
    heads = ("Group", "notes", "sharing a word 8-gram with another group", "of its 8-grams")
    yield from _table(heads, rows)
    if pair := closest(notes, development):
        yield ""
        yield (
            f"Most alike from different batches: {pair.first.id} and {pair.second.id}, "
            f"{pair.containment:.0%} of the shorter note's word 3-grams."
        )


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if the sheet is not up to date.")
def main(check: bool) -> None:
    """Bring the datasheet up to date; see the module's description."""
    try:
        sheet, right = current()
    except CorpusError as error:
        raise click.ClickException(str(error)) from error
    if sheet == right:
        click.echo("The datasheet is up to date.")
    elif check:
        raise click.ClickException("The datasheet is stale; run python -m models.datasheet.")
    else:
        DATASHEET.write_text(right, encoding="utf-8")
        click.echo("The datasheet has been written.")


if __name__ == "__main__":
    main()
