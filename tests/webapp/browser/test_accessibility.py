"""WCAG 2.2 AA by axe, keyboard alone, and narrow screens, in every state of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def assert_axe_finds_nothing(page: Page) -> None:
    """In both colour schemes; the page must have been opened with `bypass_csp`."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert len(results.response["passes"]) > 10
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"


def assert_nothing_runs_off(page: Page, *widths: int) -> None:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


def all_of(name: str) -> Callable[..., None]:
    """The answer with everything unfolded, numbers on, a tick set and a statement begun."""

    def show(page: Page, read: Callable[..., None]) -> None:
        read(page, name)
        page.get_by_role("switch", name="Show the numbers").check()
        unfold(page)
        page.get_by_label("What it does to me").fill("You make me nervous or else")

    return show


def box(page: Page, read: Callable[..., None]) -> None:
    page.goto("/")
    unfold(page)


def refused(page: Page, read: Callable[..., None]) -> None:
    page.goto("/")
    page.get_by_label("The note").fill("  ")
    page.get_by_role("button", name="Read the note").click()
    expect(page.get_by_role("alert")).to_be_visible()


def guess(page: Page, read: Callable[..., None]) -> None:
    read(page, "a danger now", decide_first=True)


def guessed(page: Page, read: Callable[..., None]) -> None:
    read(page, "several hypotheses", decide_first=True)
    page.get_by_label("In two minds").check()
    page.get_by_label("In your own words").fill("Scared of the move.")
    page.get_by_role("button", name="Show the reading").click()
    expect(page.get_by_role("region", name="Your guess beside the reading")).to_be_visible()


def followed(page: Page, read: Callable[..., None]) -> None:
    read(page, "several hypotheses")
    page.locator("#reading-A1").click()
    expect(page.locator("mark.shown").first).to_be_visible()


def about(page: Page, read: Callable[..., None]) -> None:
    page.goto("/about")
    unfold(page)


def names_out(page: Page, read: Callable[..., None]) -> None:
    page.goto("/deidentify/")
    page.get_by_label("The note").fill("Met Marcus Webb at Alder Park on 3/14. Call 555-0199.")
    page.get_by_role("button", name="Replace").click()
    page.get_by_role("checkbox", name="Alder Park").uncheck()
    page.get_by_role("button", name="Replace again").click()
    expect(page.get_by_text("left as it is")).to_be_visible()
    unfold(page)


def own_words(page: Page, read: Callable[..., None]) -> None:
    read(page, "several hypotheses")
    page.get_by_role("button", name="My own words").click()
    expect(page.get_by_role("heading", name="Words to look at again")).to_be_visible()
    unfold(page)


def told(page: Page, read: Callable[..., None]) -> None:
    """What is wrong is told by keyboard alone, and then looked at where it lands."""
    read(page, "several hypotheses")
    page.get_by_text("This was wrong or harmful").focus()
    page.keyboard.press("Enter")
    page.get_by_label("It is wrong").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Tell it").focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto("/feedback/")
    expect(page.get_by_role("cell", name="It is wrong").first).to_be_visible()


def not_found(page: Page, read: Callable[..., None]) -> None:
    page.goto("/nothing")


