"""The fixed patterns of every kind of secret. Nothing a rule base says can take one away.

Every pattern is used on a `View` (escapes decoded, wraps joined) and can be matched in linear time: what may repeat is
bounded or begins with a fixed letter.
"""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern
from ..values import Struct
from .places import ALPHANUMERIC, Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Literal, TypeAlias


KeyKind: TypeAlias = "Literal['standard', 'auth', 'ephemeral', 'oauth-token', 'service-account', 'other-vendor', 'placeholder', 'unknown']"
"""The values of the fact ``key.kind``."""

Before: TypeAlias = "Literal['any', 'word', 'digit']"
"""What may stand before a token: anything, no letter of a word, or only a digit."""

BODY: Final = {
    "key": lazy_pattern(r"[A-Za-z0-9_-]{0,400}"),
    "dotted": lazy_pattern(r"[A-Za-z0-9_.-]{0,400}"),
    "jwt": lazy_pattern(r"[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,8000}){0,4}"),
    "plain": lazy_pattern(r"[A-Za-z0-9]{0,400}"),
    "under": lazy_pattern(r"[A-Za-z0-9_]{0,400}"),
    "base64": lazy_pattern(r"[A-Za-z0-9+/=]{0,8000}"),
}


class Token(Struct):
    """A secret that shows by how it begins. Lengths count from the first letter.

    ``least``: shortest piece that is hidden (truncated keys). ``whole``: a complete one has at least this length.
    ``exact``: every complete one has this length. ``mixed``: words alone are none; a digit or a capital has to be there.
    """

    slug: str
    starts: tuple[str, ...]
    vendor: str = ""
    key_kind: KeyKind = "other-vendor"
    body: str = "key"
    least: int = 20
    whole: int = 30
    exact: int = 0
    before: Before = "word"
    mixed: bool = True


