"""The coach as shipped: plain cases, look-alikes, danger, and whatever else is pasted."""

from __future__ import annotations

import pytest

from inference import Coach, NoteError, load_coach
from inference.listening import whole_words


@pytest.fixture(scope="module")
def coach() -> Coach:
    return load_coach()


CODES = [
    ("How did you come to be in that hostel?", None, "open_question"),
    ("Tell me about your morning.", None, "open_question"),
    ("Did you eat today?", None, "closed_question"),
    ("It's up to you whether you go.", None, "emphasise_autonomy"),
    ("Would it be all right if I sat with you?", None, "seek_collaboration"),
    ("The desk opens at nine and closes at four.", None, "give_information"),
    ("You need to stop drinking and you need to do it now.", None, "persuade"),
    ("Hello there, good to see you.", None, "other"),
    ("The stairs.", "It's the stairs I can't do.", "simple_reflection"),
    (
        "I can't have the dog at the table. He can sit by the door, or you can both eat outside, "
        "which would you rather?",
        None,
        "limit_with_choice",
    ),
]


@pytest.mark.parametrize(("text", "client", "code"), CODES)
def test_plain_cases(coach: Coach, text: str, client: str | None, code: str) -> None:
    assert [u.code for u in coach.read(text, client).utterances] == [code]


LOOK_ALIKES = [
    ("Have you tried the patch?", "persuade"),
    ("You'd had enough of waiting, so you walked out?", "open_question"),
    ("I can't make you.", "limit_with_choice"),
    ("You should have a letter from them, it went out on Monday.", "confront"),
]


@pytest.mark.parametrize(("text", "code"), LOOK_ALIKES)
def test_look_alikes(coach: Coach, text: str, code: str) -> None:
    assert code not in [u.code for u in coach.read(text).utterances]


@pytest.mark.parametrize(
    ("said", "start", "end", "expected"),
    [
        ("No, I can't.", 6, 8, "can't"),
        ("in there, that took", 8, 14, "that"),
        ("Did you?", 7, 8, "?"),
        ("Well, yes", 4, 5, ""),
        ("up to you", 0, 2, "up"),
    ],
)
def test_evidence_is_whole_words(said: str, start: int, end: int, expected: str) -> None:
    first, last = whole_words(said, start, end)
    assert said[first:last] == expected


def test_a_question_ends_its_span(coach: Coach) -> None:
    heard = coach.hear("How was the night? You're tired. What would help?")
    assert [u.code for u in heard][::2] == ["open_question", "open_question"]
    assert len(heard) == 3


def test_evidence_and_spans_are_of_the_text(coach: Coach) -> None:
    text = "Mm, okay 🙂. So the nights are worst.\n\nWhat would help? “You choose.”"
    talk = coach.read(text)
    assert len(talk.turns) == 2
    ends = [0, *(u.end for u in talk.utterances)]
    for before, u in zip(ends, talk.utterances, strict=False):
        assert not any(c.isalnum() for c in text[before : u.start])
        assert 0 < u.probability <= 1
        for quote in u.evidence:
            assert u.start <= quote.start < quote.end <= u.end
            assert text[quote.start : quote.end] == quote.text
    assert talk.utterances == coach.hear(text)
    assert not any(c.isalnum() for c in text[ends[-1] :])


DANGER = [
    ("You said you want to kill yourself. Is that so?", None),
    ("So you want to kill yourself?", None),
    ("How long have you been thinking of killing yourself?", None),
    ("Do you remember that you took an overdose?", None),
    ("You took all the pills, are you awake?", None),
    ("He has a knife. Does he live with you?", None),
    ("Can you wait here, he has a gun?", None),
    ("Would you let me call someone, you want to kill yourself?", None),
    ("Are you awake, you took an overdose?", None),
    ("Are you awake you took an overdose", None),
    ("Kev, has anyone seen her, she has taken an overdose", None),
    ("Let me ask someone to stay with you, you have taken an overdose.", None),
    ("I have to ask the nurse to come, you have taken an overdose.", None),
    ("I must ask the doctor to see you, you want to kill yourself.", None),
    ("I want to know if the ambulance is coming, you took an overdose.", None),
    ("I want to know if you are awake, you took an overdose.", None),
    ("He locked himself in and has taken an overdose", None),
    ("Have a seat, you want to kill yourself and I am worried", None),
    ("Some people are threatening to kill you. Do you feel safe tonight?", None),
    ("Are you thinking of killing yourself?", "I want to end my life."),
    (
        "You have to stay here with me.",
        "I've got the pills here, I'm going to end my life tonight.",
    ),
]


