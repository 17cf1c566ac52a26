"""Kinds of event this app records."""
