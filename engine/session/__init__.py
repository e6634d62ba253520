"""A conversation about one case: what was said and tried, and what follows from it."""

from __future__ import annotations

from .session import Ask, Done, Session, TryFix

__all__ = ["Ask", "Done", "Session", "TryFix"]
