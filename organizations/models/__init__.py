"""Who there is, and where."""

from organizations.models.access import ApiToken, FeedTicket, Membership, RequestReceipt
from organizations.models.approvals import Approval, ApprovalRule
from organizations.models.ownership import Owned
from organizations.models.people import Language, User
from organizations.models.places import Jurisdiction, Level, Unit, UnitKind
from organizations.models.settings import PersonSetting

__all__ = [
    "ApiToken",
    "Approval",
    "ApprovalRule",
    "FeedTicket",
    "Jurisdiction",
    "Language",
    "Level",
    "Membership",
    "Owned",
    "PersonSetting",
    "RequestReceipt",
    "Unit",
    "UnitKind",
    "User",
]
