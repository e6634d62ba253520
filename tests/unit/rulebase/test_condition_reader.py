"""The condition language: what it means, and every way to get it wrong."""

from __future__ import annotations

import pytest

from keymedic.engine.conditions import All, Any_, Condition, Known, Not
from keymedic.engine.conditions import Test as Compared
from keymedic.engine.rulebase.condition_reader import ConditionReader
from keymedic.engine.rulebase.located import SourceText
from keymedic.engine.rulebase.model import FactDecl, FactType, Origin
from keymedic.engine.rulebase.yaml_reader import read_yaml

HERE = Origin("p", "f", 1)
_TYPES: dict[str, FactType] = {
    "key.present": "boolean", "http.status": "integer", "error.text": "text", "my.country": "country",
    "my.version": "version", "rule.says": "boolean",
}  # fmt: skip
FACTS = {name: FactDecl(name, kind, "", HERE) for name, kind in _TYPES.items()} | {
    "key.kind": FactDecl("key.kind", "enum", "", HERE, {"auth": "", "standard": ""})
}
TABLES = {"east": ("CN", "RU"), "kinds": ("auth",)}


def _reader(text: str) -> tuple[Condition | None, ConditionReader]:
    source = SourceText("f.yaml", text)
    node, faults = read_yaml(source)
    assert node is not None and not faults
    reader = ConditionReader(source, FACTS, TABLES, {"rule.says"}, lambda kind, name: name == "refused.fact")
    return reader.read(node), reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("key.present: no", Compared("key.present", "equals", (False,))),
        ("my.country: NO", Compared("my.country", "equals", ("NO",))),
        ("my.country: Norway", Compared("my.country", "equals", ("NO",))),
        ("my.version: {below: 1.10}", Compared("my.version", "below", ("1.10",))),
        ("key.kind: {one_of: [auth, standard]}", Compared("key.kind", "one_of", ("auth", "standard"))),
        ("my.country: {in: east}", Compared("my.country", "one_of", ("CN", "RU"))),
        ("key.kind: {in: kinds}", Compared("key.kind", "one_of", ("auth",))),
        ("error.text: {contains: a b}", Compared("error.text", "contains", ("a b",))),
        ("error.text: {contains: [a, b]}", Compared("error.text", "contains", ("a", "b"))),
        ("error.text: {matches: '(?i)a+'}", Compared("error.text", "matches", ("(?i)a+",))),
        ("known: key.kind", Known("key.kind")),
        ("unknown: key.kind", Known("key.kind", False)),
        ("not: {key.present: yes}", Not(Compared("key.present", "equals", (True,)))),
        ("all: [{key.present: yes}]", All((Compared("key.present", "equals", (True,)),))),
        ("any: [{key.present: yes}, {known: key.kind}]",
         Any_((Compared("key.present", "equals", (True,)), Known("key.kind")))),
        ("{key.present: yes, known: key.kind}", All((Compared("key.present", "equals", (True,)), Known("key.kind")))),
        ("http.status: {at_least: 400, below: 500}",
         All((Compared("http.status", "at_least", (400,)), Compared("http.status", "below", (500,))))),
    ],
)  # fmt: skip
def test_conditions_are_read(text: str, expected: Condition) -> None:
    """Each form of the language becomes the value it stands for, typed by the vocabulary."""
    condition, reader = _reader(text)
    assert not reader.faults
    assert condition == expected


