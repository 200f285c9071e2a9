"""What is saved of a round, read again by a second program, with texts that would be markup."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from pypdf import PdfReader

from webapp.supervision.entry import Entry
from webapp.supervision.exports import KINDS, saved
from webapp.supervision.round import (
    Agreed,
    Parting,
    Remark,
    Round,
    Sitting,
    agreed,
    discussed,
)
from webapp.supervision.seen import as_seen

from .conftest import BOTH, COERCION, START, entry, full

NASTY = (
    "# no title\n\n<script>alert(1)</script> [press](http://192.0.2.1/) ![x](y) | a | b |\n"
    '=HYPERLINK("http://192.0.2.1") `code` **bold** {DDEAUTO c:\\x} & "quoted" '
    "\u05e9\u05dc\u05d5\u05dd \U0001f642"
)


def nasty() -> Sitting:
    """A round in which everybody wrote what could be taken for markup."""
    found = full()
    found = replace(found, round=replace(found.round, title="<b>A</b> | [t](u) =1+1"))
    mine = replace(BOTH, say="=cmd|' /C calc'!A0 <img src=x> **b** _i_ | c")
    found = replace(
        found,
        entries=tuple(
            replace(e, reading=mine, name="<i>Cem</i>") if e.rater == "cem" else e
            for e in found.entries
        ),
    )
    found = discussed(found, Remark("<u>Ben</u>", START, NASTY))
    return agreed(found, Agreed(START, COERCION, NASTY, (Parting("style", "slip"),)))


def texts(kind: str, sitting: Sitting, *, hidden: bool = False) -> str:
    """All that a reader of the file sees, white space made one."""
    raw = saved(sitting, kind, hidden=hidden).content
    if kind == "pdf":
        found = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    elif kind == "docx":
        made = Document(io.BytesIO(raw))
        cells = [c.text for t in made.tables for row in t.rows for c in row.cells]
        found = "\n".join([*(p.text for p in made.paragraphs), *cells])
    else:
        found = raw.decode()
    return " ".join(found.split())


@pytest.mark.parametrize("kind", KINDS)
def test_marked_and_whole(kind: str) -> None:
    done = agreed(
        discussed(full(), Remark("Ben", START, "Look at his bag")),
        Agreed(START, COERCION, "He asked again once nobody pressed", ()),
    )
    text = texts(kind, done)
    for said in (
        *("Hypotheses, not findings", "The ground floor room", "Ada", "Middle Ground"),
        *(
            "Look at his bag",
            "He asked again once nobody pressed",
            "What would make the room yours",
        ),
    ):
        assert said.replace(",", "") in text.replace("\\", "").replace(",", "")


@pytest.mark.parametrize("kind", KINDS)
def test_private_parts_and_hidden_names_are_not_in_it(kind: str) -> None:
    text = texts(kind, as_seen(full(), "cem"), hidden=True)
    assert "Person 1" in text.replace("\\", "")
    for secret in ("Ada", "Ben", "Cem", '"ada"', "intimidated", "small or a bit afraid"):
        assert secret not in text
    own = texts(kind, as_seen(full(), "cem"))
    assert "Ada" in own and "intimidated" not in own


def test_markdown_holds_no_markup_of_anybodys() -> None:
    raw = saved(nasty(), "md").content.decode()
    ours = [line for line in raw.splitlines() if re.match(r"#{1,3} ", line)]
    assert len([line for line in ours if line.startswith("# ")]) == 1
    bare = re.sub(r"\\.", "", raw)  # what no backslash makes plain
    assert not re.search(r"[<\[`{]", bare)
    assert "](" not in bare
    columns = {
        len(re.findall(r"(?<!\\)\|", line)) for line in raw.splitlines() if line.startswith("| ")
    }
    assert columns == {6}  # a head and four raters


def test_docx_holds_no_fields_links_or_macros() -> None:
    with zipfile.ZipFile(io.BytesIO(saved(nasty(), "docx").content)) as file:
        names = file.namelist()
        body = file.read("word/document.xml").decode()
        links = file.read("word/_rels/document.xml.rels").decode()
        core = file.read("docProps/core.xml").decode()
    assert not any("vba" in name.lower() for name in names)
    assert 'TargetMode="External"' not in links
    for tag in ("w:instrText", "w:fldSimple", "w:hyperlink", "<script"):
        assert tag not in body
    assert "&lt;script&gt;" in body
    assert "python-docx" not in core
    assert "HYPERLINK" in texts("docx", nasty())


def test_pdf_holds_no_links_scripts_or_forms(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        raw = saved(nasty(), "pdf").content
    read = PdfReader(io.BytesIO(raw))
    assert all("/Annots" not in page for page in read.pages)
    root = read.trailer["/Root"]
    assert not {"/AA", "/AcroForm", "/Names"} & set(root)
    assert isinstance(root["/OpenAction"], list)  # how wide to show the page, and no action
    assert "<script>alert(1)</script>" in texts("pdf", nasty())
    assert "Hypotheses, not findings. Page 1" in texts("pdf", nasty())
    # The library would name characters that the font lacks, and they are somebody's words.
    assert "\U0001f642" not in caplog.text


def test_json_can_be_read_back() -> None:
    found = json.loads(saved(nasty(), "json").content)
    assert found["format"] == "supervision-round/1"
    assert found["marked"] == "Hypotheses, not findings"
    assert Round.from_dict(found["round"]) == nasty().round
    assert [Entry.from_dict(e).version for e in found["entries"]] == [1, 1, 1, 1]
    assert Remark.from_dict(found["remarks"][0]).text == NASTY
    assert Agreed.from_dict(found["agreements"][0]).rationale == NASTY


@pytest.mark.parametrize("kind", KINDS)
def test_a_round_in_which_nothing_is_held(kind: str) -> None:
    nobody = replace(BOTH, held=())
    found = full()
    found = replace(found, entries=tuple(replace(e, reading=nobody) for e in found.entries))
    assert saved(found, kind).content
    assert saved(found, kind).name == f"supervision-round-2026-03-02.{kind}"
    assert entry("ada").version == 1
