"""The JSON Schemas that the modelines of the shipped rule bases name."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from keymedic.engine.authoring.schema import KINDS, schema_of
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

PACKS = ("kb", "examples/openai-keys")


def schema_files(root: Path) -> dict[str, Callable[[str], str]]:
    """Each file below ``root``, with what makes its content."""
    return {f"{pack}/schema/{kind}.json": _maker(root / pack, kind) for pack in PACKS for kind in KINDS}


def _maker(pack: Path, kind: str) -> Callable[[str], str]:
    return lambda _: json.dumps(schema_of(kind, _loaded(pack)), ensure_ascii=False, indent=1) + "\n"


@cache
def _loaded(pack: Path) -> RuleBase:
    return load_rule_base([pack], use_cache=False)
