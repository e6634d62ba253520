"""JSON Schema (draft 7) of the files of a rule base, with the names that the loaded rule bases know.

An editor reads YAML 1.2 with its types, keymedic reads every scalar as text: where a text may stand, a number or a
boolean may stand, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ..observe.frames import DENIED
from ..phrases import say
from ..rulebase import documents

if TYPE_CHECKING:
    from ..rulebase.model import FactDecl, RuleBase

DRAFT = "http://json-schema.org/draft-07/schema#"
_MODELS: Mapping[str, type[documents.Doc]] = {
    "pack": documents.PackDoc, "facts": documents.FactDoc, "observe": documents.ObserveDoc, "lexicon": documents.TermDoc,
    "frames": documents.FrameDoc, "rules": documents.RuleDoc, "causes": documents.CauseDoc,
    "cases": documents.WholeCaseDoc, "tables": documents.TableDoc, "changes": documents.ChangeDoc,
    "weights": documents.WeightsDoc,
}  # fmt: skip
KINDS = (*_MODELS, "phrases")
"""The kinds of files that have a schema."""
_SINGLE = ("pack", "weights")
"""Files that are one entry; all others are lists of entries."""
_ABOUT_FACTS = ("observe", "frames", "rules", "cases")
"""Files in which values of facts stand."""
_TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
_YES_NO: Mapping[str, Any] = {"enum": ["yes", "no", True, False]}
_VERDICTS = ("diagnosed", "undecided", "out-of-scope", "no-fault-found")


def schema_of(kind: str, base: RuleBase) -> dict[str, Any]:
    """The schema of one kind of file, one of `KINDS`."""
    if kind == "phrases":
        description = say(base.phrases, "schema.phrases")
        return {"$schema": DRAFT, "type": "object", "additionalProperties": dict(_TEXT), "description": description}
    made: dict[str, Any] = _draft7(_MODELS[kind].model_json_schema())
    definitions: dict[str, Any] = made.pop("definitions", {})
    described: dict[str, Any] = {**definitions, _MODELS[kind].__name__: made}
    for name, definition in described.items():
        _describe(name.removesuffix("Doc").lower(), definition, base.phrases)
    _Names(base).into(kind, described)
    definitions |= {**_conditions(base), "word": {"enum": list(base.weights.evidence)}} if kind == "rules" else {}
    if kind in _ABOUT_FACTS:
        definitions |= _name_lists(base) if kind in ("rules", "cases") else {}
        definitions |= {_value_name(name): values_of(decl) for name, decl in base.facts.items()}
    if kind in _SINGLE:
        return {"$schema": DRAFT, **made, "definitions": definitions}
    return {"$schema": DRAFT, "type": ["array", "null"], "items": made, "definitions": definitions}


def _draft7(node: Any) -> Any:
    """What pydantic writes (2020-12) in the words of draft 7, with scalars as YAML may spell them."""
    if isinstance(node, list):
        return [_draft7(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node.replace("#/$defs/", "#/definitions/") if isinstance(node, str) else node
    shape = cast("dict[str, Any]", node)
    if shape.get("type") == "string" and "enum" not in shape and "const" not in shape:
        return {**_rest(shape, "type", "title"), **_TEXT}
    if shape.get("type") == "boolean":
        return {**_rest(shape, "type", "title"), **_YES_NO}
    renamed = {"$defs": "definitions", "prefixItems": "items"}
    kept = ((key, value) for key, value in shape.items() if key != "title" or not isinstance(value, str))
    return {renamed.get(key, key): _draft7(value) for key, value in kept}


def _rest(shape: Mapping[str, Any], *without: str) -> dict[str, Any]:
    return {key: value for key, value in shape.items() if key not in without}


def _describe(name: str, definition: dict[str, Any], phrases: Mapping[str, str]) -> None:
    """Put the descriptions of the keys beside them; ``schema.KEY`` serves all entries that have no words of their own."""
    properties: dict[str, dict[str, Any]] = definition.get("properties", {})
    for key, shape in properties.items():
        text = phrases.get(f"schema.{name}.{key}") or phrases.get(f"schema.{key}")
        if text:
            shape["description"] = text


class _Names:
    """Puts names in place of any text where only names of the rule bases can stand."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    def into(self, kind: str, described: Mapping[str, dict[str, Any]]) -> None:
        """Change the schemas of one kind of file, by the names of their models."""
        properties = {name: definition.get("properties", {}) for name, definition in described.items()}
        match kind:
            case "rules":
                self._rules(properties["RuleDoc"])
                self._cases(properties["CaseDoc"])
            case "cases":
                self._cases(properties["WholeCaseDoc"])
            case "causes":
                self._causes(properties)
            case "observe":
                properties["ObserveDoc"]["facts"] |= self._written()
            case "frames":
                properties["FrameDoc"]["facts"] |= self._written()
                properties["FrameDoc"]["denied"] |= self._written()
            case "lexicon":
                for name in ("words", "values"):  # a bare null is a word here
                    properties["TermDoc"][name] = _with_null(properties["TermDoc"][name])
            case "facts":
                properties["AskDoc"]["cost"] |= {"enum": list(self._base.weights.costs)}
            case _:
                pass

    def _rules(self, rule: dict[str, Any]) -> None:
        base = self._base
        word = {"$ref": "#/definitions/word"}
        rule["evidence"] |= {
            "properties": {name: {"allOf": [word], "description": cause.title} for name, cause in base.causes.items()},
            "additionalProperties": word,
        }
        rule["when"] = {"$ref": "#/definitions/condition", "description": rule["when"].get("description", "")}
        rule["then"] |= {"properties": dict(map(_valued, base.facts))}

    def _causes(self, properties: Mapping[str, Any]) -> None:
        weights = self._base.weights
        properties["CauseDoc"]["prior"] |= {"enum": list(weights.priors)}
        properties["FixDoc"]["cost"] |= {"enum": list(weights.costs)}
        properties["FixDoc"]["helps"] |= {"enum": list(weights.helps)}

    def _cases(self, case: dict[str, Any]) -> None:
        base = self._base
        given = {name: _several(name) for name, decl in base.facts.items() if not decl.derived}
        case["given"] |= {"properties": given, "additionalProperties": False}
        causes, rules, frames = _named("cause"), _named("rule"), _named("frame")
        keys = {
            "cause": causes, "among": causes, "not_cause": causes, "raises": causes, "lowers": causes, "fires": rules,
            "silent": rules, "heard": frames, "unheard": frames, "verdict": _named("verdict"),
        }  # fmt: skip
        described = {
            key: {**shape, "description": say(base.phrases, f"schema.expect.{key}")} for key, shape in keys.items()
        }
        facts = {name: _several(name) for name in base.facts}
        case["expect"] |= {"properties": {**described, **facts}, "additionalProperties": False}

    def _written(self) -> dict[str, Any]:
        """Facts that words can give: a value, or what stands in a group."""
        facts = {
            name: {"anyOf": [_value(name), {"type": "object"}], "description": decl.description}
            for name, decl in self._base.facts.items()
            if not decl.derived
        }
        return {"properties": facts, "additionalProperties": False}


