"""The form about a case itself, so that nobody overwrites unseen what somebody else has stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..records.case_values import CaseFile


@dataclass(frozen=True, slots=True)
class AboutForm:
    """What stands in the form, to be sent with `version`.

    `typed` and `ticked` are what an overtaken form had where that differs from what is stored.
    """

    version: str
    pseudonym: str
    protected: bool
    typed: str | None = None
    ticked: bool | None = None


def about_form(file: CaseFile, sent: Mapping[str, str], *, overtaken: bool) -> AboutForm:
    """The form as it is first shown, or after one was `sent` and refused.

    A refused form keeps its version: what somebody has stored meanwhile is told at the next press.
    An overtaken one shows what is stored now.
    """
    facts = file.facts
    pseudonym, protected = sent.get("pseudonym", ""), "protected" in sent
    if "version" in sent and not overtaken:
        return AboutForm(sent["version"], pseudonym, protected)
    return AboutForm(
        str(file.version),
        facts.pseudonym,
        facts.protected,
        pseudonym if overtaken and pseudonym.strip() != facts.pseudonym else None,
        protected if overtaken and protected != facts.protected else None,
    )
