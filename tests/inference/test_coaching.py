"""Elements, the one question and the ratios, from codes alone."""

from __future__ import annotations

from typing import Final

import pytest

from inference.behaviours import one_of_four
from inference.coaching import StanceFit, Turn, as_one_talk, make_turn, ratios, stance_fit
from inference.errors import KnowledgeError
from inference.formulation import Quote, Risk
from inference.knowledge.clinical import load_clinical
from inference.knowledge.coach import CoachKnowledge, load_coach_knowledge
from inference.listening import Utterance


@pytest.fixture(scope="module")
def known() -> CoachKnowledge:
    return load_coach_knowledge()


def utterances(*codes: str) -> tuple[Utterance, ...]:
    return tuple(Utterance(i, i + 1, code, 0.9, ()) for i, code in enumerate(codes))


QUESTIONS = [
    (("confront",), "want to say back"),
    (("persuade", "confront"), "want to say back"),
    (("persuade",), "Did they ask for this?"),
    (("persuade", "emphasise_autonomy"), "the push beside it"),
    (("closed_question",), "own words would they recognise"),
    (("simple_reflection", "closed_question"), "say no"),
    # nothing to ask
    (("other",), None),
    (("complex_reflection", "open_question", "limit_with_choice", "affirm"), None),
]


@pytest.mark.parametrize(("codes", "said"), QUESTIONS)
def test_one_question(known: CoachKnowledge, codes: tuple[str, ...], said: str | None) -> None:
    turn = make_turn(0, 9, utterances(*codes), (), known)
    assert (said in turn.question) if said and turn.question else turn.question is said


def test_elements_are_there_or_missing(known: CoachKnowledge) -> None:
    turn = make_turn(0, 9, utterances("affirm", "limit_with_choice"), (), known)
    assert turn.present == ("choice", "strength", "plain")
    assert turn.missing == ("heard", "room")


UNSURE = [
    # codes with probabilities, elements there, words of the question
    ((("confront", 0.43),), (), None),
    ((("confront", 0.55),), (), None),
    ((("confront", 0.7),), (), "want to say back"),
    ((("persuade", 0.38), ("other", 0.9)), (), None),
    ((("complex_reflection", 0.42),), (), None),
    ((("complex_reflection", 0.52),), ("heard",), "say no"),
    ((("open_question", 0.9), ("persuade", 0.4)), ("room",), None),
]


@pytest.mark.parametrize(("guesses", "present", "said"), UNSURE)
def test_a_guess_that_may_well_be_wrong_is_no_remark(
    known: CoachKnowledge,
    guesses: tuple[tuple[str, float], ...],
    present: tuple[str, ...],
    said: str | None,
) -> None:
    spoken = tuple(Utterance(i, i + 1, *guess, ()) for i, guess in enumerate(guesses))
    turn = make_turn(0, 9, spoken, (), known)
    assert turn.present == present
    assert (said in turn.question) if said and turn.question else turn.question is said


class TestOneTalk:
    """Turns beside each other: what one has is missing from none, and nothing is asked twice."""

    KNOWN: Final = load_coach_knowledge()

    def talk(self, *turns: tuple[str, ...]) -> tuple[tuple[Turn, ...], str | None]:
        known = self.KNOWN
        return as_one_talk([make_turn(0, 9, utterances(*t), (), known) for t in turns], known)

    def test_no_question_comes_twice(self) -> None:
        turns, over_all = self.talk(*[("closed_question",)] * 7, ("confront",), ("confront",))
        assert [bool(turn.question) for turn in turns] == [*[False] * 7, True, False]
        assert "want to say back" in str(turns[7].question)
        assert "own words would they recognise" in str(over_all)

    def test_one_try_is_asked_about_where_it_stands(self) -> None:
        turns, over_all = self.talk(("other",), ("open_question",))
        assert over_all is None
        assert "own words would they recognise" in str(turns[1].question)

    def test_what_one_turn_has_is_asked_of_no_other(self) -> None:
        turns, over_all = self.talk(("open_question",), ("simple_reflection",), ("affirm",))
        assert {e for turn in turns for e in turn.missing} == {"choice", "plain"}
        assert "could they say no" in str(over_all)

    def test_a_talk_that_has_everything_is_left_in_peace(self) -> None:
        all_there = ("simple_reflection", "seek_collaboration", "affirm", "give_information")
        turns, over_all = self.talk(*((code,) for code in all_there), ("closed_question",))
        assert not any(turn.missing or turn.question for turn in turns)
        assert over_all is None


def test_danger_is_exempt(known: CoachKnowledge) -> None:
    risk = Risk("suicide", "current", (Quote(0, 1, "x"),))
    turn = make_turn(0, 9, utterances("persuade", "confront"), (risk,), known)
    assert (turn.present, turn.missing, turn.question) == ((), (), None)


def test_questions_never_write_the_answer(known: CoachKnowledge) -> None:
    asked = [e.question for e in (*known.questions, *known.elements)]
    assert all(question.endswith("?") and "“" not in question for question in asked)


def test_no_ratios_below_ten(known: CoachKnowledge) -> None:
    assert ratios(utterances(*["affirm"] * 9), known) == ()


def test_ratios_stand_beside_benchmarks(known: CoachKnowledge) -> None:
    said = ["simple_reflection"] * 3 + ["complex_reflection"] * 2 + ["open_question"] * 2
    found = {r.id: r for r in ratios(utterances(*said, "confront", "affirm", "other"), known)}
    assert (found["reflections_to_questions"].value, found["complex_share"].value) == (2.5, 0.4)
    assert found["reflections_to_questions"].standing == "good"
    assert found["complex_share"].standing == "fair"
    assert (found["adherent"].counted, found["not_adherent"].counted) == (1, 1)
    assert found["adherent"].standing is None


