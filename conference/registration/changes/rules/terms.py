"""How much comes back until when: ladders of steps per kind of line, as the society set them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from conference.orm.money import format_money, minor_digits, percent_of
from conference.registration.catalogue import LineKind
from conference.web.formats import day as spoken_day

DEFAULT_FEE = 100  # in units of the currency, whichever it is
KIND_WORDS: Mapping[LineKind, str] = {
    LineKind.FEE: "Registration fee",
    LineKind.EXTRA: "Extras",
    LineKind.GUEST: "Accompanying persons",
    LineKind.DUES: "Membership dues",
    LineKind.CHARGE: "Charges",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """Until so many days before the first day, that day included: a percentage, less a fee."""

    until_days: int
    percent: int
    fee: int = 0

    def back(self, amount: int) -> int:
        """What comes back of an amount; percent and fee combine (C02), never below nothing."""
        return max(0, percent_of(amount, Decimal(self.percent)) - self.fee)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of one kind, in any order; without any, nothing comes back."""

    rungs: tuple[Rung, ...] = ()

    def step(self, amount: int, days_before: int) -> Rung | None:
        """The step that gives most of those that are in force or still to come.

        So cancelling earlier never gives less, even where a fee would eat up a small amount.
        """
        fitting = [each for each in self.rungs if each.until_days <= days_before]
        return max(fitting, key=lambda e: (e.back(amount), e.until_days), default=None)


@dataclass(frozen=True, slots=True)
class TermsOfKind:
    """The ladder of one kind of line in sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The cancellation terms of a meeting (C01)."""

    ladders: Mapping[LineKind, Ladder]
    starts_on: date
    currency: str

    def ladder(self, kind: LineKind) -> Ladder:
        return self.ladders.get(kind, Ladder())

    def last_day(self, rung: Rung) -> date:
        """The last day on which a step holds."""
        return self.starts_on - timedelta(days=rung.until_days)

    def days_before(self, day: date) -> int:
        return (self.starts_on - day).days

    def words(self, rung: Rung) -> str:
        """ "50 % until Sun 26 Sep 2027", with the fee if there is one."""
        less = f", less {format_money(rung.fee, self.currency)}" if rung.fee else ""
        return f"{rung.percent} % until {spoken_day(self.last_day(rung))}{less}"

    @property
    def sentence(self) -> str:
        """The terms of the registration fee in one sentence."""
        return self._told(_high_to_low(self.ladder(LineKind.FEE)))

    def sentence_on(self, day: date) -> str:
        """The same without the steps that are over on a day."""
        left = self.days_before(day)
        steps = _high_to_low(self.ladder(LineKind.FEE))
        return self._told([each for each in steps if each.until_days <= left])

    def _told(self, steps: Sequence[Rung]) -> str:
        if not steps:
            return "Nothing is given back after a cancellation."
        told = "; ".join(self.words(each) for each in steps)
        return f"If you cancel, you get back {told}; after that nothing."

    def table(self) -> tuple[TermsOfKind, ...]:
        """Each kind with its steps in sentences, the highest first."""
        kinds = (LineKind.FEE, LineKind.EXTRA, LineKind.GUEST, LineKind.DUES)
        return tuple(TermsOfKind(KIND_WORDS[kind], self._sentences(kind)) for kind in kinds)

    def _sentences(self, kind: LineKind) -> tuple[str, ...]:
        steps = _high_to_low(self.ladder(kind))
        if not steps:
            return ("Not given back.",)
        return (*(f"{self.words(each)}." for each in steps), "After that nothing.")


def set_terms(rungs: Iterable[tuple[str, Rung]], starts_on: date, currency: str) -> Terms:
    """The terms of a meeting from the steps that the society set; the default where it set none.

    Default (C01): 100 % less 100.00 until 60 days before, 50 % until 21 days, nothing after.
    Extras follow the fee and guests the extras, without the fixed fee, which is kept once a
    cancellation (C02). Dues are given back only where the society says so.
    """
    told: dict[LineKind, list[Rung]] = {}
    for kind, rung in rungs:
        told.setdefault(LineKind(kind), []).append(rung)
    ladders = {kind: Ladder(tuple(steps)) for kind, steps in told.items()}
    ladders.pop(LineKind.CHARGE, None)
    ladders.setdefault(LineKind.FEE, default_ladder(currency))
    ladders.setdefault(LineKind.EXTRA, _without_fee(ladders[LineKind.FEE]))
    ladders.setdefault(LineKind.GUEST, _without_fee(ladders[LineKind.EXTRA]))
    return Terms(ladders, starts_on, currency)


def default_ladder(currency: str) -> Ladder:
    """100 % less 100.00 until 60 days before, 50 % until 21 days, nothing after (C01)."""
    fee = int(DEFAULT_FEE * 10 ** minor_digits(currency))
    return Ladder((Rung(60, 100, fee), Rung(21, 50)))


def _without_fee(ladder: Ladder) -> Ladder:
    return Ladder(tuple(replace(each, fee=0) for each in ladder.rungs))


def _high_to_low(ladder: Ladder) -> list[Rung]:
    return sorted(ladder.rungs, key=lambda each: each.until_days, reverse=True)
