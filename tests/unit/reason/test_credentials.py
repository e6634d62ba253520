"""What a pasted key tells: its kind, from its form alone."""

from __future__ import annotations

import dataclasses

import pytest

from keymedic.engine.facts import Fact, Source
from keymedic.engine.reason.credentials import credential_facts
from keymedic.engine.rulebase.model import RuleBase

STANDARD = "AI" + "zaSyFAKE" + "FAKE0FAKE" * 3 + "FA"
AUTH = "AQ" + ".Ab8RN6" + "FAKE0FAKE1" * 4 + "FAKE"
OTHER = "sk-" + "ant-api03-FAKE" + "FAKEfake0-" * 8 + "FAKEAA"


@pytest.mark.parametrize(("key", "kind"), [(STANDARD, "standard"), (AUTH, "auth"), (OTHER, "other-vendor")])
def test_a_key_tells_its_kind(mini: RuleBase, key: str, kind: str) -> None:
    """One key in a text gives ``key.kind``, with the line it stands in and never its letters."""
    (found,) = credential_facts(f"first line\nI use {key} here", mini)
    assert (found.name, found.value, found.source) == ("key.kind", kind, Source("text", "line 2"))
    assert key not in repr(found)


def test_google_s_key_counts_beside_another_vendor_s(mini: RuleBase) -> None:
    """Who has keys of several vendors asks about the one for the Gemini API."""
    (found,) = credential_facts(f"OTHER={OTHER}\nGEMINI_API_KEY={STANDARD}", mini)
    assert (found.value, found.source.detail) == ("standard", "line 2")


def test_keys_of_two_kinds_tell_nothing(mini: RuleBase) -> None:
    """Which of them the call used cannot be told."""
    assert credential_facts(f"{STANDARD}\n{AUTH}", mini) == ()


def test_the_same_kind_twice_is_one_fact(mini: RuleBase) -> None:
    """The first of them leads."""
    (found,) = credential_facts(f"{STANDARD}\n{STANDARD}", mini)
    assert found == Fact("key.kind", "standard", Source("text", "line 1"), 0)


@pytest.mark.parametrize("text", ["", "no key here", "AIza...", "sk-"])
def test_a_text_without_a_key_tells_nothing(mini: RuleBase, text: str) -> None:
    """Words about keys are no keys."""
    assert credential_facts(text, mini) == ()


def test_a_vocabulary_without_the_fact_or_the_value_tells_nothing(mini: RuleBase) -> None:
    """What a rule base does not declare is not stated."""
    without = {name: decl for name, decl in mini.facts.items() if name != "key.kind"}
    assert credential_facts(STANDARD, dataclasses.replace(mini, facts=without)) == ()
    fewer = dataclasses.replace(mini.facts["key.kind"], values={"auth": "AQ."})
    assert credential_facts(STANDARD, dataclasses.replace(mini, facts={**mini.facts, "key.kind": fewer})) == ()
