"""People told by a title, a label, a naming phrase, or initials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import FORMAL, NAMED, SHAPED, Found
from .lexicon import Lexicon
from .note import Note, Word

_PARTICLES: Final = frozenset(
    ("de la del da dos das van von der den bin ibn al el ben bint abu y e st di du le san").split()
)
_SUFFIXES: Final = frozenset("jr sr ii iii iv".split())
_INITIALS: Final = re.compile(r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z]\.?(?![\w])")
_INITIAL_FIRST: Final = re.compile(
    r"(?<![\w.])(?:[A-Z]\. ?){1,2}(?=[A-Z][A-Za-z'-])|(?<![\w.'])[a-z]\. ?(?=[a-z]{4})"
)
_ONE_LETTER: Final = re.compile(
    r"(?<![\w.'/&-])(?P<letter>[A-Z])(?:\.(?='s\b|\)|,|;|/| [a-z(&]|\s*$)|(?='s\b))", re.MULTILINE
)
_LETTERED: Final = re.compile(
    r"(?:dorm|unit|wing|block|hep|hepatitis|vitamin|vit|plan|schedule|section|part|group|"
    r"option|type|room|bed|"
    r"building|bldg|cell|grade|level|tier|class|step|pod|apt|axis|cluster|line|exhibit|"
    r"appendix|form|"
    r"phase|team|track|side|gate|door|lot|ward|letter|an|a|the|to|from|medicare|title|"
    r"influenza|strep|blood type)"
    r"\s+$",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"\b(?:thanks|thank you|thx|best|warmly|regards|wishes|sincerely|respectfully|cheers|"
    r"yours|truly|love|"
    r"care|submitted|many thanks|gratefully)[,!.]?[ \t]*[\r\n]+[ \t-]*(?P<name>[A-Z][\w'.]*"
    r"(?: [A-Z][\w'.-]*){0,2})"
    r"(?=[ \t]*(?:[\r\n,(]|$))",
    re.IGNORECASE,
)
_QUOTED_NAME: Final = re.compile(r"(?<!\w)\"(?P<nick>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)\"(?!\w)")
_SAYS: Final = re.compile(
    r"(?:sa(?:id|ys|y|ying)|stat(?:ed|es|ing)|ask(?:ed|s)|repl(?:ied|ies)|answer(?:ed|s)|"
    r"yell(?:ed|s|ing)|shout(?:ed|s|ing)|"
    r"wrote|writes|told (?:me|us|him|her)|word|words|just|only|like|with|[:,=.])\s*$"
)
_TWO_LETTERS: Final = re.compile(r"(?<![\w.'/&@#-])(?P<letters>[A-Z]{2,3})(?![\w&/@-]|\.\w)")
_SIGNED: Final = re.compile(
    r"(?:^|\n|\s)(?:[-/~]{1,2}|—|signed|initials?:?)\s*(?P<letters>[A-Z]{2,3})\s*$", re.MULTILINE
)


class People:
    """Finds people whose name is announced in some way."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._titles = words["titles"]
        self._formal = words["short_titles"]
        self._roles = words["roles"]
        self._verbs = words["person_verbs"]
        self._leads = words["person_leads"]
        self._acronyms = words["acronyms"]
        self._generic = words["generic"]
        self._nicknamed = words["nicknamed"]
        self._not_initials = words["not_initials"]
        self._field = re.compile(
            rf"(?:^|[\n\r|;(•*]|\t|  |, ?)[ \t*-]*{words.either('fields')}(?:\s*(?:name|"
            rf"\(s\)|initials))?\s*(?::|=)\s*"
            r"(?P<value>[^\n\r|;:(]{1,80})"
        )
        self._naming = re.compile(
            rf"\b{words.either('naming')}\b[:,]?\s+(?:(?:is|as|the name|"
            rf"just)\s+)*(?P<value>\"[^\"\n]{{1,30}}\"|'[^'\n]{{1,30}}'|"
            rf"[^\n,.;:()\"]{{1,40}})"
        )
        self._quoted = re.compile(r"(?<=\w) [\"(](?P<nick>[A-Z][\w' .-]{1,20})[\")] (?=[A-Z])")

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        yield from self._titled(note)
        yield from self._labelled(note)
        yield from self._named(note)
        yield from self._closing(note)
        yield from self._dotted(note)
        yield from self._undotted(note)
        yield from self._letters(note)

    def run(self, note: Note, number: int, *, formal: bool = False) -> int:
        """Number of the last word of the name that begins with the word `number`.

        `formal`: a title or label stands before it, so that any capital goes on with it.
        """
        at = number
        while not note.words[at].possessive:
            step = 1
            following = note.after(at)
            while (
                following and following.lower in _PARTICLES and not following.capital and step < 3
            ):
                step += 1
                following = note.after(at, step)
            if not following or not self._joined(note, at, at + step):
                break
            if not self._goes_on(following, formal):
                break
            at += step
        return at

    def _joined(self, note: Note, left: int, right: int) -> bool:
        gap = note.straight[note.words[left].end : note.words[right].start]
        if note.words[left].lower in _SUFFIXES:
            return False
        if "," in gap:
            return note.words[right].lower in _SUFFIXES
        if right - left > 1:
            return "." not in gap
        one_letter = len(note.words[left].text) == 1
        return gap in (" ", "  ", "-") or (one_letter and gap in (". ", "."))

    def _goes_on(self, word: Word, formal: bool) -> bool:
        if not word.cased:
            return self._lexicon.is_name(word.text) or not (
                self._lexicon.is_word(word.text) or self._lexicon.is_known(word.text)
            )
        if not word.capital:
            return False
        if len(word.text) == 1 or word.lower in _SUFFIXES:
            return word.text.isupper() or word.lower in _SUFFIXES
        if word.lower in self._acronyms and word.shouted:
            return False
        if self._lexicon.is_name(word.text) or self._lexicon.may_be_name(word.text):
            return word.lower not in self._lexicon.never
        if self._lexicon.is_known(word.text):
            return False
        return (
            formal
            or not self._lexicon.is_word(word.text)
            or word.entity == "PERSON"
            or (word.tag == "NNP" and word.lower not in self._roles)
        )

    def _titled(self, note: Note) -> Iterator[Found]:
        for number, word in enumerate(note.words[:-1]):
            if word.lower not in self._titles or word.possessive:
                continue
            following = note.words[number + 1]
            gap = note.straight[word.end : following.start]
            if not re.fullmatch(r"\.? {0,2}|'? ", gap) or gap == "":
                continue
            formal = word.lower in self._formal
            if not self._may_follow(word, following, formal):
                continue
            last = self.run(note, number + 1, formal=formal)
            nick = word.lower in self._nicknamed
            start = word.start if nick and word.capital else following.start
            yield Found(start, note.words[last].end, "person", "Person", NAMED)

    def _may_follow(self, title: Word, word: Word, formal: bool) -> bool:
        if word.initial and title.lower not in self._formal:
            return False
        if word.lower in self._lexicon.never and not (
            formal and (word.capital or (word.flat and word.tag.startswith("NN")))
        ):
            return False
        if word.capital and word.cased:
            if len(word.text) == 1:
                return formal or title.capital
            if word.shouted and word.lower in self._acronyms:
                return False
            if title.lower in self._nicknamed and not title.capital:
                return False
            if formal and title.lower not in ("nurse", "judge", "officer", "deputy", "aunt"):
                return True
            if title.lower in self._nicknamed and (
                word.lower in self._generic
                or (not self._lexicon.may_be_name(word.text) and self._lexicon.is_word(word.text))
            ):
                return False
            return not self._lexicon.is_known(word.text) and not (
                self._lexicon.is_word(word.text) and not self._lexicon.may_be_name(word.text)
            )
        if title.lower in ("mr", "mrs", "ms", "dr"):
            return len(word.text) == 1 or word.flat or not self._lexicon.is_plain(word.text)
        if title.lower in self._nicknamed or title.lower in ("major", "chief", "minister", "judge"):
            return False
        return self._lexicon.is_first(word.text) or (
            title.lower
            in ("officer", "nurse", "pastor", "uncle", "auntie", "detective", "sgt", "deputy")
            and not self._lexicon.is_word(word.text)
        )

    def _labelled(self, note: Note) -> Iterator[Found]:
        for match in self._field.finditer(note.folded):
            start, end = match.span("value")
            yield from self._in_value(note, start, end)

    def _in_value(self, note: Note, start: int, end: int) -> Iterator[Found]:
        """Names at the beginning of what stands behind a label; several with commas between."""
        number = note.at(start)
        while number < len(note.words) and note.words[number].start < end:
            word = note.words[number]
            between = note.straight[start : word.start]
            if not re.fullmatch(r"[\s,&/\"']*(?:and )?\s*", between):
                return
            if word.lower in self._titles and word.lower in self._formal:
                number, start = number + 1, min(end, word.end + 1)
                continue
            if not self._begins_value(word):
                return
            last = min(self.run(note, number, formal=True), note.at(end) - 1)
            last = max(last, number)
            yield Found(word.start, note.words[last].end, "person", "Person", FORMAL)
            start, number = note.words[last].end, last + 1
            if number < len(note.words) and note.words[number].lower == "and":
                number += 1

    def _begins_value(self, word: Word) -> bool:
        lexicon = self._lexicon
        if lexicon.is_name(word.text) or lexicon.is_first(word.text):
            return True
        if len(word.text) == 1:
            return word.text.isupper()
        if word.lower in lexicon.never or lexicon.is_known(word.text) or word.lower in self._roles:
            return False
        if not word.text[0].isupper():
            return False
        return not lexicon.is_word(word.text) or (
            word.lower in lexicon.both and word.tag.startswith("NNP")
        )

    def _named(self, note: Note) -> Iterator[Found]:
        for match in self._naming.finditer(note.folded):
            start, end = match.span("value")
            quoted = note.straight[start] in "\"'"
            if quoted:
                yield Found(start + 1, end - 1, "person", "Person", SHAPED)
                continue
            number = note.at(start)
            if number < len(note.words) and note.words[number].start == start:
                word = note.words[number]
                if (
                    word.capital
                    and not self._lexicon.is_known(word.text)
                    and word.lower not in self._lexicon.never
                ) or self._lexicon.is_first(word.text):
                    last = self.run(note, number, formal=True)
                    yield Found(start, note.words[last].end, "person", "Person", SHAPED)
        for match in self._quoted.finditer(note.straight):
            yield Found(*match.span("nick"), "person", "Person", NAMED)

    def _closing(self, note: Note) -> Iterator[Found]:
        """A name alone on the line behind "Thanks," and the like."""
        for match in _CLOSING.finditer(note.straight):
            number = note.at(match.start("name"))
            if not self._lexicon.is_known(note.words[number].text):
                yield Found(*match.span("name"), "person", "Person", SHAPED)
        for match in _QUOTED_NAME.finditer(note.straight):
            inside = [w for w in note.words if match.start() < w.start < match.end()]
            if not _SAYS.search(note.folded, max(0, match.start() - 30), match.start()) and not any(
                w.lower in self._lexicon.never or self._lexicon.is_known(w.text) for w in inside
            ):
                yield Found(*match.span("nick"), "person", "Person", NAMED)

    def _dotted(self, note: Note) -> Iterator[Found]:
        for match in _INITIALS.finditer(note.straight):
            letters = "".join(c for c in match.group() if c.isalpha()).lower()
            # "A.M." tells the time behind a digit, and without one is somebody.
            timeless = letters in ("am", "pm") and not re.search(
                r"\d ?$", note.straight[: match.start()]
            )
            if timeless or letters not in self._not_initials:
                end = match.start() + len(match.group().rstrip())
                yield Found(match.start(), end, "person", "Person", SHAPED)
        for match in _INITIAL_FIRST.finditer(note.straight):
            number = note.at(match.end())
            word = note.words[number]
            letters = "".join(c for c in match.group() if c.isalpha()).lower()
            line = note.straight[: match.start()].rpartition("\n")[2]
            if match.group()[0].islower() and not (
                (
                    word.flat
                    and self._lexicon.may_be_name(word.text)
                    and not self._lexicon.is_plain(word.text)
                )
                or self._lexicon.is_strange(word.text)
            ):
                continue
            if letters in ("i",) or (not line.strip() and self._lexicon.is_word(word.text)):
                continue
            if not self._lexicon.is_known(word.text) and (
                not self._lexicon.is_word(word.text) or self._lexicon.may_be_name(word.text)
            ):
                last = self.run(note, number, formal=True)
                yield Found(match.start(), note.words[last].end, "person", "Person", SHAPED)

    def _letters(self, note: Note) -> Iterator[Found]:
        for match in _ONE_LETTER.finditer(note.straight):
            before = note.straight[max(0, match.start() - 20) : match.start()]
            letter = match.group("letter")
            if letter == "I" or _LETTERED.search(before):
                continue
            yield Found(match.start(), match.end(), "person", "Person", NAMED)
        for number, word in enumerate(note.words):
            if len(word.text) == 1 and word.capital and word.text != "I":
                lead = note.before(number)
                led = lead is not None and lead.lower in self._roles - {"pt", "super"}
                if led and note.between(number - 1, number) == " " and word.text != "A":
                    yield Found(word.start, word.end, "person", "Person", NAMED)

    def _undotted(self, note: Note) -> Iterator[Found]:
        for match in _SIGNED.finditer(note.straight):
            if match.group("letters").lower() not in self._acronyms:
                yield Found(*match.span("letters"), "person", "Person", NAMED)
        for match in _TWO_LETTERS.finditer(note.straight):
            letters = match.group("letters").lower()
            if letters in self._acronyms or self._lexicon.is_plain(letters):
                continue
            number = note.at(match.start())
            if number >= len(note.words) or not note.words[number].cased:
                continue
            word = note.words[number]
            before, after = note.before(number), note.after(number)
            led = before and (before.lower in self._leads or before.lower in self._roles)
            acts = after and after.lower in self._verbs and note.between(number, number + 1) == " "
            if led or acts or word.possessive:
                yield Found(word.start, word.end, "person", "Person", NAMED)
