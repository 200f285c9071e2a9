"""The comparison as a Markdown table, from what one run has measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from roster import BARE, SHIPPED

from models import counted_part

DOCUMENT: Final = Path(__file__).resolve().parents[1] / "COMPARISON.md"
BEGIN: Final = "<!-- comparison:begin -->"
END: Final = "<!-- comparison:end -->"

_PARTS: Final = ("judging", "development")
_MISSING: Final = "not measured"

_QUALITY: Final = {
    "macro-F1": "macro_f1",
    "mAP": "mean_average_precision",
    "alarms": "false_alarms",
}

_COSTS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "notes a second, many at once": lambda p: f"{1000 / p['seconds_many']:.0f}",
    "ms for one note": lambda p: f"{p['seconds_one']:.1f}",
    "processor's ms for one note": lambda p: f"{p['processor_seconds_one']:.1f}",
    "peak memory, MB": lambda p: f"{p['peak_mb']:.0f}",
    "packages, MB": lambda p: f"{p['packages_mb']:.0f}",
    "artefact, MB": lambda p: f"{p['artefact_mb']:.1f}",
}


def write_table(result: Mapping[str, Any]) -> str:
    """Put the tables into the document, and give them back."""
    body = table(result)
    text = DOCUMENT.read_text(encoding="utf-8")
    text = counted_part.replace(text, BEGIN, END, body, name=DOCUMENT.name)
    DOCUMENT.write_text(text, encoding="utf-8")
    return body


def table(result: Mapping[str, Any]) -> str:
    """Quality, costs, the ratio to a bare pass, and what was learnt with which versions."""
    return "\n".join(_lines(result))


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    peers = result["peers"]
    yield (
        f"Measured on {result['date']} on {result['cpus']} cores (load before: "
        f"{result['load_before']:.1f}); {result['teaching_notes']} teaching notes, "
        f"{result['judging_notes']} judging, {result['development_notes']} development; SetFit "
        f"taught on {result['setfit_pairs']} pairs. Speed: {result['timed_notes']} judging notes "
        f"of {result['words_a_timed_note']:.0f} words on average, median of {result['rounds']} "
        "rounds in turns. Brackets are 95 % bootstrap intervals over notes."
    )
    yield ""
    yield "| system | " + " | ".join(f"{f}, {p}" for p in _PARTS for f in _QUALITY) + " |"
    yield f"|---|{'---|' * len(_PARTS) * len(_QUALITY)}"
    for name, peer in peers.items():
        if name != BARE:
            yield f"| {name} | {' | '.join(_quality(peer) if peer else [_MISSING] * 6)} |"
    yield ""
    yield f"| system | {' | '.join(_COSTS)} |"
    yield f"|---|{'---|' * len(_COSTS)}"
    for name, peer in peers.items():
        cells = [cost(peer) if peer else _MISSING for cost in _COSTS.values()]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    ours, bare = peers[SHIPPED], peers[BARE]
    ratio = {key: ours[key] / bare[key] for key in ours if key.endswith(("_one", "_many"))}
    yield (
        f"A formulation takes **{ratio['processor_seconds_one']:.2f} times** the processor's time "
        f"of a bare pass of its own encoder ({ratio['seconds_one']:.2f} times on the clock), for "
        f"many at once {ratio['processor_seconds_many']:.2f} times ({ratio['seconds_many']:.2f}). "
        "The whole program (page, imports, exports, de-identifier and training of one's own "
        f"included) takes {result['whole_program_mb']:.0f} MB of packages."
    )
    yield ""
    yield "| system | seconds to learn | seconds to load | versions |"
    yield "|---|---|---|---|"
    for name, peer in peers.items():
        if peer:
            learning = peer["seconds_to_learn"]
            told = "-" if learning is None else f"{learning:.0f}"
            packages = ", ".join(f"{n} {v}" for n, v in peer["versions"].items())
            yield f"| {name} | {told} | {peer['load']:.1f} | {packages} |"


def _quality(peer: Mapping[str, Any]) -> Iterator[str]:
    for part in _PARTS:
        for figure in _QUALITY.values():
            estimate = peer["quality"][part]["barriers"][figure]
            if estimate["value"] is None:
                yield "-"
            else:
                yield f"{estimate['value']:.2f} [{estimate['low']:.2f}, {estimate['high']:.2f}]"
