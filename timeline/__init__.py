"""What happened: events written with the change, told live after the commit (R-C6, R-H4)."""
