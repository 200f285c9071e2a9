"""The de-identifier: what tells who a note is about, found and replaced by stand-ins.

    from inference import load_deidentifier
    clean = load_deidentifier().read("Met Marcus Webb at Alder Park on 3/14.")
    clean.text   # "Met [Person 1] at [Park 1] on [Date 1]."

It misses some and marks some too many: somebody has to look before anything is kept or sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol, Self

from spacy.language import Language

from .. import intake
from ..components.language_model import load_language_model
from ..knowledge.identifiers import load_identifier_words
from .addresses import Addresses, Rooms
from .bare import Bare
from .broad import Broad
from .capitals import Capitals
from .chains import Chains
from .checked import Checked
from .clues import Clues
from .contact import Contact
from .dates import Dates
from .forms import Forms
from .found import TOLD, Found, settle
from .headed import Headed
from .joined import joined, outgrown
from .lexicon import Lexicon, load_lexicon
from .months import Months
from .note import Note
from .numbers import Numbers
from .people import People
from .repeats import Repeats
from .routes import Routes
from .small_letters import SmallLetters
from .surrogates import Surrogates
from .weighed import Weighed, load_weighed
from .written_large import WrittenLarge

_UNUSED: Final = ["parser", "senter", "attribute_ruler"]
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Finder(Protocol):
    """One kind of finder: one file each."""

    def find(self, note: Note) -> Iterable[Found]:
        """What it finds in `note`, overlaps and all."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A stretch that may tell who somebody is.

    `start` and `end` count code points of the note as given; `kind` is one of `found.KINDS`.
    """

    start: int
    end: int
    kind: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Deidentified:
    """`text` is the note with every identifier of `found` replaced; `found` is in order."""

    text: str
    found: tuple[Identifier, ...]

    @classmethod
    def of(cls, text: str, found: Sequence[Identifier]) -> Self:
        """`text` with each of `found`, in order and without overlaps, replaced."""
        pieces, at = [], 0
        for one in found:
            pieces += [text[at : one.start], one.replacement]
            at = one.end
        return cls("".join([*pieces, text[at:]]), tuple(found))

    def to_dict(self) -> dict[str, Any]:
        """The JSON object that the command gives out."""
        return {
            "text": self.text,
            "found": [
                {"start": i.start, "end": i.end, "kind": i.kind, "replacement": i.replacement}
                for i in self.found
            ],
        }


class Deidentifier:
    """Finds and replaces; made by `load_deidentifier`. It keeps nothing of what it reads."""

    def __init__(
        self,
        nlp: Language,
        finders: Sequence[Finder],
        lexicon: Lexicon,
        repeats: Repeats,
        months: Months,
        clues: Clues,
        weighed: Weighed | None,
    ) -> None:
        self._nlp = nlp
        self._finders = tuple(finders)
        self.lexicon = lexicon
        self._repeats = repeats
        self._months = months
        self.clues = clues
        self._weighed = weighed
        self._turn = Lock()  # spaCy's vocabulary grows while it reads

    def read(
        self,
        text: str,
        surrogates: Surrogates | None = None,
        *,
        also: Collection[str] = (),
        left: Collection[str] = (),
    ) -> Deidentified:
        """Find identifiers in `text` and replace them.

        Give the same `surrogates` for all notes of a case and they keep their stand-ins; names
        known from it are found in small hints, too. A person who has looked at the result can have
        words of theirs replaced `also`, and others `left`, wherever they stand, whatever the case.

        Raises
        ------
        NoteError
            The text is empty, too long or no text.
        """
        intake.check(text)
        known = surrogates if surrogates is not None else Surrogates()
        note = self.note(text)
        found = self.by_rules(note, known, told=_told(text, also))
        if self._weighed is not None:
            found = self.again(note, self._weighed.over(note, found), known)
        stays = {word.casefold() for word in left} - {word.casefold() for word in also}
        found = [one for one in found if text[one.start : one.end].casefold() not in stays]
        return Deidentified.of(text, name(found, text, known))

    def note(self, text: str) -> Note:
        """`text` as the finders see it."""
        with self._turn:
            return Note.of(_SURROGATE.sub("\ufffd", text), self._nlp)

    def by_rules(
        self, note: Note, known: Surrogates | None = None, *, told: Sequence[Found] = ()
    ) -> list[Found]:
        """What the rules find, and find again, without overlaps and in order."""
        finds = (find for finder in self._finders for find in finder.find(note))
        guesses = outgrown(self._months.off(finds, note.text))
        return self.again(note, [*told, *guesses], known)

    def again(
        self, note: Note, found: Sequence[Found], known: Surrogates | None = None
    ) -> list[Found]:
        """`found` and all further mentions of it, without overlaps and in order."""
        once = joined(settle(found, note.text), note.text)
        more = self._repeats.find(note, once, known or Surrogates())
        return joined(settle([*once, *more], note.text), note.text)


def _told(text: str, words: Collection[str]) -> list[Found]:
    return [
        Found(*match.span(), "person", "Name", TOLD)
        for word in words
        if word.strip()
        for match in re.finditer(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text, re.IGNORECASE)
    ]


def name(found: Sequence[Found], text: str, surrogates: Surrogates) -> list[Identifier]:
    """Give every find its stand-in: the fullest names first, so that parts follow them."""
    order = sorted(found, key=lambda f: (-len(text[f.start : f.end].split()), f.start))
    for one in order:
        surrogates.stand_in(one, text[one.start : one.end])
    return [
        Identifier(f.start, f.end, f.kind, surrogates.stand_in(f, text[f.start : f.end]))
        for f in found
    ]


def load_deidentifier(
    *, language_model: Path | None = None, rules_alone: bool = False
) -> Deidentifier:
    """Load everything once: the English model, lists of names, Presidio's recognisers, weights.

    `rules_alone` leaves the weights out; they are learned for what the rules leave.

    Raises
    ------
    ArtefactError
        The weights or the English model are missing or damaged.
    KnowledgeError
        The file of words breaks its schema.
    """
    nlp = load_language_model(language_model, exclude=_UNUSED, disable=["lemmatizer"])
    words = load_identifier_words()
    lexicon = load_lexicon(nlp, words)
    people = People(words, lexicon)
    finders: list[Finder] = [
        Checked(),
        Contact(words),
        Numbers(words),
        Dates(words),
        Addresses(words, lexicon),
        Rooms(words),
        Routes(),
        Headed(words, lexicon),
        Chains(words, lexicon),
        people,
        Capitals(words, lexicon, people),
        SmallLetters(words, lexicon),
        WrittenLarge(words, lexicon),
        Broad(words, lexicon),
        Bare(words, lexicon),
        Forms(words, lexicon),
    ]
    clues = Clues(words, lexicon)
    weighed = None if rules_alone else load_weighed(clues)
    repeats, months = Repeats(words, lexicon), Months(words)
    return Deidentifier(nlp, finders, lexicon, repeats, months, clues, weighed)
