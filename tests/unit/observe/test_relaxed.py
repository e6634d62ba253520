"""Object literals of many languages are read, whole or cut off, at any level of escaping."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.observe.relaxed import Budget, find_objects

ERROR = {"error": {"code": 400, "message": 'it\'s a "b"', "details": [{"reason": "X"}, {"n": None, "t": True}]}}


def read(text: str) -> list[dict[str, Any]]:
    """The values of every object in the text."""
    return [found.value for found in find_objects(text, Budget())]


@pytest.mark.parametrize("levels", range(4))
def test_json_at_any_level_of_escaping(levels: int) -> None:
    """JSON printed inside strings of strings is read where it stands."""
    text = json.dumps(ERROR, indent=1)
    for _ in range(levels):
        text = json.dumps(text)[1:-1]
    assert read(f"log {text} end") == [ERROR]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (repr(ERROR), ERROR),
        (f"b'{json.dumps({'a': 1})}'", {"a": 1}),
        ("{'a': b'x', 'b': u'y'}", {"a": "x", "b": "y"}),
        ("{ status: 400, '@type': 'x', list: [ [Object], 1 ], h: Headers { a: undefined } }",
         {"status": 400, "@type": "x", "list": [["Object"], 1], "h": {"a": None}}),
        ("{\n  code: 7,\n  [cause]: Error: no route\n}", {"code": 7, "cause": "Error: no route"}),
        ("map[code:400 message:API key not valid. Go on. metadata:map[a:b] url:https://x.example/y]",
         {"code": 400, "message": "API key not valid. Go on.", "metadata": {"a": "b"}, "url": "https://x.example/y"}),
        ("{code=400, message=One, two. Three, status=INVALID}",
         {"code": 400, "message": "One, two. Three", "status": "INVALID"}),
        ('{"error"=>{"code"=>400}}', {"error": {"code": 400}}),
        ('Inner { code: 400, message: Some("no"), next: Foo(Bar { a: 1 }) }',
         {"code": 400, "message": "no", "next": {"a": 1}}),
        ('{"a": 1,, "b": [1, 2,],}', {"a": 1, "b": [1, 2]}),
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2}),
        ("{“a”: “b”}", {"a": "b"}),
        ('{"a": "wrapped\n   text", "b": 1.5}', {"a": "wrapped\n   text", "b": 1.5}),
        ("{r: <Response [400]>, s: 1}", {"r": "<Response [400]>", "s": 1}),
        ('{"a": "\\ud83d\\ude00 \\u003c"}', {"a": "\U0001f600 <"}),
    ],
)  # fmt: skip
def test_other_notations(text: str, value: dict[str, Any]) -> None:
    """Python, JavaScript, Go, Java, Ruby and Rust prints, loose commas and smart quotes are understood."""
    assert read(text)[0] == value


def test_go_lists_of_maps() -> None:
    """The maps of a Go list are found one by one."""
    assert read("Details: [map[a:1 b:two words] map[c:d]]") == [{"a": 1, "b": "two words"}, {"c": "d"}]


@pytest.mark.parametrize("cut", [12, 24, 27, 40, 46, 52, 60, 71, 76])
def test_what_was_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    """A truncated object gives the fields before the cut."""
    text = '{"error": {"code": 400, "message": "a long message", "details": [{"reason": "X"}]}}'
    (value,) = read(text[:cut])
    error: dict[str, Any] = value["error"] or {}
    assert error.get("code", 400) in {None, 400}
    assert "a long message".startswith(error.get("message") or "")
    assert cut < 45 or len(error["message"]) >= min(cut - 40, len("a long message"))


def test_offsets_and_code_around_objects() -> None:
    """Objects inside code and prose are found at their places."""
    text = 'function f() { return call({ code: 1 }); } and {"b": 2}'
    found = list(find_objects(text, Budget()))
    assert [(item.start, item.value) for item in found][-2:] == [(text.index("{ code"), {"code": 1}), (47, {"b": 2})]
    assert text[found[-1].start : found[-1].end] == '{"b": 2}'


def test_the_budget_bounds_the_work_and_keeps_the_end() -> None:
    """With fewer starts than objects, the last objects are still read, because errors stand at the end."""
    text = " ".join(f'{{"n": {number}}}' for number in range(100))
    numbers = [found.value["n"] for found in find_objects(text, Budget(starts=20))]
    assert len(numbers) == 20
    assert numbers[-1] == 99


def test_depth_is_bounded() -> None:
    """Nesting beyond any sense is cut, not followed."""
    assert read('{"a": ' * 5_000) != []
    assert read("{a: [" * 5_000) != []


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_python_and_json_prints_are_read_back(value: Any) -> None:
    """What Python prints, as JSON or as its own repr, comes back as it was."""
    for text in (json.dumps({"key": value}), json.dumps({"key": value}, ensure_ascii=False), repr({"key": value})):
        assert read(f"x = {text};")[0] == {"key": value}


@given(st.text(alphabet=st.sampled_from(list("{}[]()\"'\\:,=<> \nabmp1u0x.“")), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes the reader fail, and every object has a place inside the text."""
    for found in find_objects(text, Budget()):
        assert 0 <= found.start < found.end <= len(text)
