"""Files of reports, incidents and things, and who may see them."""
