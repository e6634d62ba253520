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
_BLANKS: Final[tuple[DefectCode, ...]] = ("space", "tab", "no-break-space", "carriage-return", "line-feed")
_FORMS: Final[dict[DefectCode, str]] = {"maybe-truncated": "doubtful", "assignment": "spoilt", "bearer": "spoilt"}
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
    for code in dict.fromkeys(defect.code for defect in described.defects):
        _defect(notes, key, [defect for defect in described.defects if defect.code == code], described)
    _facts(notes, key.value, described, detail)
    return notes.result()


def sendable(key: Candidate, *, any_key: bool = False) -> str | None:
    """The key as it can travel in a header to Google: without blanks at its ends; ``None`` for what is not its own.

    Another vendor's key, a placeholder or a service account's file is nothing that Google's host should see, and
    letters beyond ASCII or control characters cannot be sent. ``any_key``: the host is a relay that the person has
    agreed to, which has keys in other vendors' form.
    """
    text = key.value.strip()
    fit = (*_GOOGLE_KEYS, "unknown", "other-vendor") if any_key else (*_GOOGLE_KEYS, "unknown")
    if describe_key(text).kind not in fit or not text.isascii() or not text.isprintable():
        return None
    return text or None


def _kind(notes: Notes, key: Candidate, described: KeyDescription) -> None:
    mark = f", #{described.fingerprint}" if described.fingerprint else ""
    values: dict[str, object] = {"name": key.name, "where": key.where, "length": described.length, "mark": mark}
    if described.kind in _GOOGLE_KEYS:
        values["is"] = notes.say(f"check.key.is.{'spoilt' if described.defects else 'whole'}")
        notes.check("passed", f"kind.{described.kind}", **values)
    elif described.kind == "unknown":
        notes.check("warning", "kind.unknown", **values)
    else:
        notes.check("failed", f"kind.{described.kind}", vendor=described.vendor, **values)


def _defect(notes: Notes, key: Candidate, alike: list[KeyDefect], described: KeyDescription) -> None:
    """Defects of one sort, with the place of each."""
    code = alike[0].code
    places = [
        notes.say("check.key.position", number=defect.position + 1, character=defect.character)
        for defect in alike[:_SHOWN_DEFECTS] if defect.position >= 0
    ]  # fmt: skip
    notes.check(
        "warning" if code == "maybe-truncated" else "failed", f"defect.{code}", name=key.name, where=key.where,
        length=_core_length(described), place=notes.say("check.key.and").join(places), standard=STANDARD_LENGTH,
        auth=SHORT_AUTH_LENGTH,
    )  # fmt: skip


def _core_length(described: KeyDescription) -> int:
    return described.length - sum(defect.position >= 0 for defect in described.defects)


def _facts(notes: Notes, value: str, described: KeyDescription, detail: str) -> None:
    codes = {defect.code for defect in described.defects}
    for stray in sorted({_STRAY[code] for code in codes if code in _STRAY}):
        notes.fact("key.stray", stray, detail)
    if not codes - {"wrong-length", "maybe-truncated"}:
        notes.fact("key.stray", "none", detail)
    if described.kind not in (*_GOOGLE_KEYS, "unknown") or "unexpanded-variable" in codes or not value.strip():
        return
    forms = _forms(value, described)
    for form in sorted(forms):
        notes.fact("key.form", form, detail)
    if described.kind in _GOOGLE_KEYS and not forms & {"spoilt", "doubtful"}:
        length = next((form for form in ("short", "long") if form in forms), "whole")
        notes.fact("key.length_fit", {"short": "shorter", "long": "longer", "whole": "fits"}[length], detail)


def _forms(value: str, described: KeyDescription) -> set[str]:
    """What the letters of a value amount to; ``edged`` by blanks alone, which many tools cut off."""
    forms = {_FORMS[defect.code] for defect in described.defects if defect.code in _FORMS}
    begin, end = len(value) - len(value.lstrip()), len(value.rstrip())
    for defect in described.defects:
        if defect.position >= 0:
            edge = defect.code in _BLANKS and not begin <= defect.position < end
            forms.add("edged" if edge else "spoilt")
        elif defect.code == "wrong-length":
            forms.add("short" if _core_length(described) < STANDARD_LENGTH else "long")
    if described.kind == "unknown":
        forms.add("odd")
    return forms or {"whole"}
