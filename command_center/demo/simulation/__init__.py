"""The county lives: people report, officers decide, teams drive along the roads, all through the services (R-B1, R-C3)."""
