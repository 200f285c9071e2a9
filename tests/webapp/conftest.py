"""Hand-made formulations of invented notes, and a reader that knows only these."""

from __future__ import annotations

import dataclasses
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inference import (
    Clinical,
    Enough,
    Formulation,
    Hypothesis,
    NoteError,
    OwnWords,
    Position,
    Provenance,
    Quote,
    Reaction,
    Referral,
    Risk,
    Stance,
    Strength,
    Style,
    TalkQuote,
    Told,
    WordHint,
    load_clinical,
)
from webapp import create_app
from webapp.examples import load_examples

SCORES = {
    "coercion_sensitivity": 0.04,
    "confusion": 0.02,
    "street_community": 0.004,
    "power_dynamics": 0.08,
    "ambivalence": 0.11,
    "referral_as_rejection": 0.03,
    "practical_obstacle": 0.21,
}
NO_STYLE = Style(None, None, None, None, "unclear", "unclear", None, None, None, None, evidence=())
PROVENANCE = Provenance("0.1.0", {"barriers": "sha256:2f9c61", "style": "sha256:77aa04"}, "9e31c0")
EXAMPLES = {example.id: example.text for example in load_examples()}


def quotes(note: str, *texts: str) -> tuple[Quote, ...]:
    """The first place of each text in the note."""
    return tuple(Quote(note.index(t), note.index(t) + len(t), t) for t in texts)


def formulation(note: str = "", **parts: Any) -> Formulation:
    """A formulation with nothing in it but `parts`."""
    empty: dict[str, Any] = {
        "id": None,
        "enough": Enough(True),
        "risks": (),
        "hypotheses": (),
        "scores": SCORES,
        "style": NO_STYLE,
        "reactions": (),
        "strengths": (),
        "referrals": (),
        "stances": (),
        "provenance": PROVENANCE,
    }
    return Formulation(**{**empty, **parts})


def style(control: float, affiliation: float, octant: str | None, *evidence: Quote) -> Style:
    """A style read from the text alone."""
    point = Position(control, affiliation)
    return Style(
        control=control,
        affiliation=affiliation,
        strength=round((control**2 + affiliation**2) ** 0.5, 2),
        octant=octant,
        control_label="dominant" if control > 0.3 else "balanced",
        affiliation_label="hostile" if affiliation < -0.3 else "mixed",
        from_text=point,
        from_reactions=None,
        agree=None,
        uncertainty=Position(0.25, 0.3),
        evidence=evidence,
    )


def stance(id: str, name: str, because: str, reason: str) -> Stance:
    """A stance with two lines to say."""
    return Stance(
        id=id,
        name=name,
        because=(because,),
        principle="Clear about your own part, no punishment, and a real decision left with them.",
        do=("Say what you can offer today.", "Name the impact on you, once, with “I”."),
        avoid=("Arguing about who is right.", "Giving in to have it over."),
        say=(
            "I do want to sort this out with you. I lose my thread when you lean over the desk.",
            "You decide which one. I decide how long I can stay: twenty minutes today.",
        ),
        watch_for=("Working: the voice drops and bargaining turns into choosing.",),
        source=("suffridge-case-management",),
        reasons=(reason,),
    )


DESK = EXAMPLES["the-desk"]
DOORS = EXAMPLES["locked-doors"]
BUS = EXAMPLES["first-bus"]
FLAT = EXAMPLES["not-this-flat"]
DONE = EXAMPLES["done-with-me"]
FRIDAY = EXAMPLES["after-friday"]
NO_ANSWER = EXAMPLES["no-answer"]
ODD = (
    "Mañana 🙂🙂 he said <script>alert('x')</script> & \"no\" to me.\n\n"
    "קר לי בלילה, he wrote under it.\n\tThen he left & came back 👩🏽‍🦽 twice."
)
LONG = (
    "\n".join(f"{hour:02d}:00 bed check, {30 + hour} in, corridor quiet." for hour in range(24))
    + "\nHe asked for the early knock again and was up before it."
)

