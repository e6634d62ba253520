"""Lints tell what is hardly meant, stay quiet about what is, and can be allowed with a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from keymedic.engine.lint.check import check_and_lint
from keymedic.engine.lint.patterns import why_never
from keymedic.engine.rulebase.folders import read_folder

from .examples import faults_of

ROOT = Path(__file__).parents[3]
RULE = (
    "- rule: mine.{id}\n  title: T\n  when: {when}\n  {effect}\n  because: B\n"
    "  sources: [{{ref: r, checked: 2026-11-23, grade: A}}]\n"
)
EFFECT = "evidence: {region-hosting: weak}"


def rules(*conditions: str, effect: str = EFFECT, **extra: str) -> dict[str, str]:
    """A rule base of one rule for each condition."""
    texts = [RULE.format(id=f"r{number}", when=when, effect=effect) for number, when in enumerate(conditions)]
    return {"rules/x.yaml": "".join(texts), **extra}


def codes(files: dict[str, str], folder: Path) -> list[str]:
    """The codes of what is found."""
    return [fault.code for fault in faults_of(files, folder)]


def test_the_shipped_rule_bases_have_no_lint() -> None:
    """The knowledge that comes with keymedic, and the examples, are what they tell others to be."""
    folders = [read_folder(ROOT / "kb"), *map(read_folder, sorted((ROOT / "examples").iterdir()))]
    assert check_and_lint(folders, date(2026, 11, 24)) == ()


@pytest.mark.parametrize(
    "when",
    [
        "{all: [{network.route: vpn}, {not: {network.route: vpn}}]}",
        "{all: [{key.present: yes}, {key.present: no}]}",
        "{all: [{unknown: network.route}, {network.route: vpn}]}",
        "{all: [{unknown: network.route}, {known: network.route}]}",
        "{all: [{error.http_status: 400}, {error.http_status: {above: 400}}]}",
        "{all: [{not: {network.route: {one_of: [direct, vpn]}}}, {not: {network.route: proxy}}]}",
        "{all: [{dotenv.kind: file}, {not: {dotenv.kind: {one_of: [file, absent]}}}]}",
    ],
)
def test_conditions_that_contradict_themselves(when: str, tmp_path: Path) -> None:
    """Values, numbers and ignorance that exclude each other are seen."""
    assert codes(rules(when), tmp_path) == ["KM601"]


@pytest.mark.parametrize(
    "when",
    [
        "{all: [{dotenv.kind: file}, {dotenv.kind: directory}]}",
        "{any: [{network.route: vpn}, {not: {network.route: vpn}}]}",
        "{all: [{error.http_status: {at_least: 400}}, {error.http_status: {at_most: 400}}]}",
        "{all: [{not: {network.route: vpn}}, {known: network.route}]}",
        "{any: [{all: [{key.present: yes}, {key.present: no}]}, {network.route: vpn}]}",
    ],
)
def test_conditions_that_can_hold(when: str, tmp_path: Path) -> None:
    """Several values of one fact, borders that meet, and one impossible alternative of two are no contradiction."""
    observe = "- observe: x\n  any_of: [dotenv words]\n  facts: {dotenv.kind: file}\n"
    observe += "- observe: y\n  any_of: [folder words]\n  facts: {dotenv.kind: directory}\n"
    observe += "- observe: z\n  pattern: 'HTTP (?P<status>4\\d\\d)'\n  facts: {error.http_status: {from: status}}\n"
    assert codes(rules(when, **{"observe/x.yaml": observe}), tmp_path) == []


def test_the_same_order_of_tests_does_not_matter(tmp_path: Path) -> None:
    """Two conditions are the same when they are true of the same cases by their tests, however they are written."""
    found = codes(
        rules("{all: [{network.route: vpn}, {key.present: no}]}", "{all: [{key.present: no}, {network.route: vpn}]}"),
        tmp_path,
    )
    assert found == ["KM604"]


def test_a_lint_is_allowed_with_a_reason(tmp_path: Path) -> None:
    """In the entry or for the whole rule base; a permission that nothing needs is told; an unknown one is a fault."""
    twice = rules("{network.route: vpn}", "{network.route: vpn}")
    assert codes(twice, tmp_path / "a") == ["KM604"]
    text = twice["rules/x.yaml"].replace("mine.r1\n", "mine.r1\n  allow: {KM604: it is a copy for a while}\n")
    assert codes({"rules/x.yaml": text}, tmp_path / "b") == []
    pack = "name: mine\nversion: '1'\nscope: S\nknowledge_date: 2026-11-23\nallow: {KM604: copies for a while}\n"
    assert codes({**twice, "pack.yaml": pack}, tmp_path / "c") == []
    assert codes({**rules("{network.route: vpn}"), "pack.yaml": pack}, tmp_path / "d") == ["KM690"]
    assert codes({**twice, "pack.yaml": pack.replace("KM604", "KM304")}, tmp_path / "e") == ["KM104"]
    assert codes({**twice, "pack.yaml": pack.replace("copies for a while", "''")}, tmp_path / "f") == ["KM104"]


@pytest.mark.parametrize(
    ("pattern", "never"),
    [
        ("end$ more", True), ("more ^start", True), (r"\bé", True), (r"[^\s\S]", True), (r"a\zb", True),
        ("end$", False), ("^start", False), (r"(?m)end$ more", False), ("a|end$ more", False), (r"\$5 more", False),
        (r"[$]x", False), (r"[^\s\S]*a", False), (r"a (?:end$|more) b", False), (r"[a^]", False), (r"\be", False),
        (r"x[ ^]y", False),
    ],
)  # fmt: skip
def test_patterns_that_can_never_match(pattern: str, never: bool) -> None:
    """What is plain to see is told, and nothing else."""
    assert bool(why_never(pattern)) is never


def test_old_sources_depend_on_the_day() -> None:
    """A year later the same rule base has sources that want checking, each at its date."""
    found = check_and_lint([read_folder(ROOT / "tests" / "data" / "mini_kb")], date(2027, 11, 24))
    stale = [fault for fault in found if fault.code == "KM607"]
    assert stale and all(fault.source_line[fault.column - 1 :].startswith("2026-") for fault in stale)