def values_of(decl: FactDecl) -> dict[str, Any]:
    """What can stand where a value of the fact is wanted."""
    shape: dict[str, Any] = {"description": decl.description}
    if decl.type == "enum":
        return {**shape, "enum": _spelled(decl.values)}
    if decl.type == "integer":
        return {**shape, "type": ["integer", "string"]}
    return {**shape, **(_YES_NO if decl.type == "boolean" else _TEXT)}


def _spelled(values: Iterable[str]) -> list[str | int | bool]:
    """Texts, and beside them what YAML makes of those that look like something else."""
    found: list[str | int | bool] = []
    for value in values:
        found.append(value)
        if value.isdecimal():
            found.append(int(value))
        elif value in ("true", "false"):
            found.append(value == "true")
    return found


def _with_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_null(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    shape = {key: _with_null(value) for key, value in cast("dict[str, Any]", node).items()}
    return {**shape, "type": [*_TEXT["type"], "null"]} if shape.get("type") == _TEXT["type"] else shape


def _value_name(fact: str) -> str:
    return f"value:{fact}"


def _value(fact: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{_value_name(fact)}"}


def _valued(fact: str) -> tuple[str, dict[str, Any]]:
    return fact, _value(fact)


def _several(fact: str) -> dict[str, Any]:
    return {"anyOf": [_value(fact), {"type": "array", "items": _value(fact)}]}


def _named(kind: str) -> dict[str, Any]:
    """One name of a kind, or several of them."""
    name = {"$ref": f"#/definitions/{kind}"}
    return {"anyOf": [name, {"type": "array", "items": name}]}


def _name_lists(base: RuleBase) -> dict[str, Any]:
    """What cases can name."""
    frames = [name for frame in base.frames for name in (frame.id, frame.id + DENIED)]
    lists: Mapping[str, Sequence[str]] = {
        "cause": list(base.causes), "rule": list(base.rules), "frame": frames, "verdict": _VERDICTS,
    }  # fmt: skip
    return {kind: {"enum": list(names)} if names else dict(_TEXT) for kind, names in lists.items()}


def _conditions(base: RuleBase) -> dict[str, Any]:
    """The language of conditions, with every fact and its values."""
    condition = {"$ref": "#/definitions/condition"}
    several = {"type": "array", "minItems": 1, "items": condition}
    given = {"$ref": "#/definitions/fact"}
    words = {"all": several, "any": several, "not": condition, "known": given, "unknown": given}
    described = {
        word: {"allOf": [shape], "description": say(base.phrases, f"schema.condition.{word}")}
        for word, shape in words.items()
    }
    tests = {
        name: {"anyOf": [_value(name), {"$ref": "#/definitions/test"}], "description": decl.description}
        for name, decl in base.facts.items()
    }
    return {
        "fact": {"enum": [name for name, decl in base.facts.items() if not decl.derived]},
        "condition": {"type": "object", "minProperties": 1, "properties": {**described, **tests}, "additionalProperties": False},
        "test": {"type": "object", "minProperties": 1, "properties": _operators(base), "additionalProperties": False},
    }  # fmt: skip


def _operators(base: RuleBase) -> dict[str, Any]:
    texts = {"type": "array", "minItems": 1, "items": dict(_TEXT)}
    shapes: dict[str, Any] = {
        "equals": dict(_TEXT), "one_of": texts, "in": {"enum": list(base.tables)},
        "contains": {"anyOf": [dict(_TEXT), texts]}, "matches": {"type": "string"},
        **{word: {"type": ["number", "string"]} for word in ("at_least", "at_most", "above", "below")},
    }  # fmt: skip
    return {
        word: {**shape, "description": say(base.phrases, f"schema.operator.{word}")} for word, shape in shapes.items()
    }
