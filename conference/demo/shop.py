"""What the demo sells beside the registration, and its rules about money, as rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from conference.demo.price_grid import WINDOWS
from conference.demo.seeded import Seeded, insert_rows
from conference.demo.shape import Shape
from conference.meetings.rules import MeetingInfo
from conference.membership.tables import Dues, MembershipType
from conference.registration.catalogue import CodeKind, ExtraKind, LineKind
from conference.registration.price_queries import PriceList
from conference.registration.tables import (
    Bundle,
    CountryIncome,
    DiscountCode,
    Extra,
    ExtraPrice,
    InvoiceIssuer,
    PlacePool,
    RefundRung,
    RegistrationPolicy,
    TaxRate,
)

VAT, NOTHING = 2000, 0  # basis points
WORKSHOPS = ("cytometry", "single_cell")
# key, title, explanation, kind, most, price in whole units, last window it is sold in
EXTRAS = (
    ("gala", "Gala dinner", "Tuesday evening, three courses.", ExtraKind.EVENT, 1, 90, 3),
    ("lunch", "Lunch on all days", "Not sold at the desk.", ExtraKind.EVENT, 1, 45, 2),
    (
        "cytometry", "Workshop: flow cytometry", "Sunday morning, three hours.",
        ExtraKind.WORKSHOP, 1, 55, 2,
    ),
    (
        "single_cell", "Workshop: single-cell analysis", "Sunday noon, bring a laptop.",
        ExtraKind.WORKSHOP, 1, 55, 2,
    ),
    (
        "guest", "Accompanying person",
        "Welcome reception and gala dinner; no sessions. May not be an author.",
        ExtraKind.GUEST, 1, 100, 3,
    ),
    ("shirt", "T-shirt", "The size is asked later.", ExtraKind.GOODS, 3, 25, 3),
    ("childcare", "Childcare, half a day", "From six months on.", ExtraKind.SERVICE, 6, 60, 2),
)  # fmt: skip
LOW_INCOME = {
    "BD": "LMC", "EG": "LMC", "ET": "LIC", "GH": "LMC", "IN": "LMC", "KE": "LMC", "NG": "LMC",
    "UG": "LIC", "VN": "LMC",
}  # fmt: skip
DUES = {"regular": 110, "trainee": 40}


class Shop:
    """Writes the demo's shop once; the same seed gives the same rows."""

    def __init__(self, meeting: MeetingInfo, shape: Shape, now: datetime, seed: int) -> None:
        self.meeting, self.shape, self.now = meeting, shape, now
        self.seeded = Seeded(seed, "shop")

    async def open(self, prices: PriceList) -> None:
        """Extras, bundle, codes, taxes, incomes, refund ladders, policy and issuer."""
        extras = self._extras()
        for rows in (
            extras,
            self._amounts(extras, prices),
            self._pools(),
            [self._bundle()],
            self._codes(),
            self._taxes(),
            self._incomes(),
            self._rungs(),
            [self._policy()],
            [self._issuer()],
        ):
            await insert_rows(rows)

    async def offer_dues(self) -> None:
        """Dues of this year and of the meeting's, for the types that people can join as."""
        types = await MembershipType.select(MembershipType.id, MembershipType.key).where(
            MembershipType.society == self.meeting.society
        )
        years = sorted({self.now.year, self.now.year + 1, self.meeting.starts_on.year})
        rows = [
            Dues(
                id=self.seeded.id(), created_at=self.now, society=self.meeting.society,
                type=row["id"], year=year, currency=self.meeting.currency,
                amount=DUES[row["key"]] * 100,
            )
            for row in types if row["key"] in DUES
            for year in years
        ]  # fmt: skip
        await insert_rows(rows)

    def _common(self) -> dict[str, Any]:
        return {"id": self.seeded.id(), "created_at": self.now, "meeting": self.meeting.id}

    def _extras(self) -> list[Extra]:
        return [
            Extra(
                **self._common(), key=key, title=title, explanation=text, kind=kind.value,
                most=most, position=n, tax_class="registration",
            )
            for n, (key, title, text, kind, most, _, _) in enumerate(EXTRAS)
        ]  # fmt: skip

    def _amounts(self, extras: list[Extra], prices: PriceList) -> list[ExtraPrice]:
        ids: dict[str, UUID] = {extra.key: extra.id for extra in extras}
        return [
            ExtraPrice(
                id=self.seeded.id(), created_at=self.now, extra=ids[key],
                window=prices.window_ids[window], amount=amount * 100,
            )
            for key, _, _, _, _, amount, windows in EXTRAS
            for window in WINDOWS[:windows]
        ]  # fmt: skip

    def _pools(self) -> list[PlacePool]:
        places = self.shape.registrations
        capacities = {
            "extra:gala": places // 2,
            "extra:cytometry": max(6, places // 20),
            "extra:single_cell": max(10, places // 5),
            "code:WELCOME50": 40,
            "category:press": 25,
        }
        return [
            PlacePool(**self._common(), key=key, capacity=capacity)
            for key, capacity in capacities.items()
        ]

    def _bundle(self) -> Bundle:
        return Bundle(
            **self._common(), key="workshops", title="Both workshops",
            extras=" ".join(WORKSHOPS), amount=100_00,
        )  # fmt: skip

    def _codes(self) -> list[DiscountCode]:
        codes = (
            ("WELCOME50", "First meeting", CodeKind.AMOUNT, 50_00, "non_member", ""),
            ("LAB10", "Partner laboratory", CodeKind.PERCENT, 10_00, "", ""),
            ("PRESS", "Accredited press", CodeKind.OPENS, 0, "", "press"),
        )
        return [
            DiscountCode(
                **self._common(), code=code, title=title, kind=kind.value, value=value,
                categories=categories, opens=opens, reason="Made with the demonstration.",
            )
            for code, title, kind, value, categories, opens in codes
        ]  # fmt: skip

    def _taxes(self) -> list[TaxRate]:
        note = "Membership dues are exempt from VAT."
        return [
            TaxRate(**self._common(), tax_class="registration", basis_points=VAT),
            TaxRate(**self._common(), tax_class="dues", basis_points=NOTHING, note=note),
        ]

    def _incomes(self) -> list[CountryIncome]:
        return [
            CountryIncome(**self._common(), country=country, income=income)
            for country, income in LOW_INCOME.items()
        ]

    def _rungs(self) -> list[RefundRung]:
        ladders = {
            LineKind.FEE: ((60, 100, 100_00), (21, 50, 0)),
            LineKind.EXTRA: ((14, 100, 0),),
            LineKind.GUEST: ((14, 100, 0),),
        }
        return [
            RefundRung(**self._common(), kind=kind.value, until_days=days, percent=percent, fee=fee)
            for kind, rungs in ladders.items()
            for days, percent, fee in rungs
        ]

    def _policy(self) -> RegistrationPolicy:
        return RegistrationPolicy(**self._common(), transfer_fee=30_00, visa_fee=50_00)

    def _issuer(self) -> InvoiceIssuer:
        return InvoiceIssuer(
            **self._common(), legal_name="Demonstration Society for Cytokine Signals",
            address="1 Invented Street\nGlasgow G1 0AA", country="GB",
            tax_number="GB 000 0000 00", prefix="DEMO",
            bank="Bank of Nowhere\nIBAN GB00 DEMO 0000 0000 0000 00\nBIC DEMOGB00",
            footer="Everything on this paper is invented: this is a demonstration.",
        )  # fmt: skip
