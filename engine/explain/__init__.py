"""Explanations as values, each with its text: how, why, and why not."""
