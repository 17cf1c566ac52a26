"""Real days played back through the services people use: what the platform then says must equal the record (docs/replay.md)."""
