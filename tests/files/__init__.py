"""Files: what comes in, what is refused, who sees it."""
