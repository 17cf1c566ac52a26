"""Jurisdictions, units, people, their roles and reach: who may do what, where (R-A1, R-A4)."""
