"""What an answer shows, page by page, for each of the hand-made formulations."""

from __future__ import annotations

import dataclasses
import html
import re
from html.parser import HTMLParser

import pytest

from inference import Enough, Quote, Referral, Risk, Strength, load_planner_knowledge
from webapp.presentation import Carried, guess_page, reading_page
from webapp.presentation.pages import ReadingPage

from .conftest import formulation, quotes

NEVER = (
    r"the client is\b",
    r"resistan",
    r"non-?complian",
    r"manipulati",
    r"attention-seeking",
    r"refuses? services",
    r"low risk",
    r"no risk",
    r"\d+ ?%",
)


@pytest.fixture
def page(case, clinical) -> ReadingPage:
    note, formulation = case
    return reading_page(
        formulation, clinical, load_planner_knowledge(), Carried(note), ["Night lead: 7"]
    )


@pytest.fixture
def answer(case, client) -> str:
    note, _ = case
    return client.post("/", data={"note": note}).text


def show(cases, clinical, name, **carried) -> ReadingPage:
    note, formulation = cases[name]
    return reading_page(
        formulation, clinical, load_planner_knowledge(), Carried(note, **carried), []
    )


def plain(page: str) -> str:
    """The page's words, without its markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_dangers_that_may_need_acting_on_come_first(clinical):
    note = "Once, before, at his brother’s, maybe, and tonight."
    found = {  # in the order of the note
        "past": "Once",
        "denied": "before",
        "other_person": "at his brother’s",
        "hypothetical": "maybe",
        "current": "tonight",
    }
    risks = tuple(Risk("exposure", s, quotes(note, text)) for s, text in found.items())
    page = reading_page(
        formulation(risks=risks), clinical, load_planner_knowledge(), Carried(note), []
    )
    order = ["current", "hypothetical", "denied", "past", "other_person"]
    assert [mention.status for mention in page.safety.mentions] == order
    assert [mention.status for mention in page.safety.now] == order[:1]
    assert [mention.status for mention in page.safety.others] == order[1:]


def test_the_segments_are_the_note(case, page):
    assert "".join(segment.text for segment in page.segments) == case[0]


def test_every_quote_of_the_formulation_is_marked(case, page):
    _, formulation = case
    marked = {m.start for segment in page.segments for m in segment.marks}
    for part in (*formulation.hypotheses, *formulation.risks, *formulation.strengths):
        assert marked.issuperset(quote.start for quote in part.evidence)


def test_the_note_is_shown_whole_and_never_as_markup(case, answer):
    shown = re.search(r'<div class="note-text".*?</div>', answer, re.S)[0]
    without_codes = re.sub(r'<a class="code.*?</a>', "", shown)
    assert plain(without_codes) == case[0]
    assert "<script>alert" not in answer


class _Names(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids: list[str] = []
        self.pointed: set[str] = set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
            self.pointed.update((given.get(name) or "").split())
        if (given.get("href") or "").startswith("#"):
            self.pointed.add(given["href"][1:])


def test_names_are_unique_and_every_pointer_finds_one(answer):
    found = _Names()
    found.feed(answer)
    assert len(set(found.ids)) == len(found.ids)
    assert found.pointed <= set(found.ids)


def test_quotes_lead_to_the_note_and_back(answer):
    note_codes = set(re.findall(r'id="note-([\w-]+)" href="#reading-([\w-]+)"', answer))
    reading_codes = set(re.findall(r'id="reading-([\w-]+)" href="#note-([\w-]+)"', answer))
    assert note_codes == reading_codes
    assert all(here == there for here, there in note_codes)


@pytest.mark.parametrize("pattern", NEVER)
def test_no_page_says_what_must_never_be_said(answer, case, pattern):
    said = plain(answer).replace(case[0], "")
    assert not re.search(pattern, said, re.I)


def test_numbers_wait_behind_their_switch(answer, page):
    for name, chance in page.chances:
        for place in re.finditer(re.escape(chance), answer):
            before = answer[: place.start()]
            opened = max(before.rfind('class="number"'), before.rfind('class="number" '))
            assert opened > before.rfind("</section>"), name


class TestSafety:
    def test_mentions_of_now_come_first_and_none_is_left_out(self, cases, clinical):
        safety = show(cases, clinical, "a danger now").safety
        assert [risk.status for risk in safety.mentions] == ["current", "past"]
        assert safety.mentions[0].message == clinical.risk("exposure").message
        assert safety.mentions[1].message == clinical.risk("harmed_by_others").if_not_current
        assert safety.current

    @pytest.mark.parametrize(
        ("status", "current"),
        [
            ("current", True),
            ("denied", False),
            ("past", False),
            ("other_person", False),
            ("hypothetical", False),
        ],
    )
    def test_only_a_danger_of_now_holds_the_stances_back(
        self, cases, client, clinical, monkeypatch, fake_reader, status, current
    ):
        note, formulation = cases["a danger now"]
        risk = dataclasses.replace(formulation.risks[0], status=status)
        changed = dataclasses.replace(formulation, risks=(risk,))
        monkeypatch.setattr(fake_reader, "read", lambda text, felt: changed, raising=False)
        page = client.post("/", data={"note": note}).text
        assert ('<details class="gate">' in page) is current
        assert clinical.risk("exposure").name in page
        assert ("Do now" in page) is current

    def test_what_to_do_is_said_even_where_the_note_says_too_little(self, cases, clinical):
        _, formulation = cases["not enough"]
        note, dangerous = cases["a danger now"]
        thin = dataclasses.replace(formulation, risks=dangerous.risks)
        page = reading_page(thin, clinical, load_planner_knowledge(), Carried(note), [])
        assert page.not_enough
        assert page.stances == ()
        assert page.safety.do_first.do == clinical.stance_for("current_risk").do

    def test_the_safety_stance_is_not_shown_twice(self, cases, clinical):
        note, formulation = cases["a danger now"]
        safety = dataclasses.replace(
            formulation.stances[0], id=clinical.stance_for("current_risk").id
        )
        both = dataclasses.replace(formulation, stances=(safety, *formulation.stances))
        page = reading_page(both, clinical, load_planner_knowledge(), Carried(note), [])
        assert [stance.id for stance in page.stances] == ["open_hand"]

    def test_no_mention_is_not_called_safety(self, cases, client):
        note, _ = cases["practical only"]
        page = plain(client.post("/", data={"note": note}).text)
        assert "That says nothing about safety" in page

    def test_the_services_own_contacts_stand_with_every_mention(
        self, cases, client, app, monkeypatch
    ):
        lines = ["Night lead: extension 7 & <pager>"]
        monkeypatch.setitem(app.config, "SAFETY_CONTACTS", lines)
        for name in ("a danger now", "a danger denied"):
            page = client.post("/", data={"note": cases[name][0]}).text
            assert "Night lead: extension 7 &amp; &lt;pager&gt;" in page


class TestHypotheses:
    def test_letters_follow_the_order_and_name_rivals_that_are_shown(self, cases, clinical):
        power, practical = show(cases, clinical, "several hypotheses").hypotheses
        assert (power.letter, practical.letter) == ("A", "B")
        assert [(rival.label, rival.letter) for rival in power.rivals] == [
            ("practical_obstacle", "B"),
            ("coercion_sensitivity", None),
        ]
        told = {r.barrier: r.tell_apart for r in clinical.barrier("power_dynamics").rivals}
        assert power.rivals[1].tell_apart == told["coercion_sensitivity"]

    def test_words_for_and_against_are_kept_apart(self, cases, clinical):
        power, _ = show(cases, clinical, "several hypotheses").hypotheses
        assert [passage.code for passage in power.quotes] == ["A1", "A2", "A3"]
        assert [passage.code for passage in power.against] == ["−A1"]

    def test_practical_obstacles_are_always_asked_about(self, case, page, clinical, answer):
        assert page.practical.ask_first == clinical.barrier("practical_obstacle").ask_first
        letters = {h.label: h.letter for h in page.hypotheses}
        assert page.practical.letter == letters.get("practical_obstacle")
        assert html.escape(page.practical.ask_first[0], quote=False) in answer

    def test_too_little_is_said_with_what_to_find_out(self, cases, client):
        note, formulation = cases["not enough"]
        page = plain(client.post("/", data={"note": note}).text)
        assert "Not enough to go on" in page
        assert formulation.enough.reason in page

    def test_too_little_without_a_reason_is_no_reading_either(self, cases, clinical):
        note, formulation = cases["not enough"]
        silent = dataclasses.replace(formulation, enough=Enough(False))
        assert reading_page(
            silent, clinical, load_planner_knowledge(), Carried(note), []
        ).not_enough

    def test_a_settled_no_is_respected(self, cases, client):
        note, _ = cases["nothing stands out"]
        page = plain(client.post("/", data={"note": note}).text)
        assert "a decision, to be respected" in " ".join(page.split())

    def test_of_a_settled_no_nothing_is_said_beside_a_danger(self, cases, client):
        note, _ = cases["style with disagreement"]
        page = plain(client.post("/", data={"note": note}).text)
        assert "Safety comes before that question" in page
        assert "to be respected" not in page

    def test_a_hypothesis_that_no_line_carries_says_so(
        self, cases, client, monkeypatch, fake_reader
    ):
        note, formulation = cases["practical only"]
        bare = dataclasses.replace(formulation.hypotheses[0], evidence=())
        changed = dataclasses.replace(formulation, hypotheses=(bare,))
        monkeypatch.setattr(fake_reader, "read", lambda text, felt: changed, raising=False)
        assert "No single line carries it" in client.post("/", data={"note": note}).text


class TestStyle:
    def test_two_estimates_that_disagree_say_so(self, cases, client):
        note, _ = cases["style with disagreement"]
        page = client.post("/", data={"note": note}).text
        assert "The two disagree" in page
        assert 'class="between"' in page

    def test_two_that_agree_say_that(self, cases, client):
        note, _ = cases["a danger denied"]
        page = client.post("/", data={"note": note}).text
        assert "roughly the same way" in page
        assert "The two disagree" not in page

    def test_silence_is_not_read_as_a_style(self, cases, clinical, client):
        style = show(cases, clinical, "long note").style
        assert style.circle is None
        assert "not read into silence" in style.unclear
        assert (
            '<svg class="circle"' not in client.post("/", data={"note": cases["long note"][0]}).text
        )

    def test_a_weak_direction_is_drawn_and_not_named(self, cases, clinical):
        style = show(cases, clinical, "a danger denied").style
        assert style.circle is not None
        assert style.octant is None
        assert "too weakly" in style.unclear

    def test_a_tick_is_shown_as_a_clue_that_may_be_the_workers_own(self, cases, clinical):
        reactions = show(cases, clinical, "practical only", felt=("guilty",)).reactions
        assert [r.may_be_mine for r in reactions] == [clinical.reaction("guilty").may_be_mine]

    def test_what_the_note_words_is_not_repeated_for_its_tick(self, cases, clinical):
        reactions = show(cases, clinical, "several hypotheses", felt=("intimidated",)).reactions
        assert [bool(r.quotes) for r in reactions] == [True]


class TestGround:
    def test_strengths_come_with_how_to_build_on_them(self, cases, clinical):
        first, _ = show(cases, clinical, "several hypotheses").strengths
        assert first.build == clinical.strength("values").build

    def test_they_are_asked_for_where_none_was_found(self, cases, client, clinical):
        page = plain(client.post("/", data={"note": cases["not enough"][0]}).text)
        assert "a gap in the note, not in the person" in page
        for strength in clinical.strengths:
            assert strength.ask in page

    def test_a_referral_has_its_purpose_and_wording_that_adds(self, cases, clinical):
        (referral,) = show(cases, clinical, "a danger denied").referrals
        purpose = clinical.purpose("recommended_practice")
        assert (referral.service, referral.status) == ("the trauma group", "offered")
        assert (referral.purpose, referral.say) == (purpose.name, purpose.say)

    @pytest.mark.parametrize(
        ("status", "purpose", "danger", "first"),
        [
            ("declined", "recommended_practice", False, "That's a no, and it's fine."),
            ("declined", "recommended_practice", True, "You don't want that, and I hear it."),
            ("declined", "manage_crisis", False, "That's a no, and it's fine."),
            ("declined", "manage_crisis", True, "You don't want that, and I hear it."),
            ("completed", "manage_crisis", True, "How did it go?"),
            ("accepted", "manage_crisis", True, "You said [when] is the worst."),
        ],
    )
    def test_what_to_say_of_it_goes_by_what_came_of_it(
        self, cases, clinical, status, purpose, danger, first
    ):
        note, formulation = cases["a danger now" if danger else "several hypotheses"]
        service = Referral("the line", purpose, status, (Quote(0, 3, note[:3]),))
        changed = dataclasses.replace(formulation, referrals=(service,))
        (shown,) = reading_page(
            changed, clinical, load_planner_knowledge(), Carried(note), []
        ).referrals
        assert shown.say[0].startswith(first)

    @pytest.mark.parametrize("strengths", [True, False])
    def test_beside_a_danger_of_now_what_to_say_of_it_waits_behind_the_gate(
        self, cases, client, clinical, monkeypatch, fake_reader, strengths
    ):
        note, dangerous = cases["a danger now"]
        _, calm = cases["a danger denied"]
        found = (Strength("values", (Quote(0, 3, note[:3]),)),) if strengths else ()
        changed = dataclasses.replace(dangerous, strengths=found, referrals=calm.referrals)
        monkeypatch.setattr(fake_reader, "read", lambda text, felt: changed, raising=False)
        before, behind = plain(client.post("/", data={"note": note}).text).split(
            "Show ways to respond."
        )
        values, practice = clinical.strength("values"), clinical.purpose("recommended_practice")
        said = values.say[-1] if strengths else values.ask
        for words in (said, practice.avoid[0]):
            assert words not in before
            assert words in behind
        assert (values.name in before) == strengths


class TestStances:
    def test_what_is_to_be_filled_in_is_a_blank_that_keeps_its_brackets(
        self, cases, client, clinical
    ):
        page = client.post("/", data={"note": cases["several hypotheses"][0]}).text
        said = 'You <span class="blank">[what they did for it]</span>. That says something.'
        assert f"<q data-copy>{said}</q>" in page
        assert html.unescape(re.sub(r"<[^>]*>", "", said)) in clinical.strength("values").say

    def test_a_bracket_that_is_left_open_is_shown_as_it_is(self, app):
        with app.test_request_context():
            lists = app.jinja_env.get_template("parts/lists.html").make_module()
            shown = lists.say(["On [day & time]", "a [b", "c] <d>"])
        assert '>On <span class="blank">[day &amp; time]</span></q>' in shown
        assert ">a [b</q>" in shown
        assert ">c] &lt;d&gt;</q>" in shown

    def test_where_there_is_none_it_says_so_behind_a_danger_too(
        self, cases, client, monkeypatch, fake_reader
    ):
        note, dangerous = cases["a danger now"]
        thin = dataclasses.replace(cases["not enough"][1], risks=dangerous.risks)
        monkeypatch.setattr(fake_reader, "read", lambda text, felt: thin, raising=False)
        _, gate = client.post("/", data={"note": note}).text.split('<details class="gate">')
        assert "Nothing here calls for one way to respond" in gate

    def test_each_says_why_and_where_it_comes_from(self, cases, client, clinical):
        page = plain(client.post("/", data={"note": cases["several hypotheses"][0]}).text)
        assert "“leaned across” may show" in page
        assert clinical.source("suffridge-case-management").citation in page

    def test_the_middle_statement_has_its_four_parts_and_words_of_the_note(self, cases, clinical):
        middle = show(cases, clinical, "several hypotheses").middle
        assert [part.id for part in middle.parts] == ["offer", "impact", "behaviour", "request"]
        _, impact, behaviour, _ = middle.parts
        assert impact.from_note == ("I felt intimidated",)
        assert behaviour.from_note == ("leaned across", "stayed standing there")

    def test_no_field_of_the_middle_statement_can_be_sent(self, answer):
        fields = re.findall(r"<textarea.*?>", answer, re.S)
        assert len(fields) == 4
        assert not any(re.search(r"\sname=|\sform=", field) for field in fields)


def test_the_guess_page_holds_nothing_of_the_reading_but_danger(cases, clinical):
    note, formulation = cases["a danger now"]
    page = guess_page(formulation, clinical, Carried(note, decide_first=True), [])
    looks = {mark.look for segment in page.segments for mark in segment.marks}
    assert looks == {"risk"}


@pytest.mark.parametrize(
    ("guess", "both", "only_worker", "only_reading"),
    [
        ((), 0, 0, 2),
        (("power_dynamics", "practical_obstacle"), 2, 0, 0),
        (("confusion", "power_dynamics"), 1, 1, 1),
    ],
)
def test_own_guess_beside_the_reading(cases, clinical, guess, both, only_worker, only_reading):
    view = show(cases, clinical, "several hypotheses", decide_first=True, guess=guess).guess
    counted = (len(view.both), len(view.only_worker), len(view.only_reading))
    assert counted == (both, only_worker, only_reading)


def test_provenance_names_all_that_made_the_reading(page):
    assert page.provenance == (
        ("Middle Ground", "0.1.0"),
        ("Artefact: barriers", "sha256:2f9c61"),
        ("Artefact: style", "sha256:77aa04"),
        ("Knowledge", "9e31c0"),
    )


def test_about_says_what_it_is_not_and_where_it_comes_from(client, clinical):
    page = plain(client.get("/about").text)
    for said in (
        "What it is not for",
        "A diagnosis.",
        "Who should not use it",
        "Nothing is stored.",
    ):
        assert said in page
    assert clinical.sources[0].citation in page
    assert clinical.barriers[0].theory in page
