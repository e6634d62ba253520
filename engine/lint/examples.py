"""The documentation of faults: what each code means, files that have it, what is said of them, and the files put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ..values import Struct

FILE = Path(__file__).with_name("fault_examples.yaml")


class Example(Struct):
    """Files (by name) with a fault, exactly what ``kb check`` says of them, and the same files put right.

    A file that cannot be shown is a mapping: ``repeat`` a text so many ``times``, ``link``, ``latin1``, ``pipe``.
    """

    broken: Mapping[str, Any]
    message: str
    repaired: Mapping[str, Any]


class FaultDoc(Struct):
    """One kind of fault."""

    code: str
    about: str
    examples: Sequence[Example]


def fault_docs() -> list[FaultDoc]:
    """Every kind of fault, by code."""
    data: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))  # our own file, not a rule base
    return [
        FaultDoc(item["code"], item["about"], [Example(**example) for example in item["examples"]]) for item in data
    ]
