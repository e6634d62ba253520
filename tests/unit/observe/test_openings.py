"""Looking through a text by the beginnings of words, and by one pass of RE2, is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.facts import Source, SourceKind
from keymedic.engine.observe import phrases
from keymedic.engine.observe.normalise import normalise
from keymedic.engine.observe.openings import ALWAYS, _runs, candidates, openings, required_of  # pyright: ignore[reportPrivateUsage]
from keymedic.engine.observe.phrases import PhraseIndex
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import Observation, Origin

HERE = Origin("test", "observe/test.yaml", 1)


def _observation(*words: str, pattern: str | None = None) -> Observation:
    return Observation("o", HERE, words, pattern, (), "text", ())


def test_the_index_names_what_may_hold() -> None:
    """By the rarest runs of eight letters, fewer where a word is shorter; what requires nothing may always hold."""
    observed = (
        _observation("No  Billing account", "欠费"),
        _observation(pattern="x|."),
        _observation(pattern="(?i)(?:API )?key .{0,20}(?:leaked|stolen)"),
    )
    needs = required_of(observed)
    index = openings(needs)
    assert index == {"no billi": (0, 0), "欠费": (0, 0), ALWAYS: (1, 0, 1, 1), "leaked": (2, 0), "stolen": (2, 0)}
    assert list(candidates("there is no billing", index, needs)) == [0, 1]
    assert list(candidates("我欠费了, my key was leaked", index, needs)) == [0, 1, 2]
    assert list(candidates("the password was leaked", index, needs)) == [1]
    assert list(candidates("", index, needs)) == [1]


def test_of_a_pattern_only_the_alternatives_that_may_match() -> None:
    """Each has needs of its own; the flags before them hold for all."""
    pattern = "(?i)key (?:was|is) leaked|no billing|[0-9]"
    needs = required_of((_observation(pattern=pattern),))
    index = openings(needs)
    for text, expected in (
        ("the key is leaked", ["key (?:was|is) leaked", "[0-9]"]),
        ("no billing", ["no billing", "[0-9]"]),
    ):
        first, possible = candidates(text, index, needs)[0]
        assert pattern[:first] == "(?i)"
        assert [pattern[start:end] for start, end in possible] == expected


def test_an_alternative_is_possible_where_one_of_its_ways_is_met() -> None:
    """The index names alternatives, each by its own rarest words; all else that a way needs is looked for, too."""
    pattern = "(?i)no funds|(?:my|the) account .{0,9}suspended|billing (?:closed|deleted)"
    needs = required_of((_observation(pattern=pattern),))
    index = openings(needs)
    assert index == {"no funds": (0, 0), "account ": (0, 1), "billing ": (0, 2)}
    ((first, possible),) = candidates("the account is suspended", index, needs).values()
    assert [pattern[start:end] for start, end in (*possible, (0, first))] == [pattern[13:47], "(?i)"]
    assert candidates("the account is closed", index, needs) == {}


@given(st.text(alphabet="ab é\n", max_size=30))
def test_every_run_of_letters_is_there(text: str) -> None:
    """All that begin anywhere, of one letter to eight, across lines, and those at the end that are shorter."""
    expected = {text[at : at + size] for at in range(len(text)) for size in range(1, 9)}
    assert _runs(text) == {ALWAYS, *expected}


def _source(kind: SourceKind, offset: int) -> Source:
    return Source(kind, str(offset))


def test_short_and_long_texts_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report beside the shipped rules gives the same facts both ways."""
    base = load_rule_base(with_cases=True)
    every = [*base.cases, *(case for rule in base.rules.values() for case in rule.cases)]
    reports = sorted({normalise(case.report) for case in every if case.report})
    index = PhraseIndex(base.observations, base.facts, base.openings, base.required)
    short = [index.facts(report, _source) for report in reports]
    monkeypatch.setattr(phrases, "_SHORT", -1)
    assert [index.facts(report, _source) for report in reports] == short
    assert sum(map(len, short)) > len(reports) > 50
