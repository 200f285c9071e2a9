"""The settings of a site: what file and environment set, and what is said where one is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from click.testing import CliRunner

import middleground
from webapp import create_app, site_file
from webapp.doctor import site
from webapp.records.place import Mode
from webapp.records.rights import SITES
from webapp.settings import SETTINGS, in_force
from webapp.site_file import SiteError

EXAMPLE: Final = Path(__file__).parents[2] / "deploy" / "site.example.toml"
SECRET: Final = "Zebrafink"  # noqa: S105 -- planted, to be looked for


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write a file and let the environment name it."""

    def write(text: str) -> Path:
        file = tmp_path / "site.toml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setenv("MIDDLEGROUND_SITE", str(file))
        return file

    return write


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_sample_shows_every_setting_with_its_default(setting: Any) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith(f"# {setting.name.lower()} = ")]
    assert len(lines) == 1
    shown = tomllib.loads(lines[0].removeprefix("# "))[setting.name.lower()]
    assert setting.wrong(shown) is None
    if setting.default is not None:
        assert shown == setting.default


def test_sample_is_a_file_that_sets_nothing() -> None:
    assert site_file.read(EXAMPLE) == {}


def test_it_wins_over_defaults_and_gives_way_to_environment_and_caller(
    own: Any, fake_reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own('safety_contacts = ["of the file"]\nqueue = 3\nsession_cookie_name = "of_the_file"\n')
    monkeypatch.setenv("MIDDLEGROUND_QUEUE", "4")
    app = create_app({"SESSION_COOKIE_NAME": "of_the_caller"}, reader=fake_reader)
    assert app.config["SAFETY_CONTACTS"] == ["of the file"]
    assert app.config["QUEUE"] == 4
    assert app.config["SESSION_COOKIE_NAME"] == "of_the_caller"
    assert app.config["MAX_FORM_PARTS"] == 100


def test_empty_variable_is_passed_over(
    own: Any, fake_reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own("queue = 3\n")
    for setting in SETTINGS:  # as Compose makes of ${MIDDLEGROUND_QUEUE:-}
        monkeypatch.setenv(f"MIDDLEGROUND_{setting.name}", "")
    config = create_app(reader=fake_reader).config
    assert config["QUEUE"] == 3
    assert config["TRUSTED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert len(config["SECRET_KEY"]) == 64


def test_paths_are_those_seen_from_the_file(own: Any) -> None:
    file = own('api_tokens = "tokens.json"\npractice_packs = "/srv/packs"\n')
    assert in_force()["API_TOKENS"] == str(file.parent / "tokens.json")
    assert in_force()["PRACTICE_PACKS"] == "/srv/packs"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("queue = 8\n\n# why\nqeue = 9\n", 4, "perhaps queue is meant"),
        ("tea = true\n", 1, "the settings are secret_key, trusted_hosts"),
        ("[page]\nqueue = 8\n", 1, "'page' is no setting"),
        ("queue = 8\nsafety_contacts = [\n  'a',\n  1,\n]\n", 2, "a list of texts"),
        (f'queue = "{SECRET}"\n', 1, "queue has to be a whole number from 0"),
        ("queue = true\n", 1, "a whole number from 0"),
        ("queue = -1\n", 1, "a whole number from 0"),
        ("queue = 1.5\n", 1, "a whole number from 0"),
        ("proxies = -1\n", 1, "a whole number from 0"),
        ("retention_days = -1\n", 1, "a whole number from 0"),
        ("retention_days = 0.5\n", 1, "a whole number from 0"),
        ("retention_days = 36501\n", 1, "retention_days has to be a whole number from 0 to 36500"),
        ("retention_days = 99999999999999999999\n", 1, "from 0 to 36500"),
        ("idle_minutes = 1e300\n", 1, "idle_minutes has to be a number from 1 to 720"),
        ("idle_minutes = 720.5\n", 1, "from 1 to 720"),
        ("idle_minutes = nan\n", 1, "from 1 to 720"),
        ("hsts_seconds = -1\n", 1, "a whole number from 0"),
        ("idle_minutes = 0.5\n", 1, "idle_minutes has to be a number from 1 to 720."),
        ("idle_minutes = inf\n", 1, "a number from 1"),
        ("idle_minutes = nan\n", 1, "a number from 1"),
        ("idle_minutes = true\n", 1, "a number from 1"),
        ("max_content_length = 0\n", 1, "a whole number from 1"),
        ("max_form_memory_size = 0\n", 1, "a whole number from 1"),
        ("max_form_parts = 0\n", 1, "a whole number from 1"),
        ("wtf_csrf_time_limit = 0\n", 1, "a whole number from 1"),
        ("access_log = 1\n", 1, "true or false"),
        ("trusted_hosts = 'notes.example.org'\n", 1, "a list of texts"),
        ("access_log = 'yes'\n", 1, "true or false"),
        ("secret_key = ''\n", 1, "secret_key has to be text"),
        ("api_tokens = 7\n", 1, "the path of a file or folder"),
        (f"queue = 8\nsafety_contacts = [ {SECRET} ]\n", 2, "not valid TOML"),
        ("queue = 8\nqueue = 9\n", 2, "not valid TOML"),
        (f"queue = 8\nrecords = '{SECRET}'\n", 2, "records has to be off, own or team."),
        ("records = 'Team'\n", 1, "records has to be off, own or team."),
        ("site_kind = 'victim-services'\n", 1, "ordinary, training or victim_services."),
        ("site_kind = ['ordinary']\n", 1, "ordinary, training or victim_services."),
        ("\nsession_cookie_samesite = 'strict'\n", 2, "has to be Strict, Lax or None."),
        ("\n\napi_rate_limit = '120 per minut'\n", 3, 'such as "120 per minute"'),
        (f"api_rate_limit = '{SECRET}'\n", 1, "a number of requests per second, minute, hour"),
        ("api_rate_limit = '120'\n", 1, "api_rate_limit has to be a number of requests"),
        ("api_rate_limit = '-1 per minute'\n", 1, "a number of requests"),
        ("api_rate_limit = ''\n", 1, "a number of requests"),
        ("api_rate_limit = 120\n", 1, "a number of requests"),
        ("api_rate_limit = '1/second; many'\n", 1, "a number of requests"),
        ('x = """\nqueue = 8\n"""\n', 1, "'x' is no setting"),
    ],
)
def test_wrong_line_is_named(own: Any, text: str, line: int, said: str) -> None:
    file = own(text)
    with pytest.raises(SiteError) as told:
        in_force()
    assert f"line {line}" in str(told.value)
    assert said in str(told.value)
    assert SECRET not in str(told.value)
    (finding,) = site.own_file({"MIDDLEGROUND_SITE": str(file)})
    assert finding.grave and not finding.well
    assert f"line {line}" in finding.mend


def test_the_few_values_are_those_that_the_records_know() -> None:
    among = {setting.name: setting.among for setting in SETTINGS}
    assert among["RECORDS"] == get_args(Mode)
    assert among["SITE_KIND"] == SITES


@pytest.mark.parametrize(
    "text",
    [
        *(f"records = '{mode}'" for mode in get_args(Mode)),
        *(f"site_kind = '{kind}'" for kind in SITES),
        *(f"session_cookie_samesite = '{kind}'" for kind in ("Strict", "Lax", "None")),
        "api_rate_limit = '5/second; 1000 per day'",
        "api_rate_limit = '20 per 10 minutes'",
        "queue = 0",
        "proxies = 0",
        "retention_days = 0",
        "hsts_seconds = 0",
        "idle_minutes = 7.5",
        "idle_minutes = 1",
        "max_form_parts = 1",
    ],
)
def test_all_that_is_allowed_is_taken(own: Any, text: str) -> None:
    own(text)
    assert in_force().items() >= {k.upper(): v for k, v in tomllib.loads(text).items()}.items()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RECORDS", "teem", "MIDDLEGROUND_RECORDS has to be off, own or team,"),
        ("RECORDS", "null", "off, own or team"),
        ("SITE_KIND", SECRET, "ordinary, training or victim_services"),
        ("INTERFACE_LANGUAGE", "fr", "en or es"),
        ("SESSION_COOKIE_SAMESITE", "Strickt", "Strict, Lax or None"),
        ("API_RATE_LIMIT", "120 per minut", 'such as "120 per minute"'),
        ("API_RATE_LIMIT", "120", "a number of requests per second"),
        ("SESSION_COOKIE_SECURE", "no", "true or false"),
        ("SESSION_COOKIE_NAME", "null", "text"),
        ("SESSION_COOKIE_SECURE", "2", "true or false"),
        ("SESSION_COOKIE_SECURE", '"', "true or false"),
        ("SESSION_COOKIE_SAMESITE", "null", "Strict, Lax or None"),
        ("QUEUE", "eight", "a whole number from 0"),
        ("IDLE_MINUTES", "NaN", "a number from 1"),
        ("TRUSTED_HOSTS", "one.example.org,two.example.org", "a JSON list of texts"),
        ("TRUSTED_HOSTS", "one.example.org two.example.org", "a JSON list of texts"),
        ("TRUSTED_HOSTS", "[notes.example.org]", "a JSON list of texts"),
        ("TRUSTED_HOSTS", "https://notes.example.org", "a JSON list of texts"),
        ("TRUSTED_HOSTS", "null", "a JSON list of texts"),
        ("TRUSTED_HOSTS", "[]", "a JSON list of texts"),  # to Werkzeug, any name would do
        ("SAFETY_CONTACTS", SECRET, "a JSON list of texts"),
    ],
)
def test_wrong_variable_is_named(
    fake_reader: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"MIDDLEGROUND_{name}", value)
    with pytest.raises(SiteError) as told:
        create_app(reader=fake_reader)
    assert f"environment variable MIDDLEGROUND_{name} has to be" in str(told.value)
    assert said in str(told.value)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("RECORDS", "off", "off"),
        ("SITE_KIND", '"training"', "training"),
        ("API_RATE_LIMIT", "1000/hour", "1000/hour"),
        ("INTERFACE_LANGUAGE", "null", None),
        ("OIDC_CLIENT_ID", "287401", "287401"),  # a number to JSON, a name to the sign-in
        ("SECRET_KEY", "12e34", "12e34"),
        ("SESSION_COOKIE_SECURE", "true", True),
        ("SESSION_COOKIE_SECURE", "True", True),
        ("SESSION_COOKIE_SECURE", "1", True),
        ("SESSION_COOKIE_HTTPONLY", "0", False),
        ("SESSION_COOKIE_HTTPONLY", "FALSE", False),
        ("SESSION_COOKIE_SAMESITE", "lax", "Lax"),
        ("SESSION_COOKIE_SAMESITE", '"NONE"', "None"),
        ("INTERFACE_LANGUAGE", "ES", "es"),
        ("TRUSTED_HOSTS", "notes.example.org", ["notes.example.org"]),
        ("TRUSTED_HOSTS", '"10.0.0.7"', ["10.0.0.7"]),
        ("TRUSTED_HOSTS", '["a.example.org", "b.example.org"]', ["a.example.org", "b.example.org"]),
        ("QUEUE", "0", 0),
        ("RETENTION_DAYS", "0", 0),
        ("IDLE_MINUTES", "7.5", 7.5),
    ],
)
def test_right_variable_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, held: object
) -> None:
    monkeypatch.setenv(f"MIDDLEGROUND_{name}", value)
    taken = in_force()[name]
    assert (taken, type(taken)) == (held, type(held))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"queue = 8\nx = '\xff'\n", "line 2: save it as UTF-8"),
        (b"#" * 100_001, "larger than 100 kB"),
        (b"queue = " + b"9" * 5_000, "holds a value that is no setting"),
    ],
)
def test_what_is_no_file_of_settings(tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "site.toml").write_bytes(raw)
    with pytest.raises(SiteError, match=said):
        site_file.read(tmp_path / "site.toml")


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="No such file"):
        site_file.read(tmp_path / "none.toml")


