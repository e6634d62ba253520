"""The accuracy of ``keymedic eval`` in words and as JSON, counts beside every percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..phrases import Phrases, percent
from ..scoring import Outcome, Score, Share
from .layout import display_width

if TYPE_CHECKING:
    from ...engine.rulebase.model import RuleBase


_BAR = 20
"""Columns of a bar of the reliability diagram."""


def score_text(result: Score, rulebase: RuleBase, *, verbose: bool) -> str:
    """A table; ``verbose`` adds the calibration bins and the wrong answers."""
    phrases = Phrases(rulebase.phrases)
    rows = _rows(result, phrases)
    column = max(display_width(label) for label, _ in rows)
    lines = [f"{label}{' ' * (column - display_width(label))}  {value}" for label, value in rows]
    if verbose:
        lines += _bins(result, phrases) + _wrong(result, phrases)
    return "\n".join(lines) + "\n"


def _rows(result: Score, phrases: Phrases) -> list[tuple[str, str]]:
    rows = [
        (phrases.say("eval.cases"), str(result.cases)),
        (phrases.say("eval.first"), _share(result.first, phrases)),
        (phrases.say("eval.three"), _share(result.among_three, phrases)),
    ]
    for name, (first, three) in result.certainties.items():
        rows.append((phrases.say("eval.certainty", certainty=name), _share(first, phrases)))
        rows.append((phrases.say("eval.certainty-three", certainty=name), _share(three, phrases)))
    if result.unrecoverable.whole:
        rows.append((phrases.say("eval.unrecoverable"), _share(result.unrecoverable, phrases)))
    confident = Share(len(result.confident), result.cases)
    rows += [(phrases.say("eval.verdict", verdict=name), _share(Share(number, result.cases), phrases))
             for name, number in result.verdicts.items()]  # fmt: skip
    rows.append((phrases.say("eval.scope"), _share(Share(result.out_of_scope.whole, result.cases), phrases)))
    if result.out_of_scope.whole:
        rows.append((phrases.say("eval.scope-right"), _share(result.out_of_scope, phrases)))
    return [
        *rows,
        (phrases.say("eval.confident"), _share(confident, phrases)),
        (phrases.say("eval.calibration"), f"{result.calibration_error:.3f}"),
    ]


def _share(share: Share, phrases: Phrases) -> str:
    return phrases.say("eval.share", part=share.part, whole=share.whole, percent=percent(share.ratio, counted=True))


def _bins(result: Score, phrases: Phrases) -> list[str]:
    lines = ["", phrases.say("eval.bins")]
    for part in result.bins:
        values = {"low": f"{part.low:.1f}", "high": f"{part.high:.1f}", "number": part.number}
        said = phrases.say("eval.bin", said=f"{part.said:.2f}", was=f"{part.was:.2f}", **values)
        lines.append(f"  {_bar(part.said, part.was)}  {said}")
    return lines


def _bar(said: float, was: float) -> str:
    """How often it was so as a bar, with a stroke where it should end: ``######|``, ``####.|``, ``#####|#``."""
    mark = round(said * _BAR)
    cells = ["#" if at < round(was * _BAR) else "." for at in range(_BAR)]
    return "".join([*cells[:mark], "|", *cells[mark:]])


def _wrong(result: Score, phrases: Phrases) -> list[str]:
    if not result.wrong:
        return []
    return ["", phrases.say("eval.wrong"), *(f"  {_wrong_line(item, phrases)}" for item in result.wrong)]


def _wrong_line(item: Outcome, phrases: Phrases) -> str:
    got = item.first or phrases.say("kb.nothing")
    return phrases.say("eval.wrong-line", id=item.id, expected=item.cause, got=got, percent=percent(item.probability))


def score_data(result: Score) -> dict[str, Any]:
    """The score as plain data; shares are ``{"part", "whole", "ratio"}``."""
    return {
        "cases": result.cases,
        "first": _data(result.first),
        "among_three": _data(result.among_three),
        "certainty": {
            name: {"first": _data(first), "among_three": _data(three)}
            for name, (first, three) in result.certainties.items()
        },
        "unrecoverable": _data(result.unrecoverable),
        "out_of_scope": _data(result.out_of_scope),
        "verdicts": dict(result.verdicts),
        "wrong_confident": _data(Share(len(result.confident), result.cases)),
        "wrong_confident_cases": [_outcome(item) for item in result.confident],
        "calibration_error": round(result.calibration_error, 6),
        "calibration_bins": [
            {"low": part.low, "high": part.high, "count": part.number,
             "said": round(part.said, 6), "was": round(part.was, 6)} for part in result.bins
        ],
        "wrong": [_outcome(item) for item in result.wrong],
        "errors": list(result.errors),
    }  # fmt: skip


def _data(share: Share) -> dict[str, Any]:
    return {"part": share.part, "whole": share.whole, "ratio": round(share.ratio, 6)}


def _outcome(item: Outcome) -> dict[str, Any]:
    return {
        "id": item.id, "expected": item.cause, "got": item.first,
        "verdict": item.verdict, "probability": round(item.probability, 6),
    }  # fmt: skip
