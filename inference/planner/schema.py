"""The JSON schema of draft and plan, made from the dataclasses, so that the two cannot differ."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, Final

from .draft import DRAFT_SCHEMA, PlanDraft
from .fields import LONGEST, Limits, limits_of
from .plan import PLAN_SCHEMA, ReferralPlan

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE: Final = {bool: "boolean", int: "integer", float: "number"}


def plan_schema() -> dict[str, Any]:
    """The schema: what `middleground referrals` takes (`draft`) and gives out (`plan`)."""
    definitions: dict[str, Any] = {}
    draft = _object(PlanDraft, definitions)
    plan = _object(ReferralPlan, definitions, taken=False)
    draft["properties"]["schema"] = {"const": DRAFT_SCHEMA}
    plan["properties"]["schema"] = {"const": PLAN_SCHEMA}
    plan["required"].append("schema")
    return {
        "$schema": _DIALECT,
        "title": "A plan of referrals: what the planner takes (draft) and gives out (plan)",
        "oneOf": [{"$ref": "#/$defs/PlanDraft"}, {"$ref": "#/$defs/ReferralPlan"}],
        "$defs": {**definitions, "PlanDraft": draft, "ReferralPlan": plan},
    }


def _object(cls: type, definitions: dict[str, Any], *, taken: bool = True) -> dict[str, Any]:
    """The schema of a dataclass; of one that is given out (`taken` false) nothing is left out."""
    hints = typing.get_type_hints(cls)
    properties, required = {}, []
    for field in dataclasses.fields(cls):
        limits = limits_of(field)
        value = _value(hints[field.name], limits, definitions, taken)
        if limits.means:
            value = {"description": limits.means, **value}
        if field.default is dataclasses.MISSING or not taken:
            required.append(field.name)
        elif isinstance(field.default, str | bool | int | None):
            value["default"] = field.default
        properties[field.name] = value
    doc = (cls.__doc__ or "").partition("\n")[0]
    return {
        "type": "object",
        "description": doc,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _value(hint: Any, limits: Limits, definitions: dict[str, Any], taken: bool) -> dict[str, Any]:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = next(arg for arg in args if arg is not type(None))
        return {"anyOf": [_value(inner, limits, definitions, taken), {"type": "null"}]}
    if origin is tuple:
        items = _value(args[0], Limits("", limits.one_of), definitions, taken)
        array: dict[str, Any] = {"type": "array", "items": items}
        return array if limits.at_most is None else {**array, "maxItems": limits.at_most}
    if dataclasses.is_dataclass(hint):
        return _reference(typing.cast(type, hint), definitions, taken)
    if hint is str and limits.one_of:
        return {"enum": list(limits.one_of)}
    if hint is str:
        return {"type": "string", "maxLength": limits.at_most or LONGEST} if taken else _TEXT
    return {"type": _SIMPLE[hint]}


_TEXT: Final = {"type": "string"}


def _reference(cls: type, definitions: dict[str, Any], taken: bool) -> dict[str, Any]:
    name = cls.__name__
    if name != PlanDraft.__name__ and name not in definitions:
        definitions[name] = {}  # keeps its place while what is in it is described
        definitions[name] = _object(cls, definitions, taken=taken)
    return {"$ref": f"#/$defs/{name}"}
