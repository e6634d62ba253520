"""Hashes of files and texts, without importing `hashlib`: that loads OpenSSL, which takes longer than hashing the rule base."""

from __future__ import annotations

from collections.abc import Iterable

try:
    from _blake2 import blake2b  # pyright: ignore[reportMissingModuleSource, reportUnknownVariableType]  # what hashlib hands on
except ImportError:
    from hashlib import blake2b

_BYTES = 32


def sha256_of(content: bytes) -> str:
    """SHA-256 (FIPS 180-4), 64 hexadecimal digits."""
    try:
        from _sha2 import sha256  # pyright: ignore[reportMissingModuleSource, reportMissingImports, reportUnknownVariableType]  # from 3.12 on
    except ImportError:
        try:
            from _sha256 import sha256  # pyright: ignore[reportMissingModuleSource, reportMissingImports, reportUnknownVariableType]
        except ImportError:
            from hashlib import sha256
    return str(sha256(content).hexdigest())  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]


def digest_of(parts: Iterable[bytes]) -> str:
    """BLAKE2b (RFC 7693) over the parts and their lengths, 64 hexadecimal digits."""
    whole = blake2b(digest_size=_BYTES)
    for part in parts:
        whole.update(b"%d " % len(part))
        whole.update(part)
    return whole.hexdigest()
