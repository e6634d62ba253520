"""How results look: text for people, JSON, Markdown."""
