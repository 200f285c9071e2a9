"""What a person may see of a round: nothing of others before submitting, nothing private after."""

from __future__ import annotations

from dataclasses import replace

from .entry import Entry
from .round import Sitting


def may_see(sitting: Sitting, person: str) -> bool:
    """Whether what all have written may be shown to this person.

    It has to be revealed, and who is asked to formulate has to have done so first.
    """
    if not sitting.round.revealed:
        return False
    return not sitting.round.is_invited(person) or bool(sitting.versions(person))


def as_seen(sitting: Sitting, person: str) -> Sitting:
    """The sitting with nothing in it that this person may not see.

    Own entries are whole. Of others', reactions and confidence are there only where they are
    shared, and before the reveal there is nothing at all. At one shared screen no entry is
    anybody's own: whoever looks at the screen may be somebody else.
    """
    if not may_see(sitting, person):
        own = () if sitting.round.shared_screen else sitting.versions(person)
        return Sitting(sitting.round, own)
    return replace(sitting, entries=tuple(_shown(entry, person) for entry in sitting.entries))


def _shown(entry: Entry, person: str) -> Entry:
    if entry.rater == person:
        return entry
    return replace(
        entry,
        reactions=entry.reactions if entry.share_reactions else (),
        confidence=entry.confidence if entry.share_confidence else None,
    )