@pytest.mark.parametrize(
    ("text", "code", "column", "message", "hint"),
    [
        ("key.presnt: no", "KM301", 1, 'unknown fact "key.presnt"', '"key.present"'),
        ("al: [{key.present: no}]", "KM301", 1, 'unknown fact "al"', '"all"'),
        ("known: key.knd", "KM301", 8, "unknown fact", '"key.kind"'),
        ("key.kind: {one_off: [auth]}", "KM401", 12, 'unknown operator "one_off"', '"one_of"'),
        ("key.kind: {not: auth}", "KM401", 12, "unknown operator", "write not: {key.kind: …}"),
        ("key.kind: oauth", "KM305", 11, "key.kind is one of", ""),
        ("key.kind: {one_of: [auth, oauth]}", "KM305", 27, "key.kind is one of", ""),
        ("http.status: many", "KM305", 14, "whole number", ""),
        ("my.country: Atlantis", "KM305", 13, "country", ""),
        ("my.version: {above: newest}", "KM305", 21, "version", ""),
        ("error.text: {at_least: 3}", "KM402", 14, "at_least goes with integer and version facts", ""),
        ("key.kind: {contains: a}", "KM402", 12, "contains goes with text facts", ""),
        ("http.status: {matches: 4..}", "KM402", 15, "matches goes with text facts", ""),
        ("key.kind: [auth]", "KM103", 11, "compared with a list", "{one_of: [auth]}"),
        ("key.kind: {one_of: auth}", "KM103", 20, "one_of expects a list", ""),
        ("key.kind: {equals: [auth]}", "KM103", 20, "expected a value", ""),
        ("key.kind:", "KM103", 10, "expected a value for key.kind, found nothing", ""),
        ("error.text: {contains: ''}", "KM103", 24, "expected a value", ""),
        ("key.kind: {}", "KM403", 11, "no test for key.kind", ""),
        ("key.kind: {one_of: []}", "KM403", 20, "one_of without values", ""),
        ("all: []", "KM403", 1, "all without conditions", ""),
        ("any: []", "KM403", 1, "any without conditions", ""),
        ("{}", "KM403", 1, "empty condition", ""),
        ("not: {}", "KM403", 6, "empty condition", ""),
        ("any: {key.present: no}", "KM103", 6, "any expects a list", ""),
        ("not: [{key.present: no}]", "KM103", 6, "expected a condition", ""),
        ("- key.present: no", "KM103", 1, "expected a condition", ""),
        ("known: rule.says", "KM404", 8, "rules conclude it", "test its value"),
        ("unknown: rule.says", "KM404", 10, "rules conclude it", ""),
        ("known: [key.kind]", "KM103", 8, "expects the name of a fact", ""),
        ("my.country: {in: eest}", "KM304", 18, 'unknown table "eest"', '"east"'),
        ("my.country: {in: [CN]}", "KM304", 18, "in expects a table", ""),
        ("key.kind: {in: east}", "KM305", 16, 'table "east" does not fit', ""),
        ("error.text: {matches: '(a'}", "KM310", 23, "not an RE2 pattern: missing )", ""),
        ("error.text: {matches: '(?<!a)b'}", "KM310", 23, "not an RE2 pattern", ""),
    ],
)
def test_mistakes_are_faults_at_their_place(text: str, code: str, column: int, message: str, hint: str) -> None:
    """Each mistake names what is wrong and where; no condition comes of it."""
    condition, reader = _reader(text)
    assert condition is None
    fault = reader.faults[0]
    assert (fault.code, fault.line, fault.column) == (code, 1, column)
    assert message in fault.message
    assert hint in fault.hint


def test_all_mistakes_of_a_condition_are_reported() -> None:
    """Reading goes on behind a mistake."""
    _, reader = _reader("all: [{a.b: x}, {not: {key.kind: {is: x}}}, {any: []}, {key.present: perhaps}]")
    assert [fault.code for fault in reader.faults] == ["KM301", "KM401", "KM403", "KM305"]


def test_a_refused_fact_is_not_unknown_as_well() -> None:
    """A fact whose own entry is at fault leaves the condition unusable without a second fault."""
    condition, reader = _reader("refused.fact: x")
    assert condition is None and not reader.faults


def test_a_bad_pattern_keeps_quiet_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """RE2 itself prints nothing."""
    _ = _reader("error.text: {matches: '(a'}")
    assert capfd.readouterr() == ("", "")
