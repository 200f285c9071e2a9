"""Cue words behind sections, sentences and the three questions: who, when, whether.

A pattern is a phrase in a small language: words stand apart, `a|b` offers alternatives (`a_b|c`
where one is of two words), a final `?` makes a word optional, `<number>`, `<age>`, `<unit>` and
`<year>` stand for any number ("two", "14"), an age from 13 up, a room or bed ("4B") and a year
("2015", "'09"), `<words>` for one to four words. Case and the spelling of contractions ("didn't",
"didnt", "did not") make no difference. `source` names where the cue is known from, `note` why it is
here or what it must not catch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..errors import KnowledgeError
from ..labels import WHETHER, WHO
from .loading import load_entries

WHO_ROLES: Final = (
    "subject",  # names a person; counts where it is the subject of the clause
    "opening",  # a clause that begins so has an unnamed subject: "Told her ..." is the worker
    "anywhere",  # tells who is meant wherever it stands: "myself" is the writer
    "parent",  # as `subject`, but may be the client: "Mom" in a note about her children
    "child",  # as `subject`; tells that a note is about a parent
    "place",  # as `subject`, but the client's own where it opens the note: "Bed 14"
    "not_person",  # swallows a shorter cue that would mislead: "street family"
)
WHEN_ROLES: Final = (
    "past",  # places what the clause says in a past that is not this contact
    "event",  # an event that counts as past only when a present reaction is tied to it
    "driving",  # names a past event as the reason for the present: "since the last time"
    "reaction",  # a present reaction: "will not", "still wants"
    "resolved",  # the past is said to be over: "none since"
    "ended",  # says both: what this clause names used to be so and has ended: "no longer"
    "present",  # brings the sentence back to now
    "not_past",  # swallows a shorter cue that would mislead: "is used to"
)
WHETHER_ROLES: Final = (
    "open",  # decides whatever follows in the clause: "denies", "might"
    "negator",  # denies only when a finding follows: "no", "not"
    "after",  # decides what stands before it in the clause: ": none"
    "after_finding",  # as `after`, but only where a finding stands before it: "was denied"
    "sentence",  # decides the clauses that hang together with it: "if"
    "generic_subject",  # as `sentence`, but only as the subject: "many guests dislike"
    "inverted",  # as `sentence`, but only where it opens a clause: "should he come"
    "question",  # asks about a finding; the answer decides
    "answer_no",  # a no to such a question
    "not_cue",  # swallows a shorter cue that would mislead: "not only", "would not"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Names under which a section of one `kind` is headed; case is free except for one letter."""

    id: str
    kind: str
    names: tuple[str, ...]
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """Texts written with a final dot that need not end a sentence.

    `joins` is what may follow in the same sentence: anything (`always`, "Dr. Hale"), a small
    letter or a digit (`lower`, "appt. at 9") or only a digit (`digit`, "No. 4").
    """

    id: str
    joins: str
    texts: tuple[str, ...]
    source: str
    note: str

    def __post_init__(self) -> None:
        _check(self.id, "joins", self.joins, ("always", "lower", "digit"))


@dataclass(frozen=True, slots=True)
class Connector:
    """Words at which one clause may end and the next begin."""

    id: str
    role: str
    patterns: tuple[str, ...]
    source: str
    note: str

    def __post_init__(self) -> None:
        _check(
            self.id,
            "role",
            self.role,
            ("contrast", "condition", "reason", "joining", "reporting", "telling", "not_connector"),
        )


@dataclass(frozen=True, slots=True)
class WhoCue:
    """Words that tell whom a clause is about; `pronoun` is how it may be taken up again."""

    id: str
    role: str
    value: str
    patterns: tuple[str, ...]
    source: str
    note: str
    pronoun: str | None = None

    def __post_init__(self) -> None:
        _check(self.id, "role", self.role, WHO_ROLES)
        _check(self.id, "value", self.value, WHO)


@dataclass(frozen=True, slots=True)
class WriterCue:
    """Words that tell who wrote the note: `writer` is `worker` or `client`."""

    id: str
    writer: str
    patterns: tuple[str, ...]
    source: str
    note: str

    def __post_init__(self) -> None:
        _check(self.id, "writer", self.writer, ("worker", "client"))


@dataclass(frozen=True, slots=True)
class WhenCue:
    """Words that tell whether a clause is about now, a past that is over, or one that drives."""

    id: str
    role: str
    patterns: tuple[str, ...]
    source: str
    note: str

    def __post_init__(self) -> None:
        _check(self.id, "role", self.role, WHEN_ROLES)


@dataclass(frozen=True, slots=True)
class WhetherCue:
    """Words that tell whether a clause is stated, denied, hypothetical or general.

    `tag`, when given, is the Penn Treebank tag that the first word must carry: the modal "may"
    and not the month.
    """

    id: str
    role: str
    value: str
    patterns: tuple[str, ...]
    source: str
    note: str
    tag: str | None = None

    def __post_init__(self) -> None:
        _check(self.id, "role", self.role, WHETHER_ROLES)
        _check(self.id, "value", self.value, WHETHER)


@dataclass(frozen=True, slots=True)
class Finding:
    """Troubles whose negation is a denial: "no fever" denies, "no phone" states a lack."""

    id: str
    patterns: tuple[str, ...]
    source: str
    note: str


def headings() -> tuple[Heading, ...]:
    """Section headings and speaker labels of `headings.json`."""
    return load_entries("headings.json", Heading)


def abbreviations() -> tuple[Abbreviation, ...]:
    """Dotted abbreviations of `abbreviations.json`."""
    return load_entries("abbreviations.json", Abbreviation)


def connectors() -> tuple[Connector, ...]:
    """Clause connectors of `connectors.json`."""
    return load_entries("connectors.json", Connector)


def who_cues() -> tuple[WhoCue, ...]:
    """Cues of `who_cues.json`."""
    return load_entries("who_cues.json", WhoCue)


def writer_cues() -> tuple[WriterCue, ...]:
    """Cues of `writer_cues.json`."""
    return load_entries("writer_cues.json", WriterCue)


def when_cues() -> tuple[WhenCue, ...]:
    """Cues of `when_cues.json`."""
    return load_entries("when_cues.json", WhenCue)


def whether_cues() -> tuple[WhetherCue, ...]:
    """Cues of `whether_cues.json`."""
    return load_entries("whether_cues.json", WhetherCue)


def findings() -> tuple[Finding, ...]:
    """Deniable troubles of `findings.json`."""
    return load_entries("findings.json", Finding)


def _check(entry: str, field: str, value: str, legal: tuple[str, ...]) -> None:
    if value not in legal:
        raise KnowledgeError(f"{entry}: {field} {value!r} is unknown; known are {list(legal)}.")
