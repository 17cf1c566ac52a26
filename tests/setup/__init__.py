"""The set-up script: services it makes, processes it keeps, and what it leaves behind."""
