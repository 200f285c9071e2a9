"""The pages that show a result: what each is called, and what of it can be meant to be wrong.

A page has one kind, which its template hands to the button of `parts/wrong.html`.
"""

from __future__ import annotations

from typing import Final

from .language import N_, Worded, gettext

# A kind of page -> what it is called where people come upon it.
NAMES: Final = Worded(
    {
        "reading": N_("A reading of this note"),
        "guess": N_("Your own guess first"),
        "own_words": N_("My own words"),
        "deidentify": N_("Take names out"),
        "coach": N_("What would you say?"),
        "plan": N_("A plan for referrals"),
        "practice": N_("Beside the reference"),
        "second_contact": N_("The second contact"),
        "progress": N_("My progress"),
        "class": N_("For a class"),
        "new_round": N_("A new round"),
        "compare": N_("A round, side by side"),
        "agreement": N_("Agreement over rounds"),
        "names": N_("Keep this note: what tells who it is"),
        "judge": N_("Keep this note: what you make of it"),
        "note": N_("A kept note"),
        "case": N_("A case"),
        "hypothesis": N_("A hypothesis of a case"),
    }
)
# Kinds that the reader makes while they are asked for, so that its versions are those of now.
READ_NOW: Final = frozenset({"reading", "guess", "own_words", "judge"})

_PAGE: Final = {"whole": N_("The page as a whole")}
_CASE: Final = {"case": N_("The case itself")}
_DANGER: Final = {"danger": N_("A danger was missed or made up")}
_SUGGESTION: Final = {"suggestion": N_("A suggestion, or the words that it rests on")}
_FIGURE: Final = {"figure": N_("A figure, or what it is said to mean")}
_STAND_INS: Final = {
    "left": N_("Something was left that tells who it is"),
    "replaced": N_("Something was replaced that tells nobody who it is"),
}
# A kind of page -> what of it can be meant, besides the suggestions that a reading shows.
ABOUT: Final[dict[str, dict[str, str]]] = {
    "reading": {"whole": N_("The reading as a whole"), **_DANGER},
    "guess": _DANGER,
    "own_words": {
        **_PAGE,
        "hint": N_("A word to look at again, or the plainer one"),
        "told": N_("What it took a sentence for"),
    },
    "deidentify": {**_PAGE, **_STAND_INS},
    "coach": {
        "whole": N_("What it said as a whole"),
        **_DANGER,
        "codes": N_("What it took a part of my words for"),
        "question": N_("The question that it asked"),
    },
    "plan": {
        "whole": N_("The plan as a whole"),
        **_DANGER,
        "order": N_("The order, or a reason for it"),
        "wording": N_("What it suggests to say, or a remark on my wording"),
        "client_page": N_("The page for the client"),
    },
    "practice": {
        "whole": N_("The feedback as a whole"),
        "reference": N_("The reference reading"),
        **_CASE,
    },
    "second_contact": {**_PAGE, **_CASE},
    "progress": {**_PAGE, "statement": N_("What is said to stand out"), **_FIGURE},
    "class": {**_PAGE, **_FIGURE},
    "new_round": {**_PAGE, **_STAND_INS},
    "compare": {
        **_PAGE,
        "model": N_("Middle Ground’s own reading"),
        "apart": N_("Where all are said to agree, or to part"),
        "question": N_("What is said to be worth asking"),
    },
    "agreement": {**_PAGE, **_FIGURE},
    "names": {**_PAGE, **_STAND_INS},
    "judge": {**_PAGE, **_DANGER, **_SUGGESTION},
    "note": {**_PAGE, **_DANGER, **_SUGGESTION},
    "case": {
        **_PAGE,
        "hypothesis": N_("A hypothesis, or where it stands"),
        "timeline": N_("The picture over time"),
    },
    "hypothesis": {
        **_PAGE,
        "quotes": N_("The words that it rests on"),
        "stands": N_("Where it stands, or what happened to it"),
    },
}


def about_barrier(label: str) -> str:
    """A barrier that a reading suggests, as a report names it."""
    return f"barrier:{label}"


def about_stance(id: str) -> str:
    """A stance that a reading suggests, as a report names it."""
    return f"stance:{id}"


def about_style() -> tuple[str, str]:
    """The style that a reading suggests, as a report names it, and in the page's language."""
    return "style", gettext("The interpersonal style")
