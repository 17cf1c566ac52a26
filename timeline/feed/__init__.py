"""The live feed: one hub per process tells every socket what it may hear, in commit order (R-C6)."""
