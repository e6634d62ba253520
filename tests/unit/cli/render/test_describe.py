from __future__ import annotations

from keymedic.cli.render.describe import condition_lines, describe
from keymedic.engine.conditions import All, Any_, Known, Not
from keymedic.engine.conditions import Test as Compare
from keymedic.engine.rulebase.model import Origin, Verify


def test_conditions_read_like_their_source() -> None:
    """Groups nest; a scalar is an equality; other operators stand beside the fact."""
    condition = All((
        Compare("error.says", "equals", ("region",)),
        Any_((Compare("network.route", "one_of", ("vpn", "proxy")), Not(Compare("billing.enabled", "equals", (True,))))),
        Known("key.kind", wanted=False),
    ))  # fmt: skip
    assert condition_lines(condition) == [
        "all:",
        "  - error.says: region",
        "  - any:",
        "      - network.route one of: vpn | proxy",
        "      - not:",
        "          - billing.enabled: yes",
        "  - unknown: key.kind",
    ]


def test_entries_leave_empty_parts_out() -> None:
    """A dataclass is a mapping of what it holds; nested lists are indented; an origin is one line."""
    assert describe(Verify("Look.", "", "It works.", "")) == ["text: Look.", "expect: It works."]
    assert describe({"at": Origin("gemini", "rules/x.yaml", 3), "list": ["a", "b"], "none": ()}) == [
        "at: gemini:rules/x.yaml:3",
        "list:",
        "  - a",
        "  - b",
    ]
