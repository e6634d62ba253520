"""The commands: each reads its arguments, lets the engine work, and shows the result."""
