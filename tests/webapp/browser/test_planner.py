"""A whole plan in a real browser: from a look at oneself to the page for the client."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .test_accessibility import assert_axe_finds_nothing, assert_nothing_runs_off, unfold


def look(page: Page) -> None:
    page.goto("/referrals/")


def form(page: Page) -> None:
    look(page)
    page.get_by_role("button", name="Go on to the services").click()


def refused(page: Page) -> None:
    form(page)
    page.get_by_label("What it is for, as you would say it").fill("a warm room")
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Service 1, what it is: is empty")


def plan(page: Page) -> None:
    """Two services, one of them said no to, a danger, and wording that hands off."""
    form(page)
    page.get_by_label("What do they want for themselves?").fill("my own door")
    page.get_by_label("What could hurt them most").fill("out in the frost\nno money")
    page.get_by_text("Danger", exact=False).first.click()
    page.get_by_label("Kind", exact=True).select_option("exposure")
    page.get_by_label("The words that say so").fill("minus six tonight")
    page.get_by_label("our service alone cannot be safe").check()
    page.get_by_label("What do you two do together anyway?").fill("sorting the mail")
    page.get_by_label("When do you meet next?").fill("Thursday at ten")
    page.get_by_label("I can come along").check()
    first = page.get_by_role("group", name="Service 1")
    first.get_by_label("What it is", exact=True).fill("night shelter")
    first.get_by_label("Improve living circumstances").check()
    first.get_by_label("Which harm").select_option("1")
    first.get_by_label("What did they say about it?").fill("If it's quiet, all right")
    first.get_by_label("I’d give it a go").check()
    first.get_by_label("How would you say it?").fill("They can help you better than I can.")
    page.get_by_role("button", name="Add another service").click()
    second = page.get_by_role("group", name="Service 2")
    second.get_by_label("What it is", exact=True).fill("psych eval")
    second.get_by_label("Clarify the diagnosis").check()
    second.get_by_label("“No, not now.”").check()
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("heading", name="The plan")).to_be_visible()


def moved(page: Page) -> None:
    plan(page)
    unfold(page)
    page.locator("#m1-to").select_option("1")
    page.locator("#service-1").get_by_role("button", name="Update the plan").first.click()


def told(page: Page) -> None:
    plan(page)
    unfold(page)
    service = page.locator("#service-0")
    service.get_by_label("It did not come about").check()
    service.get_by_label("Something practical in the way").check()
    service.get_by_role("button", name="Update the plan").last.click()
    expect(service.get_by_text("our own part first")).to_be_visible()


def for_client(page: Page) -> None:
    plan(page)
    page.get_by_role("button", name="Page for the client").click()
    expect(page.get_by_role("heading", name="Our plan")).to_be_visible()


def for_staff(page: Page) -> None:
    plan(page)
    page.get_by_role("button", name="Page for staff").click()
    expect(page.get_by_role("heading", name="Referral plan, for staff")).to_be_visible()


STATES: dict[str, Callable[[Page], None]] = {
    each.__name__: each for each in (look, form, refused, plan, moved, told, for_client, for_staff)
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(new_page, state):
    page = new_page(bypass_csp=True, reduced_motion="reduce")
    STATES[state](page)
    unfold(page)
    assert_axe_finds_nothing(page)
    assert_nothing_runs_off(page, 320, 390)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_whole_plan(new_page, script):
    page = new_page(java_script_enabled=script)
    page.goto("/")
    page.get_by_role("link", name="Plan referrals").click()
    expect(page.get_by_role("heading", name="First, a look at yourself")).to_be_visible()
    page.get_by_label("Do I wish to hand them on?").fill("Yes, a quokka could tell.")
    plan(page)
    assert "quokka" not in page.content()
    expect(page.get_by_role("region", name="First, safety")).to_contain_text("minus six tonight")
    order = page.get_by_role("region", name="The order, and why")
    expect(order.get_by_role("heading", level=3)).to_have_text(["1 night shelter", "2 psych eval"])
    expect(order).to_contain_text("They would try it: “If it's quiet, all right”.")
    expect(order.locator("mark")).to_contain_text("help you better than I can")
    expect(order).to_contain_text("I am giving up on you")
    expect(page.get_by_role("region", name="A question for your supervisor")).to_be_visible()

    order.get_by_text("Move it").last.click()
    page.locator("#m1-to").select_option("1")
    page.locator("#m1-reason").fill("they asked about it today")
    page.locator("#m1-reason").press("Enter")
    expect(order.get_by_role("heading", level=3)).to_have_text(["1 psych eval", "2 night shelter"])
    expect(order).to_contain_text("because: they asked about it today")

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a file").click()
    saved = waiting.value.path()
    page.get_by_label("Go through the coming night").check()
    page.get_by_role("button", name="Page for the client").click()
    sheet = page.get_by_role("main")
    expect(sheet).to_contain_text("Thursday at ten")
    expect(sheet).to_contain_text("We think tonight through")
    expect(sheet).not_to_contain_text("frost")
    page.get_by_role("button", name="Back to the plan").click()
    expect(page.get_by_label("Go through the coming night")).to_be_checked()

    page.goto("/referrals/")
    page.get_by_text("Go on with a plan that you saved").click()
    page.get_by_label("The file of the plan").set_input_files(saved)
    page.get_by_role("button", name="Open it").click()
    expect(order).to_contain_text("because: they asked about it today")


def test_a_reading_leads_to_a_plan_of_its_referrals(page, read):
    read(page, "nothing stands out")
    page.get_by_role("button", name="Plan these referrals").click()
    page.get_by_role("button", name="Go on to the services").click()
    expect(page.get_by_label("What it is", exact=True)).to_have_value(
        "the flat she has been offered"
    )
    expect(page.get_by_label("“No, not now.”")).to_be_checked()


def test_the_clients_page_is_one_sheet(new_page):
    page = new_page()
    for_client(page)
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") == 1
