"""The command `referrals`: a plan as JSON or to be read, a draft of one from a note, the schema.

Exit status as in `commands`: 0 done, 2 a mistake that the caller can mend. No message holds words
of a note or a plan.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .commands import Mistake, planner_of, site_settings, text_in


@click.command()
@click.argument("file", metavar="PLAN.json", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print referral-plan/1 as JSON on one line.")
@click.option(
    "--note",
    type=click.Path(path_type=Path),
    help="Print a draft with the referrals, dangers and hypotheses of this note, to be edited and "
    "given back as PLAN.json.",
)
@click.option("--schema", is_flag=True, help="Print the JSON schema of drafts and plans.")
def referrals(file: Path | None, as_json: bool, note: Path | None, schema: bool) -> None:
    """Plan referrals: in which order, with what purpose, and how to say it.

    PLAN.json holds what you have put down so far (referral-draft/1); without one, or with -, it is
    read from standard input. A current danger goes to your service's protocol and is never ranked.
    """
    if sum((file is not None, note is not None, schema)) > 1:
        raise Mistake("Give PLAN.json, --note or --schema, and only one of them.")
    from inference import InferenceError, PlanError, plan_schema

    try:
        if schema:
            click.echo(json.dumps(plan_schema(), indent=2))
        elif note is not None:
            click.echo(json.dumps(_draft_from(note), indent=2))
        else:
            _plan(file or Path("-"), as_json)
    except PlanError as error:
        raise Mistake(str(error)) from error
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error


def _draft_from(file: Path) -> dict[str, Any]:
    from inference import NoteError, draft_from, load_reader

    text = text_in(file, "note")
    try:
        return draft_from(load_reader(warm=False).read(text), text).to_dict()
    except NoteError as error:
        raise Mistake(str(error)) from error


def _plan(file: Path, as_json: bool) -> None:
    from inference import PlanDraft, plan_referrals

    name = "Standard input" if str(file) == "-" else str(file)
    text = text_in(file, "plan")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Mistake(f"{name} is not valid JSON: {error.msg} at {where}.") from error
    except RecursionError as error:
        raise Mistake(f"{name} is nested too deeply to be a plan.") from error
    config = site_settings()
    plan = plan_referrals(PlanDraft.from_dict(data), planner_of(config))
    if as_json:
        # ASCII, so that no terminal's encoding can break the line.
        click.echo(json.dumps(plan.to_dict(), allow_nan=False))
        return
    from .referrals_terminal import show

    # The same settings as the page, so that a service's own contacts stand here, too.
    show(plan, config["SAFETY_CONTACTS"])
