"""Did a worker or the client write the note?

A note in the first person may be a worker's ("I offered the bed") or the client's own post, letter
or statement. What speaks for the client: "I", "me" and "my", and phrases like "my caseworker" or
"they told me". What speaks for a worker: "he", "she", "him" and "her", and phrases like "told her",
"ct" or "handover". Quotations and transcript turns are left out. The weights were set on training
notes and lean to the worker, who writes most notes: about one note in eight by a client or relative
goes unnoticed, and hardly any by a worker is taken for a client's. A relative who writes mostly
about somebody else ("my brother is ...") is not told from a worker.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc

from .clauses import CLAUSES, QUOTED

_OWN_WORDS: Final = frozenset({"i", "me", "my", "mine", "myself", "im", "ive"})
_OTHERS: Final = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_OWN_WEIGHT: Final = 0.75
_MARGIN: Final = 3.0
_LEAST_SHARE: Final = 0.03  # of "I", "me" and "my" among all words


def written_by_client(doc: Doc) -> bool:
    """Whether "I" outside quotations is the client, not a worker."""
    if any(section.kind.endswith("_speech") for section in doc._.sections):
        return False
    written = {i for c in doc.spans[CLAUSES] if c.label_ != QUOTED for i in range(c.start, c.end)}
    words = sum(doc[i].is_alpha for i in written)
    own = sum(doc[i].norm_ in _OWN_WORDS for i in written)
    others = sum(doc[i].norm_ in _OTHERS for i in written)
    if not words or own / words < _LEAST_SHARE:
        return False
    cues = [match.entry.writer for match in doc._.cues.writer if match.start in written]
    client, worker = cues.count("client"), cues.count("worker")
    return client + _OWN_WEIGHT * own > worker + others + _MARGIN
