"""What a pasted key tells about itself: its kind and the fit of its length, never its value."""

from __future__ import annotations

from collections.abc import Sequence

from ..facts import Fact, Source
from ..redact import find_secrets
from ..redact.patterns import KEY_KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..redact import Secret
    from ..rulebase.model import RuleBase


KNOWN = "known-secret"
READ_FROM_KEYS = "key.kind"
"""The fact that a pasted key gives."""


def credential_facts(text: str, rulebase: RuleBase, found: Sequence[Secret] | None = None) -> tuple[Fact, ...]:
    """``key.kind`` from the secrets in a text, when all of them are of one kind.

    ``found``: the secrets, where somebody has looked for them already; what only a known value told does not count.
    """
    decl = rulebase.facts.get(READ_FROM_KEYS)
    if decl is None or not text:
        return ()
    secrets = find_secrets(text) if found is None else [secret for secret in found if secret.kind != KNOWN]
    kinds = {kind: secret.start for secret in reversed(secrets) if (kind := KEY_KINDS.get(secret.kind, "unknown"))}
    google = {kind: start for kind, start in kinds.items() if kind != "other-vendor"}
    chosen = google or kinds
    if len(chosen) != 1:
        return ()
    ((kind, start),) = chosen.items()
    if kind not in decl.values:
        return ()
    return (Fact(READ_FROM_KEYS, kind, Source("text", f"line {text.count(chr(10), 0, start) + 1}"), start),)
