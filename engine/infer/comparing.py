"""How values are ordered: integers by size, versions by their numeric parts."""

from __future__ import annotations

from ..conditions import Test
from ..facts import Scalar

_DIGITS = frozenset("0123456789")

VersionKey = tuple[tuple[int, str], ...]


def version_key(text: str) -> VersionKey | None:
    """Orders versions by their numeric parts (``1.9 < 1.10``, ``1.2 = 1.2.0``); ``None`` for what is no version.

    Reading stops after the first part that is not all digits: ``2.0.0-rc1`` counts as ``2.0.0``. Parts stay
    text, longer ones being larger, so that a part of any length is read in linear time.
    """
    parts: list[str] = []
    for part in text.strip().removeprefix("v").split("."):
        digits = part[: next((at for at, char in enumerate(part) if char not in _DIGITS), len(part))]
        if digits:
            parts.append(digits.lstrip("0"))
        if not digits or digits != part:
            break
    if not parts:
        return None
    while parts and not parts[-1]:
        _ = parts.pop()
    return tuple((len(part), part) for part in parts)


def order(value: Scalar, operand: Scalar) -> int | None:
    """-1, 0 or 1 as ``value`` is smaller, equal or larger; ``None`` where the two have no order."""
    if isinstance(value, bool) or isinstance(operand, bool):
        return None
    if isinstance(value, int) and isinstance(operand, int):
        return (value > operand) - (value < operand)
    if isinstance(value, str) and isinstance(operand, str):
        left, right = version_key(value), version_key(operand)
        if left is not None and right is not None:
            return (left > right) - (left < right)
    return None


def in_order(value: Scalar, test: Test) -> bool:
    """Whether a value passes one of the ordering tests; a value that has no order does not."""
    result = order(value, test.operands[0])
    match test.operator:
        case "at_least":
            return result in (0, 1)
        case "at_most":
            return result in (0, -1)
        case "above":
            return result == 1
        case "below":
            return result == -1
        case _:
            raise ValueError(f"not an ordering test: {test.operator}")
