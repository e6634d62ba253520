"""The error of a command line that makes no sense."""

from __future__ import annotations

from ..engine.errors import InputError


class UsageError(InputError):
    """The command line makes no sense; ``usage`` is the line that shows how it is meant."""

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage
