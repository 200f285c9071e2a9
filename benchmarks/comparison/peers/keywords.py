"""Keyword rules with medSpaCy: a word of a label counts unless ConText turns it away.

Turned away are words that are denied, historical, hypothetical or about a relative (Harkema et al.
2009, "ConText"). The words are those of `models.baselines`; medSpaCy's own rules say the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import medspacy
import serving
from loguru import logger
from medspacy.ner import TargetRule
from spacy.language import Language
from spacy.tokens import Doc


class Keywords:
    """The peer, and once loaded its answerer."""

    def __init__(self, nlp: Language | None = None, labels: Sequence[str] = ()) -> None:
        self.nlp, self.labels = nlp, labels

    def fit(self, job: serving.Job) -> None:
        """Nothing: the words were written beforehand."""

    def load(self, job: serving.Job, part: str) -> Keywords:
        """medSpaCy's pipeline with the words as targets."""
        logger.remove()  # PyRuSH logs every sentence, which takes longer than its work
        described = job.described()
        nlp = medspacy.load(medspacy_enable=["medspacy_tokenizer", "medspacy_pyrush"])
        # A group and not doc.ents: one word may speak for two labels.
        matcher = nlp.add_pipe("medspacy_target_matcher", config={"result_type": "group"})
        nlp.add_pipe("medspacy_context", config={"input_span_type": "group"})
        for label, phrases in described["words"].items():
            for phrase in phrases.split(", "):
                matcher.add(TargetRule(phrase, label, pattern=_pattern(phrase)))
        return Keywords(nlp, described["labels"])

    def one(self, text: str) -> Doc:
        """The note with its targets."""
        return self.nlp(text)

    def many(self, texts: Sequence[str]) -> list[Doc]:
        """Each note with its targets."""
        return list(self.nlp.pipe(texts))

    def plain(self, answer: Doc) -> dict[str, Any]:
        """Every further hit halves the doubt, as in `models.baselines`."""
        hits = Counter(
            span.label_
            for span in answer.spans["medspacy_spans"]
            if not (
                span._.is_negated
                or span._.is_historical
                or span._.is_hypothetical
                or span._.is_family
            )
        )
        return {
            "scores": {label: 1 - 0.5 ** hits[label] for label in self.labels},
            "shown": [label for label in self.labels if hits[label]],
        }


def _pattern(phrase: str) -> str:
    """The phrase as whole words; an ending `*` stands for any further letters."""
    body = re.escape(phrase.removesuffix("*")) + (r"\w*" if phrase.endswith("*") else "")
    return rf"(?<!\w)(?:{body})(?!\w)"


if __name__ == "__main__":
    serving.main(Keywords())
