"""Deadlines: what must happen next, by when, by whom; raised when it passes, even if every worker slept."""
