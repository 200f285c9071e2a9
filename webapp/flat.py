"""A formulation as one row of a table, for spreadsheets and statistics."""

from __future__ import annotations

from typing import Any, Final

Cell = str | bool | float | list[str] | None

# Name of a column -> what it holds, for the documents and for Parquet.
COLUMNS: Final = {
    "id": "text",
    "error": "text",
    "error_message": "text",
    "enough": "yes or no",
    "enough_reason": "text",
    "risks": "texts",
    "hypotheses": "texts",
    "coercion_sensitivity": "number",
    "confusion": "number",
    "street_community": "number",
    "power_dynamics": "number",
    "ambivalence": "number",
    "referral_as_rejection": "number",
    "practical_obstacle": "number",
    "octant": "text",
    "control": "number",
    "affiliation": "number",
    "reactions": "texts",
    "strengths": "texts",
    "referrals": "texts",
    "stances": "texts",
    "code": "text",
    "knowledge": "text",
}


def flat(answer: dict[str, Any]) -> dict[str, Cell]:
    """The row of `answer`, an object of formulation/1 or an error in the place of one.

    Quotes stay out: a table of findings travels further than the notes may.

    Raises
    ------
    KeyError, TypeError
        `answer` is no such object.
    """
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row["id"] = None if answer["id"] is None else str(answer["id"])
    if problem := answer.get("error"):
        return row | {"error": problem["kind"], "error_message": problem["message"]}
    style = answer["style"]
    return (
        row
        | {name: float(score) for name, score in answer["scores"].items() if name in COLUMNS}
        | {
            "enough": answer["enough"]["answer"],
            "enough_reason": answer["enough"]["reason"],
            "risks": [f"{risk['kind']}: {risk['status']}" for risk in answer["risks"]],
            "hypotheses": [f"{h['label']}: {h['support']}" for h in answer["hypotheses"]],
            "octant": style["octant"],
            "control": style["control"],
            "affiliation": style["affiliation"],
            "reactions": [reaction["kind"] for reaction in answer["reactions"]],
            "strengths": [strength["kind"] for strength in answer["strengths"]],
            "referrals": [f"{r['purpose']}: {r['status']}" for r in answer["referrals"]],
            "stances": [stance["id"] for stance in answer["stances"]],
            "code": answer["provenance"]["code"],
            "knowledge": answer["provenance"]["knowledge"],
        }
    )
