"""Reports by text message: a pure parser, the codes it knows, and the words of its answers (R-B8)."""

from incidents.reports.sms.codes import SAMPLE, TYPE_CODES, sms_code
from incidents.reports.sms.parse import Parsed, parse, unknown_parts

__all__ = ["SAMPLE", "TYPE_CODES", "Parsed", "parse", "sms_code", "unknown_parts"]
