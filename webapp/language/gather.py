"""Sentences that stand in data of the pages, for whoever gathers what is to be translated.

Babel calls `from_json` as it calls its own extractors; `babel.cfg` says for which
files. No page imports this.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any


def from_json(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The texts under the keys that the option `keys` names, in a JSON list of objects.

    Of the objects whose ids the option `of` names also those under the keys that `more` names.
    """
    everywhere, more = options["keys"].split(), options.get("more", "").split()
    chosen = options.get("of", "").split()
    for row in json.load(file):
        for key in [*everywhere, *(more if row.get("id") in chosen else ())]:
            held = row.get(key) or []
            for text in [held] if isinstance(held, str) else held:
                yield 0, "gettext", text, []
