"""The coach's answer as text for a terminal or a pipe: the same `CoachPage` as in the browser."""

from __future__ import annotations

from rich.console import Console

from .presentation.coach import CoachPage, TurnView
from .terminal import Sheet


def show(page: CoachPage, *, console: Console | None = None) -> None:
    """Print `page`, words of danger first."""
    sheet = Sheet(console or Console(highlight=False, markup=False, emoji=False))
    sheet.line("Guesses from the words alone, to think with.")
    if page.danger:
        sheet.heading("First, safety")
        sheet.lines("These words may speak of danger:", (f"“{quote}”" for quote in page.danger))
        sheet.lines("Your service’s contacts:", page.contacts)
        sheet.line("Follow your service’s procedure. Such turns are not remarked upon.", 2)
    for turn in page.turns:
        _turn(sheet, turn)
    if page.missing:
        sheet.heading("Not seen in these words")
        sheet.line(f"{', '.join(page.missing)}.", 2)
        if page.question:
            sheet.line(f"To think about: {page.question}", 2, "bold", hang=2)
        sheet.line("No turn needs all five. A short turn that does one thing well is enough.", 2)
    if page.ratios:
        sheet.heading(f"Over {page.counted} utterances")
        for ratio in page.ratios:
            sheet.line(f"{ratio.name}: {ratio.value}. Benchmark: {ratio.benchmark}.", 2, hang=2)
        sheet.lines("Benchmarks, for twenty recorded minutes, from:", page.ratio_sources)
    elif not page.danger:
        sheet.heading("Ratios")
        sheet.line(f"From ten clear utterances on; this was {page.counted}.", 2)


def _turn(sheet: Sheet, turn: TurnView) -> None:
    sheet.heading(f"Turn {turn.number}")
    for utterance in turn.utterances:
        told = ", ".join(f"“{piece.text}”" for piece in utterance.pieces if piece.told)
        sheet.line("“" + "".join(piece.text for piece in utterance.pieces) + "”", 2)
        if utterance.name is None:
            sheet.line("What it does is hard to tell from the words alone.", 4)
            continue
        sheet.line(f"{utterance.name}, may be: {utterance.shows} ({utterance.chance}).", 4)
        if told:
            sheet.line(f"Words that weighed most: {told}", 4)
    if turn.unremarked:
        sheet.line(turn.unremarked, 2)
    if turn.present:
        sheet.line(f"There: {', '.join(turn.present)}.", 2, hang=2)
    if turn.question:
        sheet.line(f"To think about: {turn.question}", 2, "bold", hang=2)
