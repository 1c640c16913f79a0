"""Who registers, as what, and when: the registrations of the demo before they are priced."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from abstracts.vocabulary import AbstractState
from conference.demo.calendar import DemoCalendar
from conference.demo.crowd import Crowd, DemoPerson, Standing
from conference.demo.paper_rows import WrittenPaper
from conference.demo.price_grid import IN_PERSON, VIRTUAL
from conference.demo.seeded import Seeded
from conference.demo.shape import Shape
from conference.membership.rules import Verdict

PRESENTERS, SPEAKERS = 0.88, 0.92
CANCELLED, STAY_VIRTUAL, EARLY = 0.08, 0.1, 0.62
LOW_INCOME = frozenset({"IN", "EG", "NG", "VN", "UA", "KE", "GH", "ID"})
GIVEN_SHARES = (("council", 0.015), ("staff", 0.01), ("press", 0.008), ("exhibitor", 0.04), ("accompanying", 0.03))
PAYS_LATE = timedelta(days=12)
WAITING_SHARE = 0.6


class Payment(StrEnum):
    """How far the money is."""

    FREE = "free"
    PAID = "paid"
    WAITING = "waiting"
    CANCELLED_UNPAID = "cancelled_unpaid"
    CANCELLED_PAID = "cancelled_paid"
    CANCELLED_REFUNDED = "cancelled_refunded"


@dataclass(frozen=True, slots=True)
class Guest:
    """A registration to be written."""

    person: DemoPerson
    category: str
    mode: str
    placed_at: datetime
    payment: Payment

    @property
    def is_cancelled(self) -> bool:
        """Whether it holds no place any more."""
        return self.payment.value.startswith("cancelled")
