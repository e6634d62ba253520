"""Lints: what is no fault of a rule base but hardly meant. They never stop anything, and each can be allowed with a reason."""
