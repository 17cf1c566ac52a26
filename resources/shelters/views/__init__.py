"""Pages of shelters."""