@pytest.mark.parametrize(("text", "client"), DANGER)
def test_danger_is_named_and_not_remarked_upon(coach: Coach, text: str, client: str | None) -> None:
    talk = coach.read(text, client)
    assert talk.danger
    assert all(t.question is None and not t.missing for t in talk.turns)
    assert talk.ratios == ()


def test_what_answers_danger_is_not_remarked_upon(coach: Coach) -> None:
    before = "How was the week?"
    told = "You said you want to kill yourself."
    after = "Do you have the pills with you now?\nI'm going to call the crisis team."
    talk = coach.read(f"{before}\n{told}\n{after}")
    assert [turn.after_danger for turn in talk.turns] == [False, False, True, True]
    assert talk.question is None and talk.turns[0].present == ("room",)
    assert all(t.question is None and not t.missing for t in talk.turns)


def test_a_night_outside_does_not_end_the_talk(coach: Coach) -> None:
    client = "I slept outside in the snow again."
    talk = coach.read("You slept in the snow.\nYou should just take the bed.", client)
    assert talk.danger and talk.ratios == ()
    assert [turn.after_danger for turn in talk.turns] == [True, False]
    assert "Did they ask for this?" in str(talk.turns[1].question)


SPOKEN_BETWEEN = [
    # text, what our turns say, whether there is danger
    (
        "How was the week?\nClient: I want to kill myself.\nDo you have the pills here?",
        ["How was the week?", "Do you have the pills here?"],
        True,
    ),
    (
        "Worker: How are you today?\nClient: Tired.\nWorker: So you're tired.",
        ["How are you today?", "So you're tired."],
        False,
    ),
    (
        "C: I'm not going.\nT: You're not going.\nC: No.\nand don't ask.\nT: What would help?",
        ["You're not going.", "What would help?"],
        False,
    ),
    # no labels of anybody's
    ("One thing: you came back.\nListen: it's up to you.", None, False),
    (
        "Listen: you came.\nListen: you stayed.\nLook: why not?\nLook: it helps.\nSo.\nYes.\n"
        "Okay.\nNo.",
        None,
        False,
    ),
    ("The client: who is that?\nIt's 9:30.", None, False),
]


@pytest.mark.parametrize(("text", "ours", "danger"), SPOKEN_BETWEEN)
def test_what_the_client_says_between_is_no_turn(
    coach: Coach, text: str, ours: list[str] | None, danger: bool
) -> None:
    talk = coach.read(text)
    assert [talk.text[t.start : t.end] for t in talk.turns] == (ours or text.split("\n"))
    assert talk.danger == danger
    assert talk.utterances == coach.hear(text)


def test_what_is_said_between_is_given_back(coach: Coach) -> None:
    talk = coach.read("What is it?\nClient: It's the stairs I can't do.\nThe stairs.")
    assert [u.code for u in talk.utterances] == ["open_question", "simple_reflection"]
    mind = coach.read("Go on.\nClient: I want to stop, but it helps me sleep.\nMm.").client_talk
    assert {talk.kind for talk in mind} == {"change", "sustain"}


@pytest.mark.parametrize("client", ["...", "…", " ", "—"])
def test_a_client_may_say_nothing(coach: Coach, client: str) -> None:
    assert coach.read("Take your time.", client) == coach.read("Take your time.")


ANSWERED = [
    ("Yes, tonight, I have the pills.", True),
    ("yeah", True),
    ("Um, sometimes.", True),
    ("What if I am?", True),
    ("I guess so", True),
    ("Yes. No plan.", True),
    ("Sometimes, not every day.", True),
    ("If I'm honest, yes.", True),
    ("Of course I do.", True),
    ("Yeah? No.", False),
    ("Of course I'm not.", False),
    ("Of course I don't.", False),
    ("I am fine.", False),
    ("I was only joking.", False),
    ("Yeah, I don't think so.", False),
    ("No.", False),
    ("Of course not.", False),
    ("Yeah, no.", False),
    ("Not really.", False),
    ("I don't.", False),
    ("I didn't sleep.", False),
]


