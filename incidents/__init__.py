"""A wing of apps: reports come in, incidents live, teams go out."""
