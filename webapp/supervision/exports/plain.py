"""A round as JSON, as somebody sees it: private parts are gone, names only if they are shown."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from .. import wording
from ..entry import MODEL
from ..naming import called
from ..round import Sitting

FORMAT: Final = "supervision-round/1"


def write(sitting: Sitting, *, hidden: bool) -> bytes:
    """The file; spans count code points of the note."""
    return json.dumps(_plain(sitting, hidden), ensure_ascii=False, indent=1).encode()


def _plain(sitting: Sitting, hidden: bool) -> dict[str, Any]:
    names = {rater.id: rater.name for rater in called(sitting, hidden=hidden)}
    round, remarks = sitting.round.to_dict(), [remark.to_dict() for remark in sitting.remarks]
    if hidden:
        round |= {"holder": "Somebody", "invited": []}
        remarks = [remark | {"name": "Somebody"} for remark in remarks]
    entries = [
        replace(entry, name=names[entry.rater], rater=_id(entry.rater, names, hidden)).to_dict()
        for entry in sitting.entries
    ]
    if hidden:
        entries.sort(key=lambda entry: (entry["name"], entry["version"]))
    return {
        "format": FORMAT,
        "marked": wording.MARKED,
        "round": round,
        "entries": entries,
        "remarks": remarks,
        "agreements": [agreed.to_dict() for agreed in sitting.agreements],
    }


def _id(rater: str, names: dict[str, str], hidden: bool) -> str:
    return names[rater] if hidden and rater != MODEL else rater