# What somebody sends who reads a note in a supervision round, and in a practice case.
READING: dict[str, Any] = {
    "strength-power_dynamics": "several_signs",
    "words-power_dynamics": ["0-40"],
    "shown": "yes",
    "control": "6",
    "affiliation": "-4",
    "stance": "level_and_firm",
    "say": "",
}
MARKED: dict[str, Any] = {
    "mark": ["0-36"],
    "danger": "no",
    "sure-power_dynamics": "75",
    "control": "dominant",
    "affiliation": "mixed",
    "felt": ["intimidated"],
}

CASES: Mapping[str, tuple[str, Formulation]] = {
    "several hypotheses": (
        DESK,
        formulation(
            hypotheses=(
                Hypothesis(
                    "power_dynamics",
                    "several signs",
                    0.88,
                    quotes(
                        DESK,
                        'leaned across and said, "Then do your job. I want the ground floor room '
                        'and I want it now."',
                        "He said he knows people who could have me moved",
                        "I felt intimidated",
                    ),
                    against=quotes(DESK, "he stepped aside and was gentle with her"),
                    rivals=("practical_obstacle", "coercion_sensitivity"),
                    questions=(
                        "What were they asked to accept just before, and was the complaint fair?",
                        "What happens when a real decision is theirs to make?",
                    ),
                ),
                Hypothesis(
                    "practical_obstacle",
                    "worth asking",
                    0.34,
                    quotes(DESK, "I want the ground floor room", "the list goes by date"),
                    rivals=("power_dynamics",),
                    questions=("Was the service really there: open, free, taking people?",),
                ),
            ),
            scores={**SCORES, "power_dynamics": 0.88, "practical_obstacle": 0.34},
            style=style(
                0.72,
                -0.5,
                "hostile-dominant",
                *quotes(DESK, "leaned across", "stayed standing there"),
            ),
            reactions=(Reaction("intimidated", quotes(DESK, "I felt intimidated")),),
            strengths=(
                Strength("values", quotes(DESK, "was gentle with her")),
                Strength(
                    "took_a_step",
                    quotes(DESK, "helped carry the food delivery in without being asked"),
                ),
            ),
            stances=(
                stance(
                    "level_and_firm",
                    "Level and firm",
                    "power_dynamics",
                    "“leaned across” may show a relationship being sorted by power.",
                ),
                stance(
                    "clear_the_road",
                    "Clear the road",
                    "practical_obstacle",
                    "The note says “the list goes by date”.",
                ),
            ),
        ),
    ),
    "a danger now": (
        DOORS,
        formulation(
            risks=(
                Risk("exposure", "current", quotes(DOORS, "Two degrees tonight and dropping")),
                Risk("harmed_by_others", "past", quotes(DOORS, "she was held down on a ward")),
            ),
            hypotheses=(
                Hypothesis(
                    "coercion_sensitivity",
                    "several signs",
                    0.93,
                    quotes(
                        DOORS,
                        'She stood up, put her bag on and said, "Then no. I did four years of '
                        'doors."',
                        "has not slept behind a locked door since",
                        "she moved to the far side of the steps and stopped answering",
                    ),
                    rivals=("practical_obstacle",),
                    questions=("When no is a real answer and costs nothing, what do they choose?",),
                ),
            ),
            scores={**SCORES, "coercion_sensitivity": 0.93},
            style=style(0.05, -0.45, "hostile", *quotes(DOORS, "stopped answering")),
            strengths=(
                Strength("skill", quotes(DOORS, "she has a good bag and a dry spot")),
                Strength("own_goal", quotes(DOORS, "a room where the door stays open")),
            ),
            referrals=(
                Referral(
                    "the bed at the night shelter",
                    "manage_crisis",
                    "declined",
                    quotes(DOORS, "Offered Ms K. the bed at the night shelter again"),
                ),
            ),
            stances=(
                stance(
                    "open_hand",
                    "Open hand",
                    "coercion_sensitivity",
                    "The note says “I did four years of doors”.",
                ),
            ),
        ),
    ),
    "a danger denied": (
        DONE,
        formulation(
            risks=(
                Risk("suicide", "denied", quotes(DONE, "he denies any thought of killing himself")),
            ),
            hypotheses=(
                Hypothesis(
                    "referral_as_rejection",
                    "several signs",
                    0.9,
                    quotes(
                        DONE,
                        "So you're done with me, then.",
                        "everybody passes him along in the end",
                    ),
                    rivals=("ambivalence",),
                    questions=("Did the change in mood come before or after the referral?",),
                ),
                Hypothesis(
                    "ambivalence",
                    "some support",
                    0.61,
                    quotes(
                        DONE,
                        "Maybe I'd try it if you came the once. Part of me wants to sleep again. "
                        "Part of me says it never lasts.",
                    ),
                    against=quotes(DONE, "everybody passes him along in the end"),
                    rivals=("referral_as_rejection",),
                    questions=("Have I heard both sides in their own words?",),
                ),
            ),
            style=dataclasses.replace(
                style(-0.2, -0.15, None), from_reactions=Position(-0.1, -0.5), agree=True
            ),
            reactions=(
                Reaction("guilty", quotes(DONE, "I feel guilty about it")),
                Reaction("distanced", quotes(DONE, "I was relieved on Friday")),
            ),
            referrals=(
                Referral(
                    "the trauma group",
                    "recommended_practice",
                    "offered",
                    quotes(DONE, "I brought up the trauma group"),
                ),
            ),
            stances=(
                stance(
                    "adding_not_leaving",
                    "Adding, not leaving",
                    "referral_as_rejection",
                    "The note says “So you're done with me, then”.",
                ),
            ),
        ),
    ),
    "style with disagreement": (
        FRIDAY,
        formulation(
            risks=(
                Risk(
                    "suicide",
                    "current",
                    quotes(
                        FRIDAY,
                        '"I won\'t be a bother to anyone after Friday,"',
                        "he gave away his radio",
                    ),
                ),
            ),
            style=dataclasses.replace(
                style(-0.6, 0.2, "submissive", *quotes(FRIDAY, "whatever I think best")),
                from_reactions=Position(0.5, -0.4),
                agree=False,
            ),
            reactions=(
                Reaction("protective", quotes(FRIDAY, "I wanted to sit with him all night")),
            ),
        ),
    ),
    "practical only": (
        BUS,
        formulation(
            hypotheses=(
                Hypothesis(
                    "practical_obstacle",
                    "several signs",
                    0.97,
                    quotes(
                        BUS,
                        "the first bus from here gets in at 8:40",
                        "the fare is most of a day's food",
                        "his phone has no credit until the 28th",
                    ),
                    rivals=("ambivalence",),
                    questions=("Which undone task is on our side?",),
                ),
            ),
            strengths=(Strength("took_a_step", quotes(BUS, "he set off on foot")),),
        ),
    ),
    "nothing stands out": (
        FLAT,
        formulation(
            style=style(0.2, 0.4, "friendly", *quotes(FLAT, "thanked me for the time")),
            strengths=(Strength("own_goal", quotes(FLAT, "the ground floor one near Ann")),),
            referrals=(
                Referral(
                    "the flat she has been offered",
                    "improve_circumstances",
                    "declined",
                    quotes(FLAT, "the flat she has been offered"),
                ),
            ),
        ),
    ),
    "not enough": (
        NO_ANSWER,
        formulation(
            enough=Enough(
                False,
                "The note says that a call was not answered, and nothing of what the client said "
                "or did. Find out what they were offered and what they made of it.",
            )
        ),
    ),
    "odd characters": (
        ODD,
        formulation(
            hypotheses=(
                Hypothesis(
                    "confusion",
                    "worth asking",
                    0.31,
                    quotes(ODD, "🙂🙂 he said <script>alert('x')</script> & \"no\"", "קר לי בלילה"),
                    against=quotes(ODD, "<script>alert('x')</script> & \"no\" to me.\n\nקר לי"),
                ),
            ),
            strengths=(Strength("took_a_step", quotes(ODD, "came back 👩🏽‍🦽 twice.")),),
        ),
    ),
    "long note": (
        LONG,
        formulation(
            strengths=(Strength("took_a_step", quotes(LONG, "up before it.")),),
            style=NO_STYLE,
        ),
    ),
}