@pytest.mark.parametrize(("mode", "findings"), [(0o600, 1), (0o644, 2)])
def test_key_that_others_may_read_is_told(own: Any, mode: int, findings: int) -> None:
    file = own(f'secret_key = "{SECRET}"\n')
    file.chmod(mode)
    told = list(site.own_file({"MIDDLEGROUND_SITE": str(file)}))
    assert len(told) == findings
    assert not any(SECRET in finding.said + finding.mend for finding in told)


def test_without_a_file_nothing_is_looked_at() -> None:
    assert list(site.own_file({})) == []


def test_command_takes_the_file_and_tells_its_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIDDLEGROUND_SITE", "")  # what the command sets is unset again
    file = tmp_path / "site.toml"
    file.write_text("qeue = 9\n")
    plan = tmp_path / "plan.json"
    plan.write_text('{"referrals": [{"service": "Day centre"}]}')
    words = ["--site", str(file), "referrals", str(plan)]
    done = CliRunner().invoke(middleground.group, words)
    assert done.exit_code == 2
    assert "line 1: 'qeue' is no setting; perhaps queue is meant" in done.stderr


def test_command_tells_of_a_variable_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIDDLEGROUND_SITE_KIND", "victims")
    plan = tmp_path / "plan.json"
    plan.write_text('{"referrals": [{"service": "Day centre"}]}')
    done = CliRunner().invoke(middleground.group, ["referrals", str(plan)])
    assert done.exit_code == 2
    assert "MIDDLEGROUND_SITE_KIND has to be ordinary, training or victim_services" in done.stderr
