"""Global search: one box for incidents, reports, teams, places, people (R-H2)."""
