"""Shelters for programs."""
