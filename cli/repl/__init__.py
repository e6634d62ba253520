"""The conversation: what is said, what a line means, and how both are shown on a terminal."""