STATES: dict[str, Callable[..., None]] = {
    "box": box,
    "refused": refused,
    "guess": guess,
    "guessed": guessed,
    "a quote followed": followed,
    "about": about,
    "names taken out": names_out,
    "own words": own_words,
    "what is wrong told": told,
    "not found": not_found,
    "danger folded": lambda page, read: read(page, "a danger now"),
    **{
        name: all_of(name)
        for name in (
            "several hypotheses",
            "a danger now",
            "a danger denied",
            "style with disagreement",
            "practical only",
            "nothing stands out",
            "not enough",
            "odd characters",
        )
    },
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(new_page, read, state):
    # The policy is set aside only here, so that axe may be put into the page.
    page = new_page(bypass_csp=True, reduced_motion="reduce")
    STATES[state](page, read)
    assert_axe_finds_nothing(page)


def test_axe_would_find_something(new_page):
    page = new_page(bypass_csp=True)
    page.goto("/")
    page.evaluate("document.querySelector('label[for=note]').remove()")
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert [violation["id"] for violation in results.response["violations"]] == ["label"]


@pytest.mark.parametrize("state", STATES)
def test_nothing_runs_off_the_side(new_page, read, state):
    page = new_page(viewport={"width": 360, "height": 740})
    STATES[state](page, read)
    assert_nothing_runs_off(page, 320, 360, 768)


class TestKeyboardAlone:
    def test_from_the_first_key_to_the_answer(self, page, cases):
        page.goto("/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("The note")).to_be_focused()
        page.keyboard.insert_text(cases["several hypotheses"][0])
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_label("I felt small or a bit afraid")).to_be_checked()
        for _ in range(11):
            page.keyboard.press("Tab")
        expect(page.get_by_role("switch", name="Decide first")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="A reading of this note")).to_be_visible()
        expect(page.locator("rect.spot.from-felt")).to_be_visible()

    def test_every_control_is_reached_once_seen_and_left_again(self, new_page, read):
        page = new_page(reduced_motion="reduce")
        read(page, "several hypotheses")
        reachable = page.evaluate(
            """[...document.querySelectorAll(
                 'a[href], button, input, textarea, summary, [tabindex="0"]')]
               .filter(e => e.type !== 'hidden' && e.checkVisibility()).length"""
        )
        reached = []
        for _ in range(reachable):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    """() => {
                        const e = document.activeElement;
                        const style = getComputedStyle(e);
                        const rect = e.getBoundingClientRect();
                        const all = [...document.querySelectorAll('*')];
                        return {
                            at: all.indexOf(e),
                            name: e.tagName + ' ' + e.textContent.trim().slice(0, 40),
                            outlined: style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
                            seen: rect.bottom > 0 && rect.top < innerHeight && rect.width > 0,
                        };
                    }"""
                )
            )
        assert len({control["at"] for control in reached}) == reachable
        assert [c["name"] for c in reached if not c["outlined"]] == []
        assert [c["name"] for c in reached if not c["seen"]] == []
        assert [c["at"] for c in reached] == sorted(c["at"] for c in reached)

    def test_switch_fold_quote_and_copy(self, new_page, read, site):
        page = new_page(reduced_motion="reduce")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
        read(page, "a danger now")
        page.get_by_role("switch", name="Show the numbers").focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("table")).to_be_visible()
        page.locator(".gate > summary").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Open hand")).to_be_visible()
        page.locator("#reading-A1").focus()
        page.keyboard.press("Enter")
        expect(page.locator("mark.shown").first).to_be_in_viewport()
        page.locator(".stance.first .copy").first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Copied")


def test_the_picture_has_words_for_those_who_do_not_see_it(page, read):
    read(page, "style with disagreement")
    picture = page.get_by_role("img", name="The interpersonal circle")
    expect(picture).to_be_visible()
    described = picture.get_attribute("aria-describedby")
    words = page.locator(f"#{described}")
    expect(words).to_contain_text("come across as fairly yielding and a little warm.")
    expect(words).to_contain_text("your own reaction, as fairly taking charge and a little cold.")


def test_marks_can_be_told_apart_without_colour(page, read):
    read(page, "a danger denied")
    lines = page.evaluate(
        """['.h-referral_as_rejection', '.h-ambivalence', '.risk', '.noted'].map(look => {
            const style = getComputedStyle(document.querySelector('.note-text mark' + look));
            return [style.textDecorationStyle, style.textDecorationThickness,
                    style.textDecorationLine, style.borderTopStyle].join(' ');
        })"""
    )
    assert len(set(lines)) == len(lines)
    codes = page.locator(".note-text .code").evaluate_all(
        "links => links.map(l => l.lastChild.data)"
    )
    assert set(codes) >= {"A1", "A2", "B1", "−B1", "!1"}


def test_high_contrast_shows_where_one_is_and_what_the_circle_means(new_page, read):
    page = new_page(forced_colors="active")  # which takes shadows and backgrounds away
    page.goto("/about")
    lines = page.locator("nav[aria-label=Site] a").evaluate_all(
        "links => links.map(l => [l.ariaCurrent, getComputedStyle(l).textDecorationLine])"
    )
    assert [line for current, line in lines if current] == ["underline"]
    assert {line for current, line in lines if not current} == {"none"}
    read(page, "style with disagreement")
    dots = page.locator("figcaption .dot").evaluate_all(
        "dots => dots.map(d => parseFloat(getComputedStyle(d).borderTopWidth))"
    )
    assert len(dots) == 2
    assert min(dots) >= 3
