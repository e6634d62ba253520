"""Hosts that the environment or a project's file configures: told of, and contacted only after a yes that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError
from ..values import Struct, field
from .dotenv_search import Found
from .live import read_base_url
from .place import Place
from .variables import foreign_host, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase


class ConfiguredHost(Struct):
    """A host that is not Google's, the variable that names it, and where that is set. The address may hold a secret."""

    host: str
    name: str
    where: str
    _address: str = field(repr=False)

    @property
    def base_url(self) -> str:
        """The address to ask; raises `InputError` for one that the key must not go to (plain http, a query)."""
        return read_base_url(self._address if "//" in self._address else f"https://{self._address}")


def configured_hosts(place: Place, files: tuple[Found, ...], rulebase: RuleBase) -> tuple[ConfiguredHost, ...]:
    """Every base URL that is not Google's: of the environment first, then of the ``.env`` file that is read."""
    names = table(rulebase, "variables.base-url")
    found = [(name, place.origin, place.environ[name]) for name in names if name in place.environ]
    first = next((one for one in files if one.seen.sort == "file"), None)
    for entry in first.content.entries if first else ():
        if first and entry.name in names and entry.name not in place.environ:
            found.append((entry.name, place.shown(first.path), entry.value))
    named = ((foreign_host(value), name, where, value) for name, where, value in found)
    return tuple(ConfiguredHost(*one) for one in named if one[0])


def agreed(host: str, hosts: tuple[ConfiguredHost, ...]) -> ConfiguredHost:
    """The configured host of that name; raises `InputError` when nothing configures it."""
    for one in hosts:
        if one.host == host.strip().lower():
            return one
    known = ", ".join(sorted({one.host for one in hosts})) or "no other host"
    raise InputError(f"no base URL names {host}; configured here: {known}")
