"""Notes from files of all kinds: each row a note or a reason, and no file that does harm."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

import middleground
from webapp.imports import Choice, ImportFault, open_notes
from webapp.imports.csv_rows import csv_rows
from webapp.lines import PROBLEMS, Line

NOTE: Final = "Offered the room again. She wasn’t sure: “maybe after the café”."


def lines_in(source: Path, choice: Choice = Choice()) -> list[Line]:  # noqa: B008
    with open_notes(source, choice) as notes:
        return list(notes.lines)


def told(lines: list[Line]) -> list[object]:
    """For each line its text, or the kind of its problem in brackets."""
    return [f"[{line.problem.kind}]" if line.problem else line.text for line in lines]


Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def called(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return called


CSV: Final = [
    # name, content, what the lines are
    ("plain", b"id,text\n1,One\n2,Two\n", ["One", "Two"]),
    ("no last line end", b"id,text\n1,One", ["One"]),
    ("Windows line ends", b"id,text\r\n1,One\r\n", ["One"]),
    ("semicolons", b"id;text\n1;One, two\n", ["One, two"]),
    ("tabs", b"id\ttext\n1\tOne, two\n", ["One, two"]),
    ("line ends in a note", b'id,text\n1,"One\n\ntwo"\n2,x\n', ["One\n\ntwo", "x"]),
    ("quotes in a note", b'id,text\n1,"He said ""no""."\n', ['He said "no".']),
    ("heading in capitals", b"NoteID,Case Note\n1,One\n", ["One"]),
    ("mark of UTF-8", "id,text\n1,é\n".encode("utf-8-sig"), ["é"]),
    ("UTF-16", "id,text\n1,é\n2,Two\n".encode("utf-16"), ["é", "Two"]),
    ("UTF-16 without its mark", "id,text\n1,é “x”\n2,Two\n".encode("utf-16-le"), ["é “x”", "Two"]),
    ("and the other way round", '"id",text\n1,é\n'.encode("utf-16-be"), ["é"]),
    ("half a letter of UTF-16", "id,text\n1,é\n".encode("utf-16-le") + b"2", ["é", "[encoding]"]),
    ("Windows", f"id,text\n1,{NOTE}\n".encode("cp1252"), [NOTE]),
    ("old Mac", f"id,text\n1,{NOTE}\n".encode("mac_roman"), [NOTE]),
    (
        "two encodings",
        b"id,text\n1,caf\xc3\xa9 \xe2\x80\x99\n2,caf\xe9 it\x92s\n",
        ["café ’", "café it’s"],
    ),
    (
        "no encoding",
        b"id,text\n1,One\n2,\x81\x8d\x8f\x90\xff\x9d\n3,Two\n",
        ["One", "[encoding]", "Two"],
    ),
    ("too many fields", b"id,text\n1,One, two\n2,Two\n", ["[wrong_width]", "Two"]),
    ("too few fields", b"id,text\n1\n2,Two\n", ["[wrong_width]", "Two"]),
    ("blank rows", b"id,text\n\n1,One\n,\n2,Two\n\n\n", ["[blank]", "One", "[blank]", "Two"]),
    ("quote not closed", b'id,text\n1,"One\n2,Two\n3,Three\n', ["[quotes]", "Two", "Three"]),
    ("quote within", b'id,text\n1,"One" two\n2,Two\n', ["[quotes]", "Two"]),
    ("quote not closed, later one", b'id,text\n1,"One\n2,"Two"\n3,x\n', ["[quotes]", "Two", "x"]),
    ("NUL", b"id,text\n1,a\0b\n2,Two\n", ["a\0b", "Two"]),
    ("heading alone", b"id,text\n", []),
    ("deleted", b"id,text,DateDeleted\n1,One,\n2,Two,2026-01-02\n", ["One", "[deleted]"]),
]


@pytest.mark.parametrize(("content", "expected"), [c[1:] for c in CSV], ids=[c[0] for c in CSV])
def test_csv(write: Write, content: bytes, expected: list[str]) -> None:
    assert told(lines_in(write("notes.csv", content))) == expected


def test_rows_are_named_as_a_spreadsheet_counts_them(write: Write) -> None:
    lines = lines_in(write("notes.csv", b'id,text\n7,"a\nb"\n8\n9,\x81\x8d\x8f\x90\xff\x9d\n'))
    assert [line.number for line in lines] == [2, 3, 4]
    assert [line.place for line in lines] == ["Row 2", "Row 3", "Row 4"]
    assert lines[0].id == "7"
    assert lines[1].problem and lines[1].problem.message.startswith("Row 3 has more or fewer")
    assert lines[2].problem and "Row 4 is in an encoding" in lines[2].problem.message


def test_case_notes_of_an_hmis_export(write: Write) -> None:
    rows = (
        b"CustomCaseNoteID,PersonalID,EnrollmentID,Content,InformationDate,UserID,DateDeleted\n"
        b'c-1,p-9,e-4,"Offered the bed, declined.",2026-03-01,u-2,\n'
        b"c-2,p-9,e-4,Entered in error.,2026-03-02,u-2,2026-03-03 10:00:00\n"
    )
    lines = lines_in(write("CustomCaseNote.csv", rows))
    assert told(lines) == ["Offered the bed, declined.", "[deleted]"]
    assert [line.id for line in lines] == ["c-1", "c-2"]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(), "No column is known to hold notes; the headings are Key, Said"),
        (Choice(text_column="Nope"), "--text-column: no column is called 'Nope'"),
        (Choice("Said", "Nope"), "--id-column: no column is called 'Nope'"),
        (Choice("Said", encoding="klingon"), "no text encoding 'klingon'"),
        (Choice("Said", encoding="utf-16"), "Save the file as UTF-8"),
        (Choice("Said", encoding="rot13"), "no text encoding 'rot13'"),
    ],
)
def test_wrong_choice_is_said(write: Write, choice: Choice, said: str) -> None:
    with pytest.raises(ImportFault, match=said):
        lines_in(write("notes.csv", b"Key,Said\n1,One\n"), choice)


def test_columns_and_encoding_may_be_named(write: Write) -> None:
    source = write("notes.csv", b"Key,Said\nk1,caf\x8e\n")
    (line,) = lines_in(source, Choice("said", "Key", "mac_roman"))
    assert (line.id, line.text, line.encoding) == ("k1", "café", "mac-roman")


@pytest.mark.parametrize("content", [b"", b"\n", b",,\n1,2,3\n"])
def test_file_without_headings_is_said(write: Write, content: bytes) -> None:
    with pytest.raises(ImportFault):
        lines_in(write("notes.csv", content))


@pytest.mark.parametrize("name", ["a.xls", "a.doc", "a.pdf", "a.odt"])
def test_kinds_that_are_not_read_are_said(write: Write, name: str) -> None:
    with pytest.raises(ImportFault, match="save it as XLSX, CSV, DOCX or TXT"):
        lines_in(write(name, b"x"))


PLAIN = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=8))
@example([("=1+1", 'a"b\r\n;c'), ("\ufeff", "\0")])
@settings(max_examples=200, deadline=None)
def test_what_was_written_is_read(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("id", "text"), *rows])
    read = list(csv_rows(io.BytesIO(text.getvalue().encode("utf-8")), None))
    assert [row.cells for row in read[1:]] == rows


@given(st.binary(max_size=200))
@example(b'"\n"\n"a')
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_the_rows(raw: bytes) -> None:
    rows = list(csv_rows(io.BytesIO(raw), None))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.problem in (None, *PROBLEMS) for row in rows)


@given(st.text('ab",\n', max_size=60))
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_behind_a_stray_quotation_mark(text: str) -> None:
    """Every physical line is in a row, or is the one that a problem stands for."""
    rows = list(csv_rows(io.BytesIO(text.encode()), None))
    letters = sum("".join(row.cells).count("a") for row in rows)
    refused = sum(1 for row in rows if row.problem)
    lines = text.split("\n")
    assert letters >= text.count("a") - sum(
        sorted(line.count("a") for line in lines)[::-1][:refused]
    )


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_workbook(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Note ID", "Worker", "Note"],
        [7.0, "u1", "Came by. “No.”"],
        ["b", None, "Two\nlines"],
        [None, None, None],
        ["c", "u1", None],
        ["d", "u1", "Text", "extra"],
        [],
    ]
    lines = lines_in(workbook(tmp_path / "notes.xlsx", rows))
    assert told(lines) == ["Came by. “No.”", "Two\nlines", "[blank]", "", "[wrong_width]"]
    assert [line.id for line in lines[:2]] == ["7", "b"]
    assert lines[4].place == "Row 6"


W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC: Final = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx(path: Path, body: str, before: str = "", others: dict[str, str] = {}) -> Path:  # noqa: B006
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in others.items():
            archive.writestr(name, content)
        archive.writestr(
            "word/document.xml",
            f"{before}<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
        )
    return path


def run(content: str) -> str:
    return f"<w:r>{content}</w:r>"


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


BOX: Final = f"<w:txbxContent>{paragraph(run('<w:t>box</w:t>'))}</w:txbxContent>"
DOCX: Final = [
    (paragraph(run("<w:t>One</w:t><w:tab/><w:t>two</w:t>")) + paragraph(""), "One\ttwo\n"),
    (f"<w:tbl><w:tr><w:tc>{paragraph(run('<w:t>cell</w:t>'))}</w:tc></w:tr></w:tbl>", "cell"),
    (
        paragraph(
            f"<w:ins>{run('<w:t>added</w:t>')}</w:ins><w:del>{run('<w:delText>out</w:delText>')}</w:del>"
        ),
        "added",
    ),
    (paragraph(f"<w:hyperlink>{run('<w:t>a link</w:t><w:br/>')}</w:hyperlink>"), "a link\n"),
    (
        paragraph(
            run(
                f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice>"
                "<mc:Fallback><w:t>box again</w:t></mc:Fallback></mc:AlternateContent>"
                "<w:t>text</w:t>"
            )
        ),
        "text\nbox",
    ),
    (  # as Word writes a box: once for itself, and once for versions that know no such boxes
        paragraph(
            run(
                f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback><w:pict>{BOX}"
                "</w:pict></mc:Fallback></mc:AlternateContent>"
            )
        ),
        "\nbox",
    ),
    (
        paragraph(
            f"<w:moveFrom>{run('<w:t>moved</w:t>')}</w:moveFrom>{run('<w:t>stays </w:t>')}"
            f"<w:moveTo>{run('<w:t>moved</w:t>')}</w:moveTo>"
        ),
        "stays moved",
    ),
    (paragraph(run("<w:t>drop</w:t><w:noBreakHyphen/><w:t>in</w:t>")), "drop-in"),
    (
        f"<w:sdt><w:sdtContent>{paragraph(run('<w:t>a field</w:t>'))}</w:sdtContent></w:sdt>",
        "a field",
    ),
]


@pytest.mark.parametrize(("body", "text"), DOCX)
def test_document(tmp_path: Path, body: str, text: str) -> None:
    (line,) = lines_in(docx(tmp_path / "note.docx", body))
    assert (line.text, line.problem, line.left_out) == (text, None, ())


def test_folder(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "b.txt").write_bytes("It’s".encode("cp1252"))
    (folder / "a.TXT").write_text("One", encoding="utf-8")
    docx(folder / "c.docx", "<w:p><w:r><w:t>Three</w:t></w:r></w:p>")
    (folder / "d.pdf").write_bytes(b"%PDF")
    (folder / "e.docx").write_bytes(b"no archive")
    (folder / "f.txt").write_bytes(b"\xff\xfeo\0k\0")
    (folder / ".hidden").touch()
    (folder / "~$c.docx").touch()
    (tmp_path / "secret.txt").write_text("Elsewhere")
    if os.name == "posix":
        (folder / "z.txt").symlink_to(tmp_path / "secret.txt")
    lines = lines_in(folder)
    expected = ["One", "It’s", "Three", "[not_a_note]", "[damaged]", "ok", "[link]"]
    assert told(lines) == expected[: len(lines)]
    assert [line.id for line in lines[:3]] == ["a.TXT", "b.txt", "c.docx"]
    assert lines[1].encoding == "cp1252"


LAUGHS: Final = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FETCHES: Final = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("before", [LAUGHS, FETCHES, "<!DOCTYPE x>"])
def test_document_with_entities_is_not_opened(tmp_path: Path, before: str) -> None:
    path = docx(tmp_path / "note.docx", "<w:p><w:r><w:t>&c;&f;</w:t></w:r></w:p>", before)
    assert told(lines_in(path)) == ["[damaged]"]


def tampered(path: Path, part: str, content: bytes) -> Path:
    """A workbook in which `part` holds something else."""
    workbook(path, [["id", "text"], [1, "One"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in (parts | {part: content}).items():
            archive.writestr(name, held)
    return path


SHEET: Final = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        (SHEET, LAUGHS.encode() + b"<x>&c;</x>", "document type or entities"),
        (SHEET, FETCHES.encode("utf-16") + "<x>&f;</x>".encode("utf-16-le"), "document type"),
        ("xl/sharedStrings.xml", LAUGHS.encode() + b"<x>&c;</x>", "document type or entities"),
        ("xl/media/image1.bin", b"\0" * 60_000_000, "times its size"),
        ("xl/media/image1.bin", b"\0" * 310_000_000, "unpacks to more than may be opened"),
        (SHEET, b"<worksheet", "damaged, encrypted, or not what its name says"),
        ("xl/workbook.xml", b"<workbook/>", "not a workbook that can be read"),
    ],
    ids=["laughs", "fetches", "laughs in strings", "zip bomb", "huge", "torn", "no sheets"],
)
def test_workbook_that_does_harm_is_refused(
    tmp_path: Path, part: str, content: bytes, said: str
) -> None:
    path = tampered(tmp_path / "notes.xlsx", part, content)
    with pytest.raises(ImportFault, match=said):
        lines_in(path)


@pytest.mark.parametrize("name", ["notes.xlsx", "notes.docx"])
def test_archive_with_a_damaged_part_is_refused(tmp_path: Path, name: str) -> None:
    """Found by fuzzing: what the decompressor says of such a part is no error of the archive."""
    path = workbook(
        tmp_path / "whole.xlsx", [["id", "note"], *([i, f"Note {i}"] for i in range(9))]
    )
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        part = max(archive.infolist(), key=lambda info: info.compress_size)
    begin = part.header_offset + 30 + len(part.filename)
    seen = set()
    for at in range(begin, begin + 12):
        (tmp_path / name).write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            seen |= {line.problem.kind for line in lines_in(tmp_path / name) if line.problem}
        except ImportFault:
            seen.add("damaged")
    assert seen == {"damaged"}


def test_archive_that_has_lost_its_middle_is_refused(tmp_path: Path) -> None:
    """Found by fuzzing: its parts then lie before the beginning of the file."""
    path = workbook(tmp_path / "notes.xlsx", [["id", "note"], [1, "One"]])
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + whole[400:])
    with pytest.raises(ImportFault, match="damaged, encrypted, or not what its name says"):
        lines_in(path)


def test_archive_that_is_torn_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "notes.xlsx", [["id", "text"], [1, "One"]]).read_bytes()
    for length in range(0, len(whole), 97):
        (tmp_path / "torn.xlsx").write_bytes(whole[:length])
        with pytest.raises(ImportFault):
            lines_in(tmp_path / "torn.xlsx")


def test_preview_shows_columns_notes_and_every_fault(write: Write) -> None:
    source = write(
        "n.csv", b"id,text\n1,First\xe2\x80\xae[31m note\n2,a,b\n3,\n4,caf\xe9 it\x92s\n"
    )
    done = CliRunner().invoke(middleground.group, ["batch", "--preview", str(source)])
    assert done.exit_code == 3
    assert "Notes are in the column 'text'." in done.stdout
    assert "First\N{REPLACEMENT CHARACTER}[31m note" in done.stdout
    assert "2 can be read, 2 cannot." in done.stdout
    assert "Row 3 has more or fewer fields than the heading." in done.stdout
    assert "Row 4: There is no note yet" in done.stdout
    assert "Row 5 is not UTF-8 and is read as cp1252." in done.stdout


def test_batch_without_a_target_is_a_mistake(write: Write) -> None:
    done = CliRunner().invoke(middleground.group, ["batch", str(write("n.csv", b"text\n"))])
    assert done.exit_code == 2
    assert "--preview" in done.stderr
