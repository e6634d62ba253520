"""What a type checker wants said at run time, without importing `typing`: that takes a thirtieth of a whole diagnosis.

All other names of `typing` stand in annotations only, which nobody evaluates. So the modules that a diagnosis imports name
them under ``if TYPE_CHECKING``, with the constant of their own that type checkers know by its name (docs/adr/0009).
"""

from __future__ import annotations

__all__ = ["cast"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import cast
else:

    def cast(_kind, value):
        """The value, which the type checker is to take for one of a kind."""
        return value
