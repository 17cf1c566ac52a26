"""Requests for supplies, their allocation and their way."""
