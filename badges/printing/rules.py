"""Why a badge is printed, what a lost one costs, and how the work of printing goes on. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from conference.orm.money import format_money


class PrintReason(StrEnum):
    """Why a badge was printed (G03). Only `lost` makes a new token and voids the old one."""

    FIRST = "first"
    LOST = "lost"
    MISPRINT = "misprint"
    DAMAGED = "damaged"
    CHANGED = "changed"


REPRINT_REASONS = {
    PrintReason.LOST: "Lost: make a new code, the old badge stops working",
    PrintReason.MISPRINT: "Misprint: same code",
    PrintReason.DAMAGED: "Damaged: same code",
    PrintReason.CHANGED: "Name or role changed: same code",
}
SUPERVISED = 2  # who lost their badge so often already needs a supervisor for the next


@dataclass(frozen=True, slots=True)
class ReprintPolicy:
    """What replacing a lost badge costs, in minor units: the first time, and after that (G03)."""

    lost_fee: int = 0
    full_price: int = 0
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Fee:
    """What a print costs; nothing is owed for an amount of 0."""

    amount: int = 0
    sentence: str = ""
    needs_supervisor: bool = False


def reprint_fee(prints: Collection[str], reason: PrintReason | None, policy: ReprintPolicy) -> Fee:
    """The fee of one more print after `prints`, the reasons of the earlier ones (G03).

    Only a lost badge costs: the first replacement the meeting's fee, later ones the full on-site
    price, and from the third on a supervisor decides. What the printer or we got wrong is free.
    """
    if reason is not PrintReason.LOST or not prints:
        return Fee()
    lost = sum(1 for each in prints if each == PrintReason.LOST)
    if not lost:
        return Fee(policy.lost_fee, _sentence("first", policy.lost_fee, policy.currency))
    number = "second" if lost == 1 else f"{lost + 1}th" if lost > SUPERVISED else "third"
    sentence = _sentence(number, policy.full_price, policy.currency)
    if lost < SUPERVISED:
        return Fee(policy.full_price, sentence)
    return Fee(policy.full_price, f"{sentence} A supervisor has to agree.", needs_supervisor=True)


def _sentence(number: str, amount: int, currency: str) -> str:
    price = format_money(amount, currency) if amount else "nothing"
    return f"This is the {number} replacement of a lost badge: it costs {price}."


class PrintPath(StrEnum):
    """How a station's badges reach the paper."""

    BROWSER = "browser"
    CUPS = "cups"
    IPP = "ipp"
    ZPL = "zpl"


PRINT_PATHS = {
    PrintPath.BROWSER: "This browser prints, through its own print window",
    PrintPath.CUPS: "A printer queue of CUPS (Linux, macOS)",
    PrintPath.IPP: "A network printer by its IPP address",
    PrintPath.ZPL: "A label printer that reads ZPL, by host and port",
}


USUAL_DOTS = 203  # of a label printer whose dots nobody wrote down


class JobState(StrEnum):
    """How far a job or a batch is."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobEvent(StrEnum):
    """What happens to it. LAPSE: its holder has not been heard of; the next may take it.

    PRINT_HERE: a browser prints what waits at a printer that does not.
    """

    CLAIM = "claim"
    START = "start"
    FINISH = "finish"
    LAPSE = "lapse"
    RETURN = "return"
    GIVE_UP = "give_up"
    RETRY = "retry"
    MOVE = "move"
    CANCEL = "cancel"
    PRINT_HERE = "print_here"


_Q, _C, _P, _D, _F, _X = JobState
JOB_NEXT: dict[tuple[JobState, JobEvent], JobState] = {
    (_Q, JobEvent.CLAIM): _C,
    (_Q, JobEvent.CANCEL): _X,
    (_Q, JobEvent.GIVE_UP): _F,
    (_C, JobEvent.START): _P,
    (_C, JobEvent.CLAIM): _C,
    (_P, JobEvent.CLAIM): _C,
    (_C, JobEvent.FINISH): _D,
    (_P, JobEvent.FINISH): _D,
    (_C, JobEvent.RETURN): _Q,
    (_P, JobEvent.RETURN): _Q,
    (_C, JobEvent.LAPSE): _Q,
    (_P, JobEvent.LAPSE): _Q,
    (_C, JobEvent.GIVE_UP): _F,
    (_P, JobEvent.GIVE_UP): _F,
    (_C, JobEvent.CANCEL): _X,
    (_P, JobEvent.CANCEL): _X,
    (_F, JobEvent.RETRY): _Q,
    (_F, JobEvent.CANCEL): _X,
    (_X, JobEvent.RETRY): _Q,
    (_Q, JobEvent.MOVE): _Q,
    (_C, JobEvent.MOVE): _Q,
    (_P, JobEvent.MOVE): _Q,
    (_F, JobEvent.MOVE): _Q,
    (_Q, JobEvent.PRINT_HERE): _D,
    (_C, JobEvent.PRINT_HERE): _D,
    (_P, JobEvent.PRINT_HERE): _D,
    (_F, JobEvent.PRINT_HERE): _D,
}
OPEN_STATES = (JobState.QUEUED, JobState.CLAIMED, JobState.PRINTING)
HELD_STATES = (JobState.CLAIMED, JobState.PRINTING)

LEASE = timedelta(seconds=60)
RENEW_EVERY = timedelta(seconds=1)  # a progress that moves, and a lease far from its end
PAUSE_AFTER_TROUBLE = timedelta(seconds=15)
MOST_TRIES = 3
SILENT_AFTER = timedelta(seconds=90)  # an agent asks at least every half minute

JOB_WORDS = {
    JobState.QUEUED: "Waiting",
    JobState.CLAIMED: "At the printer",
    JobState.PRINTING: "Printing",
    JobState.DONE: "Printed",
    JobState.FAILED: "Not printed",
    JobState.CANCELLED: "Cancelled",
}


def is_silent(path: PrintPath, seen_at: datetime | None, now: datetime) -> bool:
    """Whether a station that should ask for jobs has not; a browser is never waited for."""
    is_heard = seen_at is not None and now - seen_at <= SILENT_AFTER
    return path is not PrintPath.BROWSER and not is_heard


class Reached(Protocol):
    """What is known of a printer at which badges wait."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> PrintPath: ...
    @property
    def seen_at(self) -> datetime | None: ...
    @property
    def trouble(self) -> str: ...
    @property
    def is_paused(self) -> bool: ...


def why_not(printer: Reached, now: datetime) -> str:
    """Why a badge will not come out soon, in a sentence; "" while the printer works."""
    if printer.is_paused:
        return f"The printer “{printer.name}” is paused."
    if printer.trouble:
        return f"The printer “{printer.name}” says: {printer.trouble}"
    if is_silent(printer.path, printer.seen_at, now):
        return f"The printer “{printer.name}” is silent: nobody asks for what waits there."
    return ""


def states_before(event: JobEvent) -> tuple[JobState, ...]:
    """The states in which this may happen."""
    return tuple(state for state, each in JOB_NEXT if each is event)


def after_trouble(attempts: int) -> JobEvent:
    """A printer that could not print gets the job again, three times in all."""
    return JobEvent.RETURN if attempts < MOST_TRIES else JobEvent.GIVE_UP


def may_be_taken(lease_until: datetime | None, now: datetime) -> bool:
    """Whether nobody holds it at this moment."""
    return lease_until is None or lease_until <= now
