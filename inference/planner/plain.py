"""Staff's words into plain ones, for what the client is to hear or read."""

from __future__ import annotations

from ..knowledge.planner import PlannerKnowledge
from ..matching import spans


def plain(text: str, known: PlannerKnowledge) -> str | None:
    """`text` with plain words for staff's, or None where it holds one that has no plain word."""
    for entry in known.plain_words:
        found = list(spans(text, entry.patterns, entry.id))
        if found and entry.plain is None:
            return None
        for start, end in reversed(found):
            text = text[:start] + (entry.plain or "") + text[end:]
    return text.strip()
