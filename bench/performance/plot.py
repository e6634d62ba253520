"""Plots as SVG: lines over logarithmic axes, and bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 420, 70, 40, 200, 50
_COLOURS = ("#0b6e4f", "#1f78b4", "#b15928", "#6a3d9a", "#e31a1c", "#ff7f00", "#666666", "#c0399f")


def plot(title: str, below: str, beside: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """The picture of some lines, each a name and its points (all above 0)."""
    points = [point for line in lines.values() for point in line]
    across, up = (
        _scale([x for x, _ in points], _LEFT, _WIDTH - _RIGHT),
        _scale([y for _, y in points], _HEIGHT - _BOTTOM, _TOP),
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="22" font-size="15">{title}</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 10}">{below}</text><text x="8" y="{_TOP - 8}">{beside}</text>',
    ]
    for x in sorted({x for x, _ in points}):
        parts.append(f'<text x="{across(x):.0f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{x:,.0f}</text>')
    for power in range(
        math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points))) + 1
    ):
        y = up(10.0**power)
        if _TOP - 1 <= y <= _HEIGHT - _BOTTOM + 1:
            parts.append(f'<path d="M{_LEFT} {y:.0f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
            parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:,.0f}</text>')
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
        place = _TOP + 10 + 20 * number
        parts.append(f'<rect x="{_WIDTH - _RIGHT + 14}" y="{place - 9}" width="14" height="4" fill="{colour}"/>')
        parts.append(f'<text x="{_WIDTH - _RIGHT + 34}" y="{place}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def bars(title: str, values: Mapping[str, float], unit: str, aim: tuple[str, float] | None = None) -> str:
    """The picture of some lengths, each a name and its value; ``aim``: what a line across them means, and where it is."""
    left, row = 250, 26
    height = _TOP + row * len(values) + 30
    factor = (_WIDTH - left - 80) / max([*values.values(), aim[1] if aim else 0.0])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/><text x="12" y="22" font-size="15">{title}</text>',
    ]
    for number, (name, value) in enumerate(values.items()):
        y = _TOP + row * number
        colour = _COLOURS[0] if name.startswith("keymedic") else "#9aa5b1"
        parts.append(f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="{left}" y="{y}" width="{value * factor:.1f}" height="18" fill="{colour}"/>')
        parts.append(f'<text x="{left + value * factor + 6:.1f}" y="{y + 14}">{value:,.0f} {unit}</text>')
    if aim:
        x, end = left + aim[1] * factor, _TOP + row * len(values)
        parts.append(f'<path d="M{x:.1f} {_TOP - 6}V{end}" stroke="#e31a1c" stroke-dasharray="4 3"/>')
        parts.append(f'<text x="{x:.1f}" y="{end + 16}" text-anchor="middle" fill="#e31a1c">{aim[0]}</text>')
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    def __init__(self, values: Sequence[float], begin: int, end: int) -> None:
        self._low, high = math.log10(min(values)), math.log10(max(values))
        self._begin, self._factor = begin, (end - begin) / ((high - self._low) or 1.0)

    def __call__(self, value: float) -> float:
        return self._begin + (math.log10(value) - self._low) * self._factor


def _scale(values: Sequence[float], begin: int, end: int) -> _Scale:
    return _Scale(values, begin, end)
