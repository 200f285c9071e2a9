"""A supervision round in a real browser: by pointer, by keyboard alone, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from .test_accessibility import assert_axe_finds_nothing, assert_nothing_runs_off, unfold
from .test_practice import select_words

DESK: Final = (
    "Offered Mr D. the ground floor room. He leaned over the desk and said nobody tells him where "
    "to sleep. He kept his bag on. Later he asked if the list is still open."
)


def begin(page: Page) -> None:
    """Begin a round of two on a pasted note, looked over first."""
    page.goto("/supervision/new")
    page.get_by_role("radio", name=re.compile("A note of ours")).check()
    page.get_by_role("textbox", name="The note").fill(DESK)
    page.get_by_label("A title").fill("The ground floor room")
    page.get_by_label("How many people").fill("2")
    page.get_by_role("button", name="Begin the round").click()
    expect(page.get_by_role("heading", name="Look the note over")).to_be_visible()
    page.get_by_label("The note as the others will see it").fill(DESK)
    page.get_by_role("button", name="Begin the round").click()
    page.get_by_role("link", name="Formulate", exact=True).click()


def formulate(page: Page, name: str, barrier: str, sentence: int) -> None:
    """Fill the form in with what works without script."""
    page.get_by_label("Your name").fill(name)
    hold = page.get_by_role("group", name=barrier, exact=True)
    hold.get_by_label("how strongly").select_option("some support")
    hold.get_by_role("checkbox", name=re.compile(f"^Sentence {sentence} ?:")).check()
    page.get_by_role("radio", name="The note does not show it").check()
    page.get_by_label("In your own words").fill(f"What would {name} say?")
    page.get_by_role("radio", name=re.compile("likely: 3 in 4")).check()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()


def laid_open(page: Page) -> None:
    begin(page)
    formulate(page, "Ada", "Who holds the power", 2)
    submit(page)
    page.get_by_role("link", name="Next person, formulate").click()
    formulate(page, "Ben", "Help that feels like control", 2)
    submit(page)
    expect(page.get_by_role("heading", name=re.compile("side by side"))).to_be_visible()


def test_a_round_of_two_without_script(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    laid_open(page)
    row = page.get_by_role("row", name=re.compile("Who holds the power"))
    expect(row).to_contain_text("Ada holds it; Ben")
    stands = page.get_by_text(re.compile("stands for “Who holds the power” with Ada"))
    expect(stands).to_be_visible()
    page.get_by_role("link", name="Hide names").click()
    expect(page.get_by_text("Ada", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Show names").click()
    page.get_by_label("Who says it").fill("Ada")
    page.get_by_label("What would you say to what you see").fill("Look at his bag.")
    page.get_by_role("button", name="Add to the discussion").click()
    expect(page.get_by_text("Look at his bag.")).to_be_visible()
    page.get_by_role("link", name="Write what you agree on").click()
    page.get_by_role("checkbox", name="Nothing that this note shows").check()
    page.get_by_role("radio", name="The note does not show it").check()
    page.get_by_label("In your own words").fill("Shall we look at the list?")
    page.get_by_label("Why?").fill("He asked again once nobody pressed.")
    for select in page.locator("#partings select").all():
        select.select_option("the note can be read both ways")
    page.get_by_role("button", name="Keep what we agree on").click()
    agreed = page.locator("#agreed")
    expect(agreed).to_contain_text("He asked again once nobody pressed.")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_by_pointer(page: Page) -> None:
    begin(page)
    page.locator("[data-note]").scroll_into_view_if_needed()
    select_words(page, "leaned over the desk")
    expect(page.get_by_text("First choose what your words are for.")).to_be_visible()
    hold = page.get_by_role("group", name="Who holds the power", exact=True)
    hold.get_by_label("how strongly").select_option("several signs")
    page.locator("[data-note]").scroll_into_view_if_needed()
    select_words(page, "leaned over the desk")
    expect(hold.get_by_role("checkbox", name="leaned over the desk", exact=True)).to_be_checked()
    assert page.evaluate("CSS.highlights.get('selected-words').size") == 1

    circle = page.locator("[data-circle]")
    circle.scroll_into_view_if_needed()
    box = circle.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    expect(page.get_by_role("radio", name=re.compile("I place it"))).to_be_checked()
    assert int(page.get_by_label("From yielding").input_value()) > 2
    assert int(page.get_by_label("From cold to warm").input_value()) < -2


def test_with_the_keyboard_alone(page: Page) -> None:
    begin(page)
    page.get_by_label("Your name").focus()
    page.keyboard.type("Ada")
    hold = page.get_by_role("group", name="Who holds the power", exact=True)
    hold.get_by_label("how strongly").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first sentence
    slider = page.get_by_label("From yielding")
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert slider.input_value() == "6"
    expect(page.get_by_role("radio", name=re.compile("I place it"))).to_be_checked()
    dot = page.locator("[data-dot]")
    assert float(dot.get_attribute("cy") or 0) < 170
    page.get_by_label("In your own words").focus()
    page.keyboard.type("What would help?")
    page.locator("input[name=confidence]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Submit").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken and hidden.")).to_be_visible()


def refused(page: Page) -> None:
    begin(page)
    page.evaluate("document.querySelectorAll('[required]').forEach(e => { e.required = false; })")
    submit(page)
    expect(page.get_by_role("alert")).to_be_visible()


def waiting(page: Page) -> None:
    begin(page)
    formulate(page, "Ada", "Who holds the power", 2)
    submit(page)


def outcome(page: Page) -> None:
    laid_open(page)
    page.get_by_role("link", name="Write what you agree on").click()


def handout(page: Page) -> None:
    laid_open(page)
    page.get_by_role("link", name="One page for the hour").click()


def agreement(page: Page) -> None:
    laid_open(page)
    page.goto("/supervision/agreement?one=name:ada&other=name:ben")


def looked_over(page: Page) -> None:
    page.goto("/supervision/new")
    page.get_by_role("radio", name=re.compile("A note of ours")).check()
    page.get_by_role("textbox", name="The note").fill("Met Marcus Webb at Alder Park on 3/14.")
    page.get_by_role("button", name="Begin the round").click()
    expect(page.get_by_role("heading", name="Look the note over")).to_be_visible()


STATES: Final[dict[str, Callable[[Page], None]]] = {
    "list": lambda page: [begin(page), page.goto("/supervision/")],
    "new": lambda page: page.goto("/supervision/new"),
    "looked over": looked_over,
    "formulate": begin,
    "refused": refused,
    "waiting": waiting,
    "side by side": laid_open,
    "outcome": outcome,
    "agreement": agreement,
    "hand-out": handout,
}  # type: ignore[dict-item]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_runs_off(new_page: Callable[..., Page], state: str) -> None:
    page = new_page(bypass_csp=True, reduced_motion="reduce")
    STATES[state](page)
    unfold(page)
    assert_axe_finds_nothing(page)
    assert_nothing_runs_off(page, 320, 390, 768)
