"""How the share of a cause came about: from the observations through the rules to each contribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..reason.progress import tried_evidence
from ..values import Struct
from .seen import Chain, FiredRule, cause_of
from .words import PlainWords

if TYPE_CHECKING:
    from ..reason.diagnose import Examined
    from ..reason.weigh import Contribution
    from ..rulebase.model import RuleBase


class Reason(Struct):
    """One contribution: by a rule that fired, or by a fix that was tried (``rule`` has no facts then).

    ``weight`` is a log-likelihood ratio in nats, ``word`` its name; ``counted`` unless a stronger rule of the same group
    spoke already.
    """

    rule: FiredRule
    word: str
    weight: float
    counted: bool


class How(Struct):
    """``prior`` (a word) and ``prior_weight`` are where the cause starts; ``score`` is that plus every counted reason."""

    cause: str
    title: str
    share: float
    prior: str
    prior_weight: float
    score: float
    reasons: tuple[Reason, ...]

    def to_text(self, rulebase: RuleBase) -> str:
        """The explanation in sentences."""
        words = PlainWords(rulebase)
        lines = [words.say("how.cause", title=self.title, percent=words.percent(self.share))]
        lines.append(words.say("how.prior", word=words.weight(self.prior), weight=f"{self.prior_weight:+.1f}"))
        for reason in self.reasons:
            lines.append(words.say("how.reason" if reason.counted else "how.uncounted", **_parts(reason, words)))
            lines += words.chain(reason.rule, "      ")
        lines.append(words.say("how.sum" if self.reasons else "how.nothing", score=f"{self.score:+.1f}"))
        return "\n".join(lines)


def _parts(reason: Reason, words: PlainWords) -> dict[str, str]:
    sign = words.say("how.for" if reason.weight >= 0.0 else "how.against")
    word = words.weight(reason.word)
    return {"sign": sign, "because": reason.rule.because, "word": word, "weight": f"{reason.weight:+.1f}"}


def how(rulebase: RuleBase, examined: Examined, cause: str) -> How:
    """Explain the share of a cause in an examined case; raises `UnknownNameError`."""
    found = cause_of(rulebase, cause)
    return How(
        cause=found.id,
        title=found.title,
        share=examined.weighing.shares[cause],
        prior=found.prior,
        prior_weight=rulebase.weights.priors[found.prior],
        score=examined.weighing.scores[cause],
        reasons=reasons_about(rulebase, examined, cause),
    )


def reasons_about(rulebase: RuleBase, examined: Examined, cause: str) -> tuple[Reason, ...]:
    """Every contribution to a cause, the weightiest first."""
    chain = Chain(rulebase, examined)

    def reason(item: Contribution) -> Reason:
        if item.rule in rulebase.rules:
            rule = chain.rule(item.rule)
        else:
            tried = tried_evidence(item, rulebase)
            rule = FiredRule(tried.rule, tried.title, tried.because, (), ())
        return Reason(rule, item.word, item.weight, item.counted)

    spoken = examined.weighing.contributions.get(cause, ())
    return tuple(reason(item) for item in sorted(spoken, key=lambda item: (-abs(item.weight), item.rule)))
