"""What a site may lay over the knowledge, what it may not, and where that is said."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any, Final

import pytest

from inference import (
    Clinical,
    Formulation,
    KnowledgeError,
    PlanDraft,
    Quote,
    Reader,
    Risk,
    Style,
    load_clinical,
    load_planner_knowledge,
    load_reader,
    plan_referrals,
    planner_with_overlay,
    read_overlay,
    reworded,
    with_overlay,
)
from inference.stances import choose_stances

EXAMPLE: Final = Path(__file__).parents[2] / "deploy" / "overlay.example.json"
NO_STYLE: Final = Style(
    None, None, None, None, "unclear", "unclear", None, None, None, None, evidence=()
)
SAMPLE: Final[dict[str, Any]] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
NOTE: Final = (
    "He got the overnight job at the bakery plant, 10p-6a from Monday. Our doors lock at 9 and no "
    "day sleeping outside the recup room. Waiver takes five to seven business days, so he turns "
    "down the job or loses the bed. He has already asked the Y about a nap room."
)


def laid_over(tmp_path: Path, **changed: Any) -> Clinical:
    file = tmp_path / "own.json"
    file.write_text(json.dumps({**SAMPLE, **changed}), encoding="utf-8")
    overlay = read_overlay(file)
    planner_with_overlay(load_planner_knowledge(), overlay)
    return with_overlay(load_clinical(), overlay)


def test_without_an_overlay_the_knowledge_is_as_shipped() -> None:
    assert with_overlay(load_clinical(), None) == load_clinical()


class TestStances:
    def test_own_one_takes_the_place_of_the_shipped(self, tmp_path: Path) -> None:
        known = laid_over(tmp_path)
        assert known.stance_for("practical_obstacle").id == "walk_along"
        assert known.stance_for("coercion_sensitivity").id == "open_hand"
        assert known.source("site:harbour-house").citation.endswith("harbour-house, 2026-11.")

    def test_one_may_answer_several(self, tmp_path: Path) -> None:
        callers = ["practical_obstacle", "confusion", "hostile"]
        own = [{**SAMPLE["stances"][0], "called_by": callers}]
        known = laid_over(tmp_path, stances=own, changes=[])
        assert {known.stance_for(caller).id for caller in callers} == {"walk_along"}
        assert len(known.stances) == len(load_clinical().stances) - 3 + 1

    def test_sentences_are_added_and_replaced_part_by_part(self, tmp_path: Path) -> None:
        known, shipped = laid_over(tmp_path, words={}), load_clinical()
        added, replaced = known.stance("open_hand"), known.stance("one_clear_step")
        assert added.say[:-1] == shipped.stance("open_hand").say
        assert added.say[-1].startswith("We have a room here")
        assert replaced.say == ("I’ll write it on the blue card: day, time, place, my name.",)
        assert replaced.do == shipped.stance("one_clear_step").do
        assert added.source[-1] == replaced.source[-1] == "site:harbour-house"

    def test_what_called_for_one_that_is_off_is_answered_by_asking(self, tmp_path: Path) -> None:
        callers = load_clinical().stance("steady_and_light").called_by
        known = laid_over(tmp_path)
        assert {known.stance_for(caller).id for caller in callers} == {"ask_first"}
        with pytest.raises(KnowledgeError, match="Unknown stance"):
            known.stance("steady_and_light")


class TestSafety:
    def test_own_text_stands_before_the_shipped(self, tmp_path: Path) -> None:
        known, shipped = laid_over(tmp_path), load_clinical().risk("suicide")
        mine = known.risk("suicide")
        assert mine.first == ("Ring the night lead, extension 7, first.",)
        assert mine.message == reworded(shipped.message, SAMPLE["words"])
        assert mine.if_not_current == reworded(shipped.if_not_current, SAMPLE["words"])
        assert mine.keep_in_mind[: len(shipped.keep_in_mind)] == shipped.keep_in_mind
        assert known.risk("exposure") == load_clinical().risk("exposure")

    def test_both_are_in_the_reasons_and_in_the_plan(self, tmp_path: Path) -> None:
        known = laid_over(tmp_path)
        mine = known.risk("suicide")
        risks = (Risk("suicide", "current", (Quote(0, 4, "rope"),)),)
        first, *_ = choose_stances(
            hypotheses=(), style=NO_STYLE, risks=risks, strengths=(), clinical=known
        )
        assert first.reasons[-2:] == (*mine.first, mine.message)
        planner = planner_with_overlay(load_planner_knowledge(), read_overlay(EXAMPLE))
        for status, text in (("current", mine.message), ("denied", mine.if_not_current)):
            draft = PlanDraft.from_dict({"risks": [{"kind": "suicide", "status": status}]})
            plan = plan_referrals(draft, planner)
            (danger,) = (*plan.protocol, *plan.other_dangers)
            text = text.removeprefix("Pause the formulation. ")
            assert danger.message == f"{mine.first[0]} {text}"

    def test_there_may_be_several_for_one_kind(self, tmp_path: Path) -> None:
        known = laid_over(
            tmp_path, safety=[*SAMPLE["safety"], {"kind": "suicide", "first": "Sit."}]
        )
        assert known.risk("suicide").first == ("Ring the night lead, extension 7, first.", "Sit.")

    @pytest.mark.parametrize(
        "changed",
        [
            {"off": [{"id": "safety_first", "why": "no"}]},
            {"off": [{"id": "ask_first", "why": "no"}]},
            {"off": [{"id": "build_on_what_works", "why": "no"}]},
            {"off": [{"id": load_clinical().combinations[0].id, "why": "no"}]},
            {"stances": [{**SAMPLE["stances"][0], "called_by": ["current_risk"]}]},
            {"stances": [{**SAMPLE["stances"][0], "called_by": ["not_enough"]}]},
            {"changes": [{"id": "safety_first", "why": "no", "replace": {"do": ["Nothing."]}}]},
            {"risks": []},
            {"safety": [{"kind": "suicide", "first": " "}]},
            {"safety": [{"kind": "suicide", "message": "All is well.", "first": "x"}]},
        ],
    )
    def test_it_cannot_be_taken_away(self, tmp_path: Path, changed: dict[str, Any]) -> None:
        with pytest.raises(KnowledgeError):
            laid_over(tmp_path, **changed)

    def test_it_can_be_added_to(self, tmp_path: Path) -> None:
        more = [{"id": "safety_first", "why": "ours", "add": {"do": ["Ring extension 7."]}}]
        known = laid_over(tmp_path, changes=more)
        assert known.stance_for("current_risk").do[-1] == "Ring extension 7."
        assert known.stance_for("current_risk").do[:-1] == load_clinical().stance("safety_first").do


def _planted(*path: str | int, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(SAMPLE)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"{", "line 1, column 2"),
        (b"[]", "overlay/1"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"format": "overlay/1", "format": "overlay/1"}', "'format' stands twice"),
        (b'{\n"x": "\xff"}', "line 2: save it as UTF-8"),
        (b" " * 1_000_001, "larger than 1 MB"),
        (_planted("format", value="overlay/2"), "overlay/1"),
        (_planted("tea", value=1), "unknown ['tea']; known are"),
        (_planted("sha256", value="0" * 64), "cannot be given"),
        (_planted("name", value="Harbour House"), ".name: has to be small letters"),
        (_planted("version", value="a b"), ".version: has to be"),
        (_planted("stances", 0, "say", value=[]), ".stances[0]: needs something"),
        (_planted("stances", 0, "say", value="Hello"), "stances[0].say: a list was expected"),
        (_planted("stances", 0, "say", 0, value=""), ".stances[0].say[0]: is empty"),
        (_planted("stances", 0, "say", 0, value="x" * 1001), "there is room for 1,000"),
        (_planted("stances", 0, "say", 0, value="a\x00"), ".stances[0].say[0]: holds something"),
        (
            _planted("stances", 0, "called_by", value=["tea", "confusion"]),
            ".stances[0].called_by: unknown ['tea']; known are ",
        ),
        (_planted("stances", 0, "called_by", value=[]), "would never be shown"),
        (_planted("stances", 0, "id", value="open_hand"), "ids of shipped stances"),
        (_planted("changes", 0, "id", value="tea"), "there is no stance ['tea']"),
        (_planted("changes", 1, "id", value="open_hand"), "changed twice"),
        (_planted("changes", 0, "add", value={}), ".changes[0]: neither"),
        (_planted("off", 0, "id", value="tea"), "cannot be switched off; those that can are"),
        (_planted("safety", 0, "kind", value="tea"), ".safety[0].kind: is none of suicide"),
        (_planted("services", 1, "purposes", value=["tea"]), ".services[1].purposes: unknown"),
        (_planted("services", 1, "purposes", value=[]), ".services[1].purposes: is empty"),
        (_planted("words", value={"nurse": "friend"}), ".words: unknown 'nurse'; known are"),
    ],
)
def test_fault_is_told_with_its_place(tmp_path: Path, raw: Any, said: str) -> None:
    file = tmp_path / "own.json"
    file.write_bytes(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
    with pytest.raises(KnowledgeError) as told:
        with_overlay(load_clinical(), read_overlay(file))
    assert said in str(told.value)


def test_what_cannot_be_given_is_not_offered(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="'safety', 'services', 'stances'") as told:
        laid_over(tmp_path, tea=1)
    assert "sha256" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The client’s own words; Clients say.", "The guest’s own words; Guests say."),
        ("client-led, clientele, (client)", "client-led, clientele, (guest)"),
        ("Nothing to change.", "Nothing to change."),
    ],
)
def test_words(text: str, made: str) -> None:
    assert reworded(text, {"client": "guest", "clients": "guests"}) == made
    assert reworded(text, None) == reworded(text, {}) == text


def test_words_leave_ids_and_sources_alone(tmp_path: Path) -> None:
    known = laid_over(tmp_path, words={"client": "guest"})
    assert [b.id for b in known.barriers] == [b.id for b in load_clinical().barriers]
    assert known.sources[:-1] == load_clinical().sources


@pytest.mark.parametrize(
    ("purposes", "names"),
    [
        (["manage_crisis"], ("Night line",)),
        (["relief", "clarify_diagnosis"], ("Harbour Clinic", "Blue Door day centre")),
        (["other"], ()),
        ([], ()),
    ],
)
def test_directory_stands_beside_a_referral_of_its_purpose(
    purposes: list[str], names: tuple[str, ...]
) -> None:
    known = planner_with_overlay(load_planner_knowledge(), read_overlay(EXAMPLE))
    draft = PlanDraft.from_dict({"referrals": [{"service": "Somebody", "purposes": purposes}]})
    planned = plan_referrals(draft, known).order[0]
    assert tuple(service.name for service in planned.own_services) == names
    assert plan_referrals(draft).order[0].own_services == ()


@pytest.mark.slow
def test_formulation_names_the_overlay_and_is_kept_as_it_was(reader: Reader) -> None:
    own = load_reader(warm=False, overlay=EXAMPLE)
    overlay = read_overlay(EXAMPLE)
    made, shipped = own.read(NOTE), reader.read(NOTE)
    assert made.provenance.knowledge == f"{shipped.provenance.knowledge} with {overlay.identity}"
    assert overlay.identity.startswith("harbour-house 2026-11 (")
    ids = [stance.id for stance in made.stances]
    assert "walk_along" in ids and "walk_along" not in [s.id for s in shipped.stances]
    assert Formulation.from_dict(made.to_dict()) == made
    assert dataclasses.replace(made, stances=(), provenance=shipped.provenance) == (
        dataclasses.replace(shipped, stances=())
    )
