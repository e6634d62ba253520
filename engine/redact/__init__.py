"""Secrets: found in any dress, replaced by readable marks, described without being shown."""

from __future__ import annotations

from .keys import KeyDefect, KeyDescription, describe_key, secret_key_kind
from .literals import credential_values
from .redactor import Redactor
from .scan import Secret, find_secrets, fingerprint

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
