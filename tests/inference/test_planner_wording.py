"""What hands off is pointed out, what does not is left alone, and what is given to say is plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

import pytest

from inference import PlanDraft, check_wording, load_planner_knowledge, plan_referrals
from inference.knowledge.planner import PLANNED_PURPOSES, VARIANTS
from inference.planner.plain import plain

KNOWN: Final = load_planner_knowledge()
MEETING: Final = "We've got Thursday at ten. "
EIGHTH_GRADE: Final = 8.0


def rules(text: str, *services: str) -> list[str]:
    return [remark.rule for remark in check_wording(text, services)]


@pytest.mark.parametrize("rule", KNOWN.wording, ids=lambda rule: rule.id)
def test_examples_are_pointed_out_and_traps_are_not(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.examples
    assert rule.traps
    assert [text for text in rule.examples if rule.id not in rules(text)] == []
    assert [text for text in rule.traps if rule.id in rules(text)] == []


@pytest.mark.parametrize("rule", KNOWN.wording, ids=lambda rule: rule.id)
def test_what_is_offered_instead_hands_nobody_off(rule) -> None:  # type: ignore[no-untyped-def]
    assert rules(MEETING + rule.instead) == []


HANDS_OFF: Final = [
    ("They can help you better than I can.", "better_than_me"),
    ("The clinic could do more for you than we can.", "better_than_me"),
    ("You’d be better off with them.", "better_than_me"),
    ("I can't deal with this any more.", "too_much"),
    ("There's nothing more I can do for you.", "too_much"),
    ("You have to see the nurse.", "have_to"),
    ("You really need to go to detox.", "have_to"),
    ("You’ve got to try it.", "have_to"),
    ("Go to the group, otherwise we can't keep you here.", "condition"),
    ("You can only stay if you see the doctor. We can't keep the bed unless you go.", "condition"),
    ("Unless you go, you will lose your place.", "condition"),
    ("I'm closing your case on Friday.", "closing"),
    ("I'd like to hand you over to the outreach team.", "closing"),
    ("They'll take over from Monday.", "instead_of"),
    ("It's out of my hands now.", "out_of_my_hands"),
    ("It's good for people like you.", "verdict"),
    ("I'll always be here for you.", "for_ever"),
    ("You'd get more out of seeing them.", "better_than_me"),
    ("We can't help you with that here.", "too_much"),
    ("This is beyond what we do here.", "too_much"),
    ("I think it's time to move on to the next service.", "closing"),
    ("I'm referring you on to the day centre.", "closing"),
    ("You'll be seeing Dr Bell.", "instead_of"),
]


@pytest.mark.parametrize(("text", "rule"), HANDS_OFF)
def test_hands_off(text: str, rule: str) -> None:
    found = [remark for remark in check_wording(MEETING + text) if remark.rule == rule]
    assert found
    for remark in found:
        assert (MEETING + text)[remark.start : remark.end] == remark.words
        assert remark.why
        assert remark.instead


HARMLESS: Final = [
    "You don't have to decide today, and you don't have to go.",
    "Nobody says you must.",
    "You keep your bed whether or not you go.",
    "This isn't instead of me. I'm not handing you over to anyone.",
    "If you don't like it, that's fine and we drop it.",
    "You can ring them when it gets too much.",
    "What would you need to have with you?",
    "I can come along. I have done that with others.",
    "Where could we get help with the form?",
    "We can't help it if the bus is late, so let's go early.",
    "They have a kettle, and you can bring the dog.",
    "It closes at five, so we could go after lunch.",
    "You must be worn out.",
    "I'm here until June. After that it's Kim, and you'll have met her by then.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless(text: str) -> None:
    assert rules(MEETING + text) == []


STRUCTURE: Final = [
    ("", []),
    ("  \n", []),
    ("How are you?", ["no_next_meeting"]),
    ("There's the day centre.", ["no_next_meeting"]),
    ("There's the day centre. See you on Friday.", ["service_first"]),
    ("See you on Friday. There's the day centre.", []),
    ("I'll be here on Monday as always. There's the day centre and the food bank.", []),
    (
        "See you on Friday. There's the day centre, the food bank and the memory clinic.",
        ["many_services"],
    ),
    ("See you on Friday. The day centre is near. The day centre has food. Day centre!", []),
]


@pytest.mark.parametrize(("text", "expected"), STRUCTURE)
def test_what_is_missing_and_what_is_too_many(text: str, expected: list[str]) -> None:
    assert rules(text) == expected


def test_names_of_the_plan_are_services_too() -> None:
    text = "Have you thought of The Lantern? We've got Friday."
    assert rules(text) == []
    assert rules(text, "the lantern") == ["service_first"]


PLAIN: Final = [
    ("psych eval", "talk with a mental health doctor"),
    ("the IOP on Main Street", "the day programme on Main Street"),
    ("day centre", "day centre"),
    ("crisis line", "help line for bad moments"),
    ("risk assessment", None),
    ("help with psychosis", None),
    ("a silk scarf", "a silk scarf"),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_plain_words(text: str, expected: str | None) -> None:
    assert plain(text, KNOWN) == expected


def drafts() -> Iterator[tuple[str, str]]:
    """Every kind of draft that the planner makes, with and without each of what it goes by."""
    for variant, purpose, full in product(VARIANTS, PLANNED_PURPOSES, (True, False)):
        if purpose in ("relief", "other") and not full:
            continue  # no purpose, so there is nothing to say
        more = {"next_meeting": "Thursday at ten", "our_work": "the housing form"}
        more |= {"leaving_when": "at the end of June", "handover": "Kim", "can_join": True}
        one = {
            "service": "the day centre",
            "purposes": [purpose, "manage_crisis"] if purpose == "relief" else [purpose],
            "willingness": "would_try",
            "for_words": "to sleep a bit more" if full else "",
            "adds": "more calm for the form" if full else "",
        }
        draft = PlanDraft.from_dict(
            {"referrals": [one], "worker": variant, **(more if full else {})}
        )
        saying = plan_referrals(draft).order[0].saying
        yield f"{variant}, {purpose}, {full}", saying.whole


DRAFTS: Final = dict(drafts())


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_of_ours_hands_nobody_off(name: str) -> None:
    assert rules(DRAFTS[name], "the day centre") == []
    assert "{" not in DRAFTS[name]
    assert ".." not in DRAFTS[name].replace("... (", "")


@pytest.mark.parametrize("name", DRAFTS)
def test_the_next_meeting_comes_before_the_service(name: str) -> None:
    text = DRAFTS[name]
    assert text.index("Our next time is") < text.index("the day centre")


def test_staying_and_adding_are_said_where_one_stays_and_leaving_where_one_leaves() -> None:
    staying, leaving = (
        DRAFTS["staying, manage_crisis, True"],
        DRAFTS["leaving, manage_crisis, True"],
    )
    assert staying.startswith("I'm staying.")
    assert "on top of what you and I do: the housing form" in staying
    assert "I can come with you the first time" in staying
    assert "I'm leaving this job at the end of June. It isn't because of you." in leaving
    assert "After me it will be Kim." in leaving
    assert "staying" not in leaving
    assert "[day and time]" in DRAFTS["staying, manage_crisis, False"]


SPOKEN: Final = {
    "readiness": [entry.say for entry in KNOWN.readiness],
    "purposes": [entry.say for entry in KNOWN.purposes],
    "purposes on the page": [entry.client for entry in KNOWN.purposes],
    "steps": [entry.say for entry in KNOWN.steps],
    "steps on the page": [entry.client for entry in KNOWN.steps],
    "instead": [entry.instead for entry in KNOWN.wording],
    "lines": [line.text.replace("{service}", "the day centre") for line in KNOWN.lines],
    "drafts": list(DRAFTS.values()),
}


@pytest.mark.slow
@pytest.mark.parametrize("where", SPOKEN)
def test_all_that_is_said_is_at_or_below_eighth_grade(
    where: str, grade: Callable[[str], float]
) -> None:
    assert {text: grade(text) for text in SPOKEN[where] if grade(text) > EIGHTH_GRADE} == {}


@pytest.mark.parametrize("where", [name for name in SPOKEN if "drafts" not in name])
def test_nothing_that_is_said_presses(where: str) -> None:
    words = "you need to|you must|you have to|you should|you ought|calm down"
    assert [text for text in SPOKEN[where] if re.search(words, text.lower())] == []


@pytest.mark.parametrize("where", ["steps on the page", "purposes on the page"])
def test_no_staff_s_word_stands_on_the_client_s_page(where: str) -> None:
    assert [text for text in SPOKEN[where] if plain(text, KNOWN) is None] == []


def test_every_entry_has_a_source_and_a_reason() -> None:
    entries = [
        *(*KNOWN.self_look, *KNOWN.purposes, *KNOWN.readiness, *KNOWN.steps, *KNOWN.wording),
        *(*KNOWN.meeting, *KNOWN.sayings, *KNOWN.plain_words, *KNOWN.lines),
    ]
    assert all(entry.source and entry.note for entry in entries)
    assert {part.part for part in KNOWN.sayings if part.variant == "staying"} >= {
        *("staying", "meeting", "service", "adds", "joint", "choice")
    }
