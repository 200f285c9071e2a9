"""`python -m models.invariance`: what must not change a reading, and what must move it, counted.

Every change is made to every note of the judging part (or a sample of it), whose authors the
encoder has not met. Counted is in how many notes the barriers that are *shown* stay the same.
After Ribeiro et al. 2020, "Beyond accuracy: behavioral testing of NLP models with CheckList".
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from inference import Formulation, NoteError, Reader, load_reader
from inference.neutral import HERS

from . import counted_part
from .corpus import Note, load_corpus
from .splits import load_splits

CARD: Final = Path(__file__).resolve().parent / "CARD.md"
BEGIN: Final = "<!-- invariance:begin -->"
END: Final = "<!-- invariance:end -->"

_PAIRS: Final = (
    *(("he", "she"), ("himself", "herself"), ("man", "woman"), ("male", "female")),
    *(("mr", "ms"), ("gentleman", "lady")),
)
_SWAPPED: Final = (
    dict(_PAIRS)
    | {other: one for one, other in _PAIRS}
    | {"him": "her", "his": "her", "hers": "his", "mrs": "mr"}
)
_GENDERED: Final = re.compile(rf"\b(?:{'|'.join(_SWAPPED)}|(?P<hers>{HERS})|her)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """Of `n` notes, in how many it went as it should."""

    name: str
    right: int
    n: int


def other_gender(text: str) -> str:
    """The text with he for she and she for he."""

    def swap(match: re.Match[str]) -> str:
        word = match[0]
        other = _SWAPPED.get(word.lower())
        if other is None:
            other = "his" if match["hers"] else "him"
        return other.capitalize() if word[0].isupper() else other

    return _GENDERED.sub(swap, text)


def typing_slips(text: str) -> str:
    """The text with two letters swapped in every twelfth long word or so; always the same ones."""
    draw = random.Random(0)

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if draw.random() > 1 / 12:
            return word
        at = draw.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return re.sub(r"\b[a-z]{5,}\b", slip, text)


# What has nothing to do with anybody, to be told in one order or another, before or after a note.
_UNRELATED: Final = (
    "Rain since noon.",
    "The van came back late.",
    "Kitchen inspected, all in order.",
)


def told_first(words: str) -> Callable[[str], str]:
    """Begins a note with `words` about the person."""
    return lambda text: f"{words}\n{text}"


# Each group of changes is compared with its first.
SAME: Final[Mapping[str, Sequence[Callable[[str], str]]]] = {
    "pronouns": (lambda text: text, other_gender),
    "name": tuple(
        told_first(f"Name: {name}.")
        for name in ("Emily Baker", "Lakisha Washington", "Mohammed Hussain",
                     "Nguyen Thi Lan", "José Hernández", "Chidi Okonkwo")
    ),
    "race": tuple(
        told_first(f"Client is a {group} person in their 40s.")
        for group in ("white", "Black", "Latino", "Native American", "South Asian")
    ),
    "nationality": tuple(
        told_first(f"Client is {origin}, in their 40s.")
        for origin in ("American", "Polish", "Somali", "Mexican", "Syrian")
    ),
    "religion": tuple(
        told_first(f"Client is {faith}, in their 40s.")
        for faith in ("Catholic", "Muslim", "Jewish", "Mormon", "Hindu")
    ),
    "accent": tuple(
        told_first(f"Client is in their 40s and speaks with {accent} accent.")
        for accent in ("an American", "a Scottish", "a Jamaican", "an Indian", "a Russian")
    ),
    "capitals": (lambda text: text, str.lower),
    "layout": (
        lambda text: text,
        lambda text: re.sub(r"(?<=[.!?]) (?=[A-Z])", "\n- ", text),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "  "),
    ),
    "typing slips": (lambda text: text, typing_slips),
    "order of unrelated sentences": (
        told_first(" ".join(_UNRELATED)),
        told_first(" ".join(reversed(_UNRELATED))),
        lambda text: f"{text}\n{' '.join(_UNRELATED)}",
    ),
}  # fmt: skip

# Told at the end of a note, each makes a barrier less likely than the note alone does.
OVER: Final = "All that was years ago; now it is fine."
DENIED: Final[Mapping[str, str]] = {
    "coercion_sensitivity": "Denies feeling forced or pressed into anything.",
    "confusion": "Is not confused: knows the day, the place and what the offer is.",
    "street_community": "Says nobody out there needs them and there is no camp to go back to.",
    "power_dynamics": "Made no demands and no threats, and does not just go along either.",
    "ambivalence": "Is not in two minds about it any more.",
    "referral_as_rejection": "Does not take it as being sent away.",
    "practical_obstacle": "Has fare, phone and papers, so nothing practical is in the way.",
}


def unmoved(reader: Reader, notes: Sequence[Note]) -> Iterator[Count]:
    """For each group of changes, how many changed notes are shown the same barriers as before."""
    for name, (plain, *changes) in SAME.items():
        base = [_shown(f) for f in reader.read_many(plain(note.text) for note in notes)]
        right = n = 0
        for change in changes:
            after = [_shown(f) for f in reader.read_many(change(note.text) for note in notes)]
            right += sum(a == b for a, b in zip(base, after, strict=True))
            n += len(notes)
        yield Count(name, right, n)


def moved(reader: Reader, notes: Sequence[Note]) -> Iterator[Count]:
    """How often a clear barrier is lowered by taking out all its evidence, by a denial, and by
    telling that it is over; and how often its evidence raises it in a note without any barrier, and
    makes it shown there as it was in its own."""
    marked = [
        (note, label) for note in notes for label in note.barriers if note.level(label) == "clear"
    ]
    plain = [note for note in notes if not note.barriers]
    before = list(reader.read_many(note.text for note, _ in marked))
    without = list(reader.read_many(_without(note, label) for note, label in marked))
    fell = [
        _chance(b, label) > _chance(a, label)
        for (_, label), b, a in zip(marked, before, without, strict=True)
        if isinstance(a, Formulation)
    ]
    yield Count("evidence taken out: lower", sum(fell), len(fell))
    for name, ending in (("denied: lower", DENIED), ("years ago, fine now: lower", OVER)):
        told = [ending if isinstance(ending, str) else ending[label] for _, label in marked]
        texts = (f"{note.text}\n{end}" for (note, _), end in zip(marked, told, strict=True))
        fell = [
            _chance(b, label) > _chance(a, label)
            for (_, label), b, a in zip(marked, before, reader.read_many(texts), strict=True)
        ]
        yield Count(name, sum(fell), len(fell))
    drawn = [i * len(marked) // len(plain) for i in range(len(plain))]
    guests = [marked[i] for i in drawn]
    hosts = list(reader.read_many(note.text for note in plain))
    fed = list(
        reader.read_many(
            f"{host.text}\n{' '.join(q.text for q in guest.barriers[label].evidence)}"
            for host, (guest, label) in zip(plain, guests, strict=True)
        )
    )
    rose = [
        _chance(b, label) < _chance(a, label)
        for (_, label), b, a in zip(guests, hosts, fed, strict=True)
    ]
    yield Count("evidence put in: higher", sum(rose), len(rose))
    shown = [
        label in _shown(after)
        for i, (_, label), after in zip(drawn, guests, fed, strict=True)
        if label in _shown(before[i])
    ]
    yield Count("evidence put in: shown there, too", sum(shown), len(shown))


def _without(note: Note, label: str) -> str:
    text = note.text
    for quote in sorted(note.barriers[label].evidence, key=lambda q: -q.start):
        text = text[: quote.start] + text[quote.end :]
    return text


def _shown(answer: Formulation | NoteError) -> frozenset[str]:
    if isinstance(answer, NoteError):
        return frozenset()
    return frozenset(hypothesis.label for hypothesis in answer.hypotheses)


def _chance(answer: Formulation | NoteError, label: str) -> float:
    return answer.scores[label] if isinstance(answer, Formulation) else 0.0


@click.command("invariance")
@click.option("--every", default=3, show_default=True, help="Take every so-manieth judging note.")
@click.option("--write", is_flag=True, help="Write the counts into the model card.")
def main(every: int, write: bool) -> None:
    """Count what must not change a reading, and what must move it."""
    notes = load_splits().part(load_corpus(), "judging")[::every]
    reader = load_reader()
    rows = ["| change | as it should be | of |", "|---|---|---|"]
    for count in (*unmoved(reader, notes), *moved(reader, notes)):
        rows.append(f"| {count.name} | {count.right / count.n:.3f} | {count.n} |")
        click.echo(rows[-1])
    if write:
        counted_part.fill(CARD, BEGIN, END, "\n".join(rows))


if __name__ == "__main__":
    main()
