"""Which language the conversation is in."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH = "en"
_VARIABLES = ("KEYMEDIC_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language(wanted: str | None, environ: Mapping[str, str], there: Mapping[str, object]) -> str:
    """The language of ``--lang``, of ``KEYMEDIC_LANG`` or of the locale, if it is ``there``; else English."""
    named = wanted or next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    name = named.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return name if name in there else ENGLISH
