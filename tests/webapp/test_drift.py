"""Notes that differ from those the models know are told, and notes that do not are not."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

import middleground
from inference import Formulation, Reader, Reference, load_reference
from webapp.drift import counters
from webapp.drift.compare import (
    FEWEST,
    FEWEST_IN_PART,
    between_groups,
    between_parts,
    between_shares,
    rejected,
    stability,
    with_corpus,
)
from webapp.drift.counters import CountersError
from webapp.drift.seen import NOT_ENGLISH, Seen, group_of

ROOT: Final = Path(__file__).parents[2]
SECRET: Final = "Zebrafink"  # noqa: S105 -- planted, to be looked for
# A process of its own that counts fifty notes once it is told to.
COUNTING: Final = """
import sys
from pathlib import Path
from inference import load_reference
from webapp.drift.counters import count
made, reference = {"enough": {"answer": True}, "hypotheses": []}, load_reference()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(50):
    count(Path(sys.argv[1]), "He said no.", made, reference)
"""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def answer(labels: Sequence[str] = (), enough: bool = True) -> dict[str, Any]:
    return {"enough": {"answer": enough}, "hypotheses": [{"label": label} for label in labels]}


def stream(
    reference: Reference,
    *,
    count: int = 400,
    times: float = 1.0,
    words: float = 1.0,
    unknown: float = 0.0,
    abstain: float = 0.0,
    seed: int = 7,
) -> Seen:
    """Notes drawn like those of the corpus, but for what is asked to be otherwise."""
    draw, seen = random.Random(seed), Seen()
    vocabulary = sorted(reference.vocabulary)
    shown = {k.partition(":")[2]: u.mean for k, u in reference.figures.items() if ":" in k}
    for _ in range(count):
        usual = math.exp(reference.figures["words"].mean)
        length = max(5, round(draw.gauss(usual, 30) * words))
        strange = 1 - reference.figures["known"].mean + unknown
        note = [
            "xqzt" if draw.random() < strange else draw.choice(vocabulary) for _ in range(length)
        ]
        first = next(iter(shown))
        labels = [
            label
            for label, share in shown.items()
            if draw.random() < share * (times if label == first else 1)
        ]
        seen.add(" ".join(note), answer(labels, draw.random() >= abstain), reference)
    return seen


def told(seen: Seen, reference: Reference) -> set[str]:
    return {each.figure for each in with_corpus(seen, reference) if each.differs}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [40, 400])
def test_stream_like_the_corpus_is_not_told(reference: Reference, seed: int, count: int) -> None:
    seen = stream(reference, seed=seed, count=count)
    assert with_corpus(seen, reference)
    assert told(seen, reference) == set()


@pytest.mark.parametrize(
    ("drift", "figure"),
    [
        ({"words": 6}, "words"),
        ({"words": 0.1}, "words"),
        ({"unknown": 0.15}, "known"),
        ({"abstain": 0.3}, "abstained"),
        ({"times": 4.5}, "shown:coercion_sensitivity"),
    ],
)
def test_drifted_stream_is_told(reference: Reference, drift: dict[str, float], figure: str) -> None:
    assert told(stream(reference, **drift), reference) == {figure}


def test_few_notes_are_not_compared(reference: Reference) -> None:
    assert with_corpus(stream(reference, count=39, words=5), reference) == ()


def test_stability_index() -> None:
    shares = [0.1] * 10
    assert stability([100] * 10, shares) == pytest.approx(0, abs=1e-9)
    assert stability([110, 90] * 5, shares) < 0.02
    assert stability([500, 500, *[0] * 8], shares) > 1


class TestParts:
    FIGURES: Final = ("words", "abstained", "shown:confusion")

    def part(self, reference: Reference, count: int, shown: float, seed: int) -> Seen:
        draw, seen = random.Random(seed), Seen()
        for _ in range(count):
            labels = ["confusion"] if draw.random() < shown else []
            seen.add("a b c", answer(labels), reference)
        return seen

    def test_part_that_is_shown_something_more_often_is_told(self, reference: Reference) -> None:
        parts = {
            "north": self.part(reference, 300, 0.5, 1),
            "south": self.part(reference, 300, 0.1, 2),
        }
        differing = [each for each in between_parts(parts, self.FIGURES) if each.differs]
        assert {(each.part, each.figure) for each in differing} == {
            ("north", "shown:confusion"),
            ("south", "shown:confusion"),
        }

    @pytest.mark.parametrize("seed", range(0, 10, 2))
    def test_parts_that_are_alike_are_not_told(self, reference: Reference, seed: int) -> None:
        parts = {str(n): self.part(reference, 200, 0.2, seed * 3 + n) for n in range(3)}
        assert [each for each in between_parts(parts, self.FIGURES) if each.differs] == []

    def test_small_part_is_left_out(self, reference: Reference) -> None:
        parts = {
            "north": self.part(reference, 300, 0.1, 1),
            "south": self.part(reference, 49, 0.9, 2),
        }
        assert between_parts(parts, self.FIGURES) == ()

    def test_one_of_fifty_beside_one_in_ten_is_chance(self, reference: Reference) -> None:
        parts = {"north": Seen(), "south": Seen()}
        for part, notes, often in (("north", 500, 50), ("south", 50, 1)):
            for i in range(notes):
                labels = ["confusion"] if i < often else []
                parts[part].add("a b c", answer(labels), reference)
        assert not any(each.differs for each in between_parts(parts, self.FIGURES))


@pytest.mark.parametrize(
    ("share", "count", "other", "others", "interval"),
    [  # Newcombe 1998, table II, method 10
        (56 / 70, 70, 48 / 80, 80, (0.0524, 0.3339)),
        (9 / 10, 10, 3 / 10, 10, (0.1705, 0.8090)),
        (5 / 56, 56, 0, 29, (-0.0381, 0.1926)),
        (0, 10, 0, 20, (-0.1611, 0.2775)),
        (1, 10, 0, 10, (0.6075, 1.0)),
    ],
)
def test_interval_of_two_shares(
    share: float, count: int, other: float, others: int, interval: tuple[float, float]
) -> None:
    assert between_shares(share, count, other, others, 1.959964) == pytest.approx(
        interval, abs=1e-4
    )


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Offered her the bed. She's tired, she said, of them.", "she"),
        ("He was by HIS tent. Told him of the mother; she rings.", "he"),
        ("They’re back with their dog. Gave them socks.", "they"),
        ("I’ve lost my place and they told me to wait.", "i"),
        ("Ct seen at the door, declined bed.", "none"),
        ("She and he came.", "none"),  # neither more often
        ("The theme of the hymn, there; heroin, shelter.", "none"),
        ("", "none"),
    ],
)
def test_note_is_told_apart_by_the_pronoun_it_uses_most(text: str, group: str) -> None:
    assert group_of(text) == group


def grouped(**groups: tuple[int, int, int]) -> dict[str, Counter[str]]:
    """Counts of each group: notes, those that said too little, those shown one suggestion."""
    return {
        name: Counter({"notes": n, "abstained": few, "shown": shown, "shown:confusion": shown // 2})
        for name, (n, few, shown) in groups.items()
    }


@pytest.mark.parametrize(
    ("groups", "differing"),
    [
        (
            {"she": (300, 30, 200), "he": (300, 90, 200)},
            {("she", "abstained"), ("he", "abstained")},
        ),
        (
            {"she": (300, 30, 260), "he": (300, 30, 120)},
            {(n, f) for n in ("she", "he") for f in ("shown", "shown:confusion")},
        ),
        (
            {"they": (60, 30, 40), "he": (600, 60, 400)},
            {("they", "abstained"), ("he", "abstained")},
        ),
        ({"she": (300, 30, 200), "he": (300, 30, 200)}, set()),  # equal
        ({"she": (300, 0, 0), "he": (600, 0, 0)}, set()),
        ({"she": (300, 30, 200), "he": (300, 40, 190)}, set()),  # as chance would have it
        ({"they": (50, 1, 33), "he": (500, 50, 330)}, set()),
        ({"they": (49, 49, 0), "he": (600, 0, 600)}, set()),  # too few
        ({"he": (600, 300, 300)}, set()),  # no others
        ({NOT_ENGLISH: (600, 600, 0), "he": (600, 0, 600)}, set()),  # never read
        ({}, set()),
    ],
)
def test_groups_whose_figures_part(
    groups: dict[str, tuple[int, int, int]], differing: set[tuple[str, str]]
) -> None:
    found = between_groups(grouped(**groups))
    assert {(each.part, each.figure) for each in found if each.differs} == differing
    assert all(groups[each.part][0] >= FEWEST_IN_PART for each in found)


@pytest.mark.parametrize("seed", range(10))
def test_groups_that_are_alike_are_not_told(seed: int) -> None:
    draw = random.Random(seed)
    groups = {}
    for name, notes in (("i", 55), ("she", 400), ("he", 900), ("they", 70), ("none", 150)):
        often = [sum(draw.random() < share for _ in range(notes)) for share in (0.05, 0.7)]
        groups[name] = (notes, *often)
    assert not any(each.differs for each in between_groups(grouped(**groups)))


@pytest.mark.parametrize(
    ("lately", "before", "differing"),
    [
        ({"a": (20, 100)}, {"a": (20, 1000)}, {"a"}),
        ({"a": (0, 100)}, {"a": (200, 1000)}, {"a"}),
        ({"a": (3, 100), "b": (40, 100)}, {"a": (20, 1000), "b": (2, 100)}, {"b"}),
        ({"a": (3, 100)}, {"a": (20, 1000)}, set()),
        ({"a": (0, 100)}, {"a": (0, 1000)}, set()),
        ({"a": (19, 19)}, {"a": (0, 1000)}, set()),  # shown too seldom
        ({"a": (0, 20)}, {"a": (100, 1000)}, set()),  # as every eighth time by chance
        ({"a": (90, 100)}, {}, set()),  # never shown before
        ({"a": (150, 100)}, {"a": (100, 100)}, set()),  # told twice
    ],
)
def test_suggestions_told_to_be_wrong_more_often_than_before(
    lately: dict[str, tuple[int, int]], before: dict[str, tuple[int, int]], differing: set[str]
) -> None:
    assert {each.suggestion for each in rejected(lately, before) if each.differs} == differing


class TestCounters:
    def made(self) -> Any:
        class Made(dict[str, Any]):
            pass

        return Made(answer(["confusion"]))

    def test_counts_come_back_and_hold_no_words(self, reference: Reference, tmp_path: Path) -> None:
        file = tmp_path / "drift.json"
        for _ in range(3):
            counters.count(file, f"He said {SECRET}.", self.made(), reference)
        (seen,) = counters.by_day(file).values()
        assert (seen.notes, seen.shown["confusion"], seen.sums["words"]) == (3, 3, 9)
        assert SECRET.lower() not in file.read_text().lower()
        assert file.stat().st_mode & 0o077 == 0
        assert list(tmp_path.iterdir()) == [file]
        assert Seen.from_dict(seen.to_dict()) == seen

    def test_groups_come_back_and_add_up(self, reference: Reference, tmp_path: Path) -> None:
        file = tmp_path / "drift.json"
        for made in (answer(["confusion", "power_dynamics"]), answer(), answer(enough=False)):
            counters.count(file, f"She met {SECRET}.", made, reference)
        counters.count(file, f"They met {SECRET}.", answer(["confusion"]), reference)
        (seen,) = counters.by_day(file).values()
        seen.join(seen)
        assert seen.groups == {
            "she": {
                "notes": 6, "abstained": 2, "shown": 2,
                "shown:confusion": 2, "shown:power_dynamics": 2,
            },
            "they": {"notes": 2, "shown": 2, "shown:confusion": 2, "abstained": 0},
        }  # fmt: skip
        assert SECRET.lower() not in file.read_text().lower()

    def test_file_from_before_groups_were_counted_is_gone_on_with(
        self, reference: Reference, tmp_path: Path
    ) -> None:
        file = tmp_path / "drift.json"
        old = stream(reference, count=60).to_dict()
        del old["groups"]
        yesterday = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
        file.write_text(json.dumps({"format": "drift/1", "days": {yesterday: old}}))
        assert counters.lately(file, 30).groups == {}
        counters.count(file, "She said no.", answer(), reference)
        seen = counters.lately(file, 30)
        assert (seen.notes, seen.groups["she"]["notes"]) == (61, 1)
        assert between_groups(seen.groups) == ()

    @pytest.mark.skipif(sys.platform == "win32", reason="one process at a time there")
    def test_two_processes_lose_no_count(self, tmp_path: Path) -> None:
        file = tmp_path / "drift.json"
        words = [sys.executable, "-c", COUNTING, str(file)]
        pipe = subprocess.PIPE
        counting = [subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
        for process in counting:
            assert process.stdout and process.stdout.readline() == "ready\n"
        for process in counting:
            assert process.stdin and process.stdin.write("go\n")
            process.stdin.flush()
        for process in counting:
            process.communicate(timeout=60)
            assert process.returncode == 0
        assert counters.lately(file, 1).notes == 100
        assert list(tmp_path.iterdir()) == [file]

    def test_old_days_are_left_out_and_then_forgotten(
        self, reference: Reference, tmp_path: Path
    ) -> None:
        file = tmp_path / "drift.json"
        today = datetime.now(UTC).date()
        days = {
            (today - timedelta(days=ago)).isoformat(): stream(reference, count=5).to_dict()
            for ago in (0, 40, 500)
        }
        file.write_text(json.dumps({"format": "drift/1", "days": days}))
        assert counters.lately(file, 30).notes == 5
        assert counters.lately(file, 60).notes == 10
        counters.count(file, "Hello.", self.made(), reference)
        assert min(counters.by_day(file)) > date.today() - timedelta(days=401)

    @pytest.mark.parametrize(
        "text", ["", "[]", '{"format": "drift/2"}', '{"format": "drift/1", "days": {"x": {}}}']
    )
    def test_damaged_file_is_told(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "drift.json").write_text(text)
        with pytest.raises(CountersError, match="move it away"):
            counters.by_day(tmp_path / "drift.json")

    def test_without_a_file_nothing_was_counted(self, tmp_path: Path) -> None:
        assert counters.lately(tmp_path / "none.json", 30).notes == 0


def a_thread(folder: Path) -> Callable[[], None]:
    """Counting hangs in a thread of this process; what is returned ends it."""
    counters._writing.acquire()
    return counters._writing.release


def a_process(folder: Path) -> Callable[[], None]:
    """Counting hangs in what has the folder open for itself, as another process has."""
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return lambda: os.close(handle)


class TestPage:
    def test_reading_is_counted_once_where_a_file_is_named(
        self, make_app: Callable[..., Any], cases: Any, tmp_path: Path
    ) -> None:
        file = tmp_path / "drift.json"
        note = cases["a danger now"][0]
        client = make_app(DRIFT=str(file), WTF_CSRF_ENABLED=False).test_client()
        client.post("/", data={"note": note, "decide_first": "y"})
        client.post("/", data={"note": note, "decide_first": "y", "step": "answer"})
        assert counters.lately(file, 1).notes == 1
        assert "1 note in the last 30 days" in client.get("/feedback/").text

    def test_by_default_nothing_is_counted(
        self, make_app: Callable[..., Any], cases: Any, tmp_path: Path
    ) -> None:
        client = make_app(WTF_CSRF_ENABLED=False).test_client()
        client.post("/", data={"note": cases["a danger now"][0]})
        assert "like those it knows" not in client.get("/feedback/").text

    def test_file_that_cannot_be_written_costs_no_answer(
        self, make_app: Callable[..., Any], cases: Any, tmp_path: Path
    ) -> None:
        client = make_app(DRIFT=str(tmp_path), WTF_CSRF_ENABLED=False).test_client()
        answered = client.post("/", data={"note": cases["a danger now"][0]})
        assert answered.status_code == 200
        assert "cannot be read" in client.get("/feedback/").text

    @pytest.mark.parametrize("holder", [a_thread, a_process])
    def test_holder_that_hangs_costs_no_answer(
        self,
        make_app: Callable[..., Any],
        cases: Any,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
        holder: Callable[[Path], Callable[[], None]],
    ) -> None:
        file = tmp_path / "drift.json"
        client = make_app(DRIFT=str(file), WTF_CSRF_ENABLED=False).test_client()
        note = cases["a danger now"][0]
        release = holder(tmp_path)
        freed = threading.Timer(10, release)  # whoever waited for it would count after all
        freed.start()
        try:
            assert client.post("/", data={"note": note}).status_code == 200
        finally:
            freed.cancel()
        assert not file.exists()
        assert "A note was not counted: TimeoutError" in caplog.messages
        release()
        client.post("/", data={"note": note})
        assert counters.lately(file, 1).notes == 1

    def test_what_differs_is_told(
        self, make_app: Callable[..., Any], reference: Reference, tmp_path: Path
    ) -> None:
        file = tmp_path / "drift.json"
        today = datetime.now(UTC).date().isoformat()
        days = {today: stream(reference, unknown=0.2).to_dict()}
        file.write_text(json.dumps({"format": "drift/1", "days": days}))
        page = make_app(DRIFT=str(file)).test_client().get("/feedback/").text
        assert page.count("<strong>Differs:</strong>") == 1
        assert "<strong>Differs:</strong> words that the corpus has" in page

    def test_notes_that_are_not_in_english_are_told_and_in_no_group(
        self, make_app: Callable[..., Any], reference: Reference, tmp_path: Path
    ) -> None:
        file = tmp_path / "drift.json"
        seen = self.groups(reference, 80, 0.1, 0.1)
        seen.groups[NOT_ENGLISH] = Counter(notes=1, abstained=1, shown=0)
        self.write(file, seen)
        page = make_app(DRIFT=str(file)).test_client().get("/feedback/").text
        assert "1 note was not in English" in page
        assert '<th scope="row">mostly “he”</th><td>80</td>' in page
        assert "Nothing differs" in page

    def groups(self, reference: Reference, count: int, she: float, he: float) -> Seen:
        """So many notes of each group, of which these shares said too little."""
        seen = Seen()
        for text, share in (("She said no.", she), ("He said no.", he)):
            for i in range(count):
                seen.add(text, answer(enough=i >= share * count), reference)
        return seen

    def write(self, file: Path, seen: Seen) -> None:
        today = datetime.now(UTC).date().isoformat()
        file.write_text(json.dumps({"format": "drift/1", "days": {today: seen.to_dict()}}))

    @pytest.mark.parametrize(
        ("count", "she", "he", "told", "not_told"),
        [
            (100, 0.1, 0.5, ["<td>10 %</td>", "notes that said too little: 10 %, others 50 %"], []),
            (100, 0.2, 0.2, ["<td>20 %</td>", "Nothing differs"], ["others 20 %"]),
            (49, 0.0, 1.0, ["too few to compare"], ["<td>100 %</td>", "others"]),
        ],
    )
    def test_groups_stand_in_a_table(
        self,
        make_app: Callable[..., Any],
        reference: Reference,
        tmp_path: Path,
        count: int,
        she: float,
        he: float,
        told: list[str],
        not_told: list[str],
    ) -> None:
        file = tmp_path / "drift.json"
        self.write(file, self.groups(reference, count, she, he))
        page = make_app(DRIFT=str(file)).test_client().get("/feedback/").text
        section = page.partition('id="groups"')[2]
        assert f'<th scope="row">mostly “she”</th><td>{count}</td>' in section
        for words in told:
            assert words in section
        rows = section.partition("<tbody>")[2].partition("</tbody>")[0]
        for words in not_told:
            assert words not in rows

    def test_without_groups_there_is_no_table(
        self, make_app: Callable[..., Any], reference: Reference, tmp_path: Path
    ) -> None:
        seen = stream(reference, count=60)
        seen.groups.clear()
        self.write(tmp_path / "drift.json", seen)
        page = make_app(DRIFT=str(tmp_path / "drift.json")).test_client().get("/feedback/").text
        assert 'id="drift"' in page
        assert 'id="groups"' not in page

    def test_share_told_to_be_wrong_stands_beside_what_it_was(
        self, make_app: Callable[..., Any], reference: Reference, tmp_path: Path
    ) -> None:
        file, reports = tmp_path / "drift.json", tmp_path / "wrong.jsonl"
        today = datetime.now(UTC).date()
        long_ago = (today - timedelta(days=90)).isoformat()
        seen = Seen()
        for _ in range(50):
            seen.add("He said no.", answer(["confusion"]), reference)
        days = {today.isoformat(): seen.to_dict(), long_ago: seen.to_dict()}
        file.write_text(json.dumps({"format": "drift/1", "days": days}))
        told = {"kind": "reading", "about": "barrier:confusion", "reason": "wrong", "code": "1"}
        uncounted = (today - timedelta(days=91)).isoformat()
        rows = [
            {**told, "day": day, "occasion": f"{i:016x}"}
            for i, day in enumerate([today.isoformat()] * 25 + [long_ago] + [uncounted] * 25)
        ]
        reports.write_text("".join(json.dumps(row) + "\n" for row in rows))
        page = make_app(DRIFT=str(file), REPORTS=str(reports)).test_client().get("/feedback/").text
        assert "50 % of 50 times told to be wrong, 2 % before" in page
        assert page.count("<strong>Differs:</strong>") >= 1


class TestCommand:
    def run(self, *words: str | Path) -> Any:
        return CliRunner().invoke(middleground.group, ["drift", *map(str, words)])

    def files(self, folder: Path, notes: Sequence[tuple[str, dict[str, Any]]]) -> tuple[Path, Path]:
        source, answers = folder / "in.jsonl", folder / "out.jsonl"
        rows = [json.dumps({"id": i, "text": text}) for i, (text, _) in enumerate(notes)]
        source.write_text("\n".join(rows) + "\n")
        made = [json.dumps({"id": i, **each}) for i, (_, each) in enumerate(notes)]
        answers.write_text("\n".join(made) + "\n")
        return source, answers

    def test_without_a_file_it_says_so(self) -> None:
        done = self.run()
        assert done.exit_code == 2
        assert "the setting drift names no file" in done.stderr

    @pytest.mark.parametrize(("count", "told"), [(1, "1 note was"), (2, "2 notes were")])
    def test_few_notes_are_counted(self, tmp_path: Path, count: int, told: str) -> None:
        source, answers = self.files(tmp_path, [("He said no.", answer([]))] * count)
        assert f"{told} counted; from " in self.run(source, answers).stdout

    def test_groups_of_the_site_are_compared(self, tmp_path: Path) -> None:
        notes = [("He said no.", answer(["confusion"] if i < 80 else [])) for i in range(200)]
        source, answers = self.files(tmp_path, notes)
        groups = tmp_path / "groups.csv"
        rows = "".join(f"{i},{'north' if i < 100 else 'south'}\n" for i in range(200))
        groups.write_text("id,group\n" + rows)
        done = self.run(source, answers, "--groups", groups, "--json")
        assert done.exit_code == 3, done.output
        found = json.loads(done.stdout)
        parts = {(p["part"], p["figure"]) for p in found["parts"] if p["differs"]}
        assert parts == {("north", "shown:confusion"), ("south", "shown:confusion")}
        assert self.run(source, answers, "--json").exit_code == 3  # three words a note

    @pytest.mark.parametrize(
        ("she", "count", "told"),
        [(5, 100, True), (50, 100, False), (0, 49, False)],
    )
    def test_groups_by_pronoun_are_compared(
        self, tmp_path: Path, she: int, count: int, told: bool
    ) -> None:
        notes = [("She said no.", answer(["confusion"] if i < she else [])) for i in range(count)]
        notes += [("He said no.", answer(["confusion"] if i < 50 else [])) for i in range(100)]
        source, answers = self.files(tmp_path, notes)
        done = self.run(source, answers)
        assert ("-> she, notes shown a suggestion: 5 %, others 50 %" in done.output) is told
        assert ("by the pronoun" in done.output) is (count == 100)
        found = json.loads(self.run(source, answers, "--json").stdout)["groups"]
        parted = {(g["part"], g["figure"]) for g in found if g["differs"]}
        figures = ("shown", "shown:confusion")
        assert parted == ({(n, f) for n in ("she", "he") for f in figures} if told else set())

    @pytest.mark.parametrize("said", ["does not answer", "holds no formulations", "columns id"])
    def test_what_does_not_belong_together_is_refused(self, tmp_path: Path, said: str) -> None:
        source, answers = self.files(tmp_path, [("He said no.", answer())] * 3)
        groups = tmp_path / "groups.csv"
        groups.write_text("id,part\n1,2\n" if said == "columns id" else "id,group\n1,2\n")
        if said == "does not answer":
            answers.write_text(json.dumps({"id": 9, **answer()}) + "\n")
        elif said == "holds no formulations":
            answers.write_text("{}\n")
        done = self.run(source, answers, "--groups", groups)
        assert done.exit_code == 2
        assert said in done.stderr


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (
            "La señora no quiso la cama porque dice que en ese lugar le quitaron sus cosas, y "
            "pidió que la esperen hasta mañana para hablar con su hermana.",
            NOT_ENGLISH,
        ),
        ("Declined.", "none"),  # too short, and that is another reason to say nothing
        ("She said no.", "she"),
    ],
)
def test_note_that_is_not_in_english_is_in_no_group(
    reader: Reader, reference: Reference, text: str, group: str
) -> None:
    seen = Seen()
    seen.add(text, reader.read(text), reference)
    assert seen.groups == {group: Counter(notes=1, abstained=1, shown=0)}


@pytest.mark.slow
def test_notes_of_another_author_are_like_those_known(reader: Reader, reference: Reference) -> None:
    held_out = (ROOT / "training_data" / "development" / "dev.jsonl").read_text(encoding="utf-8")
    texts = [json.loads(line)["text"] for line in held_out.splitlines()]
    like, unlike = Seen(), Seen()
    for text, made in zip(texts, reader.read_many(texts), strict=True):
        assert isinstance(made, Formulation)
        like.add(text, made, reference)
    foreign = [text[::-1] for text in texts]
    for text, made in zip(foreign, reader.read_many(foreign), strict=True):
        assert isinstance(made, Formulation)
        unlike.add(text, made, reference)
    assert like.notes >= FEWEST
    assert told(like, reference) == set()
    assert "known" in told(unlike, reference)
