from __future__ import annotations

import logging

import pytest

from webapp import create_app

PRIVATE = "the quokka by the boiler"


@pytest.mark.parametrize(
    ("method", "path", "data", "status", "says"),
    [
        ("GET", "/nothing", None, 404, "There is nothing here"),
        ("GET", "/?example=nothing", None, 404, "There is nothing here"),
        ("DELETE", "/", None, 405, "There is nothing here"),
        ("POST", "/", {"note": "x" * 500_000}, 413, "far more than a note"),
        ("POST", "/", {f"field{i}": "x" for i in range(100_000)}, 413, "far more than a note"),
        ("POST", "/", {"note": ""}, 400, "There is no text in the note."),
    ],
)
def test_a_person_is_told_what_happened(client, method, path, data, status, says):
    answer = client.open(path, method=method, data=data)
    assert answer.status_code == status
    assert says in answer.text
    assert 'href="/about"' in answer.text


@pytest.mark.parametrize("testing", [True, False])
def test_a_fault_shows_no_trace_and_logs_its_place_but_no_word(fake_reader, caplog, testing):
    fake_reader.fails = RuntimeError(f"while reading {PRIVATE}")
    fake_reader.fails.__cause__ = ValueError(f"cannot parse {PRIVATE!r}")
    config = {"TESTING": testing, "WTF_CSRF_ENABLED": False}
    client = create_app(config, reader=fake_reader).test_client()
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/", data={"note": PRIVATE})
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "Traceback" not in answer.text
    assert PRIVATE not in answer.text
    assert "RuntimeError at" in caplog.text
    assert "caused by ValueError" in caplog.text
    assert "read.py" in caplog.text
    assert "quokka" not in caplog.text


@pytest.mark.parametrize(
    "data",
    [
        {"note": PRIVATE},
        {"note": PRIVATE, "decide_first": "y"},
        {"note": PRIVATE, "decide_first": "y", "step": "answer", "guess_words": PRIVATE},
        {"note": PRIVATE + "\0"},
        {"note": PRIVATE * 1000},
        {"note": PRIVATE, "felt": PRIVATE},
        {"note": PRIVATE, "step": "edit"},
    ],
    ids=["read", "guess", "guessed", "refused", "too long", "foreign", "edit"],
)
@pytest.mark.parametrize("forged", [False, True])
def test_no_log_holds_a_word_of_the_note(fake_reader, caplog, capfd, data, forged):
    client = create_app({"WTF_CSRF_ENABLED": forged}, reader=fake_reader).test_client()
    with caplog.at_level(logging.DEBUG):
        client.post("/", data=data)
    printed = "".join(capfd.readouterr())
    assert "quokka" not in caplog.text
    assert "quokka" not in printed
