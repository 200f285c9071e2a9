"""Which cue words does the note hold?

One search for all cue files, because reading the note again for each would take most of the time.
Sets `Doc._.cues`, for each file the matches in text order: of overlapping matches of one file the
longest only. Dialogue cues (questions and their answers) are kept apart from the other
whether-cues, which they overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from ..knowledge.cues import (
    Connector,
    Finding,
    WhenCue,
    WhetherCue,
    WhoCue,
    WriterCue,
    connectors,
    findings,
    when_cues,
    whether_cues,
    who_cues,
    writer_cues,
)
from .cue_search import CueSearch, Match, longest_only

_DIALOGUE: Final = ("question", "answer_no")


@dataclass(frozen=True, slots=True)
class NoteCues:
    """The matches of one note by cue file."""

    connectors: list[Match[Connector]]
    who: list[Match[WhoCue]]
    writer: list[Match[WriterCue]]
    when: list[Match[WhenCue]]
    whether: list[Match[WhetherCue]]
    dialogue: list[Match[WhetherCue]]
    findings: list[Match[Finding]]

    def connecting(self, *roles: str) -> set[int]:
        """Tokens at which a connector of one of these roles begins."""
        return {match.start for match in self.connectors if match.entry.role in roles}


class Cues:
    """Sets `Doc._.cues`, a `NoteCues`."""

    def __init__(self, nlp: Language) -> None:
        files: tuple[tuple[Any, ...], ...] = (
            connectors(),
            who_cues(),
            writer_cues(),
            when_cues(),
            whether_cues(),
            findings(),
        )
        self._search: CueSearch[Any] = CueSearch(nlp, [entry for file in files for entry in file])

    def __call__(self, doc: Doc) -> Doc:
        """Find the cues of `doc`."""
        found: dict[str, list[Match[Any]]] = {}
        for match in self._search.all_matches(doc):
            found.setdefault(_group(match.entry), []).append(match)
        groups = ("connectors", "who", "writer", "when", "whether", "dialogue", "findings")
        doc._.cues = NoteCues(*(longest_only(len(doc), found.get(name, [])) for name in groups))
        return doc


_GROUPS: Final = {
    Connector: "connectors",
    WhoCue: "who",
    WriterCue: "writer",
    WhenCue: "when",
    Finding: "findings",
}


def _group(entry: Any) -> str:
    if isinstance(entry, WhetherCue):
        return "dialogue" if entry.role in _DIALOGUE else "whether"
    return _GROUPS[type(entry)]


@Language.factory("note_cues", assigns=["doc._.cues"])
def make_cues(nlp: Language, name: str) -> Cues:
    """The cues component with all cue files of the project."""
    if not Doc.has_extension("cues"):
        Doc.set_extension("cues", default=None)
    return Cues(nlp)
