"""Quotation marks and verbs of saying, as expressions over the folded note."""

from __future__ import annotations

import re
from typing import Final

# Straight quotes by now (`fold`), both kinds; an apostrophe within a word opens nothing.
QUOTED: Final = re.compile(r"\"[^\"\n]{1,400}\"|(?<![a-z0-9])'[^'\n]{2,400}'(?![a-z0-9])")
REPORTED: Final = re.compile(
    r"\b(?:said|says|saying|told|tells|stated|states|report(?:s|ed)|asked|asks|mention(?:s|ed)|"
    r"den(?:ies|ied)|according to|describ(?:es|ed)|explain(?:s|ed)|repl(?:ies|ied)|answer(?:s|ed)|"
    r"writes|wrote|texted|disclosed|shared that|agreed|claims?|claimed)\b"
)
