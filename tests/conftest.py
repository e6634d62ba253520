"""Settings of every test."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says nothing about whether it is right, and machines are busy at times.
settings.register_profile("keymedic", deadline=None)
settings.load_profile("keymedic")
