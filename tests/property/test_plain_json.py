"""`plain_json` reads and writes what `json` does, and refuses what that refuses, in the same words."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from keymedic.engine import plain_json

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
)
KEYS = st.text(st.characters(exclude_categories=())) | st.integers() | st.floats() | st.booleans() | st.none()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(KEYS, inner), max_leaves=20
)
ODD = st.sampled_from([object(), b"bytes", {1, 2}, 1j, {(1, 2): 3}, [lambda: 0]])
PIECES = (
    "{", "}", "[", "]", ",", ":", '"', '"a"', '"a":', "1", "-", "0", "01", "-0", ".5", "1.", "1.5", "e", "E+", "1e400", "-1E-5",
    "true", "false", "null", "nul", "NaN", "Infinity", "-Infinity", "-Inf", "\\", '"\\u12', '"\\ud83d"', '"\\ud83d\\ude00"', '"\\udc00\\ud800"',
    '"\\x"', '"\\/"', "\ud800", '"\udc00"', "é", " ", "\t", "\n", "\r", "\f", "\v", "\0", "\x1f", "\u00a0", "\u2028", "\ufeff", "'", "//", "١", "1_0",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
EXAMPLES = (
    "", " ", "\ufeff{}", '{"a": 1, "a": 2}', "[1] 2", "[1],", " \t\n\r{} \t\n\r", "[1]\f", '"\n"', '{"a"}', '{"a":}', "[1,]", "{,}",
    '"' + "a" * 300, "9" * 5_000, "-" + "9" * 5_000, "1" * 4_300, '{"' + "k" * 70_000 + '": 1}',
)  # fmt: skip
DEEP = ("[" * 200_000, '{"a":' * 200_000, "[" * 200_000 + "]" * 200_000)


def outcome(function: Callable[[Any], object], value: object) -> tuple[str, ...]:
    """What a function gives for a value, to the letter and the kind; or what it raises, and what it says."""
    try:
        return "gives", repr(function(value))
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        place = [
            getattr(error, name, "") for name in ("pos", "doc")
        ]  # of a JSONDecodeError, maybe of another import of it
        return type(error).__name__, str(error), *map(str, place)


def without_c() -> ModuleType:
    """The module as it is where `json` has no parts in C."""
    spec = importlib.util.spec_from_file_location("keymedic.engine.plain_json", str(plain_json.__file__))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "_json", None)
        spec.loader.exec_module(module)
    return module


class First:
    """The module in a process in which nobody has imported `json` yet."""

    def loads(self, text: Any) -> object:
        return self._called(plain_json.loads, text)

    def begin(self, text: Any) -> object:
        return self._called(plain_json.begin, text)

    def dumps(self, value: Any) -> object:
        return self._called(plain_json.dumps, value)

    def _called(self, function: Callable[[Any], object], value: object) -> object:
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in sys.modules if name.partition(".")[0] == "json"]:
                patch.delitem(sys.modules, name)
            return function(value)


EACH = pytest.mark.parametrize("module", [plain_json, First(), without_c()], ids=["c", "first", "python"])


@EACH
@given(value=VALUES | ODD | st.lists(ODD | SCALARS))
def test_it_writes_what_json_writes(module: Any, value: object) -> None:
    """Every value, and every complaint about one that is none."""
    assert outcome(module.dumps, value) == outcome(json.dumps, value)


@EACH
@given(
    value=VALUES, blanks=st.text(" \t\n\r", max_size=3), indent=st.none() | st.integers(0, 2), ascii_only=st.booleans()
)
def test_it_reads_what_json_writes(
    module: Any, value: object, blanks: str, indent: int | None, ascii_only: bool
) -> None:
    """In every layout."""
    text = blanks + json.dumps(value, indent=indent, ensure_ascii=ascii_only) + blanks
    assert repr(module.loads(text)) == repr(json.loads(text))
    assert repr(module.begin(text.lstrip() + "}")) == repr(json.JSONDecoder().raw_decode(text.lstrip() + "}"))


def examples(test: Any) -> Any:
    """The test with every one of `EXAMPLES`."""
    for text in EXAMPLES:
        test = example(text=text)(test)
    return test


@EACH
@examples
@given(text=TEXTS | st.text(st.characters(exclude_categories=())))
def test_it_refuses_what_json_refuses(module: Any, text: str) -> None:
    """With the same error, which tells the same place."""
    assert outcome(module.loads, text) == outcome(json.loads, text)


@EACH
@examples
@given(text=TEXTS)
def test_it_begins_where_json_begins(module: Any, text: str) -> None:
    """A value with anything behind it; control characters may stand in strings."""
    lenient = json.JSONDecoder(strict=False)
    found, wanted = outcome(module.begin, text), outcome(lenient.raw_decode, text)
    assert found == wanted or (found[0] == "ValueError" and wanted[0] == "JSONDecodeError")


@pytest.mark.parametrize("text", DEEP, ids=["lists", "mappings", "closed"])
def test_what_is_nested_too_deeply_is_an_error(text: str) -> None:
    """As with `json`: no crash, however deep."""
    first = First()
    for function in (plain_json.loads, plain_json.begin, first.loads, first.begin):
        assert outcome(function, text)[0] == outcome(json.loads, text)[0] == "RecursionError"


def test_circles_are_an_error() -> None:
    """And what failed once leaves nothing behind."""
    circle: list[object] = []
    circle.append(circle)
    for _ in range(2):
        with pytest.raises(ValueError, match="Circular reference"):
            _ = plain_json.dumps(circle)
    del circle[0]
    assert plain_json.dumps([circle, circle]) == "[[], []]"
