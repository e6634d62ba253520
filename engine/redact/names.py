"""What variables, fields and headers are called whose values are secrets."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from .places import DIGITS, SMALL_LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_JOINTS: Final = ("", "_", "-")


def _joined(*parts: Iterable[str]) -> set[str]:
    """One of each part after another, however they are joined."""
    first, *rest = parts
    names = set(first)
    for part in rest:
        names = {f"{name}{joint}{word}" for name, joint, word in product(names, _JOINTS, part)}
    return names


_SECRET: Final = frozenset({
    "api key", "api keys", "secret", "password", "passwd", "passphrase", "pwd", "id-token", "hf-token", "gh-token",
    *_joined(["api"], ["key", "keys"]),
    *_joined([
        "access", "secret", "private", "signing", "subscription", "encryption", "master", "license", "licence", "account", "auth",
    ], ["key"]),
    *_joined(["access", "private"], ["key"], ["id"]),
    *_joined([
        "access", "auth", "oauth", "api", "session", "security", "slack", "private", "personal", "bot", "bearer", "refresh",
        "secret", "github", "gitlab", "csrf",
    ], ["token"]),
})  # fmt: skip
_LENGTHS: Final = tuple(sorted({len(name) for name in _SECRET}))
_TOKEN: Final = "_token"
_BEFORE_TOKEN: Final = frozenset(SMALL_LETTERS + DIGITS)
_NO_SECRET: Final = tuple(
    f"{word}{_TOKEN}"
    for word in (
        "page", "next", "sync", "continuation", "cancellation", "eos", "bos", "pad", "unk", "stop", "max", "min", "num", "cls",
        "sep", "mask",
    )
)  # fmt: skip


def says_secret(name: str) -> bool:
    """Whether the end of a lower-cased name says "my value is a secret"."""
    for length in _LENGTHS:
        if length > len(name):
            break
        if name[-length:] in _SECRET:
            return True
    return name.endswith(_TOKEN) and name[-len(_TOKEN) - 1 : -len(_TOKEN)] in _BEFORE_TOKEN


def is_credential(name: str) -> bool:
    """Whether a lower-cased name says so, and is no name of what pages and models call tokens."""
    return says_secret(name) and not name.endswith(_NO_SECRET)
