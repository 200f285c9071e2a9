"""The page served to a real headless Chromium that can reach nothing else."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
)

# Statuses that Chromium reports in the console although the page handles them.
EXPECTED = ("the server responded with a status of 4",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: a failing test says enough."""


@pytest.fixture(scope="session")
def site(make_app: Callable[..., Flask]) -> Iterator[str]:
    """Address of the page, with all its protection on, as a fake reader reads."""
    with served(make_app()) as address:
        yield address


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address under which `app` answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("There is no Chromium on this machine.")
    # Chromium refuses its sandbox to root, as whom containers often run.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages in a browser of their own, options as for `Browser.new_context`.

    At the end no page may have asked another host for anything, broken the content security
    policy, or put an error or warning into the console.
    """
    contexts, faults = [], []

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and not any(e in message.text for e in EXPECTED):
            faults.append(f"console: {message.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((site, "data:")):
            faults.append(f"request: {request.url}")

    def open_page(**options: Any) -> Page:
        context = chromium.new_context(
            base_url=site, **{"viewport": {"width": 1280, "height": 900}, **options}
        )
        contexts.append(context)
        context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        context.on("console", heard)
        context.on("request", asked)
        context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page at desktop width."""
    return new_page()


@pytest.fixture
def read(cases: Any) -> Callable[..., None]:
    """Pastes the note of a case, or any other text, and presses the button."""

    def paste_and_press(page: Page, name: str, *, decide_first: bool = False) -> None:
        page.goto("/")
        page.get_by_label("The note").fill(cases[name][0] if name in cases else name)
        if decide_first:
            page.get_by_role("switch", name="Decide first").check()
        page.get_by_role("button", name="Read the note").click()
        heading = "Your own guess first" if decide_first else "A reading of this note"
        page.get_by_role("heading", name=heading).wait_for()

    return paste_and_press
