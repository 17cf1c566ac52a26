"""Shelters and who is inside."""
