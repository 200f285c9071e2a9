"""Which language a page takes, and the button that changes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from webapp import create_app, language
from webapp.language import days
from webapp.site_file import SiteError, read

from ..conftest import FakeReader

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}
FRENCH = {"Accept-Language": "fr-FR"}


def tag(client: FlaskClient, path: str = "/", **headers: str) -> str:
    found = re.search(r'<html lang="([^"]+)"', client.get(path, headers=headers).text)
    assert found
    return found[1]


@pytest.fixture
def in_spanish(make_app: Callable[..., Flask]) -> FlaskClient:
    """Of a site whose language is Spanish."""
    app = make_app(INTERFACE_LANGUAGE="es", WTF_CSRF_ENABLED=False, TESTING=True)
    return app.test_client()


class TestOrder:
    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ("es", "es-419"),
            ("es-AR", "es-419"),
            ("fr, es;q=0.5, en;q=0.4", "es-419"),
            ("en-US, es;q=0.9", "en-GB"),
            ("es;q=0, en-US", "en-GB"),
            ("fr", "en-GB"),
            ("", "en-GB"),
            ("*;q=nothing;;", "en-GB"),
        ],
    )
    def test_without_more_the_browser_asks(
        self, client: FlaskClient, asked: str, shown: str
    ) -> None:
        assert tag(client, **{"Accept-Language": asked}) == shown

    def test_the_site_goes_before_the_browser(self, in_spanish: FlaskClient) -> None:
        assert tag(in_spanish, **FRENCH) == "es-419"
        assert tag(in_spanish, **{"Accept-Language": "en"}) == "es-419"

    @pytest.mark.parametrize("chosen", ["en", "es"])
    def test_a_choice_goes_before_both(self, in_spanish: FlaskClient, chosen: str) -> None:
        in_spanish.post("/language/", data={"language": chosen})
        for asked in ("en", "es", "fr"):
            assert tag(in_spanish, **{"Accept-Language": asked})[:2] == chosen

    def test_a_cookie_that_names_no_language_counts_for_nothing(self, client: FlaskClient) -> None:
        client.set_cookie("middleground_language", "../../etc")
        assert tag(client, **SPANISH) == "es-419"

    def test_programs_are_answered_in_english(self, in_spanish: FlaskClient) -> None:
        for path in ("/api/v1/nothing", "/nothing.json", "/referrals.json"):
            answer = in_spanish.get(path, headers=SPANISH)
            assert answer.status_code in (401, 404, 405)
            assert "Aquí no hay nada" not in answer.text
        assert "There is nothing here" in in_spanish.get("/nothing.json").text
        assert "Aquí no hay nada" in in_spanish.get("/nothing").text

    def test_outside_of_a_request_all_is_english(self, in_spanish: FlaskClient) -> None:
        assert "Leer una nota" in in_spanish.get("/").text
        assert (language.language(), language.gettext("Read a note")) == ("en", "Read a note")

    def test_setting_is_checked(self, tmp_path: Path, fake_reader: FakeReader) -> None:
        file = tmp_path / "site.toml"
        file.write_text('interface_language = "fr"\n', encoding="utf-8")
        with pytest.raises(SiteError, match="line 1: interface_language has to be en or es"):
            read(file)
        file.write_text('interface_language = "es"\n', encoding="utf-8")
        app = create_app(
            {"INTERFACE_LANGUAGE": read(file)["INTERFACE_LANGUAGE"]}, reader=fake_reader
        )
        assert tag(app.test_client()) == "es-419"


class TestSwitch:
    def test_it_works_without_script_and_comes_back(self, client: FlaskClient) -> None:
        page = client.get("/coach?x=1").text
        form = re.search(r'<form class="languages".*?</form>', page, re.DOTALL)
        assert form and 'method="post"' in form[0] and "target" not in form[0]
        assert '<button class="link" type="submit" name="language" value="es" lang="es">' in form[0]
        then = re.search(r'name="then" value="([^"]+)"', form[0])
        assert then
        answer = client.post("/language/", data={"language": "es", "then": then[1]})
        assert (answer.status_code, answer.location) == (303, "/coach?x=1")
        assert "¿Qué diría usted?" in client.get(answer.location).text

    def test_the_cookie_holds_the_language_and_nothing_else(self, client: FlaskClient) -> None:
        answer = client.post("/language/", data={"language": "es", "then": "/"})
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert cookie.startswith("middleground_language=es;")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert "Secure" not in cookie

    def test_the_cookie_is_secure_where_the_page_is(self, make_app: Callable[..., Flask]) -> None:
        client = make_app(SESSION_COOKIE_SECURE=True).test_client()
        answer = client.post("/language/", data={"language": "es"})
        assert "Secure" in answer.headers["Set-Cookie"].split("; ")

    @pytest.mark.parametrize("wanted", ["", "fr", "es; Path=/x", "es\r\nSet-Cookie: a=b", "EN"])
    def test_another_language_is_not_kept(self, client: FlaskClient, wanted: str) -> None:
        answer = client.post("/language/", data={"language": wanted})
        assert answer.status_code == 303
        assert "Set-Cookie" not in answer.headers

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
    def test_a_page_of_another_site_cannot_press_it(self, client: FlaskClient, site: str) -> None:
        sent = {"language": "es"}
        answer = client.post("/language/", data=sent, headers={"Sec-Fetch-Site": site})
        assert "Set-Cookie" not in answer.headers
        own = client.post("/language/", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
        assert "Set-Cookie" in own.headers

    @pytest.mark.parametrize(
        "then",
        [
            "https://example.org/",
            "//example.org/",
            "/\\example.org",
            "\\\\example.org",
            "///example.org",
            "/%2Fexample.org",
            "http:/about",
            "https://example.org/about",
            "javascript:alert(1)",
            "@example.org",
            "/nothing",
            "/language/",
            "",
            "x" * 10_000,
            "/\n//example.org",
            "http://[",
        ],
    )
    def test_it_leads_nowhere_else(self, client: FlaskClient, then: str) -> None:
        answer = client.post("/language/", data={"language": "es", "then": then})
        assert answer.status_code == 303
        assert answer.location == "/"

    @pytest.mark.parametrize(
        ("then", "back"),
        [
            ("/about", "/about"),
            ("/?example=the-desk", "/?example=the-desk"),
            ("/about?_external=1&_scheme=ftp&_anchor=x&a=b", "/about?a=b"),
            ("/about?next=//example.org", "/about?next=//example.org"),
        ],
    )
    def test_the_way_back_is_built_anew(self, client: FlaskClient, then: str, back: str) -> None:
        answer = client.post("/language/", data={"language": "es", "then": then})
        assert answer.location == back

    def test_beside_an_answer_it_opens_another_tab(self, client: FlaskClient) -> None:
        """What was sent cannot be asked for anew, so that the answer stays where it is."""
        page = client.post("/", data={"note": "He said no."}).text
        form = re.search(r'<form class="languages".*?</form>', page, re.DOTALL)
        assert form and 'target="_blank"' in form[0] and "then" not in form[0]

    def test_without_an_address_it_only_takes_what_is_sent(self, client: FlaskClient) -> None:
        assert client.get("/language/").status_code == 405


class TestWriting:
    def test_days(self, client: FlaskClient) -> None:
        assert days.day("2026-03-02") == "2026-03-02"
        assert days.long_day(date(2026, 3, 2)) == "2 March 2026"
        with client.application.test_request_context("/", headers=SPANISH):
            client.application.preprocess_request()
            assert days.day("2026-03-02") == "2 mar 2026"
            assert days.long_day(date(2026, 3, 2)) == "2 de marzo de 2026"
            assert days.day("yesterday") == "yesterday"

    def test_what_stays_english_is_marked_on_other_pages_alone(self, client: FlaskClient) -> None:
        template = '<p{{ in_english() }}>{{ english("<b> & so on") }}</p>'
        said = "&lt;b&gt; &amp; so on"
        for headers, shown in (
            ({}, f"<p>{said}</p>"),
            (SPANISH, f'<p lang="en"><span lang="en">{said}</span></p>'),
        ):
            with client.application.test_request_context("/", headers=headers):
                client.application.preprocess_request()
                assert render_template_string(template) == shown

    def test_values_cannot_break_out_of_a_sentence(self, client: FlaskClient) -> None:
        template = '{% trans name="<b>%(x)s" %}Person {{ name }}{% endtrans %}'
        with client.application.test_request_context("/", headers=SPANISH):
            client.application.preprocess_request()
            assert render_template_string(template) == "Person &lt;b&gt;%(x)s"
