"""The commonest command lines, read without `argparse`: importing it and building its parsers takes a tenth of a diagnosis.

Whatever is not plainly one of them is for `arguments` to read; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from ..engine.typed import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

_FORMATS = ("text", "json", "markdown")


def plain_arguments(argv: Sequence[str]) -> Namespace | None:
    """The arguments of ``diagnose [FILE] [--fact NAME=VALUE …] [--format FORMAT] [--all]``, or nothing."""
    if not argv or argv[0] != "diagnose":
        return None
    found = _defaults()
    rest = iter(argv[1:])
    for word in rest:
        if word == "--fact":
            found["fact"].append(next(rest, "-"))
        elif word == "--format":
            found["format"] = next(rest, "")
        elif word == "--all":
            found["all"] = True
        elif found["file"] is None and (word == "-" or not word.startswith("-")):
            found["file"] = word
        else:
            return None
    if found["format"] not in _FORMATS or any(fact.startswith("-") for fact in found["fact"]):
        return None
    return cast("Namespace", SimpleNamespace(**found))


def _defaults() -> dict[str, Any]:
    """What a bare ``diagnose`` means."""
    return {
        "command": "diagnose", "resume": False, "plain": False, "lang": None, "file": None, "fact": [], "facts": None,
        "probe": None, "online": False, "base_url": None, "project": None, "pid": None, "allow_host": None, "country": False,
        "format": "text", "public": None, "all": False, "folders": [], "no_builtin_kb": False,
        "no_found_kb": False, "watch": False, "engine": "durable",
    }  # fmt: skip
