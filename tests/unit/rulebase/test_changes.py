"""A later rule base adds to an earlier one, changes parts of it, or switches them off, and says why."""

from __future__ import annotations

import pytest

from keymedic.engine.rulebase.model import RuleBase

from .conftest import BuildExtra

OFF = "- off: {%s}\n  reason: not here\n"
CHANGE = "- change: {%s}\n  reason: our own way\n  %s\n"


def built(build_extra: BuildExtra, **texts: str) -> RuleBase:
    """The rule base of these files on top of the miniature one; there must be no fault."""
    base, faults = build_extra(**texts)
    assert base is not None, "\n".join(fault.render() for fault in faults)
    return base


def refused(build_extra: BuildExtra, text: str, code: str) -> str:
    """How the one fault of a file of changes reads, which must have that code."""
    base, faults = build_extra(changes__x=text)
    assert base is None
    assert [fault.code for fault in faults] == [code], "\n".join(fault.render() for fault in faults)
    return faults[0].render()


def test_a_rule_is_switched_off(build_extra: BuildExtra) -> None:
    """The rule is gone with its cases; the ledger says by whom, over whom and why."""
    base = built(build_extra, changes__x=OFF % "rule: key.unsure")
    assert "key.unsure" not in base.rules
    (change,) = base.changes
    assert (change.kind, change.id, change.action, change.reason) == ("rule", "key.unsure", "off", "not here")
    assert (str(change.by), change.over.pack) == ("extra:changes/x.yaml:1", "mini")


def test_a_cause_is_switched_off_with_all_that_hung_on_it(build_extra: BuildExtra) -> None:
    """Evidence for it goes; a rule that said nothing else goes too; what is a kind of it stands alone."""
    base = built(build_extra, changes__x=OFF % "cause: region-unsupported")
    assert "region-unsupported" not in base.causes
    assert base.rules["region.country"].evidence == {"region-hosting": "against"}
    assert base.rules["region.country"].cases[0].expect == {"silent": ("region.country",)}
    assert base.causes["region-hosting"].kind_of is None
    base = built(build_extra, changes__x=OFF % "cause: key-missing")
    assert "key.absent" not in base.rules and "key.vendor" in base.rules
    assert {(change.kind, change.id) for change in base.changes} >= {("cause", "key-missing"), ("rule", "key.absent")}


def test_a_fix_or_a_question_is_switched_off(build_extra: BuildExtra) -> None:
    """The cause stays without that fix, and the fact without its question."""
    text = OFF % "fix: key-missing/export" + OFF % "question: location.country"
    base = built(build_extra, changes__x=text)
    assert base.causes["key-missing"].fixes == ()
    assert base.facts["location.country"].ask is None
    assert [str(change.over) for change in base.changes] == ["mini:causes/causes.yaml:37", "mini:facts/facts.yaml:36"]


def test_parts_are_changed_in_place(build_extra: BuildExtra) -> None:
    """`set` puts a value in place of another; the rest stays, and the origin is who changed it."""
    change = CHANGE % ("cause: key-missing", "set: {title: The key is not set}")
    base = built(build_extra, changes__x=change)
    cause = base.causes["key-missing"]
    assert (cause.title, cause.prior) == ("The key is not set", "common")
    assert str(cause.origin) == "extra:changes/x.yaml:1"
    assert str(cause.fixes[0].origin) == "mini:causes/causes.yaml:37"
    assert base.changes[0].parts == ("title",)


def test_a_single_fix_is_changed(build_extra: BuildExtra) -> None:
    """A fix that was changed is the work of who changed it: a report names that origin."""
    change = CHANGE % ("fix: region-hosting/direct", "set: {cost: money, steps: [Ask the network team.]}")
    base = built(build_extra, changes__x=change)
    (fix,) = base.causes["region-hosting"].fixes
    assert (fix.cost, fix.steps, fix.helps) == ("money", ("Ask the network team.",), "usually")
    assert str(fix.origin) == "extra:changes/x.yaml:1"
    assert base.causes["region-hosting"].origin.pack == "mini"


def test_something_is_added(build_extra: BuildExtra) -> None:
    """`add` puts more into lists and mappings: fixes, phrases, values, choices; what is added has its own origin."""
    own = "{fix: vault, title: T, steps: [s], cost: free, helps: usually, verify: {text: t}}"
    text = CHANGE % ("cause: key-missing", f"add: {{fixes: [{own}], prevention: [Use the vault.]}}")
    text += CHANGE % ("fact: network.route", "add: {values: {tunnel: through the office}}")
    text += CHANGE % ("question: key.kind", "add: {choices: {other-vendor: sk-}}")
    base = built(build_extra, changes__x=text)
    assert [fix.id for fix in base.causes["key-missing"].fixes] == ["key-missing/export", "key-missing/vault"]
    assert str(base.causes["key-missing"].fixes[1].origin).startswith("extra:changes/x.yaml:3")
    assert base.causes["key-missing"].prevention[1] == "Use the vault."
    assert set(base.facts["network.route"].values) == {"direct", "vpn", "proxy", "tunnel"}
    ask = base.facts["key.kind"].ask
    assert ask is not None and ask.choices["other-vendor"] == "sk-"


