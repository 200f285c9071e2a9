"""What the API takes and gives besides the formulation itself; a test keeps them described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field
from pydantic.dataclasses import dataclass as checked

from inference import load_clinical

_STRICT = ConfigDict(extra="forbid", strict=True)


def _reactions(schema: dict[str, Any]) -> None:
    schema["enum"] = [reaction.id for reaction in load_clinical().reactions]


Felt = Annotated[str, Field(json_schema_extra=_reactions)]
Word = Annotated[str, Field(min_length=1, max_length=200)]


@checked(frozen=True, config=_STRICT)
class Note:
    """A note about one contact, as it was written."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    id: Annotated[str, Field(max_length=200)] | None = None
    felt: Annotated[tuple[Felt, ...], Field(max_length=20)] = ()


@checked(frozen=True, config=_STRICT)
class Suggestion:
    """A stance or a barrier that was taken up, by its id."""

    id: Word


@checked(frozen=True, config=_STRICT)
class Reason:
    """Why a suggestion was overridden, as a code of the caller's."""

    code: Word
    system: Word | None = None
    display: Annotated[str, Field(max_length=500)] | None = None


@checked(frozen=True, config=_STRICT)
class OverrideReason:
    """The reason, a comment or both; `userComment` is never kept, it may tell of a person."""

    reason: Reason | None = None
    userComment: Annotated[str, Field(max_length=2_000)] | None = None


@checked(frozen=True, config=_STRICT)
class CardFeedback:
    """What became of the suggestions for one note; `card` is the id that the note was sent with."""

    card: Word
    outcome: Literal["accepted", "overridden"]
    outcomeTimestamp: AwareDatetime
    acceptedSuggestions: Annotated[tuple[Suggestion, ...], Field(max_length=50)] = ()
    overrideReason: OverrideReason | None = None


@checked(frozen=True, config=_STRICT)
class Feedback:
    """Feedback in the shape of CDS Hooks."""

    feedback: Annotated[tuple[CardFeedback, ...], Field(min_length=1, max_length=100)]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many pieces of feedback were kept."""

    kept: int
