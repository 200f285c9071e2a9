"""What may be sent to formulate a note, and what is missing before it is a reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from werkzeug.datastructures import MultiDict

from ..forms import OWN_WORDS_LIMIT, plain_line_ends
from ..language import gettext
from ..practice.attempt import CONFIDENCE
from ..practice.forms import Problem
from ..practice.vocabulary import SUPPORT, known
from ..spans import Span, sent_spans
from ..strict import printable
from .entry import SCHEMA, Entry, Held, Place, Reading

STEPS: Final = 10  # of a slider, each way from its middle
LONGEST_NAME: Final = 60
LONGEST_SAY: Final = 1_000


def foreign() -> Problem:
    """What to say of a form that no page of ours has made."""
    return Problem("note", gettext("The form held something that this page did not put there."))


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came; fields that were left open are empty."""

    strengths: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    none: bool = False
    shown: str = ""
    control: int = 0
    affiliation: int = 0
    felt: tuple[str, ...] = ()
    share_felt: bool = False
    stance: str = ""
    say: str = ""
    confidence: str = ""
    share_confidence: bool = False
    name: str = ""


def sent(fields: MultiDict[str, str], note: str) -> Sent | None:
    """The form as it came, or None where it holds something that no page of ours offers."""
    words = {b: sent_spans(fields.getlist(f"words-{b}"), note) for b in known("barrier")}
    strengths = {b: s for b in known("barrier") if (s := fields.get(f"strength-{b}", ""))}
    control, affiliation = _slider(fields, "control"), _slider(fields, "affiliation")
    if None in words.values() or control is None or affiliation is None:
        return None
    found = Sent(
        strengths=strengths,
        words={barrier: spans for barrier, spans in words.items() if spans},
        none="none" in fields,
        shown=fields.get("shown", ""),
        control=control,
        affiliation=affiliation,
        felt=tuple(dict.fromkeys(fields.getlist("felt"))),
        share_felt="share_felt" in fields,
        stance=fields.get("stance", ""),
        say=plain_line_ends(fields.get("say", "")),
        confidence=fields.get("confidence", ""),
        share_confidence="share_confidence" in fields,
        name=" ".join(fields.get("name", "").split()),
    )
    offered = (
        set(SUPPORT).issuperset(strengths.values())
        and found.shown in ("", "yes", "no")
        and set(known("reaction")).issuperset(found.felt)
        and found.stance in ("", *known("stance"))
        and found.confidence in ("", *map(str, CONFIDENCE))
    )
    return found if offered else None


def sent_of(reading: Reading) -> Sent:
    """The form that would be sent for this reading: to begin with when it is changed."""
    style = reading.style
    return Sent(
        strengths={held.barrier: held.strength for held in reading.held},
        words={held.barrier: held.spans for held in reading.held if held.spans},
        none=not reading.held,
        shown="yes" if style else "no",
        control=round(style.control * STEPS) if style else 0,
        affiliation=round(style.affiliation * STEPS) if style else 0,
        stance=reading.stance or "",
        say=reading.say,
    )


def sent_of_entry(entry: Entry) -> Sent:
    """The form that would be sent for this entry."""
    found = sent_of(entry.reading)
    return Sent(
        **{name: getattr(found, name) for name in ("strengths", "words", "none", "shown")},
        control=found.control,
        affiliation=found.affiliation,
        felt=entry.reactions,
        share_felt=entry.share_reactions,
        stance=found.stance,
        say=found.say,
        confidence=str(entry.confidence or ""),
        share_confidence=entry.share_confidence,
        name=entry.name,
    )


def problems(given: Sent) -> list[Problem]:
    """What a reading still lacks, in the order of the page."""
    found = []
    if not given.strengths and not given.none:
        found.append(
            Problem("barriers", gettext("Say what may be in the way, or that nothing is."))
        )
    if given.strengths and given.none:
        found.append(
            Problem(
                "barriers",
                gettext("You chose something and also that nothing is in the way. Which?"),
            )
        )
    if lost := [barrier for barrier in given.words if barrier not in given.strengths]:
        found.append(
            Problem(
                f"strength-{lost[0]}", gettext("You marked words for something without a strength.")
            )
        )
    for barrier in given.strengths:
        if barrier not in given.words:
            found.append(
                Problem(
                    f"strength-{barrier}", gettext("Mark the words that each barrier rests on.")
                )
            )
            break
    if not given.shown:
        found.append(
            Problem("style", gettext("Place the style, or say that the note does not show it."))
        )
    if not given.stance and not given.say.strip():
        found.append(Problem("stance", gettext("Choose a stance, or write what you would say.")))
    if len(given.say) > LONGEST_SAY or len(given.say) > OWN_WORDS_LIMIT:
        found.append(
            Problem(
                "stance",
                gettext(
                    "There is room for %(longest_say)s characters of yours.",
                    longest_say=f"{LONGEST_SAY:,}",
                ),
            )
        )
    elif not _is_text(given.say):
        found.append(Problem("stance", gettext("Your own words hold something that is not text.")))
    return found


def problems_of_person(given: Sent, *, named: bool) -> list[Problem]:
    """What an entry of a person still lacks; with `named` it takes a name, too."""
    found = problems(given)
    if not given.confidence:
        found.append(
            Problem("confidence", gettext("Say how sure you are of your reading as a whole."))
        )
    if named and not given.name:
        found.insert(
            0, Problem("name", gettext("Give a name; one that only your group knows will do."))
        )
    if len(given.name) > LONGEST_NAME or not _is_text(given.name):
        found.insert(
            0,
            Problem(
                "name",
                gettext(
                    "A name is text of at most %(longest_name)s characters.",
                    longest_name=LONGEST_NAME,
                ),
            ),
        )
    return found


def reading(given: Sent) -> Reading:
    """The reading that a form without `problems` is."""
    place = Place(given.control / STEPS, given.affiliation / STEPS)
    return Reading(
        held=tuple(
            Held(barrier, given.strengths[barrier], given.words.get(barrier, ()))
            for barrier in known("barrier")
            if barrier in given.strengths
        ),
        style=place if given.shown == "yes" else None,
        stance=given.stance or None,
        say=given.say if given.say.strip() else "",
    )


def entry(given: Sent, rater: str, name: str, at: datetime) -> Entry:
    """The entry that a form without `problems_of_person` is."""
    return Entry(
        schema=SCHEMA,
        rater=rater,
        name=name,
        at=at,
        reading=reading(given),
        reactions=given.felt,
        share_reactions=given.share_felt,
        confidence=int(given.confidence),
        share_confidence=given.share_confidence,
    )


def rater_named(name: str) -> str:
    """The rater id of somebody who sits down at the shared screen under this name."""
    return f"name:{name.casefold()}"


def _slider(fields: MultiDict[str, str], name: str) -> int | None:
    try:
        value = int(fields.get(name, "0"))
    except ValueError:
        return None
    return value if -STEPS <= value <= STEPS else None


def _is_text(value: str) -> bool:
    try:
        printable(value)
    except ValueError:
        return False
    return True
