"""The coach in a real browser: boxes, an answer, an answer beside danger."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from inference import Clinical, load_coach
from webapp import create_app

from ..conftest import FakeReader
from .conftest import served
from .test_accessibility import assert_axe_finds_nothing, assert_nothing_runs_off, unfold


@pytest.fixture(scope="module")
def site(clinical: Clinical) -> Iterator[str]:
    """The page with the shipped coach in it."""
    app: Flask = create_app({}, reader=FakeReader(clinical), coach=load_coach())
    with served(app) as address:
        yield address


def box(page: Page) -> None:
    page.goto("/coach")


PUSHED = "Why don't you just ring them today?"


def answer(page: Page, said: str = f"{PUSHED}\nWhat do you make of it?") -> None:
    box(page)
    page.get_by_label("What they had just said").fill("I want to stop, but it helps me sleep.")
    page.get_by_label("What you would say").fill(said)
    page.get_by_label("Which stance do you try?").select_option(label="Both sides welcome")
    page.get_by_role("button", name="Read it back").click()
    expect(page.get_by_role("heading", name="Read back")).to_be_visible()


def ratios(page: Page) -> None:
    answer(page, "It's up to you.\nYou came back.\nWhat helped?\nWould you like tea?\nOkay.\n" * 3)
    expect(page.get_by_role("heading", name="Over 15 utterances")).to_be_visible()


def asked(page: Page) -> None:
    answer(page, "Are you thinking of killing yourself?")
    expect(page.get_by_role("heading", name="First, safety")).to_have_count(0)


def danger(page: Page) -> None:
    answer(page, "You said you want to kill yourself. Is that so?")
    expect(page.get_by_role("heading", name="First, safety")).to_be_visible()


def refused(page: Page) -> None:
    box(page)
    page.get_by_label("What you would say").fill("   ")
    page.get_by_role("button", name="Read it back").click()
    expect(page.get_by_role("alert")).to_be_visible()


STATES: dict[str, Callable[[Page], None]] = {
    each.__name__: each for each in (box, answer, ratios, asked, danger, refused)
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(new_page, state):
    page = new_page(bypass_csp=True, reduced_motion="reduce")
    STATES[state](page)
    unfold(page)
    assert_axe_finds_nothing(page)
    assert_nothing_runs_off(page, 320, 390)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_words_are_read_back_as_one_stance(new_page, script):
    page = new_page(java_script_enabled=script)
    answer(page)
    fit = page.get_by_role("region", name="As “Both sides welcome”")
    expect(fit).to_contain_text("Something of theirs given back")
    expect(fit).to_contain_text(PUSHED)
    expect(page.get_by_text("To think about", exact=True)).to_have_count(1)
    expect(page.get_by_label("Which stance do you try?")).to_have_value("both_sides_welcome")
    sides = page.get_by_role("region", name="What they said, both ways")
    expect(sides).to_contain_text("it helps me sleep")
    expect(page.get_by_label("What you would say")).to_have_value(
        f"{PUSHED}\nWhat do you make of it?"
    )
