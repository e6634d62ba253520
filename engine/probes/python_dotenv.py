"""What python-dotenv sees in a ``.env`` file, by its own parser. Imported when there is a file to read."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 1 << 16
"""Letters. A longer file is hardly a .env file, and the parser is not made for hostile ones."""


def as_python_reads(text: str, watched: frozenset[str], environ: Mapping[str, str]) -> dict[str, str] | None:
    """The ``watched`` variables with their values, references such as ``${NAME}`` filled in; the last one of each wins.

    ``None`` for a file that is too long for the parser. A reference to nothing stays as it is: the library makes it
    empty, and the person should see why.
    """
    if len(text) > LONGEST:
        return None
    from dotenv.parser import parse_stream

    values: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.key is not None and binding.value is not None and not binding.error:
            values[binding.key] = _filled(binding.value, {**environ, **values})
    return {name: value for name, value in values.items() if name in watched}


def _filled(value: str, known: Mapping[str, str]) -> str:
    from dotenv.variables import parse_variables

    if "${" not in value:
        return value
    return "".join(atom.resolve(known) for atom in parse_variables(value)) or value
