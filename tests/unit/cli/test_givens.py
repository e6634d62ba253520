from __future__ import annotations

from pathlib import Path

import pytest

from keymedic.cli.givens import pairs_of, read_given, split_option
from keymedic.cli.output import Output
from keymedic.engine.errors import FactValueError, InputError, UnknownNameError
from keymedic.engine.facts import Scalar
from keymedic.engine.rulebase.model import RuleBase


def given(rulebase: RuleBase, folder: Path, text: str, name: str = "facts.yaml") -> dict[str, list[Scalar]]:
    """The facts of a file of that content, by name."""
    file = folder / name
    _ = file.write_text(text, encoding="utf-8")
    values: dict[str, list[Scalar]] = {}
    for fact in read_given([], str(file), rulebase, Output()):
        values.setdefault(fact.name, []).append(fact.value)
    return values


def test_scalars_are_text(rulebase: RuleBase, tmp_path: Path) -> None:
    """NO is Norway for a country and 1.10 stays a version: YAML gives no types, the vocabulary does."""
    facts = given(rulebase, tmp_path, "location.country: NO\nclient.version: 1.10\nbilling.enabled: no\n")
    assert facts == {"location.country": ["NO"], "client.version": ["1.10"], "billing.enabled": [False]}


def test_json_reads_alike(rulebase: RuleBase, tmp_path: Path) -> None:
    """JSON numbers and booleans come to the same facts."""
    facts = given(rulebase, tmp_path, '{"error.http_status": 403, "billing.enabled": false}', "facts.json")
    assert facts == {"error.http_status": [403], "billing.enabled": [False]}


def test_a_list_gives_several_values(rulebase: RuleBase, tmp_path: Path) -> None:
    """A fact that may hold several values takes a list."""
    assert given(rulebase, tmp_path, "key.console_status: [leaked, blocked]") == {
        "key.console_status": ["leaked", "blocked"]
    }


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("no.such: 1", UnknownNameError), ("error.http_status: many", FactValueError), ("- a\n- b", InputError),
        ("{broken", InputError), ("a: b: c", InputError), ("", InputError), ("billing.enabled: {a: b}", InputError),
        ("key.kind: [standard, auth]", FactValueError),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(rulebase: RuleBase, tmp_path: Path, text: str, error: type[Exception]) -> None:
    """Unknown names, wrong types and wrong shapes are told apart."""
    with pytest.raises(error):
        _ = given(rulebase, tmp_path, text)


@pytest.mark.parametrize("option", ["", "billing.enabled", "=yes"])
def test_an_option_needs_name_and_value(option: str) -> None:
    """What is no NAME=VALUE says how it is meant."""
    with pytest.raises(InputError, match="NAME=VALUE"):
        _ = split_option(option)


def test_a_value_may_hold_equals_signs() -> None:
    """Only the first equals sign separates."""
    assert split_option(" a = b=c ") == ("a", "b=c")


def test_undecodable_bytes_of_the_command_line_are_replaced() -> None:
    """A byte that is no UTF-8 becomes the replacement character instead of a lone surrogate."""
    assert split_option("a=\udcff") == ("a", "\ufffd")


def test_null_is_no_value() -> None:
    """A JSON null is named as nothing."""
    with pytest.raises(InputError, match="holds nothing"):
        _ = pairs_of({"a": None}, "file")
