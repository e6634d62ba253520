"""Masking what tells who a person is: e-mail addresses, IP addresses, user names in home paths."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..lazy_pattern import lazy_pattern
from .marks import MARK_SOURCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_EMAIL: Final = lazy_pattern(
    r"(?<![A-Za-z0-9._%+-])(?P<name>[A-Za-z0-9._%+-]{1,64})@(?P<domain>(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,24})(?![\w-])"
)
_NOT_MAIL: Final = lazy_pattern(
    r"(?i).*\.(?:js|ts|mjs|cjs|jsx|tsx|py|go|rs|rb|json|html|tgz|gz|zip|whl)|(?:.*\.)?example\.(?:com|org|net)|.*\.(?:test|invalid|example)"
)
_SERVICE_ACCOUNT: Final = ".gserviceaccount.com"
_KEPT_NAMES: Final = frozenset(("git",))
_IPV4: Final = lazy_pattern(
    r"(?<![\w.-])(?P<ip>(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d))(?![\w-]|\.\w)"
)
_VERSION_BEFORE: Final = lazy_pattern(
    r"(?i)(?:(?<!:/)/|[@=~^]|==|\bv(?:er(?:sion)?)?\.?|\brelease|\bbuild)[\s:\"'=]{0,3}\Z"
)
_IPV6: Final = lazy_pattern(
    r"(?<![\w:.])(?P<ip>[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,39}(?:\d{1,3}(?:\.\d{1,3}){3})?)(?![\w:])"
)
_HOME: Final = lazy_pattern(
    r"""(?x)(?P<home>(?<![\w.-])/(?:home|Users)/|(?<=[A-Za-z]:)[\\/]{1,4}(?:Users|Documents\ and\ Settings)[\\/]{1,4}|(?<=/[a-z])/Users/)
        (?P<name>[^\s\\/:*?"'<>|$%{}\[\](),;`]{1,64})"""
)
_SHARED_NAMES: Final = frozenset((
    "user", "username", "yourname", "your-name", "your_name", "you", "name", "me", "dev", "runner", "app", "node",
    "root", "ubuntu", "public", "shared", "default", "admin", "administrator", "vscode", "codespace", "jovyan",
    "circleci", "vsts", "ec2-user", "debian", "pi", "linuxbrew", "all", "guest", "test", "tester", "build", "builder",
    "docker", "jenkins", "python", "google", "gemini", "service", "server", "system", "home", "work", "nobody", "vagrant",
))  # fmt: skip
_SHORTEST_NAME: Final = 3
"""Shorter user names are masked in home paths only: elsewhere they could be anything."""


def telling_names(names: Iterable[str]) -> tuple[str, ...]:
    """The user names that tell who somebody is, longest first: not ``root``, ``runner`` and the like, nor short ones."""
    told = {name for name in map(str.strip, names) if len(name) >= _SHORTEST_NAME}
    return tuple(
        sorted((name for name in told if name.lower() not in _SHARED_NAMES), key=lambda name: (-len(name), name))
    )


def names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the telling ones of these user names wherever they stand as a word."""
    words = "|".join(map(re.escape, telling_names(names)))
    if not words:
        return None
    return re.compile(rf"{MARK_SOURCE}|(?<![^\W_])(?P<name>{words})(?![^\W_])", re.IGNORECASE)


def mask_people(text: str, names: re.Pattern[str] | None = None) -> str:
    """The text with e-mail addresses, IP addresses, user names in home paths and all known ``names`` masked.

    Loopback and unspecified addresses, version numbers, example domains, shared names (``runner``, ``user``) and the
    project of a service account stay.
    """
    text = _EMAIL.sub(_email, text)
    text = _IPV6.sub(_ipv6, text)
    text = _IPV4.sub(_ipv4, text)
    text = _HOME.sub(_home, text)
    return names.sub(lambda found: "[user]" if found["name"] else found[0], text) if names else text


def _email(found: re.Match[str]) -> str:
    domain = found["domain"]
    if domain.endswith(_SERVICE_ACCOUNT):
        return f"[name]@{domain}"
    return found.group() if found["name"] in _KEPT_NAMES or _NOT_MAIL.fullmatch(domain) else "[e-mail]"


def _ipv4(found: re.Match[str]) -> str:
    address = found["ip"]
    before = found.string[max(0, found.start() - 12) : found.start()]
    if address.startswith(("127.", "0.", "255.")) or _VERSION_BEFORE.search(before):
        return address
    return "[IPv4 address]"


def _ipv6(found: re.Match[str]) -> str:
    text = found["ip"]
    from ipaddress import IPv6Address  # few texts hold an address

    bare = text.rstrip(":") if not text.endswith("::") else text
    try:
        address = IPv6Address(bare)
    except ValueError:
        return text
    if address.is_loopback or address.is_unspecified or not re.search(r"\d", bare):
        return text
    return "[IPv6 address]" + text[len(bare) :]


def _home(found: re.Match[str]) -> str:
    return found.group() if found["name"].lower() in _SHARED_NAMES else f"{found['home']}[user]"
