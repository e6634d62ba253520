"""YAML is read as text with places, and files made to hurt are refused early."""

from __future__ import annotations

import tracemalloc

import pytest
import yaml

from keymedic.engine.rulebase import yaml_reader
from keymedic.engine.rulebase.faults import Fault
from keymedic.engine.rulebase.located import Located, Mark, SourceText
from keymedic.engine.rulebase.yaml_reader import MAX_DEPTH, MAX_FAULTS, MAX_NODES, read_yaml


def _read(text: str) -> tuple[Located | None, list[Fault]]:
    return read_yaml(SourceText("f.yaml", text))


def test_every_scalar_stays_text() -> None:
    """Norway is not false, 1.10 not 1.1, 12:30 not 750, and nothing is the empty text."""
    node, faults = _read("a: NO\nb: 1.10\nc: 12:30\nd: 2026-09-26\ne: ~\nf:\ng: [yes, 0o17]\n")
    assert not faults and node is not None
    assert node.plain() == {
        "a": "NO", "b": "1.10", "c": "12:30", "d": "2026-09-26", "e": "~", "f": "", "g": ["yes", "0o17"],
    }  # fmt: skip


def test_keys_and_values_know_their_places() -> None:
    """Lines and columns are 1-based and count characters, behind wide characters too."""
    node, _ = _read("# 中文\n中文: [a, bc]\n")
    assert node is not None
    assert node.key_mark("中文") == Mark(2, 1, 2)
    assert node.find(("中文", 1)).mark == Mark(2, 9, 2)
    assert node.find(("中文", 7, "x")).mark == node.find(("中文",)).mark
    assert node.size == 4


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_is_nothing(text: str) -> None:
    """A file without a document holds nothing and is no fault."""
    assert _read(text) == (None, [])


BROKEN = [
    ("a: b: c", "KM201", 1, 5, "a colon stands where no key can be"),
    ("- @x", "KM201", 1, 3, '"@" cannot begin a text'),
    ("a: [1", "KM201", 1, 4, 'this "[" is not closed'),
    ("a: 'x", "KM201", 1, 4, "this quotation mark is not closed"),
    ("- a\nb: c", "KM201", 2, 1, "expected '-' indicator here"),
    ("a: &x 1", "KM202", 1, 4, "anchors"),
    ("a: *x", "KM202", 1, 4, "aliases"),
    ("*x : a", "KM202", 1, 1, "aliases"),
    ("!!python/object:os.system x", "KM203", 1, 1, "tags"),
    ("a: !!str x", "KM203", 1, 4, "tags"),
    ("a: ! x", "KM203", 1, 4, "tags"),
    ("%TAG ! tag:x,2000:\n--- a", "KM203", 1, 1, "tags"),
    ("a: 1\n---\nb: 2", "KM204", 2, 1, "one document"),
    ("[" * 50, "KM205", 1, MAX_DEPTH + 1, "40 levels"),
    ("{a: 1, a: 2}", "KM207", 1, 8, 'key "a" is given twice, first in line 1'),
    ("? [a, b]\n: c", "KM208", 1, 3, "a key must be text"),
    ("? {a: b}\n: c", "KM208", 1, 3, "a key must be text"),
    ("a:\n\tb: 1", "KM209", 2, 1, "a tab cannot indent"),
    ("a: |\n  x\n  \ty", "KM209", 3, 3, "a tab cannot indent"),
    ("a: \x1b[0m", "KM210", 1, 4, "U+001B"),
    ("a: b\u202ec", "KM210", 1, 5, "U+202E"),
    ("a: \x00", "KM210", 1, 4, "U+0000"),
    ('a: "\\e[31m"', "KM210", 1, 4, "control character"),
    ('"\\u202e": a', "KM210", 1, 1, "control character"),
    ("<<: {a: b}", "KM211", 1, 1, "merge keys"),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "message"), BROKEN)
def test_what_is_no_part_of_the_language_is_a_fault_at_its_place(
    text: str, code: str, line: int, column: int, message: str
) -> None:
    """Syntax errors, anchors, tags, doubled keys and the like are refused where they stand."""
    node, faults = _read(text)
    first = faults[0]
    assert node is None
    assert (first.code, first.line, first.column) == (code, line, column)
    assert message in first.message


def test_the_same_faults_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser in Python, used where libyaml is missing, reports the same kinds of fault in the same lines."""
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    for text, code, line, _column, _message in BROKEN:
        _, faults = _read(text)
        assert (faults[0].code, faults[0].line) == (code, line), text


def test_a_quoted_merge_sign_is_an_ordinary_key() -> None:
    """Only the plain ``<<`` means merging."""
    node, faults = _read("'<<': a")
    assert not faults and node is not None and node.plain() == {"<<": "a"}


def test_all_faults_of_a_file_are_reported() -> None:
    """Reading goes on behind faults that leave the structure intact."""
    _, faults = _read("a: &x 1\nb: !!int 2\na: 3\n? [x]\n: y\nc: *x\n")
    assert [(fault.code, fault.line) for fault in faults] == [
        ("KM202", 1), ("KM203", 2), ("KM207", 3), ("KM208", 4), ("KM202", 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 1_000_000, "KM205"),
        ("{" * 1_000_000, "KM208"),
        ("- " * 500_000, "KM205"),
        ("? " * 500_000, "KM208"),
        ("{?" * 500_000, "KM208"),
        ("- a\n" * 500_000, "KM206"),
        ("[" + "," * 1_000_000, "KM201"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n" + "d: *c\n" * 100_000, "KM202"),
        ("&a " * 500_000, "KM202"),
        ("\x01" * 1_000_000, "KM210"),
        ("\t\n" * 500_000, "KM209"),
    ],
)
def test_hostile_files_are_refused_with_little_memory(text: str, code: str) -> None:
    """A million levels, floods of values, alias bombs: refused before anything large is built."""
    tracemalloc.start()
    try:
        node, faults = _read(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert node is None
    assert faults[0].code == code
    assert len(faults) <= MAX_FAULTS
    assert peak < 60_000_000


def test_limits_are_exact() -> None:
    """What stays within the limits is read; one more is refused."""
    assert not _read("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1]
    assert _read("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))[1]
    assert not _read("- a\n" * (MAX_NODES - 1))[1]
    assert _read("- a\n" * MAX_NODES)[1]


def test_nothing_is_ever_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only events are taken from the parser: libyaml's composer crashes on deep nesting."""

    def refuse(*_: object) -> None:
        raise AssertionError("composed")

    loader = yaml.CBaseLoader if hasattr(yaml, "CBaseLoader") else yaml.BaseLoader

    class Watched(loader):  # type: ignore[misc, valid-type]
        get_single_node = get_node = get_single_data = get_data = refuse

    monkeypatch.setattr(yaml_reader.yaml, "CBaseLoader", Watched)
    node, faults = _read("a: [b]")
    assert not faults and node is not None and node.plain() == {"a": ["b"]}
