"""What people send from the pages of shelters."""
