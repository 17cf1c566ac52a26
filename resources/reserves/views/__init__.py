"""Pages of reserves."""
