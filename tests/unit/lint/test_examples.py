"""Every kind of fault has examples, and each says exactly what its documentation shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keymedic.engine.lint.examples import Example, fault_docs
from keymedic.engine.rulebase.faults import FAULT_KINDS, LINT_KINDS

from .examples import faults_of, shown, write

DOCS = fault_docs()
ALL = [
    pytest.param(doc.code, example, id=f"{doc.code}-{number}")
    for doc in DOCS
    for number, example in enumerate(doc.examples, 1)
]


def test_every_code_is_documented() -> None:
    """Each code of faults and of lints stands there once, with words and at least one example; there are sixty and more."""
    assert [doc.code for doc in DOCS] == sorted({**FAULT_KINDS, **LINT_KINDS})
    assert all(doc.about and doc.examples for doc in DOCS)
    assert len(ALL) >= 60


@pytest.mark.parametrize(("code", "example"), ALL)
def test_an_example_is_told_exactly_so(code: str, example: Example, tmp_path: Path) -> None:
    """The broken files give that code and that message to the letter; put right they give nothing."""
    faults = faults_of(example.broken, tmp_path / "broken")
    assert shown(faults, tmp_path / "broken") + "\n" == example.message
    assert {fault.code for fault in faults} == {code}
    assert faults_of(example.repaired, tmp_path / "repaired") == ()


@pytest.mark.parametrize(("code", "example"), ALL)
def test_the_underlined_text_is_the_one_meant(code: str, example: Example, tmp_path: Path) -> None:
    """The place of a fault lies within its file, and a message that quotes a word of the line underlines that word."""
    for fault in faults_of(example.broken, tmp_path):
        assert fault.line >= 1 and fault.column >= 1 and fault.length >= 1
        marked = fault.source_line[fault.column - 1 : fault.column - 1 + fault.length]
        assert fault.column - 1 <= len(fault.source_line)
        if (
            fault.message.startswith(("unknown ", "there is no earlier"))
            and fault.source_line
            and "override" not in marked
        ):
            assert f'"{marked}"' in fault.message


def test_no_fault_hides_those_of_other_files_or_entries(tmp_path: Path) -> None:
    """All the broken rules, causes, observations … of the examples in one rule base are all reported."""
    files = {"pack.yaml": "name: mine\nversion: '1'\nscope: S\nknowledge_date: 2026-11-23\n"}
    expected: list[str] = []
    for doc in DOCS:
        for number, example in enumerate(doc.examples):
            if doc.code[2] not in "134" or doc.code in ("KM306", "KM312") or len(example.broken) != 1:
                continue
            ((name, content),) = example.broken.items()
            kind, _, file = name.partition("/")
            if (
                isinstance(content, str)
                and kind in ("rules", "causes", "observe", "cases")
                and content.startswith("- ")
            ):
                mark = f"{doc.code.lower()}-{number}-"
                files[f"{kind}/{mark}{file}"] = re.sub(
                    r"(?<=^- )(\w+: mine[.-])", rf"\1{mark}", content, flags=re.MULTILINE
                )
                expected.append(doc.code)
    assert len(expected) > 30
    found = [fault.code for fault in faults_of(files, tmp_path)]
    assert {code: found.count(code) for code in expected if found.count(code) < expected.count(code)} == {}


def test_an_unknown_content_of_an_example_is_refused(tmp_path: Path) -> None:
    """A typing error in the examples does not make an empty file."""
    with pytest.raises(ValueError, match="lnik"):
        write(tmp_path / "x", {"lnik": "y"})
