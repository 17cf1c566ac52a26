"""Where goods may be, why they move, and from where to where: the double entry as tables (R-D3)."""

from typing import Final

# Places in a warehouse: together they are what is on hand there.
STOCK: Final = "stock"
RESERVED: Final = "reserved"
FROZEN: Final = "frozen"
# Out of the warehouse, still the county's or still to be answered for.
TRANSIT: Final = "transit"
LOANED: Final = "loaned"
ISSUED: Final = "issued"
# The outside world.
SUPPLIER: Final = "supplier"
OPENING: Final = "opening"
DONOR: Final = "donor"
ROTATED: Final = "rotated"
SCRAPPED: Final = "scrapped"
DIFFERENCE: Final = "difference"

ON_HAND: Final = (STOCK, RESERVED, FROZEN)
NEVER_NEGATIVE: Final = (STOCK, RESERVED, FROZEN, TRANSIT, LOANED, ISSUED, ROTATED, SCRAPPED)
IN_WAREHOUSE: Final = (STOCK, RESERVED, FROZEN, TRANSIT)

# Why goods move → (from, to). The same reason always moves between the same kinds of account.
ROUTES: Final[dict[str, tuple[str, str]]] = {
    "purchase": (SUPPLIER, STOCK),
    "donation": (DONOR, STOCK),
    "opening": (OPENING, STOCK),
    "issue": (STOCK, ISSUED),
    "issue_reserved": (RESERVED, ISSUED),
    "issue_lost": (ISSUED, DIFFERENCE),
    "issue_found": (DIFFERENCE, ISSUED),
    "return": (ISSUED, STOCK),
    "return_damaged": (ISSUED, FROZEN),
    "transfer_out": (STOCK, TRANSIT),
    "transfer_out_reserved": (RESERVED, TRANSIT),
    "transfer_in": (TRANSIT, STOCK),
    "transfer_lost": (TRANSIT, DIFFERENCE),
    "transfer_found": (DIFFERENCE, STOCK),
    "loan": (STOCK, LOANED),
    "loan_return": (LOANED, STOCK),
    "loan_return_damaged": (LOANED, FROZEN),
    "loan_lost": (LOANED, DIFFERENCE),
    "rotation": (STOCK, ROTATED),
    "scrap": (FROZEN, SCRAPPED),
    "count_short": (STOCK, DIFFERENCE),
    "count_over": (DIFFERENCE, STOCK),
    "count_short_frozen": (FROZEN, DIFFERENCE),
    "freeze": (STOCK, FROZEN),
    "unfreeze": (FROZEN, STOCK),
    "reserve": (STOCK, RESERVED),
    "release": (RESERVED, STOCK),
}

# Steps of the papers that move goods.
TRANSFER_STEPS: Final[dict[tuple[str, str], str]] = {("sent", "received"): "stock.move"}
SCRAP_STEPS: Final[dict[tuple[str, str], str]] = {
    ("proposed", "approved"): "stock.approve",
    ("proposed", "refused"): "stock.approve",
}
COUNT_STEPS: Final[dict[tuple[str, str], str]] = {
    ("counting", "recounting"): "stock.move",
    ("counting", "counted"): "stock.move",
    ("recounting", "counted"): "stock.move",
    ("counted", "approved"): "stock.approve",
    ("counted", "recounting"): "stock.approve",
    ("counting", "cancelled"): "stock.move",
    ("recounting", "cancelled"): "stock.move",
    ("counted", "cancelled"): "stock.approve",
}
