"""Reserves for programs (R-D1, R-D2, R-D3)."""
