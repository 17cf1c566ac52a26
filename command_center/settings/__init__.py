"""Settings by environment: `dev` (`./dev up`), `test`, `production`; all build on `base`."""
