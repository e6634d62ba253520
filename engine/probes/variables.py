"""Which variables matter to which tool: the tables ``variables.*`` of the rule base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..values import Struct, field

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_GOOGLE = "googleapis.com"


class Candidate(Struct):
    """A value that may be the key: its variable and where it stands. The value does not show in the repr."""

    name: str
    where: str
    value: str = field(repr=False)


def table(rulebase: RuleBase, name: str) -> tuple[str, ...]:
    """The texts of a table in their order; none when the rule base lacks it."""
    return tuple(str(value) for value in rulebase.tables.get(name, ()))


def key_variables(rulebase: RuleBase) -> tuple[str, ...]:
    """Every variable that some tool reads a key from."""
    return table(rulebase, "variables.key")


def key_order(rulebase: RuleBase, tool: str | None) -> tuple[str, ...]:
    """The variables that a tool reads its key from, the winning one first; those of most tools when none is clear."""
    return table(rulebase, f"variables.key.{tool}") or table(rulebase, "variables.key.usual")


def tools_that_take(name: str, rulebase: RuleBase) -> list[str]:
    """The tools for which a variable wins over the other ones."""
    begin = "variables.key."
    tools = [one.removeprefix(begin) for one in rulebase.tables if one.startswith(begin)]
    known = [tool for tool in tools if tool != "usual" and not tool.endswith(".old")]
    return [tool for tool in known if table(rulebase, begin + tool)[0] == name]


def named_tools(tools: Sequence[str], rulebase: RuleBase) -> str:
    """Tools as people call them, by the words of the fact that names them."""
    decl = rulebase.facts.get("client.tool")
    named = [tool.removesuffix(".old") for tool in tools]
    return ", ".join(decl.values.get(tool, tool) if decl else tool for tool in named)


def chosen(candidates: tuple[Candidate, ...], order: tuple[str, ...]) -> Candidate | None:
    """The first candidate with a value, by the order of the variables; earlier places win within one variable."""
    for name in order:
        for candidate in candidates:
            if candidate.name == name and candidate.value.strip():
                return candidate
    return None


def host_of(url: str) -> str:
    """The host that a base URL names, "" for none. Never user names, paths or queries of it."""
    try:
        return urlsplit(url.strip() if "//" in url else f"//{url.strip()}").hostname or ""
    except ValueError:
        return ""


def foreign_host(url: str) -> str:
    """The host that a base URL names when it is not Google's, else ""."""
    host = host_of(url)
    return "" if host == _GOOGLE or host.endswith(f".{_GOOGLE}") else host
