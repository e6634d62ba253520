"""How the share of a cause came about: from the observations through the rules to each contribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..reason.progress import tried_evidence
from ..values import dataclass
from .seen import Chain, FiredRule, cause_of
from .words import Words

if TYPE_CHECKING:
    from ..reason.diagnose import Examined
    from ..reason.weigh import Contribution
    from ..rulebase.model import RuleBase


@dataclass(frozen=True, slots=True)
class Reason:
    """One contribution: by a rule that fired, or by a fix that was tried (``rule`` has no facts then).

    ``weight`` is a log-likelihood ratio in nats, ``word`` its name; ``counted`` unless a stronger rule of the same group
    spoke already.
    """

    rule: FiredRule
    word: str
    weight: float
    counted: bool


@dataclass(frozen=True, slots=True)
class How:
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
        words = Words(rulebase.phrases)
        lines = [words.say("how.cause", title=self.title, percent=words.percent(self.share))]
        lines.append(words.say("how.prior", word=self.prior, weight=f"{self.prior_weight:+.2f}"))
        for reason in self.reasons:
            key = "how.reason" if reason.counted else "how.uncounted"
            weight = f"{reason.weight:+.2f}"
            lines.append(
                words.say(key, because=reason.rule.because, word=reason.word, weight=weight, rule=reason.rule.rule)
            )
            lines += words.chain(reason.rule, "    ")
        lines.append(words.say("how.sum" if self.reasons else "how.nothing", score=f"{self.score:+.2f}"))
        return "\n".join(lines)


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
