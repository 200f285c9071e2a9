"""Importing spaCy without its own command line.

`import spacy` also imports the programs that train and download models, with an HTTP client and a
third of all its import time. Reading a note needs none of them, and no client of any network has a
place in a process that holds notes. `spacy.cli` can still be imported later by who wants it.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Final

_LEFT_OUT: Final = ("spacy.cli", "spacy.cli.info")

if "spacy" not in sys.modules:
    for _name in _LEFT_OUT:
        sys.modules[_name] = ModuleType(_name)
    sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined]
    try:
        import spacy  # noqa: F401
    finally:
        for _name in _LEFT_OUT:
            del sys.modules[_name]
