"""``keymedic kb``: what the people who write rules use."""