@pytest.mark.parametrize(("answer", "danger"), ANSWERED)
def test_a_yes_to_a_question_about_danger_tells_of_it(
    coach: Coach, answer: str, danger: bool
) -> None:
    asked = "Are you thinking of killing yourself?"
    talk = coach.read(f"{asked}\nClient: {answer}\nThank you for telling me.")
    assert talk.danger == danger
    words = [q.text for r in talk.client_risks for q in r.evidence]
    assert words == [asked, answer] * danger
    assert talk.turns[1].after_danger == danger
    assert not coach.read(f"Did you eat?\nClient: {answer}\nOkay, good.").danger


@pytest.mark.parametrize(
    ("between", "danger"),
    [
        ("Take your time.", True),
        ("I ask everybody that.\nClient: ...\nI'm still here.", True),
        ("Shall I open a window?", False),
        ("I hear you.\nClient: Leave me.\nI can do that.", False),
    ],
    ids=["a word more", "silence", "another question", "another answer"],
)
def test_a_question_about_danger_waits_for_its_answer(
    coach: Coach, between: str, danger: bool
) -> None:
    asked = "Are you thinking of killing yourself?"
    assert coach.read(f"{asked}\n{between}\nClient: Yes.\nThank you.").danger == danger


def test_the_client_alone_is_no_turn(coach: Coach) -> None:
    with pytest.raises(NoteError, match="no turn"):
        coach.read("Client: I'm tired.")


ASKED = [
    "Do you have any thoughts of hurting yourself?",
    "Kev, are you thinking of killing yourself?",
    "You look worn out. Any thoughts of suicide?",
    "I'd like to ask if you have thoughts of ending your life.",
    "Some people in that spot think of killing themselves. Is that so for you?",
    "Have you thought about how you would kill yourself?",
    "Have you got a knife on you?",
    "I'm going to ask you straight: are you thinking of killing yourself?",
]


@pytest.mark.parametrize("text", ASKED)
def test_who_only_asks_about_danger_sets_nothing_off(coach: Coach, text: str) -> None:
    talk = coach.read(text)
    (turn,) = talk.turns
    assert turn.asked and not talk.danger
    assert (turn.risks, turn.missing, turn.question) == ((), (), None)


def test_words_of_danger_are_those_of_the_text(coach: Coach) -> None:
    text = "Hello there.\nHe has a knife. Does he live with you?"
    risks = coach.read(text).turns[1].risks
    assert risks and all(q.text == text[q.start : q.end] for r in risks for q in r.evidence)


def test_the_stance_is_weighed_without_the_turns_of_danger(coach: Coach) -> None:
    handed_on = "The community team know more about debt than me."
    talk = coach.read(f"{handed_on}\nYou said you want to kill yourself. That worries me.")
    found = coach.fit(talk, "adding_not_leaving")
    assert talk.danger and found is not None
    assert [talk.text[u.start : u.end] for u in found.against] == [handed_on]
    assert "still be there" in str(found.question)
    assert coach.fit(coach.read(handed_on, "I want to kill myself."), "adding_not_leaving") is None


@pytest.mark.parametrize(
    "text", ["This queue is killing me, sorry.", "You need to ring them.", "Shoot, what is it?"]
)
def test_no_danger(coach: Coach, text: str) -> None:
    talk = coach.read(text)
    assert not talk.danger


def test_ten_utterances_have_ratios(coach: Coach) -> None:
    line = "How was the night?\nIt's up to you whether you go.\n"
    assert coach.read(line * 4).ratios == ()
    assert len(coach.read(line * 5).ratios) == 4
    hard_to_tell = "I do go home to a bed, and I don't know what it's like.\n"
    assert coach.read(line * 4 + hard_to_tell * 2).ratios == ()


@pytest.mark.parametrize("text", ["", " \n", "?!", "\0\0", "word " * 5000])
def test_refused(coach: Coach, text: str) -> None:
    with pytest.raises(NoteError):
        coach.read(text)
    with pytest.raises(NoteError):
        coach.hear(text)
