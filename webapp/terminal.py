"""A reading as text for a terminal or a pipe: the same `ReadingPage` that the browser shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from .presentation.marks import Passage
from .presentation.pages import HypothesisView, ReadingPage, Safety, StanceView, StyleView
from .presentation.words import plural

_WIDEST: Final = 88
# Characters that could move the cursor, recolour the screen or turn the text round.
_UNPRINTABLE: Final = ("Cc", "Cs")
_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def show(page: ReadingPage, *, numbers: bool = False, console: Console | None = None) -> None:
    """Print `page`, safety first; `numbers` adds the probabilities and the style's coordinates."""
    out = console or Console(highlight=False, markup=False, emoji=False)
    sheet = Sheet(out)
    words = plural(page.words, "word")
    sheet.line(f"From {words} about one contact. All of this is to be checked with the person.")
    _safety(sheet, page.safety)
    _in_the_way(sheet, page, numbers)
    _style(sheet, page.style, numbers)
    _reactions(sheet, page)
    _ground(sheet, page)
    _stances(sheet, page)
    if numbers:
        _chances(sheet, page)


def printable(text: str) -> str:
    """`text` on one line and without characters that a terminal would obey instead of print."""
    kept = (
        " " if unicodedata.category(c) in _UNPRINTABLE else "" if c in _BIDI_CONTROLS else c
        for c in text
    )
    return " ".join("".join(kept).split())


