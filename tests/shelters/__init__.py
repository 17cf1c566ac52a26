"""Tests of the shelters."""
