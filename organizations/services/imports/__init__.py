"""Importers: tried first without saving, then all that is right or nothing, with a message for every wrong line."""

from organizations.services.imports.boundaries import boundaries_import
from organizations.services.imports.divisions import divisions_import
from organizations.services.imports.people import people_import
from organizations.services.imports.report import ImportReport

__all__ = ["ImportReport", "boundaries_import", "divisions_import", "people_import"]
