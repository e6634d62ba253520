"""The vocabulary gives text its type, and says clearly what would have fitted."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.errors import FactValueError, UnknownNameError
from keymedic.engine.facts import Fact, Scalar, Source
from keymedic.engine.rulebase.model import FactDecl, FactType, Origin
from keymedic.engine.vocabulary import did_you_mean, read_facts, read_value, version_key, well_formed

ORIGIN = Origin("test", "facts/test.yaml", 1)
GIVEN = Source("given", "--fact")
KINDS = {"oauth-token": "begins with ya29.", "standard": "begins with AIza", "service-account": "a JSON file"}


def declare(type_: FactType, name: str = "some.fact", *, many: bool = False, derived: bool = False) -> FactDecl:
    """A fact of a type; enums have the values of ``KINDS``, integers go from 100 to 599."""
    return FactDecl(
        name,
        type_,
        "",
        ORIGIN,
        values=KINDS if type_ == "enum" else {},
        minimum=100 if type_ == "integer" else None,
        maximum=599 if type_ == "integer" else None,
        many=many,
        derived=derived,
    )


VOCABULARY = {
    "key.kind": declare("enum", "key.kind"),
    "key.status": declare("enum", "key.status", many=True),
    "error.http_status": declare("integer", "error.http_status"),
    "case.healthy": declare("boolean", "case.healthy", derived=True),
}


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("boolean", "yes", True),
        ("boolean", " TRUE ", True),
        ("boolean", "On", True),
        ("boolean", "1", True),
        ("boolean", "NO", False),
        ("boolean", "off", False),
        ("boolean", "0", False),
        ("integer", "403", 403),
        ("integer", " +100 ", 100),
        ("enum", "standard", "standard"),
        ("enum", "OAuth Token", "oauth-token"),
        ("enum", "service_account", "service-account"),
        ("text", "  as it is ", "  as it is "),
        ("version", "v1.10", "1.10"),
        ("version", "2.0.0-beta.3", "2.0.0-beta.3"),
        ("country", "NO", "NO"),
        ("country", "de", "DE"),
        ("country", "deu", "DE"),
        ("country", "Germany", "DE"),
    ],
)
def test_text_becomes_the_declared_type(type_: FactType, text: str, value: Scalar) -> None:
    """Each type has its reading: ``NO`` is a country or a boolean, ``1.10`` keeps its zero."""
    read = read_value(declare(type_), text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("type_", "text", "says"),
    [
        ("boolean", "perhaps", "yes or no"),
        ("boolean", "", "yes or no"),
        ("integer", "four", "whole number from 100 to 599"),
        ("integer", "99", "from 100 to 599, not 99"),
        ("integer", "600", "from 100 to 599, not 600"),
        ("integer", "4.5", "whole number"),
        ("integer", "9" * 5000, "whole number"),
        ("integer", "٤٠٣", "whole number"),
        ("enum", "standart", "did you mean standard?"),
        ("enum", "zzz", "one of oauth-token, standard, service-account"),
        ("version", "latest", "version such as"),
        ("country", "Atlantis", "by name or ISO code"),
    ],
)
def test_a_value_that_does_not_fit_is_a_clear_error(type_: FactType, text: str, says: str) -> None:
    """The error names the fact, what would fit, and what was found (shortened)."""
    with pytest.raises(FactValueError) as caught:
        _ = read_value(declare(type_), text)
    assert "some.fact" in str(caught.value)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 300


@given(st.sampled_from(["boolean", "integer", "enum", "version", "country"]), st.text())
def test_any_text_is_read_or_refused(type_: FactType, text: str) -> None:
    """No text makes the reader fail in another way than by its own error."""
    try:
        _ = read_value(declare(type_), text)
    except FactValueError as error:
        assert str(error)


def test_versions_order_by_number_and_pre_releases_come_first() -> None:
    """1.9 < 1.10, trailing zeros do not count, a pre-release stands before its release."""
    ordered = ["0.40.0-preview.1", "0.40.0", "1.9", "1.10", "1.65.0rc1", "v1.65", "2"]
    keys = [version_key(text) for text in ordered]
    assert all(lower < higher for lower, higher in itertools.pairwise(keys))
    assert version_key("1.65") == version_key("v1.65.0") == version_key("1.65+local")


@given(st.text())
def test_any_text_has_a_version_key(text: str) -> None:
    """Keys of any two texts can be compared, whatever stands in them."""
    assert isinstance(version_key(text) < version_key("1"), bool)


def test_pairs_become_facts_in_their_order() -> None:
    """Positions follow the order given; a fact declared ``many`` may come several times."""
    pairs = [("key.status", "standard"), ("error.http_status", "403"), ("key.status", "oauth token")]
    assert read_facts(pairs, VOCABULARY, GIVEN) == (
        Fact("key.status", "standard", GIVEN, 0),
        Fact("error.http_status", 403, GIVEN, 1),
        Fact("key.status", "oauth-token", GIVEN, 2),
    )


def test_an_unknown_name_gets_a_suggestion() -> None:
    """A misspelt fact is an error of its own that names the likely one."""
    with pytest.raises(UnknownNameError, match=r"did you mean key\.kind"):
        _ = read_facts([("key.knid", "standard")], VOCABULARY, GIVEN)


def test_a_derived_fact_cannot_be_given() -> None:
    """What only rules conclude is refused as an input."""
    with pytest.raises(FactValueError, match="only rules conclude"):
        _ = read_facts([("case.healthy", "yes")], VOCABULARY, GIVEN)


def test_one_value_twice_is_fine_and_two_values_are_not() -> None:
    """A single-valued fact may be repeated with the same value only."""
    assert len(read_facts([("key.kind", "standard"), ("key.kind", "Standard")], VOCABULARY, GIVEN)) == 2
    with pytest.raises(FactValueError, match="given two: standard and oauth-token"):
        _ = read_facts([("key.kind", "standard"), ("key.kind", "oauth-token")], VOCABULARY, GIVEN)


def test_no_suggestion_where_nothing_is_close() -> None:
    """A far-off word gets no misleading guess."""
    assert did_you_mean("xyzzy", ["key.kind"]) == ""


def test_halves_of_characters_are_replaced() -> None:
    """Text that could not be written as UTF-8 becomes text that can; all else stays as it is."""
    assert [well_formed(text) for text in ("a\ud800b", "\udfff", "密钥 😀", "")] == [
        "a\ufffdb",
        "\ufffd",
        "密钥 😀",
        "",
    ]