def test_a_limit_is_no_confrontation(known: CoachKnowledge) -> None:
    found = {r.id: r for r in ratios(utterances(*["limit_with_choice"] * 10), known)}
    assert found["not_adherent"].counted == 0
    assert found["reflections_to_questions"].value is None


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("complex_reflection", "You're worn out?", "reflection"),
        ("closed_question", "He's at home", "question"),
        ("seek_collaboration", "Shall we?", "question"),
        ("seek_collaboration", "We could look at it together.", "other"),
        ("persuade", "Go today.", "information_or_advice"),
        ("affirm", "You kept at it.", "other"),
        ("confront", "Really?", "other"),
    ],
)
def test_four_classes(code: str, words: str, expected: str) -> None:
    assert one_of_four(code, words) == expected


class TestFit:
    """How turns go with a stance; `level_and_firm` leans on a plain word and a choice."""

    KNOWN: Final = load_coach_knowledge()

    def fit(self, *codes: str, stance: str = "level_and_firm") -> StanceFit | None:
        said = tuple(Utterance(n, n + 1, code, 0.9, ()) for n, code in enumerate(codes))
        turn = make_turn(0, len(codes), said, (), self.KNOWN)
        return stance_fit(stance, "", [turn], self.KNOWN)

    @pytest.mark.parametrize(
        ("said", "pulls"),
        [
            ("The community team know more about debt than me.", True),
            ("They can help you better than I can.", True),
            ("She’s better placed to sort this out.", True),
            ("I'll pass you on to the clinic.", True),
            ("You know your life better than me.", False),
            ("You're the expert on this, not me.", False),
            ("This is on top of us, not instead of us.", False),
            ("I'm not passing you on to them.", False),
            ("They know the forms, and I'll be here on Thursday.", False),
            ("They know more about this than me.", True),
            ("Dr. Amadi knows more about tablets than I do.", True),
            ("Someone at the clinic would be better placed.", True),
            ("I'm not the right person for debts.", True),
            ("It's not my job to sort out your debts.", True),
            ("There's nothing more I can do.", True),
            ("You probably know more about your debts than me.", False),
            ("You really do know more about this than I do.", False),
            ("You can look after her better than I can.", False),
            ("You really are the expert here.", False),
            ("I'm not the one to tell you what to do.", False),
            ("It's not my job to tell you how to live.", False),
            ("You and your sister are better placed to decide.", False),
            ("You and he are better placed to decide.", False),
            ("Nothing else we can do today, so shall we have tea?", False),
        ],
    )
    def test_a_hand_over_pulls_against_adding(self, said: str, pulls: bool) -> None:
        spoken = (Utterance(0, len(said), "give_information", 0.9, ()),)
        turn = make_turn(0, len(said), spoken, (), self.KNOWN)
        found = stance_fit("adding_not_leaving", said, [turn], self.KNOWN)
        assert found is not None
        assert (bool(found.against), found.fit == "fits") == (pulls, not pulls)
        assert (found.question is None) == (not pulls)
        firm = stance_fit("level_and_firm", said, [turn], self.KNOWN)
        assert firm is not None and not firm.against

    def test_who_only_asks_about_danger_is_exempt(self) -> None:
        turn = make_turn(0, 1, utterances("closed_question"), (), self.KNOWN, asked=True)
        assert turn.exempt and turn.question is None
        later = make_turn(0, 1, utterances("confront"), (), self.KNOWN, after_danger=True)
        assert later.exempt and later.question is None
        assert stance_fit("level_and_firm", "?", [turn], self.KNOWN) is None

    @pytest.mark.parametrize(
        ("codes", "fit", "missing", "against"),
        [
            (("limit_with_choice",), "fits", (), 0),
            (("give_information", "seek_collaboration"), "fits", (), 0),
            (("give_information",), "partly", ("choice",), 0),
            (("limit_with_choice", "persuade"), "partly", (), 1),
            (("open_question", "affirm"), "not_yet", ("plain", "choice"), 0),
            (("affirm",), "not_yet", ("plain", "choice"), 0),
            (("confront", "confront"), "not_yet", ("plain", "choice"), 2),
        ],
    )
    def test_what_is_there_and_what_is_missing(
        self, codes: tuple[str, ...], fit: str, missing: tuple[str, ...], against: int
    ) -> None:
        found = self.fit(*codes)
        assert found is not None
        assert (found.fit, sorted(found.missing), len(found.against)) == (
            fit,
            sorted(missing),
            against,
        )
        assert (found.question is None) == (fit == "fits")

    def test_what_pulls_against_it_is_asked_about_where_all_is_there(self) -> None:
        found = self.fit("limit_with_choice", "persuade")
        assert found is not None
        assert "Did they ask for this?" in str(found.question)

    def test_a_greeting_is_no_try(self) -> None:
        assert self.fit("other") is None

    def test_every_stance_but_safety_first_can_be_tried(self) -> None:
        stances = {stance.id for stance in load_clinical().stances}
        assert {stance.id for stance in self.KNOWN.stances} == stances - {"safety_first"}

    def test_safety_first_is_exempt(self) -> None:
        with pytest.raises(KnowledgeError):
            self.fit("affirm", stance="safety_first")