class Sheet:
    """Paragraphs, headings and lists, wrapped to the width and indented alike."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = min(console.width, _WIDEST)

    def heading(self, text: str) -> None:
        """`text` in bold behind an empty line."""
        self.console.print()
        self.line(text, style="bold")

    def line(self, text: str, indent: int = 0, style: str = "", hang: int = 0) -> None:
        """`text` wrapped at `indent`; lines after the first stand `hang` further to the right."""
        whole = Text(printable(text), style=style)
        margin = indent
        for part in whole.wrap(self.console, self.width - indent - hang):
            part.rstrip()
            self.console.print(Text(" " * margin).append_text(part), soft_wrap=True)
            margin = indent + hang

    def lines(self, title: str, items: Iterable[str], indent: int = 2) -> None:
        """`title`, then each item behind a dash; nothing at all when there is no item."""
        listed = list(items)
        if listed:
            self.line(title, indent)
        for item in listed:
            self.line(f"- {item}", indent + 2, hang=2)

    def quotes(self, title: str, passages: Iterable[Passage], indent: int = 2) -> None:
        """`title`, then each passage between quotation marks."""
        self.lines(title, (f"“{passage.text}”" for passage in passages), indent)


def _safety(sheet: Sheet, safety: Safety) -> None:
    sheet.heading("First, safety")
    if not safety.mentions:
        sheet.line(
            "No words of danger were recognised in this note. That says nothing about safety: "
            "software misses things, and people leave things unsaid. Ask as you always would.",
            2,
        )
        return
    if safety.current:
        sheet.line(
            "The note mentions danger that may be on now. Set the rest aside, follow your "
            "service’s procedure, and tell the lead on call.",
            2,
            "bold",
        )
    for risk in safety.mentions:
        sheet.quotes(f"{risk.name} ({risk.says}):", risk.quotes)
        for line in (*risk.first, risk.message):
            sheet.line(line, 4)
    if safety.do_first:
        sheet.lines("Do now:", safety.do_first.do)
        sheet.lines("You could say:", _said(safety.do_first.say))
    for contact in safety.contacts:
        sheet.line(contact, 2)
    sheet.line(
        "Words only: this cannot judge how serious it is, and it may have missed something.", 2
    )


def _in_the_way(sheet: Sheet, page: ReadingPage, numbers: bool) -> None:
    sheet.heading("What may be in the way")
    if page.not_enough:
        sheet.line(f"Not enough to go on. {page.not_enough}", 2)
    elif not page.hypotheses:
        sheet.line(
            "None of the seven barriers was found with enough support to be shown. There may be "
            "none: a calm, informed no is a decision, to be respected, with the door left open. "
            "Or it was missed: text unlike a worker's case notes is read less well.",
            2,
        )
    sheet.lines("First, what is practical. Ask, whatever else may be so:", page.practical.ask_first)
    for hypothesis in page.hypotheses:
        _hypothesis(sheet, hypothesis, numbers)


def _hypothesis(sheet: Sheet, hypothesis: HypothesisView, numbers: bool) -> None:
    chance = f", {hypothesis.chance}" if numbers else ""
    sheet.console.print()
    sheet.line(f"{hypothesis.letter}. {hypothesis.name} ({hypothesis.support}{chance})", 2, "bold")
    for line in hypothesis.may_be:
        sheet.line(line, 4)
    if not hypothesis.quotes:
        sheet.line("No single line carries it; it comes from the note as a whole.", 4)
    sheet.quotes("The note says:", hypothesis.quotes, 4)
    sheet.quotes("Against it:", hypothesis.against, 4)
    rivals = (f"{rival.name}. {rival.tell_apart or ''}" for rival in hypothesis.rivals)
    sheet.lines("It could also be:", rivals, 4)
    sheet.lines("To check, you could ask them:", _said([hypothesis.ask]), 4)
    sheet.lines("And ask yourself:", [*hypothesis.questions, hypothesis.our_side], 4)


def _style(sheet: Sheet, style: StyleView, numbers: bool) -> None:
    sheet.heading("How they may position themselves with you")
    if style.unclear:
        sheet.line(style.unclear, 2)
    if style.text_words:
        sheet.line(f"From what the note describes: {style.text_words}.", 2)
    if style.reaction_words:
        sheet.line(f"From how you felt: {style.reaction_words}.", 2)
    if style.agree is False:
        sheet.line(
            "The two disagree: you may have picked up what the note leaves out, or the feeling may "
            "be your own. Worth a minute with a colleague.",
            2,
        )
    if octant := style.octant:
        sheet.line(f"One possibility: {octant.name}. This may be {octant.shows}.", 2)
        sheet.line(f"They may expect {octant.may_expect}.", 2)
        sheet.line(f"The pull on you may be {octant.pull}. {octant.if_hooked}", 2)
        sheet.line(f"The middle: {octant.middle}", 2)
        sheet.line(f"Another reading: {octant.other_readings}", 2)
    sheet.quotes("Words behind it:", style.quotes)
    if numbers:
        sheet.lines("Numbers:", (f"{name} {value}" for name, value in style.numbers))


def _reactions(sheet: Sheet, page: ReadingPage) -> None:
    if page.reactions:
        sheet.heading("Your reaction, as a clue")
    for reaction in page.reactions:
        sheet.line(f"{reaction.name}.", 2)
        sheet.quotes("The note says:", reaction.quotes, 4)
        sheet.line(f"It may say something of them: {reaction.may_suggest}", 4)
        sheet.line(f"It may be mine: {reaction.may_be_mine}", 4)


def _ground(sheet: Sheet, page: ReadingPage) -> None:
    sheet.heading("What there is to build on")
    held = page.safety.current  # what to say waits with the ways to respond
    for strength in page.strengths:
        sheet.quotes(f"{strength.name}:", strength.quotes)
        if not held:
            sheet.line(strength.build, 4)
    if not page.strengths:
        _no_strength(sheet, page, held=held)
    if page.referrals:
        sheet.heading("Other services in the note")
    for referral in page.referrals:
        sheet.quotes(f"{referral.service} ({referral.status}):", referral.quotes)
        if not held:
            sheet.lines("So that it adds, and does not hand off:", _said(referral.say), 4)


def _no_strength(sheet: Sheet, page: ReadingPage, *, held: bool) -> None:
    none = "No strength was found in the note’s words."
    if held:
        sheet.line(none, 2)
    else:
        sheet.lines(f"{none} You could ask:", _said(page.ask_for_strengths))


def _about_the_ground(sheet: Sheet, page: ReadingPage) -> None:
    for strength in page.strengths:
        sheet.line(f"{strength.name}: {strength.build}", 2, hang=2)
    for referral in page.referrals:
        title = f"{referral.service}, so that it adds and does not hand off:"
        sheet.lines(title, _said(referral.say))


def _stances(sheet: Sheet, page: ReadingPage) -> None:
    sheet.heading("Ways to respond")
    if page.safety.current:
        sheet.line("For when you have followed your service’s procedure.", 2, "bold")
    if not page.stances:
        sheet.line(
            "Nothing here calls for one way to respond more than another. Stay in contact, ask, "
            "and leave the door open.",
            2,
        )
    for rank, stance in enumerate(page.stances, 1):
        _stance(sheet, rank, stance)
    if page.safety.current:
        sheet.console.print()
        _about_the_ground(sheet, page)


def _stance(sheet: Sheet, rank: int, stance: StanceView) -> None:
    sheet.console.print()
    sheet.line(f"{rank}. {stance.name}", 2, "bold")
    sheet.line(stance.principle, 4)
    sheet.lines("Why here:", stance.reasons, 4)
    sheet.lines("You could say:", _said(stance.say), 4)
    if rank == 1:  # the first is for now, the others are there to choose from
        sheet.lines("Do:", stance.do, 4)
        sheet.lines("Leave:", stance.avoid, 4)
        sheet.lines("Watch for:", stance.watch_for, 4)


def _said(lines: Iterable[str]) -> Iterable[str]:
    return (f"“{line}”" for line in lines)


def _chances(sheet: Sheet, page: ReadingPage) -> None:
    sheet.heading("Numbers")
    sheet.lines(
        "How often a careful annotator would mark each as clear, for notes that look like this:",
        (f"{name}: {chance}" for name, chance in page.chances),
    )
