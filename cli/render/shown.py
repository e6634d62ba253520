"""What the short report shows of a diagnosis: the rest of its texts need no cleaning, and are taken out beforehand."""

from __future__ import annotations

from ...engine.values import replace
from . import view as show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...engine.diagnosis import Diagnosis, FactItem
    from .view import View

_TIED = 2
"""So many causes are compared to tell whether one of them leads."""


def only_shown(diagnosis: Diagnosis, view: View) -> Diagnosis:
    """The diagnosis without texts that are never shown where not everything is: they would come out empty."""
    best = tuple(replace(fix, commands=tuple(show.commands(fix, view))) for fix in diagnosis.fixes[: show.SHOWN_FIXES])
    named = {fix.cause for fix in best}
    rest = (
        replace(cause, explanation="", evidence=(), origin="")
        for place, cause in enumerate(diagnosis.causes)
        if place and (place < _TIED or cause.probability >= view.least_share or cause.id in named)
    )
    return replace(
        diagnosis,
        causes=(*diagnosis.causes[:1], *rest),
        fixes=(*best, *diagnosis.fixes[show.SHOWN_FIXES :]),
        facts={
            name: replace(item, detail="", value=item.value if _is_said(name, item, view) else "")
            for name, item in diagnosis.facts.items()
        },
        kb=replace(diagnosis.kb, hash="", packs=()),
    )


def _is_said(name: str, item: FactItem, view: View) -> bool:
    """Whether the value of a fact is shown anywhere."""
    if name in show.LONG_TEXTS:
        return name == show.MESSAGE
    return item.kind != "rule" and view.is_shown(name)
