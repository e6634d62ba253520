"""What stays on the disk: saved conversations and the history of the prompt, private and never torn."""
