"""The line by which an editor with yaml-language-server finds the schema of a file."""

from __future__ import annotations

_START = "# yaml-language-server: $schema="


def modeline(schema: str) -> str:
    """The line that names a schema, by its path as seen from the file."""
    return f"{_START}{schema}"


def with_modeline(text: str, schema: str) -> str:
    """A file with the line at its head; one that names another schema is replaced."""
    first, _, rest = text.partition("\n")
    if first.startswith(_START):
        return text if first.rstrip("\r") == modeline(schema) else f"{modeline(schema)}\n{rest}"
    return f"{modeline(schema)}\n{text}"
