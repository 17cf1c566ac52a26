"""Pages and fragments of supplies."""
