"""Passwords, one-time codes and tokens: made, kept as digests, checked.

Passwords are hashed with Argon2id (RFC 9106) by argon2-cffi, with its own parameters; one-time
codes are those of RFC 6238 by pyotp. A password needs length, not signs (NIST SP 800-63B, 3.1.1).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from functools import cache
from typing import Final
from unicodedata import normalize

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..language import gettext

ISSUER: Final = "Middle Ground"
SHORTEST: Final = 12
LONGEST: Final = 200
_STEP: Final = 30  # seconds that a code holds

_hasher: Final = PasswordHasher()


def token() -> str:
    """A token to hand out once: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token. It is random, so a plain hash keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(_typed(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password; takes as long where nobody has it (`kept` is None)."""
    try:
        _hasher.verify(kept or of_nobody(), _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than are used now."""
    return _hasher.check_needs_rehash(kept)


def too_weak(password: str, *known: str) -> str | None:
    """Why it will not do, None when it will; `known` are words that everybody would try."""
    if len(password) < SHORTEST:
        return gettext(
            "A password needs %(shortest)s characters or more; three or four words "
            "make a good one.",
            shortest=SHORTEST,
        )
    if len(password) > LONGEST:
        return gettext("A password has %(longest)s characters at most.", longest=LONGEST)
    plain = password.casefold()
    if len(set(plain)) < 5:
        return gettext(
            "That password repeats few characters; three or four words make a better one."
        )
    if any(len(word) > 3 and word.casefold() in plain for word in known):
        return gettext("That password holds your name or sign-in name; choose words that do not.")
    return None


@cache
def of_nobody() -> str:
    """What is checked where there is nobody of that login, so that both take the same time.

    Asked for once before anybody signs in: the first miss would else take twice as long.
    """
    return _hasher.hash(secrets.token_hex(16))


def _typed(password: str) -> str:
    """The password however a keyboard makes its accents (NIST SP 800-63B, 3.1.1.2)."""
    return normalize("NFKC", password)


def fresh_code_secret() -> str:
    """The secret from which one-time codes are made."""
    return pyotp.random_base32()


def code_address(secret: str, login: str) -> str:
    """The address that an authenticator takes, as text or as a picture of squares."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def code_squares(address: str) -> str:
    """The address as a picture of squares (a QR code), in a data URI, dark on light for cameras."""
    import segno  # used once a person, and a tenth of a start

    picture = segno.make(address, micro=False)
    return str(picture.svg_data_uri(scale=4, border=2, dark="#000", light="#fff"))


def code_step(secret: str, code: str, now: datetime, last: int) -> int | None:
    """The step of a code that holds now, None when it does not or was used before.

    A clock may be one step off either way (RFC 6238, 5.2), and no step counts twice.
    """
    plain = code.replace(" ", "").encode()
    at = int(now.timestamp()) // _STEP
    maker = pyotp.TOTP(secret)
    for step in (at, at - 1, at + 1):
        if step > last and secrets.compare_digest(maker.at(step * _STEP).encode(), plain):
            return step
    return None