def test_a_changed_rule_keeps_its_cases(build_extra: BuildExtra) -> None:
    """The condition of a rule can be changed alone; places in the cases still point to the earlier file."""
    text = CHANGE % ("rule: region.country", "set: {when: {location.country: CN}}")
    rule = built(build_extra, changes__x=text).rules["region.country"]
    assert len(rule.cases) == 2
    assert str(rule.cases[0].origin) == "mini:rules/rules.yaml:23"
    assert str(rule.origin) == "extra:changes/x.yaml:1"


def test_a_fault_within_a_change_has_its_place_there(build_extra: BuildExtra) -> None:
    """What a change puts in is checked like everything else, and the fault shows the line of the change."""
    text = CHANGE % ("rule: region.country", "set: {when: {location.cuntry: CN}}")
    shown = refused(build_extra, text, "KM301")
    assert shown.startswith('extra/changes/x.yaml:3:16: unknown fact "location.cuntry"')
    assert "set: {when: {location.cuntry: CN}}" in shown
    assert refused(build_extra, CHANGE % ("cause: key-missing", "set: {titel: T}"), "KM101").startswith(
        'extra/changes/x.yaml:3:9: unknown key "titel"'
    )


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (OFF % "rule: key.unsur", "KM307", 'there is no earlier rule "key.unsur" [KM307]'),
        (OFF % "cause: out-of-scope", "KM313", '"out-of-scope" cannot be switched off'),
        (OFF % "rule: key.unsure" + OFF % "rule: key.unsure", "KM313", "is switched off already, in extra:changes"),
        (OFF % "fix: key-missing/exprt", "KM313", 'key-missing has no fix "key-missing/exprt"'),
        (OFF % "question: dotenv.kind", "KM313", "dotenv.kind has no question"),
        (OFF % "fact: key.kind", "KM104", "facts, tables and terms can be changed, not switched off"),
        (OFF % "rule: key.unsure, cause: key-missing", "KM104", "a change is about one entry"),
        ("- off: {rule: key.unsure}\n", "KM102", '"reason" is missing'),
        ("- reason: r\n", "KM104", "either off or change"),
        ("- {off: {rule: key.unsure}, reason: r, set: {title: T}}\n", "KM104", "takes neither set nor add"),
        ("- {change: {rule: key.unsure}, reason: r}\n", "KM104", "a change needs set"),
        (CHANGE % ("rule: key.unsure", "set: {rule: key.sure}"), "KM313", '"rule" cannot be changed'),
        (CHANGE % ("rule: key.unsure", "add: {title: T}"), "KM313", '"title" holds one value'),
        (CHANGE % ("rule: region.country", "add: {evidence: {region-hosting: weak}}"), "KM313",
         '"region-hosting" is there already'),
        (CHANGE % ("fact: report.text", "set: {sensitive: no}"), "KM104", "a sensitive fact stays sensitive"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed(build_extra: BuildExtra, text: str, code: str, message: str) -> None:
    """Each such change is one fault that says what is wrong."""
    assert message in refused(build_extra, text, code)


def test_a_later_mention_of_what_is_off(build_extra: BuildExtra) -> None:
    """A rule base that switches a cause off cannot speak of it; the fault names the place of the switch."""
    rule = (
        "- rule: x.y\n  title: T\n  because: B\n  sources: [{ref: r, checked: 2026-09-26, grade: A}]\n"
        "  when: {key.present: no}\n  evidence: {region-hosting: weak}\n"
    )
    base, faults = build_extra(changes__x=OFF % "cause: region-hosting", rules__x=rule)
    assert base is None
    assert [(fault.code, fault.message, fault.hint) for fault in faults] == [
        ("KM312", 'cause "region-hosting" is switched off', "switched off in extra:changes/x.yaml:1")
    ]


def test_an_override_stands_in_the_ledger(build_extra: BuildExtra) -> None:
    """Taking the place of a whole entry is told like a change."""
    rule = (
        "- rule: key.unsure\n  title: T\n  because: B\n  sources: [{ref: r, checked: 2026-09-26, grade: A}]\n"
        "  when: {key.present: no}\n  evidence: {key-missing: weak}\n  override: better\n"
    )
    (change,) = built(build_extra, rules__x=rule).changes
    assert (change.kind, change.action, change.reason, change.over.file) == (
        "rule",
        "override",
        "better",
        "rules/rules.yaml",
    )
