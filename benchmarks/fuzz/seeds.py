"""Well-formed inputs for each target of the fuzzer to begin from: `seeds.py FOLDER`.

Bytes at random are hardly ever JSON or a workbook, so that without these only the first refusal
would be tried.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Final

import openpyxl
from docx import Document

from inference import draft_from, load_reader

ROOT: Final = Path(__file__).resolve().parents[2]
NOTES: Final = 12
_PLAN: Final = {
    "client_goal": "a room with a door",
    "harms": ["Nights outside."],
    "referrals": [
        {"service": "Day centre", "purposes": ["relief"], "lowers": 1, "willingness": "would_try"},
        {"service": "Clinic", "purposes": ["clarify_diagnosis"], "obstacles": ["the fare"]},
    ],
}


def seeds() -> dict[str, list[bytes]]:
    """Target to inputs, made from notes of the corpus and from what is shipped."""
    source = ROOT / "training_data" / "notes" / "train-01.jsonl"
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()[:NOTES]]
    texts = [row["text"] for row in rows]
    reader = load_reader()
    read = [reader.read(text) for text in texts]
    drafts = [draft_from(made, text) for made, text in zip(read, texts, strict=True)]
    packs = sorted((ROOT / "webapp" / "practice" / "packs").glob("*.json"))
    return {
        "rows": [_table(texts), _table(texts).replace(b",", b";"), _table(texts[:2])],
        "lines": [b"".join(_json({"id": i, "text": t}) + b"\n" for i, t in enumerate(texts))],
        "table": [_table(texts[:2]), _table(texts[:2]).replace(b"id,note", b"Key,Case notes")],
        "plain": [texts[0].encode(), texts[1].encode("utf-16"), "the café’s".encode("cp1252")],
        "archive": [_workbook(texts[:2]), _document(texts[0])],
        "document": [_part(_document(text)) for text in texts[:2]],
        "stored": [_json(made.to_dict()) for made in read],
        "plan": [_json(_PLAN), *(_json(draft.to_dict()) for draft in drafts)],
        "pack": [_one_case(path) for path in packs],
        "note": [text.encode() for text in texts],
    }


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _table(texts: list[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([("id", "note"), *enumerate(texts)])
    return file.getvalue().encode()


def _workbook(texts: list[str]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in [("id", "note"), *enumerate(texts)]:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def _document(text: str) -> bytes:
    made, file = Document(), io.BytesIO()
    made.add_paragraph(text)
    made.add_table(1, 1).cell(0, 0).text = "What was agreed"
    made.sections[0].header.paragraphs[0].text = "Day centre"
    made.save(file)
    return file.getvalue()


def _part(packed: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        return opened.read("word/document.xml")


def _one_case(path: Path) -> bytes:
    whole = json.loads(path.read_text(encoding="utf-8"))
    return _json(whole | {"cases": whole["cases"][:1]})


def main() -> None:
    """Write each input into the folder of its target."""
    if len(sys.argv) != 2:
        sys.exit("Name the folder to write into.")
    for target, inputs in seeds().items():
        folder = Path(sys.argv[1]) / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(inputs):
            (folder / f"seed-{number}").write_bytes(data)


if __name__ == "__main__":
    main()
