"""One lint, before its place is looked up."""

from __future__ import annotations

from ..values import Struct


class Find(Struct):
    """Something that is hardly meant: of which entry, where in it (``key``: at that key), and what could be done."""

    code: str
    kind: str
    """The folder of the entry: ``rules``, ``facts`` …"""
    id: str
    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    key: str = ""
