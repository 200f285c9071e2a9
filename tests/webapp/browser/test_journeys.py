"""What a worker does on the page, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


def test_paste_press_read(page, read):
    read(page, "several hypotheses")
    expect(page.get_by_role("heading", name="A: Who holds the power")).to_be_visible()
    expect(page.get_by_role("heading", name="B: Something practical in the way")).to_be_visible()
    expect(page.get_by_role("heading", name="Level and firm")).to_be_visible()


def test_open_an_example_and_read_it(page):
    page.goto("/")
    page.get_by_role("link", name="A bed, and whether the doors lock").click()
    page.get_by_role("button", name="Read the note").click()
    expect(page.get_by_role("heading", name="A: Help that feels like control")).to_be_visible()


def test_an_empty_box_is_not_sent(page):
    page.goto("/")
    page.get_by_role("button", name="Read the note").click()
    expect(page.get_by_role("heading", name="Help was offered")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "note"


def test_a_note_that_cannot_be_read_stays_and_has_the_focus(page):
    page.goto("/")
    page.get_by_label("The note").fill("   ")
    page.get_by_role("button", name="Read the note").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no text in the note.")
    box = page.get_by_label("The note")
    expect(box).to_have_value("   ")
    expect(box).to_be_focused()
    expect(box).to_have_accessible_description(re.compile("There is no text in the note"))


def test_danger_comes_first_and_ways_to_respond_wait(page, read):
    read(page, "a danger now")
    safety = page.get_by_role("region", name="First, safety")
    expect(safety).to_contain_text("Two degrees tonight and dropping")
    note = page.get_by_role("complementary", name="The note")
    assert safety.bounding_box()["y"] < note.bounding_box()["y"]
    stance = page.get_by_role("heading", name="Open hand")
    expect(stance).to_be_hidden()
    page.get_by_text("I have followed my service’s procedure").click()
    expect(stance).to_be_visible()


def test_a_quote_leads_to_its_place_in_the_note_and_back(page, read):
    read(page, "several hypotheses")
    page.locator("#reading-A2").click()
    shown = page.locator("mark.shown")
    expect(shown).to_have_text(["He said he knows people who could have me moved"])
    expect(shown.first).to_be_in_viewport()
    page.locator("#note-A2").click()
    expect(page.locator("#reading-A2")).to_be_in_viewport()
    expect(shown).to_have_count(0)


def test_an_overlapped_quote_is_shown_whole(page, read):
    read(page, "several hypotheses")
    page.locator("#reading-A1").click()
    shown = page.locator("mark.shown").all_text_contents()
    assert "".join(shown) == (
        'leaned across and said, "Then do your job. '
        'I want the ground floor room and I want it now."'
    )


def test_numbers_are_shown_only_when_asked_for(page, read):
    read(page, "several hypotheses")
    number = page.get_by_text("88 in 100").first
    expect(number).to_be_hidden()
    expect(page.get_by_role("table")).to_be_hidden()
    switch = page.get_by_role("switch", name="Show the numbers")
    switch.check()
    expect(number).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    switch.uncheck()
    expect(number).to_be_hidden()


def place(page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)


def estimates(page) -> tuple[str, str | None]:
    text = page.locator("circle.spot.from-text")
    felt = page.locator("rect.spot.from-felt")
    first = text.get_attribute("cx") + "," + text.get_attribute("cy")
    second = felt.get_attribute("transform") if felt.count() else None
    return first, second


def test_ticks_move_the_second_estimate_and_never_the_first(page, read):
    read(page, "several hypotheses")
    first, second = estimates(page)
    assert second is None
    page.get_by_label("I felt small or a bit afraid").check()
    page.get_by_role("button", name="Update the second estimate").click()
    expect(page.locator("rect.spot.from-felt")).to_be_visible()
    assert page.url.endswith("#style")
    same, afraid = estimates(page)
    expect(page.get_by_text("The two disagree")).to_have_count(0)
    page.get_by_label("I felt small or a bit afraid").uncheck()
    page.get_by_label("I liked being with them").check()
    page.get_by_role("button", name="Update the second estimate").click()
    expect(page.get_by_role("heading", name="The two disagree")).to_be_visible()
    still, warm = estimates(page)
    assert first == same == still
    assert afraid != warm


def test_deciding_first(page, read):
    read(page, "several hypotheses", decide_first=True)
    expect(page.get_by_text("several signs")).to_have_count(0)
    page.get_by_label("In two minds").check()
    page.get_by_label("Who holds the power").check()
    page.get_by_label("In your own words").fill("I think he is scared of the move.")
    page.get_by_role("button", name="Show the reading").click()
    beside = page.get_by_role("region", name="Your guess beside the reading")
    expect(beside).to_contain_text("I think he is scared of the move.")
    expect(beside.get_by_role("listitem")).to_have_text(
        ["Who holds the power", "In two minds", "Something practical in the way"]
    )
    page.get_by_label("I felt small or a bit afraid").check()
    page.get_by_role("button", name="Update the second estimate").click()
    expect(beside).to_contain_text("I think he is scared of the move.")


def test_going_back_to_the_note(page, read, cases):
    read(page, "odd characters")
    page.get_by_role("button", name="Change the note").click()
    expect(page.get_by_label("The note")).to_have_value(cases["odd characters"][0])


def test_a_statement_can_be_copied(new_page, read, site):
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    read(page, "several hypotheses")
    line = page.locator(".stance.first .say li").first
    line.get_by_role("button", name="Copy this statement").click()
    expect(line.get_by_role("button")).to_have_text("Copied")
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == line.locator("q").text_content()


def test_where_copying_is_not_allowed_it_says_so(page, read):
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    read(page, "several hypotheses")
    button = page.get_by_role("button", name="Copy this statement").first
    button.click()
    expect(button).to_have_text("Select and copy by hand")


class TestMiddleStatement:
    def test_it_is_put_together_as_it_is_typed(self, page, read):
        read(page, "several hypotheses")
        composed = page.locator("[data-statement]")
        page.get_by_label("Something useful that I can offer").fill(
            "I can get your name on the list"
        )
        page.get_by_label("What it does to me").fill("I lose my thread")
        page.get_by_label("The one thing they did").fill("when the table gets hit")
        page.get_by_label("A question about one small step").fill("Would you sit down with me")
        expect(composed).to_have_text(
            "I can get your name on the list. I lose my thread when the table gets hit. "
            "Would you sit down with me?"
        )

    def test_it_is_never_sent(self, page, read):
        read(page, "several hypotheses")
        sent = []
        page.on("request", lambda request: sent.append(request.post_data or ""))
        page.get_by_label("What it does to me").fill("A quokka")
        page.get_by_label("I felt small or a bit afraid").check()
        page.get_by_role("button", name="Update the second estimate").click()
        expect(page.locator("rect.spot.from-felt")).to_be_visible()
        assert any("felt=intimidated" in data for data in sent)
        assert "quokka" not in "".join(sent)
        expect(page.get_by_label("What it does to me")).to_have_value("")

    def test_a_threat_is_pointed_out_and_the_hint_goes_when_it_goes(self, page, read):
        read(page, "several hypotheses")
        request = page.get_by_label("A question about one small step")
        request.fill("Sit down or else")
        advice = page.locator("[data-advice] li")
        expect(advice.filter(has_text="heard as a threat")).to_be_visible()
        expect(advice.filter(has_text="Ask it as a question")).to_be_visible()
        request.fill("Would you sit down with me?")
        expect(advice).to_have_count(0)


ADVICE = [
    ({"offer": "I can call them now."}, []),
    ({"request": "Would you sit with me for five minutes?"}, []),
    ({"impact": "I lose my thread"}, []),
    ({"impact": "When voices get loud I lose my thread"}, []),
    ({"behaviour": "when the table gets hit"}, []),
    ({"offer": "I want you to have the bed you asked for."}, []),
    ({"offer": "If you don't want the bed, that is fine."}, ["threat"]),
    ({"offer": "You can see the nurse, otherwise we close."}, ["threat"]),
    ({"request": "Would you stop, or I call security?"}, ["A consequence"]),
    ({"offer": "You need to calm down."}, ["takes charge"]),
    ({"offer": "Do what you think you need."}, []),
    ({"offer": "Whatever you say."}, ["gives in"]),
    ({"behaviour": "when you were aggressive"}, ["judges"]),
    ({"behaviour": "when you are being difficult"}, ["judges"]),
    ({"behaviour": "you always shout"}, ["One specific thing"]),
    ({"impact": "You make me nervous"}, ["Begin with “I”", "You make me"]),
    ({"request": "Sit down."}, ["Ask it as a question"]),
]


@pytest.mark.parametrize(("texts", "expected"), ADVICE, ids=lambda value: str(value)[:50])
def test_advice_on_a_middle_statement(page, texts, expected):
    page.goto("/about")
    given = page.evaluate(
        "texts => import('/static/middle_advice.js').then(module => module.advise(texts))", texts
    )
    assert len(given) == len(expected)
    for line, words in zip(given, expected, strict=True):
        assert words in line


def test_without_script_all_can_be_read(new_page, read, cases):
    page = new_page(java_script_enabled=False)
    read(page, "several hypotheses")
    expect(page.get_by_role("heading", name="A: Who holds the power")).to_be_visible()
    expect(page.get_by_role("button", name="Copy this statement")).to_have_count(0)
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    page.get_by_role("switch", name="Show the numbers").check()
    expect(page.get_by_text("88 in 100").first).to_be_visible()
    page.get_by_label("I felt small or a bit afraid").check()
    page.get_by_role("button", name="Update the second estimate").click()
    expect(page.locator("rect.spot.from-felt")).to_be_visible()


def test_a_second_press_sends_nothing(page, cases):
    page.goto("/")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("The note").fill(cases["several hypotheses"][0])
    page.evaluate(
        "() => { const b = document.querySelector('button.primary'); b.click(); b.click(); }"
    )
    expect(page.get_by_role("heading", name="A reading of this note")).to_be_visible()
    assert sent.count("POST") == 1


def test_a_page_that_comes_back_is_usable_and_says_so(page):
    page.goto("/")
    page.route("**/", lambda route: route.fulfill(status=204))  # an answer that shows no new page
    press = page.locator("button.primary")
    page.get_by_label("The note").fill("He nodded.")
    page.evaluate("document.querySelector('button.primary').click()")
    expect(press).to_have_text("Reading…")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(press).to_have_text("Read the note")
    expect(press).to_be_enabled()


def test_two_things_can_be_told_wrong_of_one_result(page, read):
    read(page, "several hypotheses")
    page.get_by_text("This was wrong or harmful").click()
    for reason in ("It is wrong", "It misses what is there"):
        page.get_by_label(reason).check()
        with page.context.expect_page() as opened:
            page.get_by_role("button", name="Tell it").click()
        expect(opened.value.get_by_text(f"Kept: The reading as a whole. {reason}")).to_be_visible()


class TestPaper:
    def test_folded_parts_are_printed_and_buttons_are_not(self, page, read, clinical):
        read(page, "several hypotheses")
        theory = page.get_by_text(clinical.barrier("power_dynamics").theory)
        expect(theory).to_be_hidden()
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(theory).to_be_visible()
        expect(page.get_by_role("button", name="Change the note")).to_be_hidden()
        expect(page.get_by_role("button", name="Copy this statement").first).to_be_hidden()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        expect(theory).to_be_hidden()

    def test_what_waits_for_the_procedure_is_not_printed(self, page, read):
        read(page, "a danger now")
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(page.get_by_role("heading", name="Open hand")).to_be_hidden()
        expect(page.get_by_text("Follow your service's severe weather procedure")).to_be_visible()

    def test_the_print_button_prints(self, page, read):
        page.add_init_script("window.print = () => { window.printed = true; }")
        read(page, "several hypotheses")
        page.get_by_role("button", name="Print").click()
        assert page.evaluate("window.printed") is True
