"""The one reader of fact values: text to the declared type.

``--fact``, facts files, rule bases and observations all come through `read_value`, so that ``NO`` is Norway
for a country, "no" for a boolean, and ``1.10`` stays version 1.10 everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import FactValueError, UnknownNameError
from .facts import Fact, Scalar, Source, typed
from .lazy_pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rulebase.model import FactDecl

_BOOLEANS = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}
_INTEGER = lazy_pattern(r"[+-]?[0-9]{1,18}")
_VERSION = lazy_pattern(r"[vV]?([0-9]{1,9}(?:\.[0-9]{1,9}){0,7}(?:[-+._]?[A-Za-z][A-Za-z0-9.+-]{0,40})?)")
_VERSION_PARTS = 8
_RELEASE = lazy_pattern(r"(?s)[vV]?([0-9]+(?:\.[0-9]+)*)(.*)")
_BETWEEN_WORDS = lazy_pattern(r"[\s_-]+")
_SURROGATES = lazy_pattern("[\ud800-\udfff]")
_SHOWN_VALUES = 40
_SHOWN_CHARACTERS = 60


def read_value(decl: FactDecl, text: str) -> Scalar:
    """Read ``text`` as a value of the fact; raises `FactValueError` that says what would fit."""
    match decl.type:
        case "boolean":
            return _boolean(decl, text)
        case "integer":
            return _integer(decl, text)
        case "enum":
            return _enum(decl, text)
        case "version":
            return _version(decl, text)
        case "country":
            return _country(decl, text)
        case "text":
            return well_formed(text)


def well_formed(text: str) -> str:
    """A text that can be written as UTF-8: lone halves of characters, as escapes in JSON may spell them, become U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def version_key(text: str) -> tuple[int, ...]:
    """A key that orders versions: numbers part by part (1.9 < 1.10, 1.65 = 1.65.0), pre-releases before the release."""
    matched = _RELEASE.match(text.strip())
    if not matched:
        return (0,) * (_VERSION_PARTS + 1)
    numbers = [int(part[:18]) for part in matched[1].split(".")[:_VERSION_PARTS]]
    suffix = matched[2].lstrip("-._").lower()
    released = not suffix or suffix.startswith(("+", "post"))
    return (*numbers, *[0] * (_VERSION_PARTS - len(numbers)), 0 if released else -1)


def read_facts(pairs: Iterable[tuple[str, str]], facts: Mapping[str, FactDecl], source: Source) -> tuple[Fact, ...]:
    """Read name and value pairs, in order, as facts from ``source``.

    A name may come again for a fact declared ``many``, or with the same value. Raises `UnknownNameError` for
    a name outside the vocabulary and `FactValueError` for a value that does not fit, a fact that only rules
    conclude, or two values for a single-valued fact.
    """
    read: list[Fact] = []
    seen: dict[str, Scalar] = {}
    for position, (name, text) in enumerate(pairs):
        decl = facts.get(name)
        if decl is None:
            raise UnknownNameError(f"no fact is called {_shown(name)}{did_you_mean(name, facts)}")
        if decl.derived:
            raise FactValueError(f"{name} cannot be given: only rules conclude it")
        value = read_value(decl, text)
        if not decl.many and name in seen and typed(seen[name]) != typed(value):
            raise FactValueError(f"{name} holds one value, but was given two: {seen[name]} and {value}")
        seen[name] = value
        read.append(Fact(name, value, source, position))
    return tuple(read)


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """``"; did you mean …?"`` for the closest of ``names``, empty when none is close."""
    by_folded = {_folded(name): name for name in names}
    from difflib import get_close_matches  # only for a mistake

    close = get_close_matches(_folded(word[:_SHOWN_CHARACTERS]), by_folded, n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(by_folded[name] for name in close)}?" if close else ""


def _boolean(decl: FactDecl, text: str) -> bool:
    value = _BOOLEANS.get(text.strip().lower())
    if value is None:
        raise FactValueError(f"{decl.name} is yes or no, not {_shown(text)}")
    return value


def _integer(decl: FactDecl, text: str) -> int:
    if not _INTEGER.fullmatch(text.strip()):
        raise FactValueError(f"{decl.name} is a whole number{_range(decl)}, not {_shown(text)}")
    value = int(text)
    too_small = decl.minimum is not None and value < decl.minimum
    too_large = decl.maximum is not None and value > decl.maximum
    if too_small or too_large:
        raise FactValueError(f"{decl.name} is a whole number{_range(decl)}, not {value}")
    return value


def _range(decl: FactDecl) -> str:
    if decl.minimum is not None and decl.maximum is not None:
        return f" from {decl.minimum} to {decl.maximum}"
    if decl.minimum is not None:
        return f" from {decl.minimum}"
    return "" if decl.maximum is None else f" up to {decl.maximum}"


def _enum(decl: FactDecl, text: str) -> str:
    stripped = text.strip()
    if stripped in decl.values:
        return stripped
    folded = _folded(stripped)
    for value in decl.values:
        if _folded(value) == folded:
            return value
    listed = ", ".join(list(decl.values)[:_SHOWN_VALUES]) + (", …" if len(decl.values) > _SHOWN_VALUES else "")
    hint = did_you_mean(stripped, decl.values)
    raise FactValueError(f"{decl.name} is one of {listed}; not {_shown(text)}{hint}")


def _version(decl: FactDecl, text: str) -> str:
    matched = _VERSION.fullmatch(text.strip())
    if not matched:
        raise FactValueError(f"{decl.name} is a version such as 1.65.0, not {_shown(text)}")
    return matched[1]


def _country(decl: FactDecl, text: str) -> str:
    from .countries import country_code  # only where a country is told

    stripped = text.strip()
    code = country_code(stripped.upper() if len(stripped) <= 3 else stripped, decl.names)
    if code is None:
        raise FactValueError(f"{decl.name} is a country, by name or ISO code (DE, Germany), not {_shown(text)}")
    return code


def _folded(text: str) -> str:
    return _BETWEEN_WORDS.sub("", text).lower()


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…")
