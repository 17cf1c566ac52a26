"""Files with thousands of lines: tried first, then taken as a whole or not at all, with a message for every wrong line."""

from resources.reserves.services.exchange.running import import_begin, import_run, imports_waiting

__all__ = ["import_begin", "import_run", "imports_waiting"]
