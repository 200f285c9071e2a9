"""Who speaks under which label of a transcript?

A note is a transcript when at least two of its lines begin with a label and one label comes back,
or a known worker and a known client speak ("CM:", "Client:"). Of the speakers that are not known,
"Mr" and "Mrs" are clients, and where nobody else is the worker, the one who asks more is taken for
the worker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_SPEECH: Final = "_speech"
_TITLE: Final = re.compile(r"(?:Mr|Mrs|Ms|Miss)\b")


@dataclass(frozen=True, slots=True)
class Label:
    """Words that may be a heading: the `name` at `start`, the text under it from `body`.

    `line` tells that it begins a line, `dash` that a dash and not a colon ends it.
    """

    name: str
    start: int
    body: int
    line: bool
    dash: bool


def speakers(text: str, labels: list[Label], kinds: Mapping[str, str]) -> dict[str, str]:
    """`worker_speech`, `client_speech` or `family_speech` by label; empty for other notes.

    `kinds` gives the section kind of every known heading in small letters.
    """
    names = Counter(label.name for label in labels if label.line and not label.dash)
    known = {n: kind for n in names if (kind := kinds.get(n.lower(), "")).endswith(_SPEECH)}
    spoken = {n for n, count in names.items() if count > 1 and len(n.split()) <= 3} | set(known)
    both = {"worker_speech", "client_speech"} <= set(known.values())
    if sum(names[n] for n in spoken) < 2 or (max(names.values()) < 2 and not both):
        return {}
    spoken |= {n for n in names if len(n.split()) <= 2 and n.lower() not in kinds}
    roles = dict(known)
    unknown = []
    for name in sorted(spoken - set(known)):
        if _TITLE.match(name):
            roles[name] = "client_speech"
        else:
            unknown.append(name)
    helped = "worker_speech" in roles.values()
    answered = "client_speech" in roles.values()
    if unknown and not helped and (answered or len(unknown) > 1):
        asking = max(unknown, key=lambda name: _asking(text, labels, name))
        roles[asking] = "worker_speech"
        unknown.remove(asking)
    return roles | dict.fromkeys(unknown, "client_speech")


def _asking(text: str, labels: list[Label], name: str) -> float:
    """Share of this speaker's turns that hold a question mark."""
    ordered = sorted(labels, key=lambda label: label.start)
    ends = [*(label.start for label in ordered[1:]), len(text)]
    turns = [text[x.body : end] for x, end in zip(ordered, ends, strict=True) if x.name == name]
    return sum("?" in turn for turn in turns) / len(turns)
