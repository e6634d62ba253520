"""Every kind of broken entry is refused at its place, with a message that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.faults import FAULT_KINDS
from keymedic.engine.rulebase.folders import read_folder

from .conftest import BuildExtra

HEAD = "- rule: x.y\n  title: T\n  because: B\n  sources: [{ref: r, checked: 2026-09-26, grade: A}]\n"
"""Four lines; what follows begins in line 5."""
HEDGED = HEAD.replace("because: B", "because: B may be")
EFFECT = "  evidence: {key-missing: weak}\n"
WHEN = "  when: {key.present: no}\n"
CAUSE = "- cause: c\n  title: T\n  explanation: E\n  prior: common\n"
FIX = "  fixes:\n    - fix: f\n      title: T\n      steps: [s]\n      cost: minutes\n      helps: usually\n"
MANY = ", ".join(f"{{any: [{{key.present: no}}, {{error.http_status: {400 + n}}}]}}" for n in range(7))
"""Seven times two alternatives: 128 of them when multiplied out."""
FACT = "- fact: a.b\n  description: D\n"

Row = tuple[str, str, str, int, int, str, str]
RULES: list[Row] = [
    ("rules/x", HEAD + EFFECT + WHEN + "  titel: T\n", "KM101", 7, 3, 'unknown key "titel"', '"title"'),
    ("rules/x", HEAD + EFFECT, "KM102", 1, 3, '"when" is missing', ""),
    ("rules/x", HEAD + "  evidence: [a]\n" + WHEN, "KM103", 5, 13, "expected a mapping, found a list", ""),
    ("rules/x", "rule: x", "KM103", 1, 1, "expected a list of entries", '"- rule:"'),
    ("rules/x", "- x", "KM103", 1, 3, "expected a mapping", ""),
    ("rules/x", HEAD.replace("grade: A", "grade: E") + EFFECT + WHEN, "KM104", 4, 50, '"E" is not one of A, B', ""),
    ("rules/x", HEAD.replace("2026-09-26", "26.9.26") + EFFECT + WHEN, "KM104", 4, 31, "no date", ""),
    ("rules/x", HEAD.replace("ref: r", "url: r") + EFFECT + WHEN, "KM104", 4, 19, "no web address", ""),
    ("rules/x", HEAD.replace("ref: r, ", "") + EFFECT + WHEN, "KM104", 4, 13, "either url or ref", ""),
    ("rules/x", HEAD.replace("x.y", "X Y") + EFFECT + WHEN, "KM104", 1, 9, '"X Y" is no id', ""),
    ("rules/x", HEAD.replace("title: T", "title: ''") + EFFECT + WHEN, "KM104", 2, 10, "the text is empty", ""),
    ("rules/x", HEAD.replace("{ref: r, checked: 2026-09-26, grade: A}", "") + EFFECT + WHEN, "KM104", 4, 12,
     "needs at least 1", ""),
    ("rules/x", HEAD + WHEN, "KM501", 1, 9, "needs then, evidence or finding", ""),
    ("rules/x", HEAD + WHEN + "  evidence: {key-mising: weak}", "KM302", 6, 14, 'unknown cause "key-mising"',
     '"key-missing"'),
    ("rules/x", HEAD + WHEN + "  evidence: {key-missing: stong}", "KM303", 6, 27, '"stong" is no word of evidence',
     '"strong"'),
    ("rules/x", HEDGED.replace("grade: A", "grade: C") + WHEN + "  evidence: {key-missing: decisive}", "KM502", 6, 27,
     '"decisive" needs a source graded A or B', "weaker word"),
    ("rules/x", HEDGED.replace("grade: A", "grade: U") + WHEN + "  evidence: {key-missing: rules-out}", "KM502", 6, 27,
     '"rules-out" needs', ""),
    ("rules/x", HEAD.replace("grade: A", "grade: C") + WHEN + EFFECT, "KM503", 3, 12, "must not sound certain",
     "may, reported"),
    ("rules/x", HEAD + WHEN + "  then: {key.knd: auth}", "KM301", 6, 10, 'unknown fact "key.knd"', '"key.kind"'),
    ("rules/x", HEAD + WHEN + "  then: {key.kind: oauth}", "KM305", 6, 20, "key.kind is one of", ""),
    ("rules/x", HEAD + WHEN + "  then: {error.message: x}", "KM308", 6, 10, "error.message is text", ""),
    ("rules/x", HEAD + WHEN + EFFECT + "  finding: {severity: warn, text: x}", "KM104", 7, 23, '"warn" is not one of',
     '"warning"'),
    ("rules/region.refused", HEAD.replace("x.y", "region.refused") + WHEN + EFFECT, "KM306", 1, 9,
     "is given already in", 'add override: "the reason"'),
    ("rules/x", HEAD.replace("title: T", "title: T\n  override: r") + WHEN + EFFECT, "KM307", 3, 3,
     'no earlier rule "x.y"', ""),
    ("rules/x", HEAD + "  when: {not: {route.hidden: yes}}\n  then: {route.hidden: yes}", "KM405", 5, 3,
     "route.hidden -> route.hidden", "own negation"),
    ("rules/x", HEAD + f"  when: {{all: [{MANY}]}}\n" + EFFECT, "KM406", 5, 3,
     "more than 64 alternatives", ""),
]  # fmt: skip
CASES: list[Row] = [
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{expect: {cause: key-missing}}]", "KM104", 7, 11, "given or report", ""),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{report: a, expect: {cause: nope}}]", "KM302", 7, 39,
     'unknown cause "nope"', ""),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{report: a, expect: {silent: [x.z]}}]", "KM302", 7, 40,
     'unknown rule "x.z"', '"x.y"'),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{report: a, expect: {verdict: diagnozed}}]", "KM104", 7, 41,
     '"diagnozed" is not one of', '"diagnosed"'),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{report: a, expect: {caus: key-missing}}]", "KM101", 7, 32,
     'unknown key "caus"', '"cause"'),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{report: a, expect: {key.kind: x}}]", "KM305", 7, 42, "one of", ""),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{given: {key.knd: x}}]", "KM301", 7, 20, "unknown fact", '"key.kind"'),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{given: {error.http_status: 99}}]", "KM305", 7, 39, "100 to 599", ""),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{given: {key.kind: [auth, standard]}}]", "KM305", 7, 30,
     "one value at a time", ""),
    ("rules/x", HEAD + WHEN + EFFECT + "  cases: [{given: {case.healthy: yes}}]", "KM308", 7, 20, "is derived", ""),
]  # fmt: skip
WHOLE_CASES: list[Row] = [
    ("cases/x", "- case: a\n  report: b", "KM102", 1, 3, '"expect" is missing', ""),
    ("cases/x", "- case: a\n  report: b\n  expect: {}", "KM104", 3, 11, "needs at least 1", ""),
    ("cases/x", "- case: a\n  expect: {cause: key-missing}", "KM104", 1, 3, "given or report", ""),
    ("cases/x", "- case: a\n  report: b\n  expect: {cause: key-mising}", "KM302", 3, 19, "unknown cause", '"key-missing"'),
    ("cases/x", "- case: a\n  given: {key.knd: x}\n  expect: {cause: key-missing}", "KM301", 2, 11, "unknown fact",
     '"key.kind"'),
    ("cases/x", "- case: a\n  report: b\n  expects: {cause: key-missing}", "KM101", 3, 3, 'unknown key "expects"',
     '"expect"'),
]  # fmt: skip
OBSERVE: list[Row] = [
    ("observe/x", "- observe: x\n  facts: {key.present: no}", "KM104", 1, 3, "either any_of or pattern", ""),
    ("observe/x", "- observe: x\n  any_of: ['']\n  facts: {key.present: no}", "KM104", 2, 12, "the text is empty", ""),
    ("observe/x", "- observe: x\n  any_of: [a]\n  facts: {key.presnt: no}", "KM301", 3, 11, "unknown fact",
     '"key.present"'),
    ("observe/x", "- observe: x\n  any_of: [a]\n  facts: {key.present: maybe}", "KM305", 3, 24, "yes or no", ""),
    ("observe/x", "- observe: x\n  any_of: [a]\n  facts: {case.healthy: yes}", "KM308", 3, 11, "is derived", ""),
    ("observe/x", "- observe: x\n  pattern: '(a'\n  facts: {key.present: no}", "KM310", 2, 12, "missing )", ""),
    ("observe/x", "- observe: x\n  pattern: '(?=a)b'\n  facts: {key.present: no}", "KM310", 2, 12, "RE2", ""),
    ("observe/x", "- observe: x\n  pattern: 'a*'\n  facts: {key.present: no}", "KM310", 2, 12, "the empty text", ""),
    ("observe/x", "- observe: x\n  pattern: '(?P<at>a)'\n  facts: {key.kind: {from: att}}", "KM309", 3, 28,
     'no group "att"', '"at"'),
    ("observe/x", "- observe: x\n  any_of: [a]\n  facts: {key.kind: {from: att}}", "KM309", 3, 28, "no group",
     "(?P<att>"),
    ("observe/x", "- observe: x\n  pattern: '(?P<k>a)'\n  facts: {key.kind: {frm: k}}", "KM101", 3, 22,
     'unknown key "frm"', '"from"'),
    ("observe/x", "- observe: x\n  pattern: '(?P<k>a)'\n  facts: {key.kind: {map: {a: auth}}}", "KM102", 3, 21,
     '"from" is missing', ""),
    ("observe/x", "- observe: x\n  pattern: '(?P<k>a)'\n  facts: {key.kind: {from: k, map: {a: b}}}", "KM305", 3, 40,
     "key.kind is one of", ""),
    ("observe/x", "- observe: x\n  any_of: [a]\n  facts: {key.kind: [auth]}", "KM103", 3, 21, "found a list", ""),
]  # fmt: skip
CAUSES: list[Row] = [
    ("causes/x", CAUSE + "  sources: [{ref: r, checked: 2026-09-26, grade: U}]", "KM503", 3, 16,
     "must not sound certain", "not confirmed"),
    ("causes/x", CAUSE.replace("common", "comon"), "KM303", 4, 10, "no word of priors", '"common"'),
    ("causes/x", CAUSE + "  kind_of: nope", "KM302", 5, 12, 'unknown cause "nope"', ""),
    ("causes/x", CAUSE + "  kind_of: c", "KM104", 5, 12, "a kind of itself", ""),
    ("causes/x", CAUSE + FIX, "KM102", 6, 7, '"verify" is missing', ""),
    ("causes/x", CAUSE + FIX.replace("minutes", "hours") + "      verify: {text: t}", "KM303", 9, 13,
     '"hours" is no word of costs', "known here"),
    ("causes/x", CAUSE + FIX.replace("usually", "usualy") + "      verify: {text: t}", "KM303", 10, 14,
     "no word of helps", '"usually"'),
    ("causes/x", CAUSE + FIX + "      verify: {txt: t}", "KM101", 11, 16, 'unknown key "txt"', '"text"'),
    ("causes/x", CAUSE + FIX + "      verify: {text: t}\n      commands: [{shell: bash, run: x}]", "KM104", 12, 26,
     '"bash" is not one of', ""),
    ("causes/x", CAUSE + FIX + "      verify: {text: t}\n" + FIX[9:] + "      verify: {text: t}", "KM306", 12, 12,
     'two fixes called "f"', ""),
]  # fmt: skip
VOCABULARY: list[Row] = [
    ("facts/x", FACT + "  type: bool", "KM104", 3, 9, '"bool" is not one of', '"boolean"'),
    ("facts/x", FACT.replace("a.b", "ab") + "  type: text", "KM104", 1, 9, "no name of a fact", ""),
    ("facts/x", FACT + "  type: enum", "KM104", 1, 3, "an enum, and nothing else, has values", ""),
    ("facts/x", FACT + "  type: enum\n  values: [a, a]", "KM104", 4, 11, "given twice", ""),
    ("facts/x", FACT + "  type: text\n  range: [1, 2]", "KM104", 1, 3, "range is for integers", ""),
    ("facts/x", FACT + "  type: integer\n  range: [1, x]", "KM103", 4, 14, 'expected a whole number, found "x"', ""),
    ("facts/x", FACT + "  type: text\n  many: perhaps", "KM104", 4, 9, "neither yes nor no", ""),
    ("facts/x", FACT + "  type: boolean\n  usual: {perhaps: 1}", "KM305", 4, 11, "yes or no", ""),
    ("facts/x", FACT + "  type: boolean\n  usual: {yes: -1}", "KM104", 4, 16, "must be above 0", ""),
    ("facts/x", FACT + "  type: boolean\n  ask: {prompt: p, cost: second}", "KM303", 4, 26, "no word of costs",
     '"seconds"'),
    ("facts/x", FACT + "  type: boolean\n  ask: {promt: p, cost: seconds}", "KM101", 4, 9, 'unknown key "promt"', '"prompt"'),
    ("facts/x", FACT + "  type: boolean\n  derived: yes\n  usual: {yes: 1}", "KM104", 1, 3, "never asked", ""),
    ("facts/x", FACT + "  type: boolean\n  implies: {yes: {case.healthy: yes}}", "KM308", 4, 19,
     "case.healthy is concluded, or implies something itself: an answer cannot imply it", ""),
    ("facts/x", FACT + "  type: boolean\n  implies: {yes: {key.seen: nothing}}", "KM308", 4, 19,
     "key.seen is concluded, or implies something itself: an answer cannot imply it", ""),
    ("facts/x", FACT + "  type: boolean\n  implies: {yes: {key.knd: auth}}", "KM301", 4, 19, 'unknown fact "key.knd"',
     '"key.kind"'),
    ("facts/x", FACT + "  type: boolean\n  implies: {yes: {key.kind: oauth}}", "KM305", 4, 29, "key.kind is one of", ""),
    ("facts/x", FACT + "  type: boolean\n  implies: {perhaps: {key.kind: auth}}", "KM305", 4, 13, "yes or no", ""),
    ("facts/x", FACT + "  type: enum\n  values: [a]\n  ask: {prompt: p, cost: seconds, vague: [b]}", "KM305", 5, 43,
     "a.b is one of", ""),
    ("facts/x", FACT + "  type: country\n  names: {Atlantis: [A]}", "KM305", 4, 11, "country", ""),
    ("facts/x", FACT + "  type: country\n  names: {CG: [Congo], CD: [Kongo, congo]}", "KM306", 4, 36,
     '"congo" stands for CG already', ""),
    ("facts/x", FACT + "  type: text\n  names: {CG: [Congo]}", "KM104", 1, 3, "names are for countries", ""),
    ("tables/x", "- table: t\n  type: country\n  values: [CN, Atlantis]", "KM305", 3, 16, "country", ""),
    ("tables/x", "- table: t\n  type: country\n  values: []", "KM104", 3, 11, "needs at least 1", ""),
    ("phrases/x", "- a", "KM103", 1, 1, "expected a mapping of ids", ""),
    ("phrases/x", "a: [b]", "KM103", 1, 4, "expected text, found a list", ""),
    ("phrases/x", "a: '{0}'", "KM311", 1, 4, '"{0}" is no place', ""),
    ("phrases/x", "a: '{x!r}'", "KM311", 1, 4, "{x!r}", ""),
    ("phrases/x", "a: '{x'", "KM311", 1, 4, '"{x"', ""),
    ("phrases/x", "greeting: a", "KM306", 1, 1, 'phrase "greeting" is given already', ""),
    ("phrases/zh", "cause.key-mising: a", "KM314", 1, 1, 'nothing is called "cause.key-mising"', '"cause.key-missing"'),
    ("phrases/zh", "greetin: a", "KM314", 1, 1, 'nothing is called "greetin"', '"greeting"'),
    ("phrases/zh", "steps.key-missing/exprt: a", "KM314", 1, 1, "nothing is called", '"steps.key-missing/export"'),
    ("phrases/zh", "because.region.refsed: a", "KM314", 1, 1, "nothing is called", '"because.region.refused"'),
    ("phrases/zh", "hint.error.message: a", "KM314", 1, 1, "nothing is called", ""),
    ("phrases/zh", "ask.key.knd: a", "KM314", 1, 1, "nothing is called", '"ask.key.kind"'),
    ("phrases/zh", "answer.key.kind.stone: a", "KM314", 1, 1, "nothing is called", ""),
    ("phrases/zh", 'steps.key-missing/export: "a\\nb"', "KM315", 1, 27, "are wanted: 1, not 2", ""),
    ("phrases/zh", "how.cause: '{Title}'", "KM311", 1, 12, '"{Title}" is no place', ""),
    ("phrases/zh", "how.cause: '{title}'", "KM315", 1, 12, "must fill {percent}, {title}", ""),
    ("weights", "evidence: {Big: 1}", "KM104", 1, 12, '"Big" is no word', ""),
    ("weights", "diagnosed: 2", "KM104", 1, 12, '"2" must be below 1', ""),
    ("weights", "reliability: {prob: 1}", "KM104", 1, 15, '"prob" is not one of', '"probe"'),
]  # fmt: skip
SPEECH: list[Row] = [
    (
        "lexicon/x",
        "- term: x\n  means: M\n  words: {en: ['!']}\n",
        "KM321",
        3,
        16,
        "cannot be looked for",
        "letters of one",
    ),
    (
        "frames/x",
        "- frame: x\n  says: [tae]\n  facts: {key.present: no}\n  heard: [a]\n",
        "KM320",
        2,
        10,
        'term "tae"',
        "",
    ),
]
BROKEN = [*SPEECH, *RULES, *CASES, *WHOLE_CASES, *OBSERVE, *CAUSES, *VOCABULARY]


@pytest.mark.parametrize(("file", "text", "code", "line", "column", "message", "hint"), BROKEN)
def test_a_broken_entry_is_a_fault_at_its_place(
    build_extra: BuildExtra, file: str, text: str, code: str, line: int, column: int, message: str, hint: str
) -> None:
    """Each broken entry gives a fault with the exact place, the code, what is wrong, and a way out."""
    base, faults = build_extra(**{file.replace("/", "__"): text})
    found = [fault for fault in faults if fault.code == code and (fault.line, fault.column) == (line, column)]
    assert base is None
    assert found, "\n".join(fault.render() for fault in faults)
    assert any(message in fault.message and hint in fault.hint for fault in found), found[0].render()
    assert found[0].file == f"extra/{file}.yaml"
    assert found[0].code in FAULT_KINDS


def test_the_broken_entries_above_cover_every_code_of_entries() -> None:
    """No code about entries and references goes without an example (conditions have their own file)."""
    covered = {row[2] for row in BROKEN}
    expected = {code for code in FAULT_KINDS if code[2] in "135"} | {"KM405", "KM406"}
    assert expected - covered == {"KM304", "KM312", "KM313", "KM504"}  # conditions, changes, claims


def test_all_faults_come_at_once_sorted_by_place(build_extra: BuildExtra) -> None:
    """One run reports the faults of every file and of every step, sorted by file and line."""
    _, faults = build_extra(
        rules__b=HEAD + WHEN + "  evidence: {nope: stong}\n",
        rules__a="a: b: c",
        facts__x=FACT + "  type: bool\n",
        observe__x="- observe: x\n  any_of: [a]\n  facts: {key.presnt: no}\n",
    )
    places = [(fault.file, fault.line, fault.code) for fault in faults]
    assert places == sorted(places)
    assert {fault.code for fault in faults} == {"KM104", "KM301", "KM201", "KM302", "KM303"}


def test_a_refused_entry_causes_no_second_fault(build_extra: BuildExtra) -> None:
    """What refers to an entry that was itself refused is not called unknown on top."""
    _, faults = build_extra(
        facts__x=FACT + "  type: bool\n",
        causes__x=CAUSE.replace("title", "titel"),
        rules__x=HEAD
        + "  when: {a.b: yes}\n  evidence: {c: weak}\n  cases: [{given: {a.b: yes}, expect: {cause: c}}]\n",
    )
    assert {fault.file for fault in faults} == {"extra/facts/x.yaml", "extra/causes/x.yaml"}


def test_an_unreadable_file_causes_no_second_fault(build_extra: BuildExtra) -> None:
    """When a file of causes is no YAML, no cause is called unknown."""
    _, faults = build_extra(causes__x="a: b: c", rules__x=HEAD + WHEN + "  evidence: {c: weak}\n")
    assert [fault.code for fault in faults] == ["KM201"]


def test_two_entries_of_one_id_in_one_pack_clash_even_with_override(build_extra: BuildExtra) -> None:
    """A pack cannot override itself."""
    _, faults = build_extra(rules__x=(HEAD + WHEN + EFFECT) + (HEAD + WHEN + EFFECT + "  override: r\n"))
    assert [(fault.code, fault.line) for fault in faults] == [("KM306", 7)]


def test_override_takes_the_place_of_the_earlier_entry(build_extra: BuildExtra) -> None:
    """With a reason, an entry of a later pack replaces the earlier one, in place."""
    text = HEAD.replace("x.y", "region.refused") + WHEN + EFFECT + "  override: the wording changed\n"
    base, faults = build_extra(rules__x=text)
    assert not faults and base is not None
    assert base.rules["region.refused"].origin.pack == "extra"
    assert next(iter(base.rules)) == "region.refused"


def test_a_sensitive_fact_cannot_be_made_plain(build_extra: BuildExtra) -> None:
    """An override cannot take the protection of a sensitive fact away."""
    text = "- fact: report.text\n  type: text\n  description: D\n  override: r\n"
    assert [fault.code for fault in build_extra(facts__x=text)[1]] == ["KM104"]
    assert not build_extra(facts__x=text + "  sensitive: yes\n")[1]


def test_two_packs_of_one_name_clash(mini_kb: Path) -> None:
    """Explanations name packs, so their names are distinct."""
    mini = read_folder(mini_kb)
    _, faults = build((mini, mini))
    assert ("KM306", "pack.yaml") in {(fault.code, Path(fault.file).name) for fault in faults}


def test_a_longer_cycle_through_a_negation_is_named(build_extra: BuildExtra) -> None:
    """The message names every fact of the cycle."""
    first = HEAD + "  when: {not: {route.hidden: yes}}\n  then: {case.healthy: yes}\n"
    second = HEAD.replace("x.y", "x.z") + "  when: {case.healthy: yes}\n  then: {route.hidden: yes}\n"
    _, faults = build_extra(rules__x=first + second)
    assert [fault.code for fault in faults] == ["KM405"]
    assert "case.healthy -> route.hidden -> case.healthy" in faults[0].message


def test_a_cycle_without_negation_is_allowed(build_extra: BuildExtra) -> None:
    """Two facts may imply each other."""
    first = HEAD + "  when: {route.hidden: yes}\n  then: {region.refused: yes}\n"
    second = HEAD.replace("x.y", "x.z") + "  when: {region.refused: yes}\n  then: {route.hidden: yes}\n"
    assert build_extra(rules__x=first + second)[1] == ()


def test_the_miniature_rule_base_is_read_as_it_is_written(mini_kb: Path) -> None:
    """Types, defaults, origins, tables and cases arrive in the rule base."""
    base, faults = build((read_folder(mini_kb),))
    assert not faults and base is not None
    assert base.tables["regions.unsupported"] == ("CN", "RU", "IR")
    assert base.facts["dotenv.kind"].many and base.many == {"dotenv.kind"}
    assert base.askable == {name for name, decl in base.facts.items() if decl.ask is not None}
    assert base.facts["error.http_status"].maximum == 599
    assert base.facts["key.present"].usual == {"yes": 80, "no": 20}
    ask = base.facts["key.present"].ask
    assert ask is not None and dict(ask.choices) == {"yes": "yes", "no": "no"}
    assert str(base.rules["region.country"].origin) == "mini:rules/rules.yaml:13"
    assert base.causes["key-missing"].fixes[0].id == "key-missing/export"
    assert base.rules["region.country"].cases[0].expect == {"cause": "region-unsupported", "region.refused": "yes"}
    assert base.rules["region.country"].cases[1].expect == {"silent": ("region.country",)}
    assert base.observations[2].writes[0].mapping == {"vpn": "vpn", "tunnel": "vpn", "proxy": "proxy"}
    assert base.rules["case.healthy"].then == {"case.healthy": True}


def test_how_people_call_a_fact_and_whether_it_is_news(build_extra: BuildExtra) -> None:
    """Both are declared; without, a fact is shown by its name."""
    plain = "- fact: x.y\n  type: boolean\n  description: D\n"
    base, faults = build_extra(facts__x=plain + plain.replace("x.y", "x.z") + "  label: the z\n  shown: no\n")
    assert not faults and base is not None
    assert (base.facts["x.y"].label, base.facts["x.y"].shown) == ("", True)
    assert (base.facts["x.z"].label, base.facts["x.z"].shown) == ("the z", False)
