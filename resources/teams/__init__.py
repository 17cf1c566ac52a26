"""Teams: what they can do, whether they are ready, and where they are (R-D7)."""
