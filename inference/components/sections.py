"""Which headed part of the note does a stretch of text stand in?

Finds the letters of SOAP, DAP and BIRP notes, named headings, form fields, log times, speakers of
a transcript, and the greeting and sign-off of a message; sets `Doc._.sections`. Headings are found
in the text, not in tokens, but are kept only where they end at a token's end, so that a sentence
can begin behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ..knowledge.cues import Finding, Heading, findings, headings
from ..reading import Section
from .cue_search import CueSearch
from .speakers import Label, speakers

_LINE: Final = r"(?:^|(?<=\n)|(?<=\r))[ \t]*(?:(?:[-*•·–]+|\d{1,2}[.)])[ \t]+)?"
_AFTER_STOP: Final = r"(?<=[.!?\"”)\]])[ \t]+"
_NAME: Final = r"(?P<name>[^\W_][^\n\r:;.!?\"“”]{0,39}?)"
_AT_LINE: Final = re.compile(
    rf"{_LINE}{_NAME}[ \t]{{0,3}}(?P<sep>:|[ \t][-–—])(?=\s|[^\W\d]|[\"“]|$)"
)
_MID_LINE: Final = re.compile(
    rf"{_AFTER_STOP}(?P<name>[A-Z][^\n\r:;.!?,\"“”]{{0,29}}?)(?P<sep>:)(?=\s)"
)
_LETTER: Final = re.compile(rf"{_LINE}(?P<name>[A-Z])(?P<sep>/|(?<=[QA])\.)(?=\s)")  # "D/", "Q."
_BRACKETED: Final = re.compile(r"\[(?P<name>[A-Za-z ]{2,20})(?P<sep>\])(?=\s)")  # "[nurse] hello"
_CLOCK: Final = re.compile(
    rf"(?:{_LINE}|{_AFTER_STOP})(?P<name>"
    r"(?:[01]?\d|2[0-3])(?:[:h]|(?<=\d\d)\.)[0-5]\d(?:[ \t]?[ap]\.?m\b\.?)?|"
    r"1?\d(?:\.[0-5]\d)?[ \t]?[ap]m\b|"
    r"(?P<bare>(?:[01]\d|2[0-3])[0-5]\d)(?:[ \t]?h(?:rs|ours)?\b)?)"
    r"(?P<sep>[ \t]*[-–—:.,]?)(?=\s)(?![ \t]*(?:to|till?|until)\b)",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"\A\s*(?P<hail>(?i:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening))"
    r"\b(?:(?!\b(?i:i|i'm|im|we|my)\b)[^\n.,!:;–—-]){0,40}|"
    # "Evening meds given," greets nobody.
    r"(?i:morning|afternoon|evening) (?:all|both|everyone|folks|ladies|team|[A-Z]\w{1,14}))"
    r"(?:[,!:;–—-]|\.(?=\s)|(?=\n))"
)
_SIGN_OFF: Final = re.compile(
    r"(?:(?<=[\n\r])|(?<=[.!?] ))[ \t]*"
    r"(?P<name>(?i:(?:many )?thanks(?: again)?|thank you|cheers|best(?: wishes)?|ta|"
    r"(?:kind |warm )?regards|yours(?: sincerely| faithfully| truly)?|with respect|respectfully)"
    r"(?:[,.!]|[ \t]*[-–—]|(?=\s*[\n\r]|\s*\Z))\s*"
    r"(?:[A-Z(][\w.'’()-]{0,20}(?:[ ,]+[A-Z(][\w.'’()-]{0,20}){0,4})?)\s*\Z"
)
_SIGNED: Final = re.compile(
    r"(?<=[\n\r])[ \t]*(?P<name>(?:[-–—][ \t]*)?[A-Z]\w{0,14}(?: [A-Z]\w{0,14}){0,2}\.?)\s*\Z"
)
_TAIL: Final = 120  # a sign-off is looked for in so many last characters

# The letters of a scheme and what each heads.
_SCHEMES: Final = {
    "SOAP": dict(zip("SOAP", ("subjective", "objective", "assessment", "plan"), strict=True)),
    "BIRP": dict(zip("BIRP", ("behaviour", "intervention", "response", "plan"), strict=True)),
    "DAP": dict(zip("DAP", ("data", "assessment", "plan"), strict=True)),
}
_CLAUSAL: Final = {"VBD", "VBZ", "VBP", "VB", "MD", "PRP"}


class Sections:
    """Sets `Doc._.sections`, a tuple of `reading.Section` in text order."""

    def __init__(
        self, nlp: Language, headings: tuple[Heading, ...], findings: tuple[Finding, ...]
    ) -> None:
        self._kinds = {name.lower(): h.kind for h in headings for name in h.names}
        self._findings = CueSearch(nlp, findings)

    def __call__(self, doc: Doc) -> Doc:
        """Find the sections of `doc`."""
        text = doc.text
        heads = {start: (kind, body) for start, kind, body in self._messages(doc, text)}
        heads.update({start: (kind, body) for start, kind, body in self._named(doc, text)})
        heads.update({start: ("log", body) for start, body in _clock_times(text)})
        # A sentence can begin only where a token does.
        starts = [s for s in sorted(heads) if doc.char_span(s, heads[s][1]) is not None]
        doc._.sections = tuple(
            Section(heads[start][0], start, min(heads[start][1], end), end)
            for start, end in pairwise([*starts, len(text)])
        )
        return doc

    def _messages(self, doc: Doc, text: str) -> Iterator[tuple[int, str, int]]:
        """The greeting and the sign-off of a message; a bare name signs only what was greeted."""
        greeting = _GREETING.match(text)
        if greeting:
            yield greeting.start("hail"), "message", greeting.end()
        tail = max(0, len(text) - _TAIL)
        signed = _SIGN_OFF.search(text, tail)
        if signed is None and greeting:
            signed = _SIGNED.search(text, tail)
            name = doc.char_span(*signed.span("name")) if signed else None
            if name is None or self._findings(name.as_doc()):  # "Suicidal." is no name
                return
        if signed and signed.start("name") > 0:
            yield signed.start("name"), "sign_off", signed.end("name")

    def _named(self, doc: Doc, text: str) -> Iterator[tuple[int, str, int]]:
        labels = list(_labels(text, self._kinds))
        scheme = _scheme(labels)
        turns = {} if scheme else speakers(text, labels, self._kinds)
        fields = sum(not label.line for label in labels) >= 3
        for label in labels:
            kind = self._kinds.get(label.name.lower())
            if len(label.name) == 1:
                kind = scheme.get(label.name)
            if label.name in turns and not label.dash:
                kind = turns[label.name]
            elif kind is not None and kind.endswith("_speech"):
                kind = None
            elif kind is None and not label.dash and (label.line or fields):
                kind = "field" if self._is_field(doc, label) else None
            if kind is not None and not (label.dash and not label.line):
                yield label.start, kind, label.body

    def _is_field(self, doc: Doc, label: Label) -> bool:
        """A form's own field: a few words, no verb or number, and no finding ("SI: none")."""
        span = doc.char_span(label.start, label.start + len(label.name), alignment_mode="expand")
        if span is None or len(span) > 6 or len(label.name) < 2:
            return False
        clausal = any(t.tag_ in _CLAUSAL or t.like_num for t in span)
        return not clausal and not self._findings(span.as_doc())


