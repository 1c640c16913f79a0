"""A small price table by hand: member 450/540, non-member 650/780, a gap between two periods."""

from __future__ import annotations

from datetime import UTC, date, datetime

from conference.membership.rules import Verdict
from conference.registration.catalogue import Buyer, Category, PriceTable
from conference.registration.windows import Window

LAST_DAY = date(2027, 10, 20)
OPENING = datetime(2027, 1, 31, 23, 0, tzinfo=UTC)
EARLY_ENDS = datetime(2027, 7, 31, 22, 0, tzinfo=UTC)  # 00:00 CEST on 1 August
STANDARD_STARTS = datetime(2027, 8, 14, 22, 0, tzinfo=UTC)
STANDARD_ENDS = datetime(2027, 10, 20, 22, 0, tzinfo=UTC)
IN_EARLY = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
IN_GAP = datetime(2027, 8, 5, 12, 0, tzinfo=UTC)
IN_STANDARD = datetime(2027, 9, 1, 12, 0, tzinfo=UTC)

EARLY = Window("early", "Early", OPENING, EARLY_ENDS, "Europe/Berlin")
STANDARD = Window("standard", "Standard", STANDARD_STARTS, STANDARD_ENDS, "Europe/Berlin")

REGULAR = Category("regular", "Regular member", membership_types=frozenset({"regular"}))
TRAINEE = Category(
    "trainee", "Trainee member", membership_types=frozenset({"trainee"}), needs_proof=True
)
NON_MEMBER = Category("non_member", "Non-member", member_twin="regular")
INVITED = Category("invited", "Invited speaker", is_on_sale=False)

AMOUNTS = {
    ("regular", "early", "in_person"): 450_00,
    ("regular", "standard", "in_person"): 540_00,
    ("regular", "early", "virtual"): 225_00,
    ("trainee", "early", "in_person"): 220_00,
    ("trainee", "standard", "in_person"): 260_00,
    ("non_member", "early", "in_person"): 650_00,
    ("non_member", "standard", "in_person"): 780_00,
    ("non_member", "early", "virtual"): 325_00,
    ("invited", "early", "in_person"): 0,
}
TABLE = PriceTable("EUR", (REGULAR, TRAINEE, NON_MEMBER, INVITED), (EARLY, STANDARD), AMOUNTS)


def member(*types: str) -> Buyer:
    reason = "Membership G-17, valid through Wed 20 Oct 2027."
    return Buyer(Verdict(True, reason, frozenset(types), LAST_DAY))


STRANGER = Buyer(Verdict(False, "We find no membership.", tested_on=LAST_DAY))
