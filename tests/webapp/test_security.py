from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import request

import webapp
from webapp import create_app

ROOM = Path(webapp.__file__).parent
REQUESTS = {
    "box": ("GET", "/", None),
    "about": ("GET", "/about", None),
    "answer": ("POST", "/", {"note": "He nodded."}),
    "own guess": ("POST", "/", {"note": "He nodded.", "decide_first": "y"}),
    "refused": ("POST", "/", {"note": ""}),
    "not found": ("GET", "/nothing", None),
    "wrong method": ("PUT", "/", None),
}


@pytest.fixture(params=REQUESTS, ids=str)
def answer(request, client):
    method, path, data = REQUESTS[request.param]
    return client.open(path, method=method, data=data)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_answer_is_protected(answer, header, value):
    assert answer.headers[header] == value


def test_no_feature_of_the_device_is_asked_for(answer):
    assert "microphone=()" in answer.headers["Permissions-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_static_files_are_protected_and_may_be_kept(client):
    with client.get("/static/base.css") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" not in answer.headers["Cache-Control"]


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(answer):
    page = answer.text
    assert not re.search(r"\sstyle\s*=", page)
    assert not re.search(r"\son[a-z]+\s*=", page)
    assert "<style" not in page
    for script in re.findall(r"<script.*?</script>", page, re.S):
        assert re.fullmatch(r'<script type="module" src="/static/\w+\.js"></script>', script)
    for address in re.findall(r'(?:src|href|action|formaction)="(.*?)"', page):
        assert address.startswith(("/", "#")) and not address.startswith("//")


@pytest.mark.parametrize(
    "file",
    [*ROOM.glob("static/*"), *ROOM.glob("templates/**/*.html")],
    ids=lambda path: path.name,
)
def test_no_file_names_another_host(file):
    text = file.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?://|url\(\s*[\"']?(?!#)|@import", text)


@pytest.mark.parametrize(
    "store", ["localStorage", "sessionStorage", "indexedDB", "caches", "cookie"]
)
def test_no_script_stores_or_sends(store):
    for script in ROOM.glob("static/*.js"):
        text = script.read_text("utf-8")
        assert store not in text
        assert not re.search(r"fetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource", text)


def test_boxes_keep_typing_from_services_that_phone_out(client):
    for page in (client.get("/").text, client.post("/", data={"note": "He nodded."}).text):
        boxes = re.findall(r"<textarea.*?>", page, re.S)
        assert boxes
        for box in boxes:
            assert 'spellcheck="false"' in box
            assert 'autocomplete="off"' in box
        assert 'translate="no"' in page


class TestForgery:
    @pytest.fixture
    def client(self, fake_reader):
        return create_app({"TESTING": True}, reader=fake_reader).test_client()

    @staticmethod
    def token(page: str) -> str:
        return re.search(r'name="csrf_token" value="(.*?)"', page)[1]

    def test_a_form_of_ours_is_read(self, client, fake_reader):
        token = self.token(client.get("/").text)
        answer = client.post("/", data={"note": "He nodded.", "csrf_token": token})
        assert answer.status_code == 200
        assert len(fake_reader.asked) == 1

    def test_the_answer_can_be_sent_on(self, client):
        token = self.token(client.get("/").text)
        answer = client.post("/", data={"note": "He nodded.", "csrf_token": token})
        again = {"note": "He nodded.", "felt": "warmth", "csrf_token": self.token(answer.text)}
        assert client.post("/", data=again).status_code == 200

    @pytest.mark.parametrize("token", [None, "forged"])
    def test_any_other_is_not_read_and_the_text_is_kept(self, client, fake_reader, token):
        data = {"note": "He nodded.\r\nTwice.", "felt": "warmth", "csrf_token": token}
        answer = client.post("/", data={k: v for k, v in data.items() if v})
        assert answer.status_code == 400
        assert "Your text is still here" in answer.text
        assert "He nodded.\nTwice.</textarea>" in answer.text
        assert fake_reader.asked == []

    def test_a_form_without_a_note_is_not_answered_with_the_box_for_one(self, client):
        answer = client.post("/cases/k7/close", data={"csrf_token": "of another start"})
        assert answer.status_code == 400
        assert "open since before" in answer.text
        assert "Your text is still here" not in answer.text
        assert "<textarea" not in answer.text

    @pytest.mark.parametrize(("added", "status"), [("", 200), ("forged", 400)])
    def test_over_tls_only_the_token_decides(self, fake_reader, added, status):
        page = create_app({"TESTING": True, "PROXIES": 1}, reader=fake_reader).test_client()
        secure = {"X-Forwarded-Proto": "https"}
        token = self.token(page.get("/", headers=secure).text)
        data = {"note": "He nodded.", "csrf_token": token + added}
        assert page.post("/", data=data, headers=secure).status_code == status

    def test_the_one_cookie_holds_no_note(self, client):
        token = self.token(client.get("/").text)
        answer = client.post("/", data={"note": "A quokka nodded.", "csrf_token": token})
        cookies = client.get("/").headers.getlist("Set-Cookie") + answer.headers.getlist(
            "Set-Cookie"
        )
        kept = client.get_cookie("middleground")
        assert kept.http_only
        assert kept.same_site == "Strict"
        assert kept.expires is None and kept.max_age is None
        assert len(kept.value) < 200
        assert all(cookie.startswith("middleground=") for cookie in cookies)

    def test_pages_without_a_form_set_no_cookie(self, client):
        assert "Set-Cookie" not in client.get("/about").headers
        with client.get("/static/base.css") as answer:
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("proxies", "scheme", "address"),
    [(0, "http", "127.0.0.1"), (1, "https", "203.0.113.9"), (2, "https", "198.51.100.4")],
)
def test_servers_in_front_are_believed_as_far_as_they_are_named(
    fake_reader, proxies, scheme, address
):
    page = create_app({"TESTING": True, "PROXIES": proxies}, reader=fake_reader).test_client()
    said = {
        "X-Forwarded-Proto": "https, https",
        "X-Forwarded-For": "192.0.2.66, 198.51.100.4, 203.0.113.9",  # the first is the caller's own
        "X-Forwarded-Host": "elsewhere.example",
    }
    with page:
        assert page.get("/about", headers=said).status_code == 200
        assert (request.scheme, request.remote_addr) == (scheme, address)
        assert request.host == "localhost"


