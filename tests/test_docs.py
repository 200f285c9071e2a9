"""What the documents say is so: commands, options, targets, paths, fields, settings."""

from __future__ import annotations

import configparser
import dataclasses
import importlib
import re
import shlex
from pathlib import Path
from typing import Final

import click
import pytest

import middleground
from inference import formulation, labels
from webapp import lines

ROOT: Final = Path(__file__).parent.parent
ROOM_READMES: Final = ("inference", "models", "webapp", "training_data", "notebooks")
DOCUMENTS: Final = sorted(
    path.relative_to(ROOT)
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/**/*.md")]
    + [ROOT / room / "README.md" for room in ROOM_READMES]
)


def text_of(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def commands_in(path: Path) -> list[str]:
    """Lines of console blocks, and code spans that begin like a command."""
    text = text_of(path)
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"`((?:make|middleground|python -m) [^`]+)`", text)
    return [line for block in blocks for line in block.splitlines()] + spans


COMMANDS: Final = [(path, line) for path in DOCUMENTS for line in commands_in(path)]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))


def problem_of(line: str) -> str | None:
    """Why `line` would not run, or None."""
    words = shlex.split(line)
    program, arguments = words[0].rpartition("/bin/")[2], words[1:]
    if program == "make":
        unknown = [word for word in arguments if "=" not in word and word not in make_targets()]
        return f"make has no target {unknown}" if unknown else None
    if program == "middleground":
        return _problem_of_command(arguments)
    if program == "python" and arguments[:1] == ["-m"]:
        module = arguments[1]
        found = importlib.util.find_spec(module)
        return None if found else f"there is no module {module}"
    if program == "python":
        return None if (ROOT / arguments[0]).is_file() else f"there is no file {arguments[0]}"
    return f"{program} is no program of this project"


def _problem_of_command(arguments: list[str]) -> str | None:
    options = [word.split("=")[0] for word in arguments if word.startswith("-") and word != "-"]
    words = [word for word in arguments if not word.startswith("-")]
    if not words:
        known = {name for p in middleground.group.params for name in p.opts} | {"--help", "-h"}
    elif command := middleground.group.get_command(click.Context(middleground.group), words[0]):
        if isinstance(command, click.Group):
            if not words[1:]:
                return None
            inner = words[1]
            if (command := command.get_command(click.Context(command), inner)) is None:
                return f"there is no command {words[0]} {inner}"
        known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    else:
        return f"there is no command {words[0]}"
    unknown = [option for option in options if option not in known]
    return f"there is no option {unknown}" if unknown else None


@pytest.mark.parametrize(("path", "line"), COMMANDS, ids=lambda value: str(value))
def test_command_is_real(path: Path, line: str) -> None:
    assert problem_of(line) is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("make tea", "no target"),
        ("middleground raed note.txt", "no command raed"),
        (".venv/bin/middleground read note.txt --jsno", "no option ['--jsno']"),
        ("middleground --versoin", "no option"),
        ("middleground tokens ad ehr", "no command tokens ad"),
        ("middleground tokens add ehr --skope read", "no option ['--skope']"),
        ("middleground tokens add ehr --scope read", None),
        ("python -m models.no_such_module", "no module"),
        ("python benchmarks/slow.py", "no file"),
        ("curl something", "no program"),
        ("make setup PYTHON=python3.12", None),
        ("middleground read - --felt intimidated", None),
    ],
)
def test_wrong_command_would_be_found(line: str, problem: str | None) -> None:
    found = problem_of(line)
    assert found == problem if problem is None else problem in str(found)


@pytest.mark.parametrize("line", re.findall(r"\t\$\(BIN\)/(middleground .+)", text_of("Makefile")))
def test_make_calls_what_exists(line: str) -> None:
    assert problem_of(line.replace("$(PORT)", "8765")) is None


def test_readme_and_contributing_show_commands() -> None:
    shown = {str(path) for path, _ in COMMANDS}
    assert {"README.md", "CONTRIBUTING.md"} <= shown