def _labels(text: str, kinds: dict[str, str]) -> Iterator[Label]:
    for pattern, line in ((_AT_LINE, True), (_MID_LINE, False), (_LETTER, True)):
        for match in pattern.finditer(text):
            name = match["name"].strip()
            dash = match["sep"].strip() in ("-", "–", "—")
            yield Label(name, match.start("name"), match.end("sep"), line, dash)
    for match in _BRACKETED.finditer(text):
        if kinds.get(match["name"].lower(), "").endswith("_speech"):
            yield Label(match["name"], match.start(), match.end(), True, False)


def _scheme(labels: list[Label]) -> dict[str, str]:
    """Kinds of the single letters if they are those of one scheme, each at most once."""
    letters = [label.name for label in labels if len(label.name) == 1]
    if len(set(letters)) < 2 or len(set(letters)) < len(letters):
        return {}
    for kinds in _SCHEMES.values():
        if set(letters) <= set(kinds):
            return kinds
    return {}


def _clock_times(text: str) -> Iterator[tuple[int, int]]:
    """Where the times of log entries begin and end.

    "2015" at the start of a line is a year unless the note has other entries with a time.
    """
    found = list(_CLOCK.finditer(text))
    years = [m["bare"] is not None and 1900 <= int(m["bare"]) < 2060 for m in found]
    times = years.count(False)
    for match, year in zip(found, years, strict=True):
        if not year or times > 1:
            yield match.start("name"), match.end("sep")


@Language.factory("note_sections", assigns=["doc._.sections"])
def make_sections(nlp: Language, name: str) -> Sections:
    """The sections component with the project's headings."""
    if not Doc.has_extension("sections"):
        Doc.set_extension("sections", default=())
    return Sections(nlp, headings(), findings())
