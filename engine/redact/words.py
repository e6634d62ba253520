"""Telling secrets from what only stands in their place: templates, placeholders, words, code, paths.

A placeholder in the key's place is a finding of the diagnosis, so it has to survive redaction.
"""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern
from .marks import SEALED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_TEMPLATE: Final = lazy_pattern(r"(?s)<[^<>]{0,80}>?|\{\{?.{0,80}|[xX*.•…_#?0-]+|\W*")
_OPENED: Final = ("$(", "${", "[")
"""A template that begins like this may go on as it likes."""
_SIGIL: Final = lazy_pattern(r"%\w+%?|!\w+!|@[\w.]+@|__\w+__")
_SIGILS: Final = ("%", "!", "@", "__")
_NOTHING: Final = frozenset((
    "none", "null", "nil", "nan", "undefined", "unset", "true", "false", "empty", "missing", "absent", "required",
    "optional", "invalid", "expired", "present", "configured", "provided", "available", "redacted", "hidden",
    "masked", "removed", "censored", "secret", "string", "boolean", "number", "text", "test", "testing", "tests",
    "default", "changeme", "changeit", "placeholder", "example", "sample", "dummy", "foobar", "notset", "not_set",
    "not-set", "todo", "tbd", "unknown", "disabled", "enabled", "blocked", "leaked", "active", "wrong", "valid",
    "incorrect", "correct", "localhost", "api_key", "apikey", "api-key", "token", "password", "credentials",
))  # fmt: skip
_FILLER: Final = lazy_pattern(r"(.)\1{4,}|([xX*.•…_#?0-])\2{2,}|\.{2,}|…")
_PLACE_WORD: Final = lazy_pattern(
    r"(?i)placeholder|changeme|example|replace|your|insert|enter|paste|sample|dummy|gemini|google|openai|anthropic|actual"
    r"|redacted|hidden|masked|removed|secret|password|access|studio|token|valid|value|my[-_]?|the[-_]|api|key|here|this|with"
    r"|auth|real|some|todo|test|demo|from|goes|new[-_]|put[-_]|add[-_]|string|undefined|AIza(?:Sy)?|^sk-(?:proj-|ant-|or-)?|^AQ\."
)
_RUNS: Final = ("0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SEPARATORS: Final = lazy_pattern(r"[^A-Za-z0-9]+")
_WORD: Final = lazy_pattern(
    r"[A-Z]?[a-z]{1,18}(?:[A-Z][a-z]{2,18}|As|At|By|Id|If|In|Is|No|Of|On|Or|To)*|[A-Z]{1,18}|[a-z]{1,12}[A-Z]{2,5}|[A-Z]?[a-z]{0,12}\d{1,6}|[A-Z]{1,6}\d{1,6}|\d{1,20}|OAuth|v\d{1,3}[a-z]{0,6}\d{0,3}|"
)
_SNAKE_NAME: Final = lazy_pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?:[a-z]+_)*(?:api_?key|token|secret)s?(?:_[a-z]+)*")
_NAME_WORDS: Final = ("key", "token", "secret")
"""One of them is in every such name that is not all capitals."""
_PATH: Final = lazy_pattern(r"(?:https?|file)://.*|(?:[A-Za-z]:|[~.]{1,2}|)[\\/][\w.@\\/ -]*\.[A-Za-z]{2,5}")
_LONGEST_WORD: Final = 18
_LEAST_REST: Final = 8
_JUDGED: Final = 160
"""Letters by which a value is judged; a secret shows early, and a bound keeps hostile texts cheap."""


def is_template(value: str) -> bool:
    """Whether a value only says "a value goes here": empty, ``${X}``, ``<KEY>``, ``%X%``, ``***``, ``undefined``."""
    bare = value[:_JUDGED].strip(" \t\n'\"`")
    if SEALED in bare or bare.lower() in _NOTHING or bare.startswith(_OPENED):
        return True
    return (_may_be_template(bare) and _TEMPLATE.fullmatch(bare) is not None) or _is_variable(bare)


def _may_be_template(value: str) -> bool:
    """Whether a value begins as a template can: with a letter of filler or a sign, which after ``$`` is not the last one."""
    first = value[1:2] or value if value.startswith("$") else value[:1]
    return not first.isalnum() or (first in "xX0" and not value.startswith("$"))


def _is_variable(value: str) -> bool:
    """Whether a value is a variable that nobody expanded; ``$`` and random letters are a password."""
    if value.startswith("$"):
        return _is_letters(value[1:].removeprefix("env:")) and is_wordy(value)
    return value.startswith(_SIGILS) and _SIGIL.fullmatch(value) is not None and is_wordy(value)


def _is_letters(value: str) -> bool:
    """Whether a value is letters, digits and underscores, and not empty."""
    return value.replace("_", "a").isalnum()


def is_placeholder(value: str) -> bool:
    """Whether a value is a template or made of filler, stock words and counting, such as ``AIzaSyXXXX…``."""
    if is_template(value):
        return True
    value = value[:_JUDGED]
    rest = _PLACE_WORD.sub(" ", _FILLER.sub(" ", value))
    for run in _RUNS:
        rest = _without_run(rest, run)
    return rest != value and len(_SEPARATORS.sub("", rest)) < _LEAST_REST


def _without_run(text: str, run: str) -> str:
    """The text without pieces of a counting run (``12345``, ``cdefgh``) of at least five letters."""
    for start in range(len(run) - 4):
        at = text.find(run[start : start + 5])
        if at >= 0:
            length = 5
            while start + length < len(run) and text[at + length : at + length + 1] == run[start + length]:
                length += 1
            text = f"{text[:at]} {text[at + length :]}"
    return text


def is_wordy(value: str) -> bool:
    """Whether every piece between separators reads as a word, a number or a version: prose, a name, a path; no secret."""
    return all(_is_word(piece) or _WORD.fullmatch(piece) for piece in _SEPARATORS.split(value[:_JUDGED]))


def _is_word(piece: str) -> bool:
    """Whether a piece is a number, or letters with a capital nowhere but at its beginning or everywhere."""
    if len(piece) > _LONGEST_WORD:
        return False
    return piece.islower() or piece.isupper() or piece.istitle() if piece.isalpha() else piece.isdigit() or not piece


def is_name(value: str) -> bool:
    """Whether a value is itself the name of a variable (``GEMINI_API_KEY``, ``my_api_key``)."""
    may_be = ("_" in value and value.isupper()) or any(word in value for word in _NAME_WORDS)
    return may_be and _SNAKE_NAME.fullmatch(value) is not None


def is_place(value: str) -> bool:
    """Whether a value is an address or the path of a file."""
    return ("/" in value or "\\" in value) and _PATH.fullmatch(value) is not None
