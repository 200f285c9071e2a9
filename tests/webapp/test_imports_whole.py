"""What a source holds beside its rows, files or text is read or told."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

import inference
import middleground
from inference import NoteError
from webapp.imports import ImportFault

from .test_imports import W, docx, lines_in, paragraph, run, told


def workbook_of(path: Path, sheets: dict[str, list[list[object]]], comment: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if comment:
        book.worksheets[0]["A1"].comment = Comment(comment, "u1")
    book.save(path)
    return path


ROWS: Final[list[list[object]]] = [["id", "note"], [1, "One"]]
SHEETS: Final = [
    # name, sheets, comment, what the lines are, what the last of them says
    ("one sheet", {"Notes": ROWS}, "", ["One"], None),
    ("blank sheets", {"Notes": ROWS, "Sheet2": [], "Sheet3": [[None, ""]]}, "", ["One"], None),
    ("a blank first sheet", {"Cover": [], "Notes": ROWS}, "", ["One"], None),
    (
        "a second sheet, behind blank rows",
        {"Notes": [*ROWS, [None], ["", " "]], "2024 \u202enotes": [*ROWS, [], [2, "Two"]]},
        "",
        ["One", "[sheet]"],
        r"Sheet 2 ('2024 \u202enotes', 3 rows) is a further sheet and was not read; save it as a "
        "workbook of its own.",
    ),
    (
        "a third sheet",
        {"Notes": ROWS, "Sheet2": [], "Old": [["One"]]},
        "",
        ["One", "[sheet]"],
        "Sheet 3 ('Old', 1 row) is a further sheet and was not read; save it as a workbook of its "
        "own.",
    ),
    (
        "a comment",
        {"Notes": ROWS},
        "He left before the talk.",
        ["One", "[beside_cells]"],
        "The workbook holds more than its cells, which was not read: comments or text boxes. Copy "
        "what belongs to a note into its cell.",
    ),
]


@pytest.mark.parametrize(
    ("sheets", "comment", "expected", "said"), [s[1:] for s in SHEETS], ids=[s[0] for s in SHEETS]
)
def test_what_a_workbook_holds_beside_its_first_sheet_is_told(
    tmp_path: Path,
    sheets: dict[str, list[list[object]]],
    comment: str,
    expected: list[str],
    said: str | None,
) -> None:
    lines = lines_in(workbook_of(tmp_path / "notes.xlsx", sheets, comment))
    assert told(lines) == expected
    assert (lines[-1].problem.message if lines[-1].problem else None) == said


SHOWN: Final = [
    (["xl/media/image1.png"], "pictures"),
    (["xl/embeddings/oleObject1.bin"], "embedded files"),
    (["xl/chartsheets/sheet1.xml", "xl/charts/chart1.xml"], "charts"),
    (["xl/media/image1.png", "xl/ctrlProps/a.xml", "xl/activeX/a.xml"], "pictures, form controls"),
    (["xl/media/", "xl/theme/theme2.xml", "xl/printerSettings/printerSettings1.bin"], None),
]


@pytest.mark.parametrize(("parts", "said"), SHOWN)
def test_what_a_workbook_shows_beside_its_cells_is_told(
    tmp_path: Path, parts: list[str], said: str | None
) -> None:
    path = workbook_of(tmp_path / "notes.xlsx", {"Notes": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        for name in parts:
            archive.writestr(name, "" if name.endswith("/") else "<x/>")
    first, *others = lines_in(path)
    assert first.text == "One"
    assert [line.problem.message for line in others if line.problem] == (
        [
            f"The workbook holds more than its cells, which was not read: {said}. Copy what "
            "belongs to a note into its cell."
        ]
        if said
        else []
    )


def test_chart_sheet_as_an_office_program_writes_it_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], 1, 1, 1, 2))
    book.create_chartsheet("Figures").add_chart(chart)
    book.save(tmp_path / "notes.xlsx")
    lines = lines_in(tmp_path / "notes.xlsx")
    assert told(lines) == ["One", "[beside_cells]"]
    assert lines[1].problem and "not read: charts. " in lines[1].problem.message


def test_workbook_without_anything_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="The file is empty"):
        lines_in(workbook_of(tmp_path / "notes.xlsx", {"One": [], "Two": [[None]]}))


def test_damaged_further_sheet_costs_no_row_of_the_first(tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "notes.xlsx", {"Notes": ROWS, "Old": ROWS})
    part = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(b"<v>1</v>", b"<v>x</v>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    lines = lines_in(path)
    assert told(lines) == ["One", "[sheet]"]
    assert lines[1].problem and "('Old', damaged)" in lines[1].problem.message


def part(root: str, content: str) -> str:
    return f"<w:{root} {W}>{content}</w:{root}>"


BODY: Final = paragraph(run("<w:t>Body</w:t>"))
WORDS: Final = paragraph(run("<w:t>words</w:t>"))
PARTS: Final = [
    # name, body, other parts, text, what was left out
    (
        "footnotes and endnotes",
        BODY,
        {
            "word/endnotes.xml": part("endnotes", f"<w:endnote>{WORDS}</w:endnote>"),
            "word/footnotes.xml": part(
                "footnotes",
                f"<w:footnote>{paragraph(run('<w:separator/>'))}</w:footnote>"
                f"<w:footnote>{paragraph(run('<w:t>below</w:t>'))}</w:footnote>",
            ),
        },
        "Body\nbelow\nwords",
        (),
    ),
    (
        "header, footer and comments",
        BODY,
        {
            "word/comments.xml": part("comments", f"<w:comment>{WORDS}</w:comment>"),
            "word/header1.xml": part("hdr", paragraph("")),
            "word/header2.xml": part("hdr", f"<w:tbl><w:tr><w:tc>{WORDS}</w:tc></w:tr></w:tbl>"),
            "word/footer1.xml": part("ftr", WORDS),
        },
        "Body",
        ("a header", "a footer", "comments"),
    ),
    (
        "the same without words",
        BODY,
        {
            "word/comments.xml": part("comments", ""),
            "word/header1.xml": part("hdr", paragraph(run("<w:tab/>"))),
            "word/footer1.xml": part("ftr", paragraph("")),
            "word/styles.xml": part("styles", ""),
            "word/media/": "",
        },
        "Body",
        (),
    ),
    ("picture", BODY, {"word/media/image1.png": "x"}, "Body", ("pictures",)),
    ("embedded", BODY, {"word/embeddings/a.xlsx": "x"}, "Body", ("embedded files",)),
    (
        "what is no text",
        BODY
        + paragraph(
            run("<w:sym/>") + run("<w:fldChar><w:ffData><w:checkBox/></w:ffData></w:fldChar>")
        )
        + "<w:altChunk/>",
        {},
        "Body\n",
        ("symbols", "check boxes", "inserted documents"),
    ),
]


@pytest.mark.parametrize(
    ("body", "others", "text", "left_out"), [p[1:] for p in PARTS], ids=[p[0] for p in PARTS]
)
def test_parts_of_a_document_are_read_or_told(
    tmp_path: Path, body: str, others: dict[str, str], text: str, left_out: tuple[str, ...]
) -> None:
    (line,) = lines_in(docx(tmp_path / "note.docx", body, others=others))
    assert (line.text, line.left_out) == (text, left_out)


def test_document_as_an_office_program_writes_it(tmp_path: Path) -> None:
    made = Document()
    made.add_paragraph("Came by.")
    made.add_table(1, 1).cell(0, 0).text = "Cell"
    made.sections[0].header.paragraphs[0].text = "Day centre"
    made.add_comment(made.paragraphs[0].runs, "Who?")
    made.save(str(tmp_path / "note.docx"))
    (line,) = lines_in(tmp_path / "note.docx")
    assert line.text.split() == ["Came", "by.", "Cell"]
    assert line.left_out == ("a header", "comments")


@pytest.mark.parametrize(
    "body",
    ["<w:sdt>" * 5_000 + BODY + "</w:sdt>" * 5_000, f"<v:shape>{BODY}</v:shape>"],
    ids=["nested without end", "a prefix that stands for nothing"],
)
def test_document_that_no_office_program_writes_is_refused(tmp_path: Path, body: str) -> None:
    """Both were told as a fault of the program; the second was found by chance changes."""
    assert told(lines_in(docx(tmp_path / "note.docx", body))) == ["[damaged]"]


def test_comments_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "notes.xlsx", {"Notes": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/comments1.xml", "<v:comments/>")
    assert told(lines_in(path)) == ["One", "[beside_cells]"]


def test_preview_tells_what_a_document_holds_beside_its_text(tmp_path: Path) -> None:
    others = {"word/header1.xml": part("hdr", WORDS), "word/media/image1.png": "x"}
    docx(tmp_path / "a.docx", BODY, others=others)
    docx(tmp_path / "b.docx", paragraph(""), others=others)
    docx(tmp_path / "c.docx", BODY)
    done = CliRunner().invoke(middleground.group, ["batch", "--preview", str(tmp_path)])
    assert "2 can be read, 1 cannot." in done.stdout
    for place in ("File 1", "File 2"):
        assert (
            f"{place} holds more than its text, which was not read: a header, pictures. Copy what "
            "belongs to the note into its text." in done.stdout
        )
    assert "File 3 holds" not in done.stdout


def test_folders_in_a_folder_are_read_behind_its_files(tmp_path: Path) -> None:
    for name in (
        "a/x.txt",
        "a/b/y.txt",
        "z.txt",
        "~z.txt",
        ".git/x.txt",
        "c/.hidden",
        "c/~$z.docx",
    ):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(name, encoding="utf-8")
    if os.name == "posix":
        (tmp_path / "in" / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    lines = lines_in(tmp_path / "in")
    assert [line.id for line in lines if line.id != "a/up"] == [
        "z.txt",
        "~z.txt",
        "a/x.txt",
        "a/b/y.txt",
    ]
    assert [told([line]) for line in lines if line.id == "a/up"] == [["[link]"]] * (
        os.name == "posix"
    )
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@pytest.fixture
def close(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """A function that closes a folder, to whoever may read everything, too."""
    whole, closed = Path.iterdir, set[Path]()

    def listed(path: Path) -> Iterator[Path]:
        if path in closed:
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr(Path, "iterdir", listed)
    return closed.add


def test_folder_that_may_not_be_read_is_told(tmp_path: Path, close: Callable[[Path], None]) -> None:
    close(tmp_path)
    done = CliRunner().invoke(middleground.group, ["batch", "--preview", str(tmp_path)])
    assert done.exit_code == 2
    assert f"{tmp_path}: Permission denied." in done.stderr


def test_closed_folder_in_a_folder_costs_one_line(
    tmp_path: Path, close: Callable[[Path], None]
) -> None:
    for name in ("a.txt", "lost+found/b.txt", "lost+found/in/c.txt", "z/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    close(tmp_path / "lost+found")
    lines = lines_in(tmp_path)
    assert told(lines) == ["a.txt", "[folder]", "z/d.txt"]
    assert [(line.id, line.number) for line in lines] == [
        ("a.txt", 1),
        ("lost+found", 2),
        ("z/d.txt", 3),
    ]
    done = CliRunner().invoke(middleground.group, ["batch", "--preview", str(tmp_path)])
    assert "2 can be read, 1 cannot." in done.stdout
    assert (
        "Folder 'lost+found' cannot be read; let whoever runs this read it, or take it away."
        in done.stdout
    )


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_link_to_what_may_not_be_seen_costs_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("One", encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path.parent / "elsewhere")
    whole = Path.is_dir

    def is_folder(path: Path) -> bool:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr(Path, "is_dir", is_folder)
    assert told(lines_in(tmp_path)) == ["One", "[link]"]


class NoWords:
    """A reader that finds no words in any note, and needs no models."""

    def read_many(self, texts: list[str]) -> list[NoteError]:
        return [NoteError("not_text", "There are no words.") for _ in texts]


def test_batch_counts_documents_with_more_than_text_and_goes_on_behind_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inference, "load_reader", lambda **_: NoWords())
    (tmp_path / "in" / "a").mkdir(parents=True)
    others = {"word/header1.xml": part("hdr", WORDS)}
    docx(tmp_path / "in" / "a" / "one.docx", BODY, others=others)
    docx(tmp_path / "in" / "two.docx", BODY)
    words = ["batch", str(tmp_path / "in"), str(tmp_path / "out.jsonl")]
    for earlier in ("", ", 2 of them in an earlier run"):
        done = CliRunner().invoke(middleground.group, words)
        assert f"Went through 2 lines{earlier}." in done.stderr
        assert (
            "Parts of 1 file beside the text, such as a header or comments, were not read; "
            "--preview tells which." in done.stderr
        )
    answers = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(answer)["id"] for answer in answers] == ["two.docx", "a/one.docx"]


def test_batch_answers_a_further_sheet_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inference, "load_reader", lambda **_: NoWords())
    source = workbook_of(tmp_path / "notes.xlsx", {"Notes": ROWS, "Old": ROWS})
    words = ["batch", str(source), str(tmp_path / "out.jsonl")]
    for earlier in ("", ", 2 of them in an earlier run"):
        done = CliRunner().invoke(middleground.group, words)
        assert f"Went through 2 lines{earlier}." in done.stderr
        assert done.exit_code == 3
    last = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (last["id"], last["error"]["kind"]) == ("Old", "sheet")
    assert last["error"]["message"].startswith("Sheet 2 ('Old', 2 rows) is a further sheet")
