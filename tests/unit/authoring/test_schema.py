"""The schemas accept what keymedic accepts, as an editor reads it (YAML 1.2), and refuse what it would refuse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from keymedic.engine.authoring.modelines import with_modeline
from keymedic.engine.authoring.schema import KINDS, schema_of
from keymedic.engine.rulebase.load import load_rule_base

from .schema_check import problems

ROOT = Path(__file__).parents[3]
PACKS = ("kb", "examples/openai-keys")


class Core(yaml.SafeLoader):
    """YAML with the core schema of 1.2: yes and no are words, dates are texts."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"), ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"), ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):  # fmt: skip
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))  # pyright: ignore[reportUnknownMemberType]  # the stubs of PyYAML leave it open


def read(file: Path) -> Any:
    """A file as an editor sees it, keys as texts."""
    return texts(yaml.load(file.read_text(encoding="utf-8"), Core))


def texts(node: Any) -> Any:
    """Mappings with their keys as texts."""
    if isinstance(node, dict):
        return {str(key): texts(value) for key, value in node.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # of YAML
    return [texts(item) for item in node] if isinstance(node, list) else node  # pyright: ignore[reportUnknownVariableType]  # of YAML


@pytest.mark.parametrize("pack", PACKS)
def test_every_file_that_ships_fits_its_schema(pack: str) -> None:
    """No editor underlines anything of the shipped rule bases."""
    base = load_rule_base([ROOT / pack])
    schemas = {kind: schema_of(kind, base) for kind in KINDS}
    found: list[str] = []
    for file in sorted((ROOT / pack).rglob("*.yaml")):
        kind = file.relative_to(ROOT / pack).parts[0].removesuffix(".yaml")
        found += [f"{file.name}{problem}" for problem in problems(read(file), schemas[kind], schemas[kind])]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rules", "when: {key.presnt: no}"), ("rules", "when: {key.kind: gold}"), ("rules", "evidence: {key-leaked: loud}"),
        ("rules", "cases: [{given: {key.present: no}, expect: {cause: no-such-cause}}]"), ("rules", "titel: x"),
        ("causes", "prior: sometimes"), ("cases", "expect: {fires: no.such.rule}"), ("facts", "many: perhaps"),
    ],
)  # fmt: skip
def test_a_slip_is_underlined(kind: str, text: str) -> None:
    """Unknown keys, facts, values, causes, rules and words are no part of the schema."""
    schema = schema_of(kind, load_rule_base())
    found = list(problems(texts(yaml.load(f"- {{{text}}}", Core)), schema, schema))
    assert any(not problem.endswith("is missing") for problem in found), found


def test_the_line_at_the_head() -> None:
    """Put in once, replaced when the schema lies elsewhere, and left when it is right."""
    once = with_modeline("- a: b\n", "../schema/rules.json")
    assert once == "# yaml-language-server: $schema=../schema/rules.json\n- a: b\n"
    assert with_modeline(once, "../schema/rules.json") == once
    assert with_modeline(once, "x.json") == "# yaml-language-server: $schema=x.json\n- a: b\n"
