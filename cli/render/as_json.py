"""JSON: the contract of ``Diagnosis.to_json``, every string redacted, safe on any terminal."""

from __future__ import annotations

import json

from ...engine.lazy_pattern import lazy_pattern
from ..output import Output
from ..scrub import scrub

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_UNSAFE = lazy_pattern("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def pretty(data: dict[str, Any], out: Output, *, public: bool = False) -> str:
    """Indented JSON that ends with a line feed; ``public`` also masks people."""
    return _dump(data, out, indent=2, public=public)


def compact(data: dict[str, Any], out: Output) -> str:
    """JSON on one line that ends with a line feed."""
    return _dump(data, out, indent=None)


def _dump(data: dict[str, Any], out: Output, indent: int | None, public: bool = False) -> str:
    text = json.dumps(scrub(data, lambda part: out.clean(part, public)), ensure_ascii=out.ascii_json, indent=indent)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
