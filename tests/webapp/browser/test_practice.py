"""A learner's whole path in a real browser: with script, without, and with the keyboard alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from .test_accessibility import assert_axe_finds_nothing, assert_nothing_runs_off, unfold

PACK: Final = Path(__file__).parents[1] / "practice" / "pack.json"
BESIDE: Final = re.compile("yours beside the reference")
KEYS: Final = "/practice/case/three-notes/keys-on-the-counter"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    page = new_page()
    bring(page)
    return page


def bring(page: Page) -> None:
    """Bring the pack of three cases in, as a trainer would."""
    page.goto("/practice/packs")
    page.get_by_label("A pack in the format").set_input_files(PACK)
    page.get_by_role("button", name="Check and use it").click()
    expect(page.get_by_role("status")).to_contain_text("is in order and in use")


def decide(page: Page, address: str = KEYS) -> None:
    """Fill the form in: power is seen, confusion read in, the firm middle chosen."""
    page.goto(address)
    page.get_by_role("checkbox", name=re.compile("He told the girl behind him")).check()
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_label("Who holds the power").select_option("likely: 3 in 4")
    page.get_by_label("The message got lost").select_option("a hunch: 1 in 4")
    page.get_by_role("radio", name=re.compile("takes charge")).check()
    page.get_by_role("radio", name=re.compile("cold or angry")).check()
    page.get_by_role("checkbox", name="I felt small or a bit afraid").check()
    page.get_by_role("radio", name=re.compile("Three days is too long")).check()


def compare(page: Page) -> None:
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name=BESIDE)).to_be_visible()


def test_the_whole_path_of_a_learner(page: Page, tmp_path: Path) -> None:
    page.goto("/practice/")
    page.get_by_label("Setting").select_option("Supportive housing")
    page.get_by_label("Difficulty").select_option("Introductory")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Keys on the counter").click()
    decide(page)
    compare(page)
    seen = page.get_by_role("article", name=re.compile("Who holds the power"))
    expect(seen).to_contain_text("You saw it")
    expect(seen).to_contain_text("you marked this")
    read_in = page.get_by_role("article", name=re.compile("The message got lost"))
    expect(read_in).to_contain_text("Read in")

    page.get_by_role("link", name="A2, show in the note").click()
    expect(page.locator("mark.shown")).to_contain_text("He told the girl behind him")

    page.get_by_role("link", name="What happened next").click()
    expect(page.get_by_role("heading", name=re.compile("the second contact"))).to_be_visible()
    expect(page.get_by_text("Came down at ten on the dot")).to_be_visible()

    page.get_by_role("link", name="A new case of this kind").click()
    expect(page.get_by_role("button", name="Compare")).to_be_visible()

    page.get_by_role("link", name="Progress").click()
    row = page.get_by_role("row", name=re.compile("Who holds the power"))
    expect(row).to_contain_text("1 of 1")
    row = page.get_by_role("row", name=re.compile("The message got lost"))
    expect(row).to_contain_text("1 of 1")
    expect(
        page.get_by_text(re.compile("leaving “The message got lost or mixed up” alone"))
    ).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    saved = tmp_path / "progress.json"
    download.value.save_as(saved)
    page.get_by_role("button", name="Forget my progress").click()
    expect(page.get_by_role("status")).to_contain_text("is forgotten")
    page.get_by_label("A file saved before").set_input_files(saved)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("status")).to_contain_text("You go on from there.")

    page.get_by_role("link", name="Certificate").click()
    page.get_by_label("Name to stand on it").fill("Bea Okafor")
    page.get_by_role("button", name="Put it on").click()
    expect(page.get_by_role("article", name="What was practised")).to_contain_text("Bea Okafor")


def test_what_is_open_is_told_by_the_server_and_choices_stay(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(java_script_enabled=False)
    bring(page)
    decide(page)
    page.get_by_label("Who holds the power").select_option("I see no words for it")
    page.get_by_label("The message got lost").select_option("I see no words for it")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("or that nothing is")
    expect(page.get_by_role("checkbox", name=re.compile("He told the girl"))).to_be_checked()
    page.get_by_role("checkbox", name="Nothing that this note shows").check()
    compare(page)
    expect(page.get_by_text("You passed it over")).to_be_visible()


def select_words(page: Page, words: str) -> None:
    """Select words of one sentence with the pointer."""
    box = page.evaluate(
        """(words) => {
          for (const piece of document.querySelectorAll("[data-note] [data-start]")) {
            const at = piece.firstChild.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(piece.firstChild, at);
            range.setEnd(piece.firstChild, at + words.length);
            const lines = [...range.getClientRects()];
            const first = lines[0], last = lines[lines.length - 1];
            return [first.left + 1, first.top + first.height / 2,
                    last.right - 1, last.top + last.height / 2];
          }
        }""",
        words,
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=6)
    page.mouse.up()


def test_words_selected_with_the_pointer_are_marked(page: Page) -> None:
    decide(page)
    page.locator("[data-note]").scroll_into_view_if_needed()
    select_words(page, "laughed and said")
    mark = page.get_by_role("checkbox", name=re.compile("laughed and said$"))
    expect(mark).to_be_checked()
    # The sentence around it was not ticked by the same press.
    assert page.locator(".sentence input:checked").count() == 1
    assert page.evaluate("CSS.highlights.get('selected-words').size") == 1
    mark.uncheck()
    assert page.evaluate("CSS.highlights.get('selected-words').size") == 0
    mark.check()
    compare(page)
    mine = page.locator("mark.mine")
    assert "laughed and said" in "".join(mine.all_inner_texts())


def test_with_the_keyboard_alone(page: Page) -> None:
    page.goto(KEYS)
    page.locator("input[name=mark]").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("input[name=mark]").first).to_be_checked()
    for name, key in (("danger", "ArrowDown"), ("control", "ArrowDown"), ("affiliation", "Space")):
        page.locator(f"input[name={name}]").first.focus()
        page.keyboard.press(key)
    page.get_by_label("Who holds the power").focus()
    page.keyboard.press("ArrowDown")
    page.locator("input[name=stance]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=BESIDE)).to_be_visible()


def library(page: Page) -> None:
    page.goto("/practice/?difficulty=hard")


def open_case(page: Page) -> None:
    page.goto(KEYS)


def refused(page: Page) -> None:
    page.goto(KEYS)
    page.evaluate("document.querySelectorAll('[required]').forEach(e => { e.required = false; })")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_be_visible()


def compared(page: Page) -> None:
    decide(page)
    compare(page)
    unfold(page)


def danger(page: Page) -> None:
    decide(page)
    page.goto("/practice/case/three-notes/after-the-night-shift")
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_label("Something practical").select_option("nearly sure: 19 in 20")
    page.get_by_role("radio", name=re.compile("yields")).check()
    page.get_by_role("radio", name=re.compile("both, or plain neutral")).check()
    page.get_by_role("radio", name=re.compile("Please don't be silly")).check()
    compare(page)
    expect(page.get_by_text("You passed over a danger")).to_be_visible()


def later(page: Page) -> None:
    compared(page)
    page.get_by_role("link", name="What happened next").click()
    unfold(page)


def progress(page: Page) -> None:
    compared(page)
    page.goto("/practice/progress")


def certificate(page: Page) -> None:
    compared(page)
    page.goto("/practice/certificate")


def packs(page: Page) -> None:
    page.goto("/practice/packs")


def faulty_pack(page: Page) -> None:
    page.goto("/practice/packs")
    page.get_by_label("A pack in the format").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b"{}"}
    )
    page.get_by_role("button", name="Check and use it").click()
    expect(page.get_by_role("alert")).to_be_visible()


def class_together(page: Page) -> None:
    """Five people who have made the same choice and marked as many quotes as their number."""
    compared(page)
    saved = page.request.get("/practice/progress.json").json()
    files = []
    for number in range(5):
        saved["entries"][0]["quotes_found"] = number
        data = json.dumps(saved).encode()
        files.append({"name": f"{number}.json", "mimeType": "application/json", "buffer": data})
    page.goto("/practice/class")
    page.get_by_label("Files of progress").set_input_files(files)
    page.get_by_role("button", name="Show them together").click()
    expect(page.get_by_role("heading", name="5 people together")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Keys on the counter"))).to_contain_text(
        "5 of 5"
    )


def assignment(page: Page) -> None:
    page.goto("/practice/class")
    page.get_by_role("checkbox", name=re.compile("The allotment")).check()
    page.get_by_role("button", name="Put it together").click()
    expect(page.get_by_role("heading", name="Before we meet")).to_be_visible()
    expect(page.get_by_role("link", name="The allotment")).to_be_visible()


STATES: Final[dict[str, Callable[[Page], None]]] = {
    function.__name__: function
    for function in (
        *(library, open_case, refused, compared, danger, later),
        *(progress, certificate, packs, faulty_pack, class_together, assignment),
    )
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_a_phone_is_wide_enough(page: Page, state: str) -> None:
    STATES[state](page)
    assert_axe_finds_nothing(page)
    assert_nothing_runs_off(page, 320)
