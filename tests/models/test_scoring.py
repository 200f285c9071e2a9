"""The scorer: figures worked out by hand, figures frozen from a second program, and its parts."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import bootstrap
from sklearn.metrics import average_precision_score, brier_score_loss

from models.bootstrap import Estimate, Resampler, f1, macro_f1, precision, ratio
from models.calibration import expected_error, worth
from models.corpus import DEVELOPMENT, load_development, load_notes
from models.ranking import average_precision, average_precisions
from models.scoring import ScoringError, main, score

TEXTS = (
    "Wouldn't sit till the door was propped. Took the form, read it twice, put it back.",
    "Second no-show. When I rang she laughed and asked for the same time next week.",
    "He is sure the bus card reports on him. Gave it back to me in an envelope, politely.",
    "Kit collected, thanks all round. Nothing needed today.",
)


def gold_row(i, barriers=(), style=("balanced", "mixed"), **items):
    quote = TEXTS[i].split()[0]
    names = {
        "staff_reactions": ["reaction"],
        "strengths": ["strength"],
        "risks": ["risk", "status"],
    }
    names["referrals"] = ["purpose", "status"]
    lists = {
        field: [
            {**dict(zip(keys, values, strict=True)), "evidence": quote}
            | ({"service": "x"} if field == "referrals" else {})
            for values in items.get(field, ())
        ]
        for field, keys in names.items()
    }
    return {
        "id": f"n-{i}",
        "text": TEXTS[i],
        "format": "log",
        "setting": "shelter",
        "barriers": {label: {"level": lv, "evidence": [q]} for label, lv, q in barriers},
        "style": {"control": style[0], "affiliation": style[1], "evidence": []},
        "optional": {field: [] for field in lists} | items.get("optional", {}),
        **lists,
    }


GOLD = (
    gold_row(
        0,
        [("coercion_sensitivity", "clear", "Wouldn't sit till the door was propped")],
        strengths=[["took_a_step"]],
        optional={"strengths": [{"strength": "skill", "evidence": "read it twice"}]},
    ),
    gold_row(
        1,
        [("ambivalence", "possible", "Second no-show")],
        ("unclear", "friendly"),
        staff_reactions=[["guilty"]],
        risks=[["exposure", "current"], ["suicide", "denied"]],
    ),
    gold_row(
        2,
        [
            ("confusion", "clear", "He is sure the bus card reports on him"),
            ("power_dynamics", "possible", "politely"),
        ],
        ("submissive", None),
        referrals=[["other", "declined"]],
        optional={"risks": [{"risk": "exposure", "status": "past", "evidence": "bus card"}]},
    ),
    gold_row(3, style=("unclear", "friendly")),
)


def answer(i, hypotheses=(), scores=None, style=("unclear", "friendly"), **items):
    return {
        "schema": "formulation/1",
        "id": f"n-{i}",
        "hypotheses": [
            {"label": label, "evidence": [{"start": a, "end": b, "text": TEXTS[i][a:b]}]}
            for label, a, b in hypotheses
        ],
        "scores": scores or {},
        "style": {"control_label": style[0], "affiliation_label": style[1]},
        **{field: items.get(field, []) for field in ("reactions", "risks", "strengths")},
        "referrals": items.get("referrals", []),
    }


ANSWERS = (
    answer(
        0,
        [("coercion_sensitivity", 17, 39)],
        {"coercion_sensitivity": 0.9, "confusion": 0.2},
        ("balanced", "hostile"),
        strengths=[{"kind": "took_a_step"}, {"kind": "skill"}, {"kind": "values"}],
    ),
    answer(
        1,
        [("ambivalence", 0, 14), ("practical_obstacle", 0, 14)],
        {"ambivalence": 0.6, "practical_obstacle": 0.55},
        reactions=[{"kind": "guilty"}, {"kind": "warmth"}],
        risks=[
            {"kind": "exposure", "status": "past"},
            {"kind": "suicide", "status": "denied"},
        ],
    ),
    answer(
        2,
        (),
        {"confusion": 0.3, "power_dynamics": 0.8},
        ("balanced", "friendly"),
        risks=[{"kind": "exposure", "status": "current"}],
        referrals=[
            {"purpose": "other", "status": "declined"},
            {"purpose": "other", "status": "needed"},
        ],
    ),
    answer(3, [("street_community", 0, 13)], {"street_community": 1.0}),
)

# By the scorer that the formulation contract came with, on the same eight lines.
EXPECTED = {
    "n": 4,
    "missing": 0,
    # one of seven labels is right, the others wrong or without a case
    "barrier_macro_f1": 1 / 7,
    # found 1, false 2 (both `possible` pass), missed 1
    "barrier_micro_f1": 0.4,
    "barrier_f1": {
        "coercion_sensitivity": [1.0, 1.0, 1.0],
        "confusion": [0.0, None, 0.0],
        "street_community": [0.0, 0.0, None],
        "power_dynamics": [None, None, None],
        "ambivalence": [None, None, None],
        "referral_as_rejection": [None, None, None],
        "practical_obstacle": [0.0, 0.0, None],
    },
    "barrier_map": 1.0,
    # 17 of 17 + 33 characters twice for the first, nothing for the second
    "evidence_char_f1_on_clear": 0.34,
    "false_alarm_on_none_notes": 1.0,
    "ece": 0.0903846153846154,
    "control_acc": 0.75,
    "control_macro_f1": 5 / 9,
    "affiliation_acc": 2 / 3,
    "affiliation_macro_f1": 0.5,
    "reactions_micro_prf": [0.667, 0.5, 1.0],
    "risks_kind_status_micro_prf": [0.4, 0.333, 0.5],
    "strengths_micro_prf": [0.667, 0.5, 1.0],
    "referrals_purpose_status_micro_prf": [0.667, 0.5, 1.0],
    "risk_current_seen_any_status": 1.0,
    "risk_current_false": 0,
    "risk_current_n": 1,
    "errors": 0,
}


@pytest.fixture
def gold(write_rows):
    return load_notes(write_rows("gold", GOLD))


def close(expected):
    """The same figures up to the last bits of a sum."""
    return {
        key: pytest.approx(value, abs=1e-12) if isinstance(value, float) else value
        for key, value in expected.items()
    }


def test_figures_worked_out_by_hand(gold):
    assert score(gold, ANSWERS).figures() == close(EXPECTED)


ONES = [1.0, 1.0, 1.0]
SAME_BARRIERS = {"barrier_f1": dict.fromkeys(EXPECTED["barrier_f1"], ONES)}
PERFECT = {
    **EXPECTED,
    **SAME_BARRIERS,
    "n": 45,
    **dict.fromkeys(
        ("barrier_macro_f1", "barrier_micro_f1", "barrier_map", "control_acc", "control_macro_f1"),
        1.0,
    ),
    **dict.fromkeys(("affiliation_acc", "affiliation_macro_f1"), 1.0),
    **{key: ONES for key in EXPECTED if key.endswith("_prf")},
    "false_alarm_on_none_notes": 0.0,
    "risk_current_seen_any_status": 1.0,
    "risk_current_n": 3,
    "ece": 0.0,
}


@pytest.mark.parametrize(
    ("reference", "figures"),
    [
        ("dev", PERFECT | {"evidence_char_f1_on_clear": 0.9217376064528858}),
        (
            "reader_1",
            PERFECT
            | {
                "evidence_char_f1_on_clear": 0.8734516613154275,
                "ece": 0.0016233766233766235,
                "affiliation_acc": 0.9111111111111111,
                "affiliation_macro_f1": 0.9261904761904762,
                "risks_kind_status_micro_prf": [0.867, 0.867, 0.867],
                "strengths_micro_prf": [0.816, 0.882, 0.759],
                "referrals_purpose_status_micro_prf": [0.727, 0.692, 0.766],
                "risk_current_false": 1,
            },
        ),
    ],
)
def test_the_second_reader_scores_as_a_second_program_says(reference, figures):
    scores = score(load_development(reference), load_development("reader_2"))
    assert scores.figures() == close(figures)


def test_labels_are_counted_one_by_one(gold):
    scores = score(gold, ANSWERS)
    street = scores.barriers.by_label["street_community"]
    assert (street.tp, street.fp, street.fn) == (0, 1, 0)
    assert set(scores.risks.by_label) == {
        "exposure/current",
        "exposure/past",
        "suicide/denied",
    }
    assert scores.risks.by_label["suicide/denied"].f1.value == 1.0
    assert scores.strengths.by_label["skill"].fp == 0  # optional: neither right nor wrong
    assert scores.strengths.by_label["values"].fp == 1
    assert scores.affiliation.n == 3  # null in one note
    assert scores.barriers.none_notes == 1


def test_possible_counts_neither_way(gold):
    withheld = (*ANSWERS[:1], answer(1, [("practical_obstacle", 0, 14)]), *ANSWERS[2:])
    assert score(gold, ANSWERS).barriers.micro == score(gold, withheld).barriers.micro


def test_missing_predictions_are_counted_and_left_out(gold):
    scores = score(gold, ANSWERS[:1])
    assert (scores.n, scores.missing) == (4, 3)
    assert scores.barriers.micro.f1.value == 1.0


def test_an_error_line_counts_as_nothing_found(gold):
    error = {"schema": "formulation/1", "id": "n-0", "error": {"kind": "x", "message": "y"}}
    scores = score(gold, [error, *ANSWERS[1:]])
    assert scores.errors == 1
    assert scores.barriers.by_label["coercion_sensitivity"].fn == 1


@pytest.mark.parametrize(
    ("predictions", "message"),
    [
        ([], "No gold note has a prediction"),
        ([answer(0) | {"id": "else"}], "No gold note has a prediction"),
        ([answer(0), answer(0)], "n-0: there are two predictions"),
        ([answer(0) | {"schema": "formulation/9"}], "'formulation/9'"),
    ],
)
def test_what_does_not_belong_together_is_refused(gold, predictions, message):
    with pytest.raises(ScoringError, match=message):
        score(gold, predictions)


def test_an_annotator_of_another_text_is_refused(gold, write_rows):
    other = load_notes(write_rows("b", [GOLD[0] | {"text": TEXTS[0] + " Rain."}]))
    with pytest.raises(ScoringError, match="n-0: gold and prediction are about different texts"):
        score(gold, other)


def test_intervals_are_those_of_scipy():
    rng = np.random.default_rng(3)
    counts = rng.integers(0, 2, size=(60, 3)).astype(float)

    def statistic(tp, fp, fn, axis):
        return f1(np.stack([x.sum(axis=axis) for x in (tp, fp, fn)], axis=-1))

    ours = Resampler(60, resamples=4000, seed=1).estimate(counts, f1)
    theirs = bootstrap(
        tuple(counts.T), statistic, paired=True, n_resamples=4000, method="percentile", rng=2
    ).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.015)
    assert ours.high == pytest.approx(theirs.high, abs=0.015)


def test_intervals_repeat_with_the_seed_and_move_with_it(gold):
    def interval(seed):
        return score(gold, ANSWERS, seed=seed, resamples=50).barriers.micro.f1

    assert interval(1) == interval(1)
    assert len({interval(seed) for seed in range(4)}) > 1


def test_a_figure_without_a_case_is_none_and_spoils_nothing():
    counts = np.array([[1.0, 1.0], *[[0.0, 0.0]] * 4])
    draws = Resampler(5, resamples=200)
    estimate = draws.estimate(counts, ratio)  # most draws hold the one note, some do not
    assert (estimate.value, estimate.low, estimate.high) == (1.0, 1.0, 1.0)
    assert draws.estimate(np.zeros((5, 2)), ratio).value is None


@pytest.mark.parametrize(
    ("estimate", "written"),
    [
        (Estimate(0.5, 0.25, 0.75), "0.50 [0.25, 0.75]"),
        (Estimate(0.5, None, None), "0.50"),
        (Estimate(None, None, None), "-"),
    ],
)
def test_a_figure_is_written_with_its_interval(estimate, written):
    assert f"{estimate:.2f}" == written


def test_macro_counts_an_undefined_label_as_zero():
    sums = np.array([[2.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    with np.errstate(invalid="ignore"):
        assert macro_f1(sums) == 0.5
        assert np.isnan(precision(sums)[1])


def test_ranking_and_brier_are_those_of_scikit_learn(gold):
    rng = np.random.default_rng(5)
    truths, probabilities = rng.random(80) < 0.3, rng.random(80)
    (ours,), mean = average_precisions(
        [probabilities.tolist()], [truths.tolist()], Resampler(80, resamples=50)
    )
    assert ours.value == pytest.approx(average_precision_score(truths, probabilities))
    assert ours == mean
    assert ours.low < ours.value < ours.high
    scored = [
        (note.level(label) == "clear", a["scores"].get(label, 0.0))
        for note, a in zip(gold, ANSWERS, strict=True)
        for label in EXPECTED["barrier_f1"]
        if note.level(label) != "possible"
    ]
    brier = score(gold, ANSWERS).barriers.calibration.brier.value
    assert brier == pytest.approx(brier_score_loss(*zip(*scored, strict=True)))


def test_average_precision_by_hand():
    assert average_precision(np.array([True, False, True])) == pytest.approx((1 + 2 / 3) / 2)
    assert np.isnan(average_precision(np.array([False, False])))


def test_calibration_by_hand():
    # ten said 0.8 of which six were so, ten said 0.1 of which one was
    sums = np.zeros((10, 3))
    sums[8] = 8.0, 6, 10
    sums[1] = 1.0, 1, 10
    with np.errstate(invalid="ignore"):
        assert expected_error(sums) == pytest.approx(0.5 * 0.2 + 0.5 * 0.0)


def test_reliability_says_how_often_it_was_so(gold):
    bins = score(gold, ANSWERS).barriers.calibration.reliability
    assert sum(b.n for b in bins) == 4 * 7 - 2
    assert (bins[9].n, bins[9].mean, bins[9].observed) == (2, pytest.approx(0.95), 0.5)
    assert (bins[4].n, bins[4].mean, bins[4].observed) == (0, None, None)


def test_worth_follows_bayes_and_is_cautious_about_what_was_not_seen():
    by_rate = {w.base_rate: w for w in worth(tp=8, fp=10, fn=2, tn=90)}
    assert by_rate[0.1].value == pytest.approx(0.8 * 0.1 / (0.8 * 0.1 + 0.1 * 0.9))
    assert by_rate[0.02].value < by_rate[0.3].value
    assert by_rate[0.1].cautious < by_rate[0.1].value
    never_wrong = worth(tp=8, fp=0, fn=2, tn=20)[0]
    assert never_wrong.value == 1.0
    assert never_wrong.cautious < 0.15
    assert worth(tp=0, fp=1, fn=0, tn=3)[0].value is None


def test_the_command_prints_a_table_and_plain_json(write_rows):
    paths = [str(write_rows("gold", GOLD)), str(write_rows("pred", ANSWERS))]
    table = CliRunner().invoke(main, paths)
    assert table.exit_code == 0, table.output
    assert "barriers, micro F1                       0.400 [" in table.output
    result = CliRunner().invoke(main, [*paths, "--json"])
    figures = json.loads(result.output)
    details = figures.pop("details")
    assert figures == close(EXPECTED)
    assert details["barriers"]["micro"]["tp"] == 1


def test_the_command_takes_an_annotator_and_refuses_what_it_cannot_read(write_rows):
    gold = str(write_rows("gold", GOLD))
    reader = CliRunner().invoke(main, [gold, gold, "--json"])
    assert json.loads(reader.output)["barrier_micro_f1"] == 1.0
    for line, message in (("{", "pred.jsonl:1"), ("[1]", "an object with an id was expected")):
        refused = CliRunner().invoke(main, [gold, str(write_rows("pred", [line]))])
        assert refused.exit_code == 1
        assert message in refused.output
    strangers = CliRunner().invoke(main, [gold, str(DEVELOPMENT / "reader_2.jsonl")])
    assert "No gold note has a prediction" in strangers.output
