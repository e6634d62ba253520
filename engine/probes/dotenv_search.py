"""Where the loaders look for ``.env`` files, what is there, and the keys in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..values import Struct
from .dotenv_reader import FAULTS, DotenvFile, read_dotenv
from .place import Place, Seen, look_at
from .variables import Candidate, key_variables, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_GEMINI_CLI: Final = "gemini-cli"


class Found(Struct):
    """Something called ``.env``: where, what it is, and its content when it is a file."""

    path: Path
    seen: Seen
    content: DotenvFile


def find_dotenv(place: Place, rulebase: RuleBase, tool: str | None) -> tuple[Found, ...]:
    """Whatever is called ``.env`` where the tool's loader looks, or for an unknown tool any loader; the first leads."""
    found: list[Found] = []
    for path in dict.fromkeys(_paths(place, tool, rulebase)):
        seen = look_at(path)
        if seen.sort != "absent":
            found.append(Found(path, seen, content_of(seen, place, rulebase)))
    return tuple(found)


def keys_in_dotenv(found: tuple[Found, ...], place: Place, rulebase: RuleBase) -> tuple[Candidate, ...]:
    """The keys of the first file that has one; else those that the first file sets to nothing."""
    names = key_variables(rulebase)
    entries = [(one, [entry for entry in one.content.entries if entry.name in names]) for one in found]
    filled = [(one, some) for one, some in entries if any(entry.value.strip() for entry in some)]
    for one, some in filled or [(one, some) for one, some in entries if some]:
        return tuple(Candidate(entry.name, place_of(place, one, entry.line), entry.value) for entry in some)
    return ()


def has_key(one: Found, rulebase: RuleBase) -> bool:
    """Whether a key is meant to be in a file, even one that no loader reads."""
    names = key_variables(rulebase)
    filled = any(entry.name in names and entry.value.strip() for entry in one.content.entries)
    return filled or any(trap.name in names and trap.code in FAULTS for trap in one.content.traps)


def place_of(place: Place, one: Found, line: int) -> str:
    """A file with the line in it, as people write it."""
    return f"{place.shown(one.path)}, line {line}" if line else place.shown(one.path)


def _paths(place: Place, tool: str | None, rulebase: RuleBase) -> Iterator[Path]:
    if tool and tool.removesuffix(".old") in table(rulebase, "dotenv.here-only"):
        yield place.project / ".env"
        return
    gemini_cli = tool in (None, _GEMINI_CLI)
    for folder in place.upwards():
        if gemini_cli:
            yield folder / ".gemini" / ".env"
        yield folder / ".env"
    if gemini_cli:
        home = Path(place.environ.get("GEMINI_CLI_HOME") or place.home)
        yield home / ".gemini" / ".env"
        yield home / ".env"


def content_of(seen: Seen, place: Place, rulebase: RuleBase) -> DotenvFile:
    """The variables of a file that concern the Gemini API; nothing for what is no file."""
    if seen.sort != "file":
        return DotenvFile((), ())
    kinds = ("key", "vertex", "base-url")
    watched = frozenset(name for kind in kinds for name in table(rulebase, f"variables.{kind}"))
    return read_dotenv(seen.data, watched, place.environ)
