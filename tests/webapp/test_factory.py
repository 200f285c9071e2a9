from __future__ import annotations

import pwd
from pathlib import Path
from typing import Any

import pytest

import webapp
from webapp import create_app
from webapp.records.errors import RecordsError
from webapp.settings import SETTINGS

from .conftest import FakeReader


def test_settings_stand_once_and_say_what_they_mean():
    names = [setting.name for setting in SETTINGS]
    assert len(set(names)) == len(names)
    for setting in SETTINGS:
        assert setting.name.isupper()
        assert setting.meaning.endswith(".")


def test_every_start_draws_its_own_secret(fake_reader):
    one, other = (create_app(reader=fake_reader).config["SECRET_KEY"] for _ in range(2))
    assert one != other
    assert len(one) >= 32


def test_no_variable_sets_what_is_no_setting(fake_reader, monkeypatch):
    # Flask itself would take any of its own, which nobody checks and no document names.
    monkeypatch.setenv("MIDDLEGROUND_WTF_CSRF_ENABLED", "false")
    monkeypatch.setenv("MIDDLEGROUND_PROPAGATE_EXCEPTIONS", "true")
    page = create_app(reader=fake_reader)
    assert page.config["PROPAGATE_EXCEPTIONS"] is None
    assert page.test_client().post("/", data={"note": "He nodded."}).status_code == 400


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_defaults_reach_the_app(setting, fake_reader):
    app = create_app(reader=fake_reader)
    if setting.name == "SECRET_KEY":
        assert app.config["SECRET_KEY"]
    else:
        assert app.config[setting.name] == setting.default


def test_caller_wins_over_environment_and_environment_over_default(fake_reader, monkeypatch):
    monkeypatch.setenv("MIDDLEGROUND_SAFETY_CONTACTS", '["Night lead: extension 7"]')
    monkeypatch.setenv("MIDDLEGROUND_SESSION_COOKIE_NAME", "from_environment")
    app = create_app({"SESSION_COOKIE_NAME": "from_caller"}, reader=fake_reader)
    assert app.config["SAFETY_CONTACTS"] == ["Night lead: extension 7"]
    assert app.config["SESSION_COOKIE_NAME"] == "from_caller"


def test_without_a_reader_the_installed_one_is_loaded_at_once(fake_reader, monkeypatch):
    monkeypatch.setattr(webapp, "load_reader", lambda **_: fake_reader)
    client = create_app({"WTF_CSRF_ENABLED": False}).test_client()
    assert client.post("/", data={"note": "He nodded."}).status_code == 200
    assert fake_reader.asked == [("He nodded.", ())]


def test_a_reader_that_cannot_be_loaded_stops_the_start(monkeypatch):
    def missing(**_):
        raise webapp_error

    webapp_error = RuntimeError("no artefacts")
    monkeypatch.setattr(webapp, "load_reader", missing)
    with pytest.raises(RuntimeError, match="no artefacts"):
        create_app()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("[::1]:8000", 400),
        ("middleground.example", 400),
        ("127.0.0.1.nip.io", 400),
        ("localhost.example:8000", 400),
    ],
)
def test_only_names_of_this_machine_are_answered(client, host, status):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == status
    if status == 400:
        assert "Middle Ground" not in answer.text
        assert "only under the name of this machine" in answer.text


@pytest.mark.parametrize(
    ("alone", "hosts", "records"),
    [
        (True, ["127.0.0.1", "localhost"], "own"),
        (False, ["127.0.0.1", "localhost"], "off"),
        (True, ["127.0.0.1", "notes.example.org"], "off"),
    ],
)
def test_cases_are_ones_own_only_where_nobody_else_comes(
    clinical: Any, tmp_path: Path, alone: bool, hosts: list[str], records: str
) -> None:
    config = {
        "TRUSTED_HOSTS": hosts,
        "RECORDS_DATABASE": f"sqlite:///{tmp_path}/r.db",
        "RECORDS_KEYS": str(tmp_path / "keys"),
    }
    app = create_app(config, reader=FakeReader(clinical), alone=alone)
    assert app.config["RECORDS"] == records
    assert not list(tmp_path.iterdir()), "nothing is made before somebody keeps something"


def test_records_of_ones_own_behind_another_name_are_refused(clinical: Any) -> None:
    config = {"RECORDS": "own", "TRUSTED_HOSTS": ["notes.example.org"]}
    with pytest.raises(RecordsError, match="must not be open to others"):
        create_app(config, reader=FakeReader(clinical))


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs under a user of whom it knows nothing but the number."""

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)


@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize(
    "settings",
    [
        {},  # one's own by default
        {"RECORDS": "team"},
        {"RECORDS": "own", "RECORDS_DATABASE": "sqlite:////srv/records.db"},
        {"RECORDS": "own", "RECORDS_KEYS": "/srv/records.keys"},
    ],
)
def test_without_a_home_it_is_said_which_settings_records_need(
    clinical: Any, settings: dict[str, str]
) -> None:
    with pytest.raises(RecordsError, match="Set RECORDS_DATABASE and RECORDS_KEYS, or"):
        create_app(settings, reader=FakeReader(clinical), alone=True)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_it_goes_without_records_or_with_a_place_for_them(
    clinical: Any, tmp_path: Path
) -> None:
    named = {
        "RECORDS_DATABASE": f"sqlite:///{tmp_path}/r.db",
        "RECORDS_KEYS": str(tmp_path / "keys"),
    }
    for settings in ({"RECORDS": "off"}, {"RECORDS": "own", **named}):
        app = create_app(settings, reader=FakeReader(clinical), alone=True)
        assert app.test_client().get("/").status_code == 200
