"""What a reader waits for: reading one note imports nothing that only other tasks need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

# What scikit-learn brings takes as long to import as spaCy does; the page needs Flask, reading not.
NOT_FOR_READING: Final = {"sklearn", "scipy", "joblib", "pandas", "torch"} | {
    *("huggingface_hub", "transformers", "flask", "waitress", "models"),
    # Of spaCy's own command line, which `inference.lean_spacy` leaves out: it fetches models.
    *("requests", "httpx", "typer", "weasel"),
    *("presidio_analyzer", "phonenumbers", "faker", "nicknames", "tldextract"),
}
NOTE: Final = "Offered the bed again. He wants it, and then again he does not. Denies SI."


def modules_after(command: str) -> set[str]:
    """The top-level modules that a fresh interpreter has imported after `command`."""
    code = f"import json, sys\n{command}\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code], input=NOTE, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


def test_library() -> None:
    modules = modules_after(f"from inference import load_reader\nload_reader().read({NOTE!r})")
    assert {"spacy", "onnxruntime"} <= modules
    assert modules & NOT_FOR_READING == set()


def test_the_command_line_of_spacy_is_there_for_who_wants_it() -> None:
    assert {"spacy", "weasel"} <= modules_after("import inference\nimport spacy.cli")


def test_command() -> None:
    read = (
        "import middleground\ntry: middleground.main(['read', '--json'])\nexcept SystemExit: pass"
    )
    modules = modules_after(read)
    assert {"spacy", "onnxruntime"} <= modules
    assert modules & NOT_FOR_READING == set()


def test_no_library_leaves_a_mark_in_the_home_folder(tmp_path: Path) -> None:
    # onnxruntime's telemetry keeps its mark and its queue there; it is silent where CI is set.
    own = {name: value for name, value in os.environ.items() if name != "CI"}
    own |= {"HOME": str(tmp_path), "ORT_DISABLE_TELEMETRY": "0", "ORT_TELEMETRY_DISABLED": "0"}
    code = f"from inference import load_reader\nload_reader().read({NOTE!r})"
    subprocess.run([sys.executable, "-c", code], env=own, check=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
