"""Made-up secrets of every kind. Each is put together at run time and holds the letters FAKE."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

ALPHABET = string.ascii_letters + string.digits


def letters(count: int, seed: int, alphabet: str = ALPHABET) -> str:
    """Random letters, the same for the same seed."""
    generator = random.Random(seed)
    return "".join(generator.choice(alphabet) for _ in range(count))


def _after(start: str, count: int) -> Callable[[int], str]:
    return lambda seed: f"{start}FAKE{letters(count - 4, seed)}"


KINDS: dict[str, Callable[[int], str]] = {
    "standard-key": _after("AI" + "zaSy", 33),
    "auth-key": _after("AQ" + ".Ab8R", 46),
    "ephemeral-token": _after("auth_" + "tokens/", 44),
    "oauth-token": _after("ya" + "29.a0", 120),
    "refresh-token": _after("1/" + "/0g", 60),
    "client-secret": _after("GOC" + "SPX-", 28),
    "jwt": lambda seed: f"eyJ{'hbGciOi'}FAKE{letters(20, seed)}.{letters(60, seed + 1)}.{letters(43, seed + 2)}",
    "anthropic-key": _after("sk-" + "ant-api03-", 90),
    "openrouter-key": _after("sk-" + "or-v1-", 64),
    "openai-key": _after("sk-" + "proj-", 90),
    "openai-style-key": _after("sk" + "-", 45),
    "groq-key": _after("gs" + "k_", 52),
    "xai-key": _after("xa" + "i-", 80),
    "hugging-face-token": _after("h" + "f_", 34),
    "perplexity-key": _after("ppl" + "x-", 48),
    "replicate-token": _after("r" + "8_", 37),
    "github-token": _after("gh" + "p_", 36),
    "gitlab-token": _after("gl" + "pat-", 22),
    "slack-token": _after("xo" + "xb-", 50),
    "stripe-key": _after("sk_" + "live_", 24),
    "nvidia-key": _after("nv" + "api-", 64),
    "npm-token": _after("np" + "m_", 36),
    "aws-key-id": lambda seed: "AK" + "IA" + "FAKE" + letters(12, seed, string.ascii_uppercase + string.digits),
}
"""Kind of secret to the maker of one."""