@dataclass
class FakeReader:
    """Answers the notes of `CASES` and finds nothing in any other; `asked` is what it was given."""

    clinical: Clinical
    provenance: Provenance = PROVENANCE
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    fails: Exception | None = None

    def read(self, text: str, *, id: str | None = None, felt: Sequence[str] = ()) -> Formulation:
        self.asked.append((text, tuple(felt)))
        if self.fails:
            raise self.fails
        if not text.strip():
            raise NoteError("empty", "There is no text in the note.")
        if len(text) > 20_000:
            raise NoteError("too_long", "The note has more than 20000 characters.")
        if "\0" in text:
            raise NoteError("not_text", "The note holds something that is not text.")
        known = dict(CASES.values())
        answer = known.get(text, formulation())
        return dataclasses.replace(answer, style=self._felt(answer.style, felt)) if felt else answer

    def read_with_talk(
        self, text: str, *, felt: Sequence[str] = ()
    ) -> tuple[Formulation, tuple[TalkQuote, ...]]:
        return self.read(text, felt=felt), self.client_talk(text)

    def own_words(self, text: str) -> OwnWords:
        """One hint for "refused", and each sentence as an observation."""
        if not text.strip():
            raise NoteError("empty", "There is no text in the note.")
        sentences = re.finditer(r"\S[^\n]*?(?:[.?!][\"”]?(?=\s|$)|$)", text, re.MULTILINE)
        told = tuple(Told(Quote(*s.span(), s.group()), "observation") for s in sentences)
        if "refused" not in text:
            return OwnWords((), told)
        hint = WordHint(quotes(text, "refused")[0], "refuses", "blame", "said no", "It may blame.")
        return OwnWords((hint,), told)

    def client_talk(self, text: str) -> tuple[TalkQuote, ...]:
        """Both sides in "DONE", none elsewhere."""
        if text != DONE:
            return ()
        for_it, against = quotes(text, "I'd try it if you came the once", "it never lasts")
        return (TalkQuote(for_it, "change", "ability"), TalkQuote(against, "sustain", "reason"))

    def _felt(self, style: Style, felt: Sequence[str]) -> Style:
        ticked = [reaction for reaction in self.clinical.reactions if reaction.id in felt]
        there = Position(
            sum(r.control for r in ticked) / len(ticked),
            sum(r.affiliation for r in ticked) / len(ticked),
        )
        agree = None
        if style.from_text:
            here = style.from_text
            agree = here.control * there.control + here.affiliation * there.affiliation > 0
        return dataclasses.replace(style, from_reactions=there, agree=agree)