# Made by a command, by the reader, or somewhere else than below the root.
NOT_IN_THE_TREE: Final = {"utils.py", "note.txt", "out.jsonl", "install.py", "/api/v1/openapi.json"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_paths_that_are_named_exist(path: Path) -> None:
    text = text_of(path)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    spans = re.findall(r"`([\w./-]+\.(?:py|md|json|jsonl|in|lock|cfg|toml|ipynb))`", text)
    folders = re.findall(r"`([\w./-]+)/`", text)
    missing = [
        name
        for name in {*links, *spans, *folders} - NOT_IN_THE_TREE
        if not any((base / name).exists() for base in _bases(path))
    ]
    assert missing == []


def _bases(path: Path) -> list[Path]:
    # A name is written from the root, from the document's folder, or inside the room it tells of.
    here = ROOT / path.parent
    return [ROOT, here, ROOT / "inference" / "knowledge"]


@pytest.mark.parametrize("room", ROOM_READMES)
def test_room_says_its_rule(room: str) -> None:
    text = text_of(f"{room}/README.md")
    assert text.startswith(f"# {room}\n") or room == "training_data"
    if room != "training_data":
        assert all(f"\n{rule}:" in text for rule in ("For", "May import", "Never"))


def sections_of_the_contract() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text_of("docs/FORMULATION.md"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


DATACLASSES: Final = {
    name: value
    for name, value in vars(formulation).items()
    if dataclasses.is_dataclass(value) and isinstance(value, type)
}


@pytest.mark.parametrize("name", DATACLASSES)
def test_contract_names_every_field(name: str) -> None:
    named = re.findall(r"^\| `(\w+)` \|", sections_of_the_contract()[name], re.MULTILINE)
    assert named == [field.name for field in dataclasses.fields(DATACLASSES[name])]


@pytest.mark.parametrize(
    ("section", "field", "values"),
    [
        ("Risk", "kind", labels.RISKS),
        ("Risk", "status", labels.RISK_STATUSES),
        ("Hypothesis", "label", labels.BARRIERS),
        ("Hypothesis", "support", labels.SUPPORT),
        ("Style", "octant", labels.OCTANTS),
        ("Style", "control_label", labels.CONTROL),
        ("Style", "affiliation_label", labels.AFFILIATION),
        ("Reaction", "kind", labels.REACTIONS),
        ("Strength", "kind", labels.STRENGTHS),
        ("Referral", "purpose", labels.PURPOSES),
        ("Referral", "status", labels.REFERRAL_STATUSES),
    ],
)
def test_contract_names_every_value(section: str, field: str, values: tuple[str, ...]) -> None:
    row = re.search(
        rf"^\| `{field}` \| (.+) \|$", sections_of_the_contract()[section], re.MULTILINE
    )
    assert row
    assert tuple(re.findall(r"`([^`]+)`", row[1]))[: len(values)] == values
    assert set(re.findall(r"`([^`]+)`", row[1])) <= {*values, "null"}


def test_contract_names_every_fault_of_a_line() -> None:
    table = sections_of_the_contract()["A line that could not be read"]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [*lines.PROBLEMS, "fault"]


def test_settings_are_those_that_the_code_reads() -> None:
    named = set(re.findall(r"^\| `(MIDDLEGROUND_\w+)` \|", text_of("README.md"), re.MULTILINE))
    code = [ROOT / "middleground.py", *ROOT.glob("inference/*.py"), *ROOT.glob("webapp/*.py")]
    read = {
        name
        for path in code
        for name in re.findall(r"\"(MIDDLEGROUND_[A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    assert named == read | {"MIDDLEGROUND_SAFETY_CONTACTS"}


def test_figures_have_their_place() -> None:
    text = text_of("README.md")
    assert text.count("<!-- figures:begin -->") == text.count("<!-- figures:end -->") == 1
    assert text.index("<!-- figures:begin -->") < text.index("<!-- figures:end -->")


def test_changelog_begins_with_what_is_not_released() -> None:
    versions = re.findall(r"^## \[(.+?)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == "Unreleased"


def test_version_stands_in_one_place() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    version = config["metadata"]["version"]
    code = [ROOT / "middleground.py", *ROOT.glob("[imw]*/**/*.py"), ROOT / "pyproject.toml"]
    places = [p for p in code if f'"{version}"' in p.read_text(encoding="utf-8")]
    assert places == []