TOKENS: Final = (
    Token("standard-key", ("AIza",), "Google", "standard", whole=39, exact=39, before="any", mixed=False),
    Token("standard-key", ("IzaSy", "zaSy"), "Google", "standard", least=34, whole=36),
    Token("standard-key", ("aizasy", "AIZASY", "Aizasy", "AiZa"), "Google", "standard", least=30, whole=39, exact=39),
    Token("auth-key", ("AQ.", "IQ."), "Google", "auth", whole=40, mixed=False),
    Token("ephemeral-token", ("auth_tokens/",), "Google", "ephemeral", whole=40, before="any"),
    Token("oauth-token", ("ya29.",), "Google", "oauth-token", body="dotted", whole=80),
    Token("refresh-token", ("1//0",), "Google", "oauth-token", least=24, whole=80),
    Token("oauth-code", ("4/0A",), "Google", "oauth-token", least=24, whole=60),
    Token("client-secret", ("GOCSPX-",), "Google", "oauth-token", least=15, whole=35, mixed=False),
    Token("private-key", ("MIIEv", "MIIEp", "MIIEo", "MIIJQ", "MIIJK"), "Google", "service-account", "base64", 40, 800),
    Token("jwt", ("eyJ",), "", "oauth-token", body="jwt", whole=100),
    Token("anthropic-key", ("sk-ant-",), "Anthropic", whole=90),
    Token("openrouter-key", ("sk-or-",), "OpenRouter", whole=60),
    Token("openai-key", ("sk-proj-", "sk-svcacct-", "sk-admin-"), "OpenAI", whole=80),
    Token("openai-style-key", ("sk-",), "OpenAI or a relay", whole=35),
    Token("groq-key", ("gsk_",), "Groq", body="plain", whole=56),
    Token("xai-key", ("xai-",), "xAI", whole=80),
    Token("hugging-face-token", ("hf_",), "Hugging Face", body="plain", whole=37),
    Token("perplexity-key", ("pplx-",), "Perplexity", whole=50),
    Token("replicate-token", ("r8_",), "Replicate", body="plain", whole=40),
    Token("nvidia-key", ("nvapi-",), "NVIDIA", whole=60),
    Token("cerebras-key", ("csk-",), "Cerebras", whole=50),
    Token("fireworks-key", ("fw_",), "Fireworks AI", body="plain", whole=25),
    Token("together-key", ("tgp_v1_",), "Together AI", whole=40),
    Token("github-token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), "GitHub", body="plain", whole=40),
    Token("github-token", ("github_pat_",), "GitHub", body="under", whole=90),
    Token("gitlab-token", ("glpat-", "gldt-", "glrt-"), "GitLab", whole=26),
    Token("aws-key-id", ("AKIA", "ASIA"), "AWS", body="plain", whole=20, exact=20),
    Token("slack-token", ("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-"), "Slack", whole=50),
    Token("stripe-key", ("sk_live_", "sk_test_", "rk_live_", "rk_test_"), "Stripe", body="plain"),
    Token("sendgrid-key", ("SG.",), "SendGrid", body="dotted", whole=69),
    Token("npm-token", ("npm_",), "npm", body="plain", whole=40),
    Token("pypi-token", ("pypi-AgEI",), "PyPI", whole=100),
    Token("telegram-token", (":AA",), "Telegram", least=30, whole=36, before="digit"),
    Token("digitalocean-token", ("dop_v1_",), "DigitalOcean", body="plain", whole=70),
    Token("shopify-token", ("shpat_", "shpss_"), "Shopify", body="plain", whole=38),
)

BY_START: Final = {start: token for token in TOKENS for start in token.starts}

STARTS: Final = Words(BY_START, tells="QJXZz_")

CONTEXT_KINDS: Final[dict[str, KeyKind]] = {
    "private-key-id": "service-account",
    "password": "unknown",
    "authorization": "unknown",
    "cookie": "unknown",
    "named-secret": "unknown",
    "url-secret": "unknown",
    "echoed-key": "unknown",
    "known-secret": "unknown",
}
"""Secrets that show by where they stand. ``known-secret``: the value of a credential variable."""

_TOKEN_KINDS: Final[dict[str, KeyKind]] = {token.slug: token.key_kind for token in TOKENS}
KEY_KINDS: Final[dict[str, KeyKind]] = {**_TOKEN_KINDS, **CONTEXT_KINDS}
"""The kind of every secret, and what it is as a key."""

TRIGGERS: Final = Words((
    "authorization", "bearer", "cookie", "key-id", "key_id", "keyid", "keys", "key", "token", "secret", "password", "passwd",
    "passwod", "passwrd", "passphrase", "pwd", "headers.append", "headers.set", "header value",
))  # fmt: skip
"""What a named secret's name ends in; looked for in the lower-cased view."""

NAME_LETTERS: Final = ALPHANUMERIC + "_.-"

COMMAND: Final = lazy_pattern(r"(?:\bsetx|\bsetenv|\bset[ \t]+-[a-zA-Z]{1,4}|\bENV|Variable\([\"']?)[ \t]{0,4}[\"']?\Z")
"""What stands before a name whose value follows after a blank."""
COMMAND_WORDS: Final = ("set", "ENV", "Variable(")
"""One of them is in every command."""

AUTHORIZATION: Final = lazy_pattern(
    r"""["'\])]{0,3}[ \t]{0,8}(?::|=>|=|,)[ \t]{0,8}b?["'\[]{0,2}"""
    r"""(?:(?P<scheme>[Bb]earer|[Bb]asic|BEARER|BASIC|[Tt]oken|[Aa]pi-?[Kk]ey|[Kk]ey|[Bb]ot)(?:[ \t]|%20|\+){1,4})?"""
    r"""(?P<value>(?!(?i:authorization))[^\s"'`,;<>(){}\[\]\ue000]{6,8000})"""
)
AUTHORIZED_WITHIN: Final = 12
"""So many letters before it are behind its name, sign included."""
BEARER: Final = lazy_pattern(r"[ \t:=+]{1,4}(?P<value>[A-Za-z0-9._~+/=-]{16,8000})")
COOKIE: Final = lazy_pattern(r"""["'\]]{0,2}[ \t]?[:=][ \t]?["'\[]{0,2}(?P<value>[^"'\n\ue000]{8,4000})""")
ECHO: Final = lazy_pattern(r"""[: ]{1,3}b?(?:"(?P<double>[^"\ue000]{6,1000})"|'(?P<single>[^'\ue000]{6,1000})')""")

URL_PARAMETER: Final = lazy_pattern(
    r"""(?x)[?&](?P<name>(?i:(?:[\w-]{0,30}[_-])?(?:key|token|secret|password|passwd|pwd|signature)|apikey|accesstoken|authtoken|sig|code))
    =(?P<value>[^&?\s"'`<>#(){}\[\]\\|\ue000]{4,4000})"""
)
PARAMETERS: Final = ("key", "token", "secret", "password", "passwd", "pwd", "signature", "sig", "code")
"""What the name of every such parameter ends in."""
PARAMETER_LETTERS: Final = ALPHANUMERIC + "_-"
PARAMETER_WITHIN: Final = 42
"""Of what such a name consists, and how long it is at most, with the signs around it."""
TAKEN_FOR_ASCII: Final = "\u0130\u0131\u017f\u212a"
"""Letters that a pattern takes for i, s and k where case does not matter, but are no capitals of them."""
URL_PASSWORD: Final = lazy_pattern(
    r"""://[^\s/:@"'<>?#\ue000]{0,100}:(?P<value>[^\s/"'<>?#\ue000]{1,200})@(?=[\w\[])"""
)
URL_TOKEN: Final = lazy_pattern(r"""://(?P<value>[A-Za-z0-9_~.-]{20,200})@(?=[\w\[])""")
USER_WITHIN: Final = 302
"""So many letters behind the slashes hold the user part and its sign."""

PEM_BEGIN: Final = lazy_pattern(r"-----BEGIN[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----\s{0,8}")
PEM_END: Final = lazy_pattern(r"-----END[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----")
PEM_BODY: Final = lazy_pattern(r"[A-Za-z0-9+/=]{0,8000}")