class ReaderOfOne(FakeReader):
    """Finds one hypothesis in any note in which somebody leans across, whatever the names."""

    def read(self, text: str, *, id: str | None = None, felt: Sequence[str] = ()) -> Formulation:
        if "leaned across" not in text:
            return super().read(text, id=id, felt=felt)
        said = quotes(text, "leaned across")
        asked = ("What happens when a real decision is theirs?",)
        found = Hypothesis("power_dynamics", "several signs", 0.88, said, questions=asked)
        way = stance("level_and_firm", "Level and firm", "power_dynamics", "It says so.")
        felt_so = (Reaction("intimidated", quotes(text, "I felt intimidated")),)
        return formulation(hypotheses=(found,), reactions=felt_so, stances=(way,))


@pytest.fixture(scope="session")
def clinical() -> Clinical:
    """The clinical knowledge that the page works with."""
    return load_clinical()


@pytest.fixture(scope="session")
def make_app(clinical: Clinical) -> Callable[..., Flask]:
    """Makes an app with a fake reader of its own."""
    return lambda **config: create_app(config, reader=FakeReader(clinical))


@pytest.fixture(scope="session")
def app(make_app: Callable[..., Flask]) -> Flask:
    """One app for all tests, since each compiles its templates anew."""
    return make_app(TESTING=True, WTF_CSRF_ENABLED=False)


@pytest.fixture
def fake_reader(app: Flask) -> FakeReader:
    """The reader of `app`, which has not been asked anything yet."""
    reader: FakeReader = app.extensions["middleground"].reader
    reader.asked.clear()
    reader.fails = None
    return reader


@pytest.fixture
def client(app: Flask, fake_reader: FakeReader) -> FlaskClient:
    return app.test_client()


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> tuple[str, Formulation]:
    """Each note with its formulation in turn."""
    return CASES[request.param]


@pytest.fixture
def cases() -> Mapping[str, tuple[str, Formulation]]:
    """All of them by name."""
    return CASES


@pytest.fixture
def access_log() -> Iterator[None]:
    """Puts the logger of requests back as it was, for a test that lets a page set it up."""
    yield
    logger = logging.getLogger("middleground.access")
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.NOTSET)
