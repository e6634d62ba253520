"""Secrets: found in any dress, replaced by readable marks, described without being shown."""

from __future__ import annotations

from .literals import credential_values
from .redactor import Redactor
from .scan import Secret, find_secrets, fingerprint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .keys import KeyDefect, KeyDescription, describe_key, secret_key_kind

__all__ = [
    "KeyDefect",
    "KeyDescription",
    "Redactor",
    "Secret",
    "credential_values",
    "describe_key",
    "find_secrets",
    "fingerprint",
    "secret_key_kind",
]


def __getattr__(name: str) -> Any:
    """What describes keys, imported when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import keys

    return getattr(keys, name)
