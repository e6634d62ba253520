"""Rule bases of different scopes side by side: each case is weighed by the one that claims it."""

from __future__ import annotations

import pytest

from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.folders import PackFile, PackFolder, read_folder
from keymedic.engine.rulebase.model import RuleBase

from .conftest import MINI_KB, PACK, Built

SOURCES = "  sources: [{ref: r, checked: 2026-09-26, grade: A}]\n"
FILES = {
    "pack.yaml": PACK + "claims: {fact: other.call, weight: decisive}\n",
    "facts/x.yaml": "- fact: other.call\n  type: boolean\n  derived: yes\n  description: D\n",
    "observe/x.yaml": "- observe: other\n  any_of: [other.example]\n  facts: {key.kind: other-vendor}\n",
    "causes/x.yaml": "- cause: other-key\n  title: T\n  explanation: E\n  prior: common\n",
    "rules/x.yaml": (
        "- rule: other.call\n  title: T\n  because: B\n" + SOURCES + "  when: {key.kind: other-vendor}\n"
        "  then: {other.call: yes}\n"
    ),
}


def build_other(**changed: str) -> Built:
    """The miniature rule base with one of another scope, some of its files changed."""
    named = FILES | {name.replace("__", "/") + ".yaml": text for name, text in changed.items()}
    files = tuple(PackFile(name.split("/")[0], name, text.encode()) for name, text in named.items())
    return build((read_folder(MINI_KB), PackFolder(str(MINI_KB / "other"), files, (), "0" * 64)))


@pytest.fixture(scope="module")
def both() -> RuleBase:
    """Both rule bases together."""
    base, faults = build_other()
    assert base is not None, faults
    return base


@pytest.fixture(scope="module")
def alone() -> RuleBase:
    """The miniature rule base alone."""
    base, faults = build((read_folder(MINI_KB),))
    assert base is not None, faults
    return base


def test_what_is_out_of_scope_for_one_is_the_others(alone: RuleBase, both: RuleBase) -> None:
    """The same text is out of scope without the second rule base, and diagnosed with it."""
    text = "The API key starts with sk-: other.example"
    assert Diagnostician(alone, "plain").diagnose(text).causes[0].id != "other-key"
    found = Diagnostician(both, "plain").diagnose(text)
    assert (found.verdict, found.causes[0].id) == ("diagnosed", "other-key")
    assert [item.rule for item in found.causes[0].evidence] == ["other.call"]
    assert next(cause for cause in found.causes if cause.id == "out-of-scope").probability < 0.01


@pytest.mark.parametrize("text", ["It says no API key.", "I am in China. User location is not supported.", "it fails"])
def test_a_rule_base_that_claims_nothing_disturbs_nothing(alone: RuleBase, both: RuleBase, text: str) -> None:
    """Whatever the second rule base does not claim has the same causes with the same shares as without it."""
    one, two = (Diagnostician(base, "plain").diagnose(text) for base in (alone, both))
    shares = {cause.id: cause.probability for cause in two.causes}
    assert {cause.id: cause.probability for cause in one.causes}.items() <= shares.items()
    assert shares.get("other-key", 0.0) == 0.0
    assert one.verdict == two.verdict


@pytest.mark.parametrize(
    ("changed", "code", "message"),
    [
        ({"pack": FILES["pack.yaml"].replace("other.call", "other.cal")}, "KM301", 'unknown fact "other.cal"'),
        ({"pack": FILES["pack.yaml"].replace("other.call", "key.kind")}, "KM504", "must be boolean and derived"),
        ({"pack": FILES["pack.yaml"].replace("decisive", "against")}, "KM303", "no word of evidence that speaks for"),
        ({"rules__x": ""}, "KM504", "no rule concludes other.call"),
        ({"rules__x": FILES["rules/x.yaml"] + "  evidence: {other-key: weak}\n"}, "KM504", "for every cause of extra"),
    ],
)
def test_an_unusable_claim_is_a_fault(changed: dict[str, str], code: str, message: str) -> None:
    """A claim that could never hold, or would count twice, is refused with the reason."""
    base, faults = build_other(**changed)
    assert base is None
    assert [fault.code for fault in faults] == [code]
    assert message in faults[0].message
