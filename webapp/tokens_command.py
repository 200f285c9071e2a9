"""The command `tokens`: who may call the API. A token is shown once, when it is made."""

from __future__ import annotations

from pathlib import Path

import click

from .commands import Mistake, site_settings

_SCOPES = ("read", "feedback", "metrics")  # those of `api.tokens`, named before that is imported
_FILE = click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="MIDDLEGROUND_API_TOKENS",
    default=lambda: site_settings()["API_TOKENS"],
    required=True,
    show_envvar=True,
    help="The token file, which the page is told by the same variable or the site's settings.",
)
_DAYS = click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 3650), help="Days it is valid."
)


@click.group()
def tokens() -> None:
    """Say who may call the API: make, rotate, list and end tokens."""


@tokens.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(_SCOPES))
@_DAYS
@_FILE
def add(name: str, scopes: tuple[str, ...], days: int, file: Path) -> None:
    """Make a token for NAME and show it, once."""
    from .api.tokens import TokenError, TokenFile

    try:
        click.echo(TokenFile(file).add(name, tuple(dict.fromkeys(scopes)), days))
    except TokenError as error:
        raise Mistake(str(error)) from error
    click.echo("This is the only time that it is shown; the file holds its hash.", err=True)


@tokens.command()
@click.argument("name")
@_DAYS
@click.option(
    "--overlap",
    default=7,
    show_default=True,
    type=click.IntRange(0, 365),
    help="Days until the old one ends.",
)
@_FILE
def rotate(name: str, days: int, overlap: int, file: Path) -> None:
    """Make a new token for NAME, and let the old one end soon."""
    from .api.tokens import TokenError, TokenFile

    try:
        click.echo(TokenFile(file).rotate(name, days, overlap))
    except TokenError as error:
        raise Mistake(str(error)) from error
    click.echo(f"The old one ends in {overlap} days.", err=True)


@tokens.command("list")
@_FILE
def show(file: Path) -> None:
    """List names, scopes and ends; tokens themselves are not kept."""
    from .api.tokens import TokenError, TokenFile

    try:
        for token in TokenFile(file).tokens():
            scopes = ",".join(token.scopes)
            click.echo(f"{token.name}\t{scopes}\tuntil {token.expires:%Y-%m-%d %H:%M} UTC")
    except TokenError as error:
        raise Mistake(str(error)) from error


@tokens.command()
@click.argument("name")
@_FILE
def end(name: str, file: Path) -> None:
    """Let every token of NAME end now."""
    from .api.tokens import TokenError, TokenFile

    try:
        TokenFile(file).end(name)
    except TokenError as error:
        raise Mistake(str(error)) from error
