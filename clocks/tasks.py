"""Background entry points of the clocks."""
