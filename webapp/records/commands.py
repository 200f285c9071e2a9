"""The commands that look after records; whoever can run them can read files of this machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ..commands import Mistake, site_settings

if TYPE_CHECKING:
    from .database import Records
    from .place import Place

T = TypeVar("T")
_ROLES = ("trainee", "worker", "supervisor", "administrator", "auditor")  # those of `rights.ROLES`


def _with_records(
    do: Callable[[Records, Place], T],
    *,
    make: bool = False,
    keys_first: bool = False,
    team: bool = False,
) -> T:
    """What `do` gives for the records that the settings name.

    With `make` they are begun where there are none, with `keys_first` for keys that are there only,
    with `team` where they are those of a team.
    """
    from .errors import RecordsError
    from .place import place

    config = site_settings()
    try:
        where = place(config)
        if team and where.mode != "team":
            raise RecordsError(
                f"People have accounts in the records of a team, and RECORDS is {where.mode} here. "
                "Name the site's file (middleground --site FILE users ...) or set "
                "MIDDLEGROUND_RECORDS to team."
            )
        if keys_first and not where.keys.exists():
            raise RecordsError(f"Put the file of keys that belongs to them to {where.keys} first.")
        records = where.open(make=make)
        try:
            return do(records, where)
        finally:
            records.close()
    except RecordsError as error:
        raise Mistake(str(error)) from error


@click.group()
def users() -> None:
    """Say who may sign in: invite, list, let back in and shut out people."""


@users.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), required=True)
@click.option("--team", help="The name of a team; a new one is made.")
def add(name: str, role: str, team: str | None) -> None:
    """Invite NAME: print the end of a link that holds for a week and can be used once."""
    from .people import COMMAND, Accounts
    from .times import now

    def invite(records: Records, _: Place) -> str:
        accounts = Accounts(records)
        id = None
        if team is not None:
            known = {name.casefold(): id for id, name in accounts.teams().items()}
            id = known.get(team.casefold()) or accounts.make_team(now(), COMMAND, team)
        return accounts.invite(now(), COMMAND, name, role, id)

    _show_invitation(_with_records(invite, make=True, team=True))


@users.command("list")
def show() -> None:
    """List sign-in names, roles, teams and whether they are shut out or locked."""
    from .people import Accounts
    from .times import now

    for account in _with_records(lambda records, _: Accounts(records).everyone(now())):
        state = "" if account.active else "shut out"
        state = "locked for now" if account.locked and not state else state
        row = (account.login, account.person.name, account.person.role, account.team or "-", state)
        click.echo("\t".join(row).rstrip())


@users.command("again")
@click.argument("login")
def again(login: str) -> None:
    """Invite LOGIN anew, who has lost password or code."""
    from .people import COMMAND, Accounts
    from .times import now

    _show_invitation(
        _with_records(
            lambda records, _: Accounts(records).invite_again(
                now(), COMMAND, _known(Accounts(records).find(login))
            )
        )
    )


@users.command("end")
@click.argument("login")
def end(login: str) -> None:
    """Shut LOGIN out at once; their cases stay."""
    from .people import COMMAND, Accounts
    from .times import now

    def shut_out(records: Records, _: Place) -> None:
        accounts = Accounts(records)
        id = _known(accounts.find(login))
        person = next(a.person for a in accounts.everyone(now()) if a.person.id == id)
        accounts.change(now(), COMMAND, id, person.role, person.team, active=False)

    _with_records(shut_out)


@users.command("unlock")
@click.argument("login")
def unlock(login: str) -> None:
    """Let LOGIN try again, who is locked out after failed sign-ins."""
    from .people import COMMAND, Accounts
    from .times import now

    _with_records(
        lambda records, _: Accounts(records).unlock(
            now(), COMMAND, _known(Accounts(records).find(login))
        )
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write all records, still sealed, to FILE; keep the file of keys apart from it."""
    from .backup import back_up
    from .people import COMMAND
    from .times import now

    rows = _with_records(lambda records, _: back_up(records, now(), COMMAND, file))
    click.echo(f"{rows} rows. Without the file of keys nobody can open them, you neither.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Put the records of a back-up into an empty place; its keys have to be there already."""
    from . import audit
    from .backup import restore as put_back
    from .people import COMMAND
    from .times import now

    def drill(records: Records, _: Place) -> tuple[int, audit.Verdict]:
        return put_back(records, now(), COMMAND, file), audit.verify(records)

    rows, verdict = _with_records(drill, make=True, keys_first=True)
    if verdict.wrong:
        raise Mistake(f"Restored, but the audit does not hold: {verdict.wrong}")
    click.echo(f"{rows} rows. The audit holds: {verdict.entries} entries.")


@click.group()
def keys() -> None:
    """Look after the keys with which records are sealed."""


@keys.command("rotate")
@click.option("--forget-old", is_flag=True, help="Keep no old keys: earlier back-ups are lost.")
def rotate(forget_old: bool) -> None:
    """Make a fresh key and seal everything again with it; copy the file of keys afterwards."""
    from .people import COMMAND
    from .rotation import rotate as seal_again
    from .times import now

    def turn(records: Records, where: Place) -> str:
        fields = seal_again(records, now(), COMMAND, forget_old=forget_old)
        return f"{fields} fields sealed again. Copy {where.keys} to your safe place."

    click.echo(_with_records(turn))


@click.group()
def audit() -> None:
    """Look at the audit of records."""


@audit.command("verify")
@click.option("--noted", metavar="NUMBER:LINK", help="An end that you noted down earlier.")
def verify(noted: str | None) -> None:
    """Follow the chain of the audit from its start, and print its end to be noted down."""
    from . import audit as chain
    from .people import COMMAND
    from .times import now

    known = None
    if noted is not None:
        number, _, link = noted.partition(":")
        if not number.isdecimal():
            raise Mistake("--noted takes what this command printed: a number, a colon, a link.")
        known = (int(number), link)

    def follow(records: Records, _: Place) -> chain.Verdict:
        found = chain.verify(records, known)
        if found.wrong is None:
            with records.writing() as connection:
                chain.write(records, connection, now(), COMMAND, "audit_verified")
        return found

    verdict = _with_records(follow)
    if verdict.wrong:
        raise Mistake(f"The audit does not hold: {verdict.wrong}")
    click.echo(f"The audit holds. Its end was {verdict.entries}:{verdict.link}")


@click.command()
def retention() -> None:
    """Delete cases closed longer ago than RETENTION_DAYS, and see that they are gone."""
    from ..presentation.words import plural
    from .access import Access
    from .people import COMMAND
    from .retention import apply
    from .times import now

    def tidy(records: Records, where: Place) -> int:
        return apply(Access(records, where.site), now(), COMMAND, where.retention_days)

    click.echo(f"{plural(_with_records(tidy), 'case')} deleted.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def judgements(file: Path) -> None:
    """Write notes whose authors agreed to it, as they judged them, for `train --extra`."""
    from ..presentation.words import plural
    from .access import Access
    from .people import COMMAND
    from .teaching import examples
    from .times import now

    def write(records: Records, where: Place) -> int:
        found = examples(Access(records, where.site), now(), COMMAND)
        try:
            with file.open("x", encoding="utf-8") as out:
                out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in found)
        except OSError as error:
            raise Mistake(f"{file}: {error.strerror}.") from error
        return len(found)

    written = plural(_with_records(write), "note")
    click.echo(f"{written}. Look at the file before anything is taught with it.")


def _known(person: str | None) -> str:
    if person is None:
        raise Mistake("Nobody has this sign-in name; `middleground users list` shows those there.")
    return person


def _show_invitation(token: str) -> None:
    click.echo(f"/join/{token}")
    click.echo(
        "Put the address of your page before it, and hand it over; it is shown once.", err=True
    )
