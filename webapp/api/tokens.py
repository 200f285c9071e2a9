"""Who may call the API: tokens in a file that holds their hashes, never they themselves.

A token is 256 random bits, so that one pass of SHA-256 hides it well: there is nothing to guess.
The file is read again when it changes, so that a new token, or the end of one, needs no restart.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from ..private_file import put

SCOPES: Final = {
    "read": "have notes read",
    "feedback": "send feedback on suggestions",
    "metrics": "see counts and times",
}
PREFIX: Final = "mg_"  # what secret scanners can look for
_FORMAT: Final = "tokens/1"
_NAME: Final = re.compile(r"[\w.@:+-]{1,100}")  # it stands in lists and in the log


class TokenError(Exception):
    """The token file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: whose it is, what it allows, and its last second, in UTC."""

    name: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    scopes: tuple[str, ...]
    expires: AwareDatetime

    def valid(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return now < self.expires


@dataclass(frozen=True, slots=True)
class _Held:
    """What a token file holds."""

    format: Literal["tokens/1"]
    tokens: tuple[Token, ...]


_HELD: Final = TypeAdapter(_Held)


class TokenFile:
    """The tokens in the file at `path`; none where there is no path or no file."""

    def __init__(self, path: str | Path | None) -> None:
        self.path = Path(path) if path else None
        self._stamp: tuple[int, int] | None = None
        self._tokens: tuple[Token, ...] = ()

    def tokens(self) -> tuple[Token, ...]:
        """All tokens, those that have ended included.

        Raises
        ------
        TokenError
            The file is damaged, or where it should be there can be none.
        """
        try:
            status = self.path.stat() if self.path else None
        except FileNotFoundError:
            status = None
        except OSError as error:
            raise TokenError(
                f"{self.path}: {error.strerror}. Let whoever runs Middle Ground read it, or name "
                "another file."
            ) from error
        if self.path is None or status is None:
            return ()
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._tokens, self._stamp = _read(self.path), stamp
        return self._tokens

    def whose(self, secret: str) -> Token | None:
        """The token that `secret` is, if it is one and may still be used."""
        digest, now = _digest(secret), datetime.now(UTC)
        # Every token is compared, and each in constant time.
        same = [token for token in self.tokens() if hmac.compare_digest(token.sha256, digest)]
        return next((token for token in same if token.valid(now)), None)

    def add(self, name: str, scopes: tuple[str, ...], days: int) -> str:
        """Make a token and keep its hash; the token itself is given back and kept nowhere.

        Raises
        ------
        TokenError
            The name is none, one of that name may be used already, or the file cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise TokenError("A token is called by letters, digits and any of . @ : + - _ alone.")
        if any(token.name == name and token.valid(datetime.now(UTC)) for token in self.tokens()):
            raise TokenError(f"There is a token {name!r} already; rotate it, or end it first.")
        return self._make(name, scopes, days, self.tokens())

    def rotate(self, name: str, days: int, overlap: int) -> str:
        """Make a new token for `name`; the old one ends in `overlap` days, so that callers can
        change over.

        Raises
        ------
        TokenError
            There is none of that name, or the file cannot be written.
        """
        now = datetime.now(UTC)
        old = [token for token in self.tokens() if token.name == name and token.valid(now)]
        if not old:
            raise TokenError(f"There is no token {name!r}.")
        last = now + timedelta(days=overlap)
        kept = [
            replace(token, expires=min(token.expires, last)) if token in old else token
            for token in self.tokens()
        ]
        return self._make(name, old[-1].scopes, days, tuple(kept))

    def end(self, name: str) -> None:
        """Let every token of `name` end now.

        Raises
        ------
        TokenError
            There is none of that name, or the file cannot be written.
        """
        if all(token.name != name for token in self.tokens()):
            raise TokenError(f"There is no token {name!r}.")
        self._write(tuple(token for token in self.tokens() if token.name != name))

    def _make(self, name: str, scopes: tuple[str, ...], days: int, kept: tuple[Token, ...]) -> str:
        secret = PREFIX + secrets.token_urlsafe(32)
        ends = datetime.now(UTC) + timedelta(days=days)
        self._write((*kept, Token(name, _digest(secret), scopes, ends)))
        return secret

    def _write(self, tokens: tuple[Token, ...]) -> None:
        if self.path is None:
            raise TokenError("No token file is named: set MIDDLEGROUND_API_TOKENS, or use --file.")
        rows = [asdict(token) | {"expires": token.expires.isoformat()} for token in tokens]
        held = json.dumps({"format": _FORMAT, "tokens": rows}, indent=2) + "\n"
        try:
            put(self.path, held)
        except OSError as error:
            raise TokenError(f"{self.path}: {error.strerror}.") from error


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> tuple[Token, ...]:
    try:
        return _HELD.validate_json(path.read_bytes(), strict=True).tokens
    except (OSError, ValidationError) as error:
        raise TokenError(
            f"{path} is no token file of this version; make its tokens anew."
        ) from error
