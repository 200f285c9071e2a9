"""What the pages of practice work with, kept with the app: packs, records, attempts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from flask import Flask, current_app, session

from inference import OwnWords

from ..desk import own_words_of
from ..language import gettext
from .library import Library
from .loading import PackError, open_pack, shipped
from .pack import Pack
from .record import Record
from .store import Attempts, MemoryStore, RecordStore

_EXTENSION: Final = "middleground_practice"
_LEARNER: Final = "learner"
MOST_IMPORTED: Final = 20
MOST_READ: Final = 1_000  # notes whose sentences are remembered


class Shelf:
    """Packs and records of one app.

    Packs that were imported stay in memory until the program ends; those in the folder of the
    setting `PRACTICE_PACKS` are there at each start.
    """

    def __init__(self, own: tuple[Pack, ...], store: RecordStore, who: Callable[[], str]) -> None:
        self._fixed = (*shipped(), *own)
        self._imported: dict[str, Pack] = {}
        self._read: dict[str, OwnWords] = {}
        self._turn = Lock()
        self._store = store
        self._who = who
        self.attempts = Attempts()

    @property
    def library(self) -> Library:
        """All packs in use."""
        return Library((*self._fixed, *self._imported.values()))

    @property
    def who(self) -> str:
        """The learner whose request is being answered."""
        return self._who()

    @property
    def record(self) -> Record:
        """The record of the learner whose request is being answered."""
        return self._store.load(self.who)

    def save(self, record: Record) -> None:
        """Keep the record of the learner whose request is being answered."""
        self._store.save(self.who, record)

    def is_imported(self, pack: str) -> bool:
        """Whether the pack came through the page, so that the page may take it away again."""
        return pack in self._imported

    def put(self, pack: Pack) -> str | None:
        """Add a pack, in place of an imported one with its id; or say why not."""
        with self._turn:
            if any(pack.id == fixed.id for fixed in self._fixed):
                return gettext(
                    "A pack with the id %(id)s is always here. Give yours another id.",
                    id=repr(pack.id),
                )
            if len(self._imported) >= MOST_IMPORTED and pack.id not in self._imported:
                return gettext(
                    "There is room for %(most_imported)s packs of your own. Take one away first.",
                    most_imported=MOST_IMPORTED,
                )
            self._imported[pack.id] = pack
            return None

    def take_away(self, pack: str) -> None:
        """Remove an imported pack."""
        with self._turn:
            self._imported.pop(pack, None)

    def read(self, note: str) -> OwnWords:
        """The note's sentences and words to look at again, read once."""
        if (known := self._read.get(note)) is not None:
            return known
        if len(self._read) >= MOST_READ:
            self._read.clear()
        found = own_words_of(note)
        self._read[note] = found
        return found


def install(app: Flask, store: RecordStore | None, who: Callable[[], str] | None) -> None:
    """Set up the shelf; see `blueprints.install`."""
    folder = app.config["PRACTICE_PACKS"]
    own = _in_folder(Path(folder)) if folder else ()
    app.extensions[_EXTENSION] = Shelf(own, store or MemoryStore(), who or _by_cookie)


def shelf() -> Shelf:
    """The shelf of the app that is answering."""
    found: Shelf = current_app.extensions[_EXTENSION]
    return found


def _by_cookie() -> str:
    if _LEARNER not in session:
        session[_LEARNER] = secrets.token_urlsafe(16)
    return str(session[_LEARNER])


def _in_folder(folder: Path) -> tuple[Pack, ...]:
    packs: dict[str, Pack] = {pack.id: pack for pack in shipped()}
    before = set(packs)
    for file in sorted(folder.glob("*.json")):
        pack = open_pack(file)
        if pack.id in packs:
            raise PackError.of(
                file.name, gettext("has the id %(id)s of another pack.", id=repr(pack.id))
            )
        packs[pack.id] = pack
    return tuple(pack for id, pack in packs.items() if id not in before)