# What the OWASP Secure Headers Project recommends (ci/headers_add.json of 2024-07-19), what an
# answer over TLS says here, and why where that is something else.
OWASP = {
    "Cache-Control": ("no-store, max-age=0", "no-store", "what is not stored has no age"),
    "Clear-Site-Data": ('"cache","cookies","storage"', None, "would end the site's other sign-ins"),
    "Content-Security-Policy": (
        "default-src 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'; "
        "upgrade-insecure-requests; block-all-mixed-content",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "stricter, and no address of plain HTTP could be upgraded",
    ),
    "Cross-Origin-Embedder-Policy": ("require-corp", "require-corp", None),
    "Cross-Origin-Opener-Policy": ("same-origin", "same-origin", None),
    "Cross-Origin-Resource-Policy": ("same-origin", "same-origin", None),
    "Permissions-Policy": (
        "29 features, accelerometer=() to unload=()",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "no script or frame of another host runs, and browsers warn of names they do not know",
    ),
    "Referrer-Policy": ("no-referrer", "no-referrer", None),
    "Strict-Transport-Security": (
        "max-age=31536000; includeSubDomains",
        "max-age=31536000",
        "other names of the site's domain are not ours to decide on",
    ),
    "X-Content-Type-Options": ("nosniff", "nosniff", None),
    "X-Frame-Options": ("deny", "DENY", None),
    "X-Permitted-Cross-Domain-Policies": ("none", "none", None),
}


@pytest.mark.parametrize("header", OWASP)
def test_headers_are_those_of_a_written_standard(fake_reader, header):
    recommended, ours, why = OWASP[header]
    page = create_app({"TESTING": True, "PROXIES": 1}, reader=fake_reader).test_client()
    for path in ("/", "/nothing", "/api/v1/nothing", "/healthz"):
        answer = page.get(path, headers={"X-Forwarded-Proto": "https"})
        assert answer.headers.getlist(header) == ([ours] if ours else [])
    assert bool(why) == ((ours or "").lower() != recommended)


@pytest.mark.parametrize(
    "header", ["Server", "X-Powered-By", "X-XSS-Protection", "Public-Key-Pins"]
)
def test_nothing_is_told_that_the_standard_removes(client, header):
    assert header not in client.get("/").headers


@pytest.mark.parametrize("said", [{}, {"X-Forwarded-Proto": "https"}])
def test_without_tls_none_is_demanded(client, said):
    assert "Strict-Transport-Security" not in client.get("/", headers=said).headers


@pytest.mark.parametrize("seconds", [0, 300])  # of 0 browsers forget what they were told, RFC 6797
def test_a_site_says_how_long_tls_is_demanded(fake_reader, seconds):
    config = {"TESTING": True, "PROXIES": 1, "HSTS_SECONDS": seconds}
    page = create_app(config, reader=fake_reader).test_client()
    answer = page.get("/", headers={"X-Forwarded-Proto": "https"})
    assert answer.headers.getlist("Strict-Transport-Security") == [f"max-age={seconds}"]
