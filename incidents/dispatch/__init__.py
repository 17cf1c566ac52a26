"""Teams sent to incidents: who should go and why, ordered, acknowledged, on the way, there, back (R-C3)."""
