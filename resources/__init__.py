"""What there is to help with: teams, places, and later reserves and shelters."""
