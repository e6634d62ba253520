"""``keymedic explain KM301``: a kind of fault of a rule base, with an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...engine.rulebase.faults import FAULT_KINDS, LINT_KINDS
from ..phrases import Phrases
from ..render.layout import wrap
from ..render.style import BOLD, DIM, styled


def is_fault_code(name: str) -> bool:
    """Whether a name is the code of a fault."""
    return name.upper() in FAULT_KINDS or name.upper() in LINT_KINDS


def explain_fault(name: str, phrases: Phrases, width: int) -> list[str]:
    """What the code means, a file that has the fault, what is said of it, and the file put right."""
    from ...engine.lint.examples import fault_docs

    code = name.upper()
    doc = next(doc for doc in fault_docs() if doc.code == code)
    lines = [styled(BOLD, f"{code}: {(FAULT_KINDS.get(code) or LINT_KINDS[code])}"), *wrap(doc.about, width)]
    example = next((item for item in doc.examples if all(isinstance(c, str) for c in item.broken.values())), None)
    if example:
        lines += ["", *_files(example.broken), "", *example.message.rstrip().splitlines(), ""]
        lines += [phrases.say("explain.repaired"), *_files(example.repaired)]
    return lines


def _files(files: Mapping[str, Any]) -> Iterator[str]:
    for name, content in files.items():
        yield styled(DIM, f"mine/{name}")
        yield from (f"  {line}" for line in str(content).splitlines())
