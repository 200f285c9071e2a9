"""The pages in Spanish: axe, both widths, scripts, and the choice of a language by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from webapp.practice.loading import shipped

from .test_accessibility import assert_axe_finds_nothing, assert_nothing_runs_off, unfold

CASE = f"/practice/case/{shipped()[0].id}/{shipped()[0].cases[0].id}"


@pytest.fixture
def read_here(cases: Any) -> Callable[[Page, str], None]:
    """Pastes the note of a case on the Spanish page and presses the button."""

    def paste_and_press(page: Page, name: str) -> None:
        page.goto("/")
        page.get_by_label("La nota").fill(cases[name][0])
        page.get_by_role("button", name="Leer la nota").click()
        page.get_by_role("heading", name="Una lectura de esta nota").wait_for()

    return paste_and_press


def reading(page: Page, read_here: Callable[[Page, str], None]) -> None:
    read_here(page, "several hypotheses")
    page.get_by_role("switch", name="Mostrar los números").check()


def danger(page: Page, read_here: Callable[[Page, str], None]) -> None:
    read_here(page, "a danger now")


def at(address: str) -> Callable[..., None]:
    def show(page: Page, _: Callable[[Page, str], None]) -> None:
        page.goto(address)

    return show


PAGES: dict[str, Callable[..., None]] = {
    "box": at("/"),
    "reading": reading,
    "danger": danger,
    "about": at("/about"),
    "a practice case": at(CASE),
    "a new round": at("/supervision/new"),
    "first, a look at yourself": at("/referrals/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    new_page: Callable[..., Page], read_here: Callable[[Page, str], None], name: str
) -> None:
    page = new_page(locale="es-MX", bypass_csp=True)
    PAGES[name](page, read_here)
    expect(page.locator("html")).to_have_attribute("lang", "es-419")
    unfold(page)
    assert_axe_finds_nothing(page)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_off_the_side(
    new_page: Callable[..., Page], read_here: Callable[[Page, str], None], name: str
) -> None:
    page = new_page(locale="es-MX")
    PAGES[name](page, read_here)
    unfold(page)
    assert_nothing_runs_off(page, 1280, 390, 320)


def test_scripts_speak_the_language_of_the_page(
    new_page: Callable[..., Page], read_here: Callable[[Page, str], None]
) -> None:
    page = new_page(locale="es-MX")
    read_here(page, "several hypotheses")
    expect(page.get_by_role("button", name="Imprimir")).to_be_visible()
    expect(page.get_by_role("button", name="Copiar este enunciado").first).to_be_visible()
    unfold(page)
    page.get_by_label("What it does to me").fill("You make me nervous or else")
    advice = page.locator("[data-advice]")
    expect(advice).to_contain_text("Esto puede oírse como una amenaza")
    expect(advice).to_contain_text("pone la causa en la otra persona")


def test_a_language_is_chosen_by_keyboard_and_stays(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="es-MX")
    page.goto("/about")
    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What it is, and is not")).to_be_visible()
    assert page.url.endswith("/about")
    page.goto("/coach")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["middleground_language"] == "en"
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="¿Qué diría usted?")).to_be_visible()


def test_an_answer_stays_while_its_language_is_changed(
    new_page: Callable[..., Page], read_here: Callable[[Page, str], None]
) -> None:
    page = new_page(locale="es-MX")
    read_here(page, "several hypotheses")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="English").click()
    expect(opened.value.get_by_role("heading", name="Help was offered")).to_be_visible()
    expect(page.get_by_role("heading", name="Una lectura de esta nota")).to_be_visible()
