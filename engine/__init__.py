"""The engine: facts in, ranked causes and fixes out. Knows nothing of commands or screens."""
