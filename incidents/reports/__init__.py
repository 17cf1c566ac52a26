"""Intake from every source into one queue: claim, verify, join, return, reject (R-B1, R-B5)."""
