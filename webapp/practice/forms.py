"""What a learner may send for a case, and what is missing before it is an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict

from ..forms import OWN_WORDS_LIMIT, plain_line_ends
from ..language import gettext
from ..spans import Span, sent_spans
from .attempt import CONFIDENCE, Attempt, Guess
from .pack import Case
from .vocabulary import AFFILIATION, CONTROL, known

OWN: Final = "own"  # in place of the id of a stance: the learner's own words


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came; fields that were left open are empty."""

    spans: tuple[Span, ...] = ()
    sure: tuple[tuple[str, str], ...] = ()
    none: bool = False
    control: str = ""
    affiliation: str = ""
    felt: tuple[str, ...] = ()
    danger: str = ""
    stance: str = ""
    words: str = ""

    def confidence(self, barrier: str) -> str:
        """The step that was chosen for this barrier, or nothing."""
        return dict(self.sure).get(barrier, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is still open: `place` is the id of the part of the form."""

    place: str
    message: str


def sent(fields: MultiDict[str, str], case: Case) -> Sent | None:
    """The form as it came, or None where it holds something that no page of ours offers."""
    if (spans := sent_spans(fields.getlist("mark"), case.note)) is None:
        return None
    found = Sent(
        spans=spans,
        sure=tuple((b, s) for b in known("barrier") if (s := fields.get(f"sure-{b}", ""))),
        none="none" in fields,
        control=fields.get("control", ""),
        affiliation=fields.get("affiliation", ""),
        felt=tuple(dict.fromkeys(fields.getlist("felt"))),
        danger=fields.get("danger", ""),
        stance=fields.get("stance", ""),
        words=plain_line_ends(fields.get("words", "")),
    )
    offered = (
        {str(step) for step in CONFIDENCE}.issuperset(step for _, step in found.sure)
        and found.control in ("", *CONTROL)
        and found.affiliation in ("", *AFFILIATION)
        and set(known("reaction")).issuperset(found.felt)
        and found.danger in ("", "yes", "no")
        and found.stance in ("", OWN, *(stance.id for stance in case.stances))
    )
    return found if offered else None


def problems(given: Sent) -> tuple[Problem, ...]:
    """What is still to be decided, in the order of the page."""
    found = []
    if not given.danger:
        found.append(Problem("danger", gettext("Say whether something has to be seen to first.")))
    if not given.sure and not given.none:
        found.append(
            Problem("barriers", gettext("Say what may be in the way, or that nothing is."))
        )
    if given.sure and given.none:
        found.append(
            Problem(
                "barriers",
                gettext("You chose something and also that nothing is in the way. Which?"),
            )
        )
    if not given.control or not given.affiliation:
        found.append(
            Problem("style", gettext("Place the style on both lines; “not shown” is an answer."))
        )
    if not given.stance:
        found.append(Problem("stance", gettext("Choose what you would say, or write your own.")))
    if given.stance == OWN and not given.words.strip():
        found.append(Problem("stance", gettext("Write what you would say.")))
    if len(given.words) > OWN_WORDS_LIMIT:
        found.append(
            Problem(
                "stance",
                gettext(
                    "Your own words are longer than the %(own_words_limit)s that fit.",
                    own_words_limit=f"{OWN_WORDS_LIMIT:,}",
                ),
            )
        )
    return tuple(found)


def attempt(given: Sent) -> Attempt:
    """The attempt that a form without `problems` is."""
    own = given.stance == OWN
    return Attempt(
        spans=given.spans,
        guesses=tuple(Guess(barrier, int(step)) for barrier, step in given.sure),
        control=given.control,
        affiliation=given.affiliation,
        felt=given.felt,
        danger=given.danger == "yes",
        stance=None if own else given.stance,
        words=given.words if own else "",
    )
