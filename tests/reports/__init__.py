"""Reports: intake, claims, decisions, duplicates, places, pages."""
