"""Failures of the database in words of ours, which say what to do and quote nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)

from ..language import gettext
from .errors import NotAllowed, RecordsError, Unavailable


@contextmanager
def told() -> Iterator[None]:
    """A failure of the database in words of ours; its own may quote what was to be written.

    Raises
    ------
    NotAllowed
        An id that no row can have was asked for.
    Unavailable
        The database does not answer, is damaged or full, or does not let us.
    RecordsError
        The records contradict themselves.
    """
    try:
        yield
    except DataError:  # an id that no row can have
        raise NotAllowed(gettext("There is nothing of that name here.")) from None
    except IntegrityError:
        raise RecordsError(
            gettext(
                "The records contradict themselves: they were changed from outside. "
                "Nothing was changed now; `middleground audit verify` says more."
            )
        ) from None
    except ProgrammingError as error:
        if "permission denied" not in str(error.orig):
            raise
        raise Unavailable(
            gettext(
                "The database does not let Middle Ground do this. Its user must own the "
                "database, or be granted `create` on its schema."
            )
        ) from None
    except (DatabaseError, InterfaceError) as error:
        raise Unavailable(_why(error)) from None


def _why(error: DBAPIError) -> str:
    said = str(error.orig).lower()
    if "malformed" in said or "not a database" in said:
        return gettext(
            "The file of the records is damaged. Move it aside, put back the newest "
            "back-up, and keep the damaged file: more may be saved from it."
        )
    if "full" in said or "no space" in said:
        return gettext(
            "The disk of the records is full. Nothing was changed; make room and try again."
        )
    if "readonly" in said or "read-only" in said:
        return gettext(
            "The records cannot be written to: disk or file is read-only. Nothing was changed."
        )
    if "locked" in said or "lock timeout" in said:
        return gettext(
            "Somebody else is writing just now. Nothing was changed; try again in a moment."
        )
    return gettext(
        "The database of the records does not answer. Nothing was changed; try again soon."
    )
