"""Tools around the product; nothing here runs in production."""
