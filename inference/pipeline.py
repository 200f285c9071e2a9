"""The spaCy pipeline: the only place that states which components read a note, in which order.

Of the English model only the tokenizer, the vectoriser and the tagger are kept: clauses are cut at
finite verbs and subjects, which the tagger tells. The parser would take half as much time again,
the attribute ruler nearly as much, lemmatiser and entity recogniser more than all the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Span
from thinc.api import use_ops

from .components.clauses import CLAUSES, make_clauses
from .components.cues import make_cues
from .components.language_model import load_language_model
from .components.sections import make_sections
from .components.sentences import SENTENCES, make_sentences
from .components.when import make_when
from .components.whether import make_whether
from .components.who import make_who
from .linear import on_one_core
from .reading import Clause, Cue, Judgement, Reading, Section, Sentence

# In the order in which they run, each with the factory that its import has registered with spaCy.
COMPONENTS: Final = {
    "note_sections": make_sections,
    "note_cues": make_cues,
    "note_sentences": make_sentences,
    "note_clauses": make_clauses,
    "note_who": make_who,
    "note_when": make_when,
    "note_whether": make_whether,
}
_UNUSED: Final = ["parser", "ner", "senter", "lemmatizer", "attribute_ruler"]
_PART: Final = 40_000  # characters read at a time, twice the longest note that is taken in
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def build_nlp(model: str | Path | None = None) -> Language:
    """The pipeline on the installed English model, or on the spaCy model folder `model`.

    Raises
    ------
    KnowledgeError
        A cue file breaks its schema.
    ArtefactError
        The spaCy model is missing, or cannot be read.
    """
    # The BLIS that thinc prefers takes three times as long for a note as numpy's OpenBLAS.
    with use_ops("numpy", use_blis=False):
        nlp = load_language_model(model, exclude=_UNUSED)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


@on_one_core  # type: ignore[untyped-decorator]
def read_note(nlp: Language, text: str) -> Reading:
    """What the pipeline finds in `text`; offsets count code points of exactly this text.

    A text far longer than any note is read in parts, so that memory stays bounded.
    """
    sections: list[Section] = []
    sentences: list[Sentence] = []
    clauses: list[Clause] = []
    for start, end in _parts(text):
        # Lone surrogates, which JSON can carry, are no text for spaCy; one character for one.
        doc = nlp(_SURROGATE.sub("\ufffd", text[start:end]))
        found = [
            Section(s.kind, start + s.start, start + s.body, start + s.end) for s in doc._.sections
        ]
        spans = doc.spans[SENTENCES]
        ends = [span.end for span in spans]
        for span in doc.spans[CLAUSES]:
            sentence = len(sentences) + bisect_left(ends, span.end)
            clauses.append(_clause(span, sentence, text, start))
        sentences.extend(_sentence(span, found, start) for span in spans)
        sections.extend(found)
    return Reading(text, tuple(sections), tuple(sentences), tuple(clauses))


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of at most `_PART` characters, cut behind a line break or blank where there is one."""
    start = 0
    while start < len(text):
        end = start + _PART
        if end < len(text):
            lines, words = (text.rfind(mark, start + _PART // 2, end) for mark in "\n ")
            end = (lines if lines >= 0 else words) + 1 or end
        yield start, min(end, len(text))
        start = end


def _sentence(span: Span, sections: list[Section], base: int) -> Sentence:
    start = base + span.start_char
    at = bisect_right(sections, start, key=lambda section: section.start) - 1
    return Sentence(start, base + span.end_char, sections[at].kind if at >= 0 else None)


def _clause(span: Span, sentence: int, text: str, base: int) -> Clause:
    def placed(judgement: Judgement) -> Judgement:
        cues = [(base + cue.start, base + cue.end, cue.rule) for cue in judgement.cues]
        return Judgement(judgement.value, tuple(Cue(a, b, text[a:b], rule) for a, b, rule in cues))

    return Clause(
        base + span.start_char,
        base + span.end_char,
        sentence,
        who=placed(span._.who),
        when=placed(span._.when),
        whether=placed(span._.whether),
    )
