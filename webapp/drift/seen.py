"""What is counted of notes: sums and how many, from which no word of a note can be told."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, Self

from inference import Formulation, Reference, looks_english, words_of

MEASURES: Final = ("words", "known")  # what has a value in every note
NOT_ENGLISH: Final = "not_english"
_PRONOUNS: Final = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themself", "themselves"), "they"),
}
GROUPS: Final = (*dict.fromkeys(_PRONOUNS.values()), "none")


@dataclass(slots=True)
class Seen:
    """Counts over notes.

    `sums` and `squares` are of each of `MEASURES`, `bins` how many notes lie in each tenth of the
    corpus by it; `abstained` counts notes that said too little, `shown` notes by the barrier that
    was suggested. `groups` counts the notes of each of `GROUPS` and those that are `NOT_ENGLISH`:
    "notes", "abstained", "shown" (anything at all) and "shown:" with each barrier.
    """

    notes: int = 0
    abstained: int = 0
    shown: Counter[str] = field(default_factory=Counter)
    sums: dict[str, float] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0.0))
    squares: dict[str, float] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0.0))
    bins: dict[str, list[int]] = field(default_factory=lambda: {m: [0] * 10 for m in MEASURES})
    groups: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, text: str, made: Formulation | dict[str, Any], reference: Reference) -> None:
        """Count one note and its formulation, which may be one of formulation/1."""
        held = made.to_dict() if isinstance(made, Formulation) else made
        enough, shown = held["enough"], {str(each["label"]) for each in held["hypotheses"]}
        self.notes += 1
        self.abstained += not enough["answer"]
        self.shown.update(shown)
        # Asked as the reader asks, which never answers a note that is not in English.
        group = self.groups.setdefault(
            group_of(text) if looks_english(text) else NOT_ENGLISH, Counter()
        )
        group.update(notes=1, abstained=not enough["answer"], shown=bool(shown))
        group.update(f"shown:{label}" for label in shown)
        values = {"words": float(len(words_of(text))), "known": reference.known(text)}
        for measure, value in values.items():
            self.sums[measure] += value
            self.squares[measure] += value * value
            self.bins[measure][bisect_right(reference.edges[measure], value)] += 1

    def join(self, other: Seen) -> None:
        """Add what `other` has counted."""
        self.notes += other.notes
        self.abstained += other.abstained
        self.shown += other.shown
        for measure in MEASURES:
            self.sums[measure] += other.sums[measure]
            self.squares[measure] += other.squares[measure]
            pairs = zip(self.bins[measure], other.bins[measure], strict=True)
            self.bins[measure] = [one + more for one, more in pairs]
        for name, counts in other.groups.items():
            self.groups.setdefault(name, Counter()).update(counts)

    def figure(self, name: str) -> tuple[float, float]:
        """The value of a figure of the reference, and its variance from note to note."""
        if name in MEASURES:
            mean = self.sums[name] / self.notes
            return mean, max(0.0, self.squares[name] / self.notes - mean * mean)
        count = self.abstained if name == "abstained" else self.shown[name.partition(":")[2]]
        share = count / self.notes
        return share, share * (1 - share)

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON."""
        return {
            "notes": self.notes,
            "abstained": self.abstained,
            "shown": dict(sorted(self.shown.items())),
            "sums": {measure: round(total, 4) for measure, total in self.sums.items()},
            "squares": {measure: round(total, 4) for measure, total in self.squares.items()},
            "bins": self.bins,
            "groups": {name: dict(sorted(held.items())) for name, held in self.groups.items()},
        }

    @classmethod
    def from_dict(cls, held: dict[str, Any]) -> Self:
        """The counts again; days from before there were groups have none.

        Raises
        ------
        KeyError, TypeError, ValueError
            `held` is no such object.
        """
        return cls(
            notes=int(held["notes"]),
            abstained=int(held["abstained"]),
            shown=Counter({str(label): int(n) for label, n in held["shown"].items()}),
            sums={m: float(held["sums"][m]) for m in MEASURES},
            squares={m: float(held["squares"][m]) for m in MEASURES},
            bins={m: [int(held["bins"][m][i]) for i in range(10)] for m in MEASURES},
            groups={
                str(name): Counter({str(figure): int(n) for figure, n in counts.items()})
                for name, counts in held.get("groups", {}).items()
            },
        )


def group_of(text: str) -> str:
    """Which of `GROUPS` a note is in: by the pronoun that it has most often, if there is one.

    Words are counted and nobody is guessed: of whom "she" is said is not asked.
    """
    words = (word.partition("'")[0] for word in words_of(text))  # "she's"
    found = Counter(_PRONOUNS[word] for word in words if word in _PRONOUNS).most_common(2)
    alone = len(found) == 1 or (len(found) == 2 and found[0][1] > found[1][1])
    return found[0][0] if alone else "none"
