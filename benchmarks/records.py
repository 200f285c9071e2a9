"""How long a list of 200 cases takes to open, and a case of 300 notes; and what of it is unsealing.

    python benchmarks/records.py [--database URL] [--cases 200] [--notes 300]

Without an address it measures SQLite in a temporary folder. The address of PostgreSQL must name an
empty database; it is left as it is then. Everything is taken in turns in one run; the shares of a
run can be compared between machines, milliseconds cannot.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from inference import Enough, Formulation, Hypothesis, Provenance, Quote, Style
from webapp.examples import load_examples
from webapp.records import audit
from webapp.records.access import Access
from webapp.records.case_values import Keeping
from webapp.records.cases import Cases
from webapp.records.database import Records, open_records
from webapp.records.notes import Notes
from webapp.records.rights import ONE_PERSON
from webapp.records.sealed_values import Judgement, Living, NoteFacts, Quoted
from webapp.records.tables import notes as notes_table

NOW: Final = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
ROUNDS: Final = 25
UNREAD: Final = Style(None, None, None, None, "unclear", "unclear", None, None, None, None, ())
LIMIT: Final = 500  # milliseconds in which a page should be there


def keeping(text: str, number: int) -> tuple[Keeping, Living]:
    """What is kept of one of the examples, with a hypothesis on its first words."""
    words = text[:60]
    quotes = (Quote(0, len(words), words),)
    found = Formulation(
        id=None,
        enough=Enough(True),
        risks=(),
        hypotheses=(Hypothesis("confusion", "some support", 0.6, quotes, (), ("Which letter?",)),),
        scores={},
        style=UNREAD,
        reactions=(),
        strengths=(),
        referrals=(),
        stances=(),
        provenance=Provenance("0.1.0", {}, "9e31c0"),
    )
    day = (NOW - timedelta(days=number)).date().isoformat()
    judged = (Judgement("hypotheses/confusion", "accepted"),)
    kept = Keeping(day, NoteFacts(text, ("helpless",)), found, judged)
    return kept, Living("confusion", "", "open", (Quoted("", words),))


def filled(records: Records, cases: int, notes: int) -> str:
    """Make that many cases, one of them with that many notes; the id of that one."""
    access, texts = Access(records), [example.text for example in load_examples()]
    for number in range(cases):
        case = Cases(access).begin(NOW, ONE_PERSON, f"Case {number}", False)
        kept, living = keeping(texts[number % len(texts)], number)
        Notes(access).keep(NOW, ONE_PERSON, case, kept, [living])
    for number in range(notes - 1):
        kept, living = keeping(texts[number % len(texts)], number)
        Notes(access).keep(NOW, ONE_PERSON, case, kept, [living])
    return case


def measured(ways: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Milliseconds of each way, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for act in ways.values():
        act()
    for _ in range(ROUNDS):
        for name, act in ways.items():
            began = time.perf_counter()
            act()
            taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--notes", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/data/records.db"
        records = open_records(url, Path(folder) / "keys" / "records.keys")
        case = filled(records, given.cases, given.notes)
        cases, notes = Cases(Access(records)), Notes(Access(records))
        with records.reading() as connection:
            rows = connection.execute(notes_table.select().where(notes_table.c.case_id == case))
            sealed = [(row.id, row.sealed) for row in rows]
        ways: dict[str, Callable[[], object]] = {
            f"list of {given.cases} cases": lambda: cases.all(ONE_PERSON),
            f"case of {given.notes} notes": lambda: cases.case(NOW, ONE_PERSON, case),
            "of which unsealing": lambda: [records.open(f"note {i}", s) for i, s in sealed],
            "one note": lambda: notes.note(NOW, ONE_PERSON, case, sealed[0][0]),
            "all its notes, exported": lambda: cases.everything(NOW, ONE_PERSON, case, "json"),
            "following the audit": lambda: audit.verify(records),
        }
        taken = measured(ways)
        print(f"{records.engine.dialect.name}, load of the machine {os.getloadavg()[0]:.1f}")
        records.close()
    print(f"{'':28}{'median':>9}{'95 %':>9}{'longest':>9}   of {LIMIT} ms")
    for name, each in taken.items():
        ends = statistics.quantiles(each, n=20)
        middle = statistics.median(each)
        print(f"{name:28}{middle:9.1f}{ends[-1]:9.1f}{max(each):9.1f}{middle / LIMIT:9.0%}")


if __name__ == "__main__":
    main()
