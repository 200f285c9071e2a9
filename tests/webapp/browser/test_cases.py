"""Keeping a note and following a hypothesis, in a real browser, at a machine without accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from inference import Clinical
from webapp import create_app

from ..conftest import DESK, ReaderOfOne
from .conftest import served
from .test_accessibility import assert_axe_finds_nothing, assert_nothing_runs_off, unfold


@pytest.fixture(scope="module")
def site(clinical: Clinical, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("records")
    config = {
        "RECORDS_DATABASE": f"sqlite:///{folder}/data/records.db",
        "RECORDS_KEYS": str(folder / "keys" / "records.keys"),
    }
    app = create_app(config, reader=ReaderOfOne(clinical), alone=True)
    with served(app) as address:
        yield address


def named(page: Page) -> None:
    """The note of "several hypotheses", read, and on the way to be kept."""
    page.goto("/")
    page.get_by_label("The note").fill(DESK)
    page.get_by_role("button", name="Read the note").click()
    page.get_by_role("button", name="Keep this note").click()
    expect(page.get_by_role("heading", name="What would be kept")).to_be_visible()


def refused(page: Page) -> None:
    named(page)
    page.get_by_role("button", name="I have read it through").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a case, or give a new one")


def judging(page: Page) -> None:
    named(page)
    page.get_by_label("Pseudonym of a new case").fill(f"Heron {id(page)}")
    page.get_by_role("button", name="I have read it through").click()
    expect(page.get_by_role("heading", name="What you make of it")).to_be_visible()


def kept(page: Page) -> None:
    judging(page)
    for keep in page.get_by_label("Keep it", exact=True).all():
        keep.check()
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("heading", name=re.compile("^Note of"))).to_be_visible()


def case(page: Page) -> None:
    kept(page)
    page.get_by_role("link", name=re.compile("^Heron")).click()
    expect(page.get_by_role("heading", name="What may be in the way")).to_be_visible()


def hypothesis(page: Page) -> None:
    case(page)
    page.locator(".living a").first.click()
    page.get_by_label("Stance").select_option(index=1)
    page.get_by_label("What came of it").select_option("partly")
    page.get_by_label("What was said or done").fill("Asked which one he wants.")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("cell", name="they took it up in part")).to_be_visible()


def followed(page: Page) -> None:
    hypothesis(page)
    page.get_by_role("navigation", name="Site").get_by_role(
        "link", name="Cases", exact=True
    ).click()
    page.get_by_role("link", name=f"Heron {id(page)}").click()
    expect(page.get_by_role("img", name=re.compile("^Notes, and what"))).to_be_visible()


def listed(page: Page) -> None:
    case(page)
    page.goto("/cases/")


STATES: dict[str, Callable[[Page], None]] = {
    each.__name__: each
    for each in (named, refused, judging, kept, case, hypothesis, followed, listed)
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(new_page, state):
    page = new_page(bypass_csp=True, reduced_motion="reduce")
    STATES[state](page)
    unfold(page)
    assert_axe_finds_nothing(page)
    assert_nothing_runs_off(page, 320, 390)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_note_is_kept_only_when_all_of_it_was_looked_at(new_page, script):
    page = new_page(java_script_enabled=script)
    page.goto("/cases/")
    before = page.locator(".case-heads li").count()
    judging(page)
    page.goto("/cases/")
    assert page.locator(".case-heads li").count() == before, "nothing is kept by going half-way"

    judging(page)
    first = page.locator(".suggestions fieldset").first
    first.get_by_label("Keep it in my words").check()
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in your own words")
    first = page.locator(".suggestions fieldset").first
    first.get_by_role("textbox", name="My words").fill("He tests who decides here.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("He tests who decides here.")).to_be_visible()
    page.get_by_role("link", name=f"Heron {id(page)}").click()
    expect(page.locator(".living li")).to_have_count(1)
    expect(page.locator(".living li")).to_contain_text("He tests who decides here.")


def test_by_keyboard_alone(page):
    judging(page)
    chosen = False
    for _ in range(80):
        page.keyboard.press("Tab")
        if not chosen and page.evaluate("document.activeElement.type") == "radio":
            page.keyboard.press("ArrowDown")  # from "Leave it open" round to "Keep it"
            chosen = True
        if page.evaluate("document.activeElement.innerText") == "Keep the note":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Note of"))).to_be_visible()


def test_a_case_is_deleted_when_its_pseudonym_is_typed(page):
    case(page)
    address = page.url
    unfold(page)
    page.get_by_label("Type the pseudonym to delete it").fill("Heron")
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was deleted")
    unfold(page)
    page.get_by_label("Type the pseudonym to delete it").fill(f"Heron {id(page)}")
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("heading", name="Cases", exact=True)).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
