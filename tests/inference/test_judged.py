"""Risks and referrals that are held out, from what rules found and judges think."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from inference import Reader
from inference.features import Features
from inference.formulation import Quote, Referral, Risk, Strength
from inference.heads import Scores
from inference.judged import apart_from_a_no, apart_from_danger, judged_referrals, judged_risks
from inference.marks import INPUTS, REFERRAL, RISK, Sort
from inference.reading import Clause, Judgement
from inference.settings import Settings
from inference.vocabulary import GIST_LABELS, TAGS

TEXT = "He took pills on Monday. The clinic rang back."
CUT = TEXT.index(" The") + 1
STATED = Judgement("stated", ())
CLAUSES = tuple(
    Clause(start, end, i, who=Judgement("client", ()), when=Judgement("now", ()), whether=STATED)
    for i, (start, end) in enumerate([(0, CUT - 1), (CUT, len(TEXT))])
)
FEATURES = Features(
    TEXT, TEXT, CLAUSES, np.zeros((2, 3)), np.zeros((5, 3)), np.ones(2), frozenset()
)
SHOW = Settings(
    {f"risk:{s}": 0.3 for s in RISK.statuses} | {f"referral:{s}": 0.3 for s in REFERRAL.statuses},
    {},
)


def scores(likely: Mapping[str, float], **best: int) -> Scores:
    """Probabilities of marks, the rest 0; `best` names the clause that is evidence of a tag."""
    evidence = np.full((2, len(TAGS)), -8.0)
    for tag, clause in best.items():
        evidence[clause, TAGS.index(tag.replace("__", ":"))] = 2.0
    every = {mark: 0.0 for sort in (RISK, REFERRAL) for mark in sort.marks} | dict(likely)
    risks = {mark: every[mark] for mark in RISK.marks}
    referrals = {mark: every[mark] for mark in REFERRAL.marks}
    return Scores({}, {}, {}, risks, referrals, evidence)


def quote(text: str) -> Quote:
    start = TEXT.index(text)
    return Quote(start, start + len(text), text)


PILLS = Risk("suicide", "current", (quote("took pills"),))
CLINIC = Referral("clinic", "recommended_practice", "offered", (quote("The clinic"),))


CHAIR = Risk("harm_to_others", "current", (quote("rang back"),))
NOW = ("suicide", "current", "took pills")
THERE = ("harm_to_others", "current", "rang back")


@pytest.mark.parametrize(
    ("ruled", "likely", "expected"),
    [
        ((), {}, []),
        ((), {"suicide/past": 0.29}, []),
        ((), {"suicide/past": 0.31}, [("suicide", "past", "He took pills on Monday.")]),
        ((PILLS,), {"suicide/current": 0.6}, [NOW]),
        ((PILLS,), {"suicide/past": 0.6}, [("suicide", "past", "took pills")]),
        ((PILLS,), {"suicide/current": 0.6, "suicide/denied": 0.4}, [NOW]),
        ((PILLS,), {"suicide/denied": 0.1}, [NOW]),
        ((CHAIR,), {"harm_to_others/current": 0.04}, [THERE]),
        ((CHAIR,), {"harm_to_others/current": 0.02}, []),
    ],
    ids=[
        "nothing",
        "unlikely",
        "by the head",
        "by both",
        "other status",
        "doubted",
        "suicide is never left out",
        "another danger is shown in doubt",
        "and is not where it is hardly likely",
    ],
)
def test_risks(ruled: tuple[Risk, ...], likely: dict[str, float], expected: list[object]) -> None:
    given = scores(likely, suicide=0, risk__past=0)
    made = judged_risks(ruled, FEATURES, given, SHOW)
    assert [(r.kind, r.status, r.evidence[0].text) for r in made] == expected


def test_plain_words_are_shown_however_unlikely() -> None:
    text = "It took two sprays to bring him round."
    danger = Risk("overdose_withdrawal", "current", (Quote(0, len(text), text),))
    features = replace(FEATURES, text=text)
    assert judged_risks((danger,), features, scores({}), SHOW) == (danger,)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("He knows how he'd do it.", ["current", "denied"]),
        ("He gave his dog away.", ["denied"]),
    ],
    ids=["plain words", "other words"],
)
def test_plain_words_of_now_are_shown_beside_a_denial(text: str, statuses: list[str]) -> None:
    note = f"Denies SI. {text}"
    told = Risk("suicide", "current", (Quote(11, len(note), text),))
    denied = Risk("suicide", "denied", (Quote(0, 10, "Denies SI."),))
    features = replace(FEATURES, text=note)
    made = judged_risks((told, denied), features, scores({"suicide/denied": 0.9}), SHOW)
    assert sorted(risk.status for risk in made) == statuses


def test_another_status_beside_the_rules_has_words_of_its_own() -> None:
    denied = Risk("suicide", "denied", (quote("rang back"),))
    likely = scores({"suicide/denied": 0.9, "suicide/past": 0.9}, suicide=0, risk__past=0)
    made = judged_risks((denied,), FEATURES, likely, SHOW)
    assert {r.status: r.evidence[0].text for r in made} == {
        "denied": "rang back",
        "past": "He took pills on Monday.",
    }


@pytest.mark.parametrize(
    ("ruled", "mark", "expected"),
    [
        ((), "recommended_practice/offered", ("treatment or group", "offered")),
        ((CLINIC,), "recommended_practice/offered", ("clinic", "offered")),
        ((CLINIC,), "recommended_practice/declined", ("clinic", "declined")),
    ],
    ids=["by the head", "by both", "other status"],
)
def test_referrals(ruled: tuple[Referral, ...], mark: str, expected: tuple[str, str]) -> None:
    tags = {f"purpose__{mark.partition('/')[0]}": 1, f"referral__{mark.partition('/')[2]}": 1}
    (made,) = judged_referrals(ruled, FEATURES, scores({mark: 0.5}, **tags), SHOW)
    assert (made.service, made.status) == expected


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (0.0, 0.3, "declined"),
        (0.2, 0.5, "offered"),
        (0.2, 0.7, "declined"),
        (0.3, 0.95, "declined"),
    ],
)
def test_another_status_must_be_clearly_more_likely(
    own: float, other: float, expected: str
) -> None:
    likely = {"recommended_practice/offered": own, "recommended_practice/declined": other}
    made = judged_referrals((CLINIC,), FEATURES, scores(likely), SHOW)
    assert [r.status for r in made if r.service == CLINIC.service] == [expected]


def test_words_are_not_two_services() -> None:
    likely = {"recommended_practice/offered": 0.5, "manage_crisis/declined": 0.5}
    tags = {"purpose__manage_crisis": 1, "referral__declined": 1}
    made = judged_referrals((CLINIC,), FEATURES, scores(likely, **tags), SHOW)
    assert [(r.purpose, r.status) for r in made] == [("recommended_practice", "offered")]


@pytest.mark.parametrize(
    ("text", "read", "services"),
    [
        ("The clinic rang, and he let them in.", "The clinic", ["clinic"]),
        (
            "The clinic rang, and he let the crisis team in.",
            "The clinic",
            ["clinic", "crisis team"],
        ),
        ("The clinic rang. And he let them in.", "The clinic", ["clinic", "help in a crisis"]),
    ],
)
def test_words_for_a_named_service_are_no_other_one(
    text: str, read: str, services: list[str]
) -> None:
    cut = text.index("and" if "and" in text else "And")
    of = [0, 0] if "and" in text else [0, 1]
    clauses = tuple(
        replace(clause, start=start, end=end, sentence=sentence)
        for clause, start, end, sentence in zip(
            CLAUSES, [0, cut], [cut - 1, len(text)], of, strict=True
        )
    )
    features = replace(FEATURES, text=text, clauses=clauses)
    clinic = replace(CLINIC, evidence=(Quote(0, len(read), read),))
    likely = {"recommended_practice/offered": 0.5, "manage_crisis/declined": 0.5}
    tags = {"purpose__manage_crisis": 1, "referral__declined": 1}
    made = judged_referrals((clinic,), features, scores(likely, **tags), SHOW)
    assert [referral.service for referral in made] == services


def test_an_unlikely_service_of_the_rules_is_only_talked_about() -> None:
    assert judged_referrals((CLINIC,), FEATURES, scores({}), SHOW) == ()


@pytest.mark.parametrize(
    ("read_as", "likely", "shown"),
    [
        (["current", "past"], {"current": 0.9, "past": 0.8}, ["current"]),
        (["denied"], {"denied": 0.9, "past": 0.8}, ["denied"]),
        (["denied"], {"denied": 0.1, "past": 0.8}, ["past"]),
        (["denied"], {"denied": 0.9, "current": 0.8}, ["current"]),
        (["denied", "past"], {"denied": 0.9, "past": 0.8}, ["denied", "past"]),
    ],
    ids=[
        "what is on now is told as that alone",
        "what only the judges see is not told of the same words",
        "but instead of a status that is not likely",
        "a danger of now wins",
        "both were read in the clause",
    ],
)
def test_the_same_words_are_not_two_statuses(
    read_as: list[str], likely: dict[str, float], shown: list[str]
) -> None:
    ruled = tuple(Risk("suicide", status, (quote("took pills"),)) for status in read_as)
    made = judged_risks(
        ruled, FEATURES, scores({f"suicide/{s}": p for s, p in likely.items()}), SHOW
    )
    assert [risk.status for risk in made] == shown


def test_words_within_other_words_are_quoted_once() -> None:
    pills = replace(PILLS, evidence=(quote("pills"), quote("took pills"), quote("rang")))
    (made,) = judged_risks((pills,), FEATURES, scores({"suicide/current": 0.9}), SHOW)
    assert [q.text for q in made.evidence] == ["took pills", "rang"]


WHOLE = quote("He took pills on Monday.")
BACK = quote("The clinic rang back.")


@pytest.mark.parametrize(
    ("quotes", "status", "left"),
    [
        ((WHOLE,), "current", []),
        ((WHOLE, BACK), "current", [BACK.text]),
        ((BACK,), "current", [BACK.text]),
        ((WHOLE,), "past", [WHOLE.text]),
        ((WHOLE,), "denied", [WHOLE.text]),
    ],
    ids=["nothing is left", "the rest is left", "other words", "past", "denied"],
)
def test_no_strength_rests_on_the_words_of_a_danger(
    quotes: tuple[Quote, ...], status: str, left: list[str]
) -> None:
    danger = Risk("suicide", status, (quote("took pills"),))
    kept = apart_from_danger([Strength("took_a_step", quotes)], [danger])
    assert [q.text for strength in kept for q in strength.evidence] == left
    assert all(strength.evidence for strength in kept)


@pytest.mark.parametrize(
    ("kind", "text", "status", "kept"),
    [
        ("own_goal", "Turned down detox: 'done it myself on worse.'", "declined", False),
        ("own_goal", "Turned down detox, wants his own door first.", "declined", True),
        ("own_goal", "Turned down detox, she'd rather paint.", "declined", True),
        ("own_goal", "Turned down detox: 'done it myself on worse.'", "offered", True),
        ("own_goal", "He talks of Leith.", "declined", True),
        ("values", "Turned down detox: 'done it myself on worse.'", "declined", True),
    ],
)
def test_a_no_is_no_goal(kind: str, text: str, status: str, kept: bool) -> None:
    words = "Turned down detox"
    at = 0 if text.startswith(words) else 50
    detox = Referral("detox", "recommended_practice", status, (Quote(at, at + 17, words),))
    found = apart_from_a_no([Strength(kind, (Quote(0, len(text), text),))], [detox])
    assert bool(found) == kept


@pytest.mark.slow
@pytest.mark.parametrize(
    "note",
    [
        "Key visit, flat 4. Joan didn't want to talk about the counsellor. She has been saving her "
        "amitriptyline, showed me the tin, said \"it's nice to know it's there\". She rang her "
        "sister on Sunday.",
        "Saw Dee at the hub. He strangled her on Sunday and she blacked out. He has her phone.",
    ],
)
def test_a_danger_is_nothing_to_build_on(reader: Reader, note: str) -> None:
    read = reader.read(note)
    danger = [q for risk in read.risks if risk.status == "current" for q in risk.evidence]
    assert danger
    assert not [q for s in read.strengths for q in s.evidence if any(map(q.overlaps, danger))]
    assert "build_on_what_works" not in {stance.id for stance in read.stances}


@pytest.mark.parametrize("sort", [RISK, REFERRAL])
def test_inputs_of_the_judges(sort: Sort) -> None:
    mark = sort.marks[1]
    gist = np.full(len(GIST_LABELS), -3.0)
    gist[GIST_LABELS.index(mark)] = 1.0
    inputs = sort.inputs(np.zeros((0, len(TAGS))), gist, {mark})
    assert inputs.shape == (len(sort.kinds), len(sort.statuses), INPUTS)
    assert inputs[0, 1, 0] == 1.0
    assert inputs[0, 1, 4] == 1.0
    assert inputs[0, 0, 5] == 1.0  # the rules found this kind with another status
    assert inputs[1:, :, 4:].sum() == 0.0
    assert (inputs[..., 2:4] == -8.0).all()  # no clause at all
