"""The keys: a small file outside the data folder, without which the records are noise.

Fields are sealed with Fernet (AES-128-CBC and HMAC-SHA-256, https://github.com/fernet/spec), by the
newest key; older keys open what they sealed until `rotation` has sealed it again. What is sealed
names the row it belongs to, so that a field moved to another row does not open there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ..language import gettext
from ..private_file import put
from .errors import KeyringError

FORMAT: Final = "keyring/1"


@dataclass(frozen=True, slots=True)
class Keyring:
    """`sealing` are Fernet keys, newest first; `chain` links the audit, `lookup` finds logins."""

    sealing: tuple[str, ...]
    chain: str
    lookup: str
    _fernet: MultiFernet = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_fernet", MultiFernet([Fernet(key) for key in self.sealing]))

    @classmethod
    def new(cls) -> Self:
        """A keyring of fresh random keys."""
        return cls((_fresh(),), secrets.token_hex(32), secrets.token_hex(32))

    def rotated(self) -> Self:
        """The same with a fresh sealing key before the others."""
        return replace(self, sealing=(_fresh(), *self.sealing))

    def newest_only(self) -> Self:
        """The same without older sealing keys: what those have sealed, back-ups too, is lost."""
        return replace(self, sealing=self.sealing[:1])

    def seal(self, of: str, value: Any) -> str:
        """`value`, which must be plain JSON, sealed as the field of the row `of`."""
        plain = json.dumps([of, value], ensure_ascii=False, separators=(",", ":"))
        return self._fernet.encrypt(plain.encode()).decode()

    def open(self, of: str, sealed: str) -> Any:
        """What `seal` was given.

        Raises
        ------
        KeyringError
            It was sealed with other keys, for another row, or was changed.
        """
        try:
            named, value = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            raise KeyringError(
                gettext(
                    "A record does not open with these keys: it was changed from outside, or "
                    "the file of keys belongs to other records."
                )
            ) from None
        if named != of:
            raise KeyringError(
                gettext("A record stands where another belongs: it was moved from outside.")
            )
        return value

    def again(self, sealed: str) -> str:
        """The same field, sealed with the newest key.

        Raises
        ------
        KeyringError
            None of the keys opens it.
        """
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise KeyringError(gettext("A record does not open with these keys.")) from None

    def digest(self, of: str, text: str) -> str:
        """What stands for `text` where it has to be found again and must not be readable."""
        return _hmac(self.lookup, f"{of}\0{text}")

    def link(self, previous: str, entry: str) -> str:
        """The next link of the audit chain; see `audit`."""
        return _hmac(self.chain, f"{previous}\0{entry}")


class KeyFile:
    """A keyring with the file it came from, read again when that has changed.

    So a program that is running goes on after the keys were rotated by another, and goes on, too,
    while the file is away.
    """

    def __init__(self, path: Path, ring: Keyring) -> None:
        self.path = path
        self.ring = ring
        self._seen = _state(path)

    def refresh(self) -> None:
        """Take up what another program has written; a writer does so when its turn has come.

        Otherwise it could seal with a key that the other has just forgotten.

        Raises
        ------
        KeyringError
            The file is there and is no keyring, cannot be read, or is that of other records.
        """
        state = _state(self.path)
        if state is None or state == self._seen:
            return
        newer = read(self.path) or self.ring
        # A rotation changes neither of these.
        if (newer.chain, newer.lookup) != (self.ring.chain, self.ring.lookup):
            raise KeyringError(
                gettext(
                    "The file of keys %(path)s belongs to other records. Put back the one of "
                    "these.",
                    path=self.path,
                )
            )
        self.ring, self._seen = newer, state

    def replace(self, ring: Keyring) -> None:
        """Put another keyring in the file, and work with it; see `write`."""
        write(self.path, ring)
        self.ring = ring
        self._seen = _state(self.path)

    def seal(self, of: str, value: Any) -> str:
        """See `Keyring.seal`."""
        return self.ring.seal(of, value)

    def open(self, of: str, sealed: str) -> Any:
        """See `Keyring.open`."""
        try:
            return self.ring.open(of, sealed)
        except KeyringError:
            before = self.ring
            self.refresh()
            if self.ring == before:
                raise
            return self.ring.open(of, sealed)


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _fresh() -> str:
    return Fernet.generate_key().decode()


def _hmac(key: str, text: str) -> str:
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()


def read(path: Path) -> Keyring | None:
    """The keyring at `path`, None where there is no file.

    Raises
    ------
    KeyringError
        The file is there and is no keyring, or cannot be read.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.get("format") != FORMAT:
            raise ValueError
        keys = Keyring(tuple(data["sealing"]), data["chain"], data["lookup"])
        if {len(bytes.fromhex(key)) for key in (keys.chain, keys.lookup)} != {32}:
            raise ValueError
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyringError(
            gettext(
                "The file of keys %(path)s cannot be read: %(strerror)s.",
                path=path,
                strerror=error.strerror,
            )
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyringError(
            gettext(
                "%(path)s is no file of keys. Put back your copy of it; without it "
                "nobody can open the records.",
                path=path,
            )
        ) from None
    return keys


def write(path: Path, keys: Keyring) -> None:
    """Put the keyring at `path`, readable by its owner alone, all of it or nothing.

    Raises
    ------
    KeyringError
        The place cannot be written to.
    """
    data = {
        "format": FORMAT,
        "sealing": list(keys.sealing),
        "chain": keys.chain,
        "lookup": keys.lookup,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Settled: a record may be sealed with the new key the next moment.
        put(path, json.dumps(data, indent=1))
    except OSError as error:
        raise KeyringError(
            gettext(
                "The file of keys %(path)s cannot be written: %(strerror)s.",
                path=path,
                strerror=error.strerror,
            )
        ) from None
