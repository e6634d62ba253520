"""The Python API in one call."""

from __future__ import annotations

import pytest

import keymedic
from keymedic.engine import Session, diagnose
from keymedic.engine.api import exception_text
from keymedic.engine.errors import FactValueError, UnknownNameError

LEAKED = "403 PERMISSION_DENIED. Your API key was reported as leaked. Please use another API key."


def raised() -> Exception:
    """An exception of a wrapper around the server's answer, with a value in a local variable and in the source line."""
    secret = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"
    try:
        try:
            raise RuntimeError(LEAKED)
        except RuntimeError as error:
            assert secret
            raise ValueError("the call failed") from error
    except ValueError as error:
        return error


def test_a_text() -> None:
    """A pasted error gives its Diagnosis."""
    assert diagnose(LEAKED).causes[0].id == "key-leaked"


def test_an_exception_is_read_with_its_causes() -> None:
    """The server's words in the first exception of the chain decide."""
    assert diagnose(raised()).causes[0].id == "key-leaked"


def test_an_exception_gives_away_neither_source_nor_values() -> None:
    """The text of an exception holds messages and places only."""
    text = exception_text(raised())
    assert LEAKED in text
    assert "SyFAKE" not in text
    assert "raise " not in text


def test_a_long_chain_of_exceptions() -> None:
    """A chain as long as a retry loop makes it is read without trouble."""
    error: Exception = RuntimeError(LEAKED)
    for number in range(300):
        wrapper = ValueError(f"try {number}")
        wrapper.__cause__ = error
        error = wrapper
    assert LEAKED in exception_text(error)


def test_facts() -> None:
    """Stated facts are read by the vocabulary; several values where a fact may have them."""
    assert diagnose(facts={"key.console_status": ["leaked", "blocked"]}).causes[0].id == "key-leaked"
    with pytest.raises(FactValueError):
        _ = diagnose(facts={"key.kind": "stone"})
    with pytest.raises(UnknownNameError):
        _ = diagnose(facts={"key.knd": "auth"})


def test_the_same_names_from_the_package() -> None:
    """`keymedic.diagnose` and `keymedic.Session` are those of `keymedic.engine`."""
    assert keymedic.diagnose is diagnose
    assert keymedic.Session is Session


def test_a_session_without_a_doctor_uses_the_builtin_rule_base() -> None:
    """A session can be begun without preparing anything."""
    session = Session()
    session.tell(LEAKED)
    assert session.diagnosis == diagnose(LEAKED)


def test_other_names_are_errors() -> None:
    """The package of the engine has no other public names."""
    import keymedic.engine

    with pytest.raises(AttributeError, match="no attribute 'diagnos'"):
        _ = keymedic.engine.diagnos  # type: ignore[attr-defined]
