"""The key itself, by its letters alone and without ever showing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..redact.keys import SHORT_AUTH_LENGTH, STANDARD_LENGTH, DefectCode, KeyDefect, KeyDescription, describe_key
from .notes import Notes, ProbeResult
from .variables import Candidate

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_STRAY: Final[dict[DefectCode, str]] = {
    "space": "space", "tab": "space", "no-break-space": "space", "carriage-return": "newline", "line-feed": "newline",
    "quote": "quotes", "smart-quote": "smart-quotes", "zero-width": "invisible", "byte-order-mark": "invisible",
    "control-character": "invisible", "semicolon": "punctuation", "comma": "punctuation",
    "angle-bracket": "punctuation",
}  # fmt: skip
_SHOWN_DEFECTS: Final = 6
_GOOGLE_KEYS: Final = ("standard", "auth")


def probe_key(key: Candidate | None, rulebase: RuleBase) -> ProbeResult:
    """Kind, fit of the length and stray characters of the key that the tools would use."""
    notes = Notes("key", rulebase)
    if key is None:
        notes.check("not-checked", "none")
        return notes.result()
    described = describe_key(key.value)
    detail = f"{key.name} in {key.where}"
    notes.fact("key.kind", described.kind, detail)
    _kind(notes, key, described)
    for defect in described.defects[:_SHOWN_DEFECTS]:
        _defect(notes, key, defect, described)
    _facts(notes, described, detail)
    return notes.result()


def sendable(key: Candidate) -> str | None:
    """The key as it can travel in a header to Google: without blanks at its ends; ``None`` for what is not its own.

    Another vendor's key, a placeholder or a service account's file is nothing that Google's host should see, and
    letters beyond ASCII or control characters cannot be sent.
    """
    text = key.value.strip()
    if describe_key(text).kind not in (*_GOOGLE_KEYS, "unknown") or not text.isascii() or not text.isprintable():
        return None
    return text or None


def _kind(notes: Notes, key: Candidate, described: KeyDescription) -> None:
    mark = f", #{described.fingerprint}" if described.fingerprint else ""
    values = {"name": key.name, "where": key.where, "length": described.length, "mark": mark}
    if described.kind in _GOOGLE_KEYS:
        notes.check("passed", f"kind.{described.kind}", **values)
    elif described.kind == "unknown":
        notes.check("warning", "kind.unknown", **values)
    else:
        notes.check("failed", f"kind.{described.kind}", vendor=described.vendor, **values)


def _defect(notes: Notes, key: Candidate, defect: KeyDefect, described: KeyDescription) -> None:
    state = "warning" if defect.code == "maybe-truncated" else "failed"
    place = notes.say("check.key.position", number=defect.position + 1, character=defect.character)
    notes.check(
        state, f"defect.{defect.code}", name=key.name, where=key.where, length=_core_length(described),
        place=place if defect.position >= 0 else "", standard=STANDARD_LENGTH, auth=SHORT_AUTH_LENGTH,
    )  # fmt: skip


def _core_length(described: KeyDescription) -> int:
    return described.length - sum(defect.position >= 0 for defect in described.defects)


def _facts(notes: Notes, described: KeyDescription, detail: str) -> None:
    codes = {defect.code for defect in described.defects}
    strays = sorted({_STRAY[code] for code in codes if code in _STRAY})
    for stray in strays:
        notes.fact("key.stray", stray, detail)
    if not codes - {"wrong-length", "maybe-truncated"}:
        notes.fact("key.stray", "none", detail)
    if described.kind not in _GOOGLE_KEYS or codes & {"maybe-truncated", "assignment", "bearer"}:
        return
    if "wrong-length" in codes:
        notes.fact("key.length_fit", "shorter" if _core_length(described) < STANDARD_LENGTH else "longer", detail)
    else:
        notes.fact("key.length_fit", "fits", detail)
