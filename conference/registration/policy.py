"""The rules that differ between societies, with the defaults that a meeting starts with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conference.membership.rules import MemberTest


class LatePayment(StrEnum):
    """What happens to an order that is unpaid when its price period ends (P03)."""

    REPRICE = "reprice"
    HOLD = "hold"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of one meeting's registration; amounts in minor units, spans in days."""

    prices_include_tax: bool = True
    member_test: MemberTest = MemberTest.THROUGH_LAST_DAY
    call_opened_on: date | None = None
    lifetime_is_free: bool = False
    dues_cutoff_on: date | None = None
    late_payment: LatePayment = LatePayment.REPRICE
    bank_days: int = 3
    unpaid_days: int = 14
    part_paid_expires: bool = False
    offer_hours: int = 48
    proof_days: int = 14
    group_size: int = 10
    group_rename_percent: int = 25
    group_rename_until: date | None = None
    guests_most: int = 2
    transfer_days: int = 7
    transfer_fee: int = 0
    virtual_days: int = 21
    visa_days: int = 90
    visa_fee: int = 0
    takes_card: bool = True
    takes_transfer: bool = True
    takes_purchase_order: bool = True
    takes_desk: bool = True
