"""The command bar: a grammar, what a line would do in words, and doing it (R-H2)."""
