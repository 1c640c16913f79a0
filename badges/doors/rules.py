"""What a door answers to a scan. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from badges.admission.rules import Refusal, Refused, refuse
from badges.codes.words import AT_DOOR
from badges.doors.door import (
    Answer,
    Counts,
    Direction,
    Door,
    Holder,
    HowOften,
    Look,
    NoHolder,
    Outcome,
    Passage,
    Question,
)
from conference.web import formats

DAY_BEGINS = time(4)  # who dances until two is still of yesterday


def answer(door: Door, holder: Holder | NoHolder, asked: Question) -> Answer:
    """One of the eight answers, the first that applies; out is never refused (G02, G07, G09)."""
    if isinstance(holder, NoHolder):
        return _no_holder(holder)
    if asked.direction is Direction.OUT:
        return _out(door, holder, asked)
    return (
        _not_admitted(holder)
        or _not_here(door, holder, asked)
        or _shut(door, asked)
        or _again(door, holder, asked)
        or _full(door, asked)
        or _come_in(door, holder, asked)
    )


def local_day(at: datetime, zone: str) -> date:
    """The day of a scan by the clocks at the meeting, from four in the morning to the next four.

    At two in the morning it is still yesterday. Clocks change before four, so each day begins once;
    the one of the change has 23 or 25 hours.
    """
    local = at.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= DAY_BEGINS else local.date() - timedelta(days=1)


def day_began(at: datetime, zone: str) -> datetime:
    """When the day of this instant began at the meeting."""
    return beginning_of(local_day(at, zone), zone).astimezone(at.tzinfo)


def beginning_of(day: date, zone: str) -> datetime:
    """When a day begins at the doors of the meeting."""
    return datetime.combine(day, DAY_BEGINS, ZoneInfo(zone))


def goes_through(door: Door, outcome: Outcome) -> bool:
    """Whether who got this answer went on; a second scan is a warning, but no second ticket."""
    if outcome is Outcome.ALREADY:
        return not door.uses_tickets
    return outcome in (Outcome.IN, Outcome.OUT)


def passages_today(door: Door, holder: Holder, asked: Question) -> list[Passage]:
    """Where this person (or this guest) went on the day of the scan, before it, in order."""
    began = day_began(asked.at, door.zone)
    mine = (
        each
        for each in asked.earlier
        if each.guest == holder.guest and began <= each.at <= asked.at
    )
    return sorted(mine, key=lambda each: (each.at, each.direction is Direction.OUT))


def inside_of(passages: Sequence[Passage]) -> int:
    """How many people of one badge are inside: one, or as many as its tickets let in; never less
    than none."""
    has_tickets = _tickets_used(passages) > 0
    inside = 0
    for each in passages:
        if each.direction is Direction.OUT:
            inside = max(0, inside - 1)
        else:
            inside = inside + 1 if has_tickets else 1
    return inside


def _tickets_used(passages: Sequence[Passage]) -> int:
    return sum(each.is_use for each in passages if each.direction is Direction.IN)


def is_back(door: Door, holder: Holder, asked: Question) -> bool:
    """Whether somebody of this badge was scanned out today: who comes in now is on the way back."""
    today = passages_today(door, holder, asked)
    return door.counts_out and _tickets_used(today) > inside_of(today)


def counts_after(before: Counts, given: Answer, change: int, *, went_on: bool) -> Counts:
    """The counts with this scan in them; `change` is that of the people inside."""
    if not went_on:
        return replace(before, refused=before.refused + 1)
    inside = max(0, before.inside + change)
    if given.outcome is Outcome.OUT:
        return replace(before, inside=inside, went=before.went + 1)
    if given.outcome is Outcome.ALREADY:
        return before
    return replace(before, inside=inside, came=before.came + 1)


def _no_holder(holder: NoHolder) -> Answer:
    outcome = Outcome.VOID if holder.why is Refusal.VOID else Outcome.UNKNOWN
    return Answer(outcome, Look.BAD, outcome.label, AT_DOOR[holder.why])


def _not_admitted(holder: Holder) -> Answer | None:
    refused: Refused | None = refuse(holder.standing)
    if refused is None:
        return None
    return Answer(Outcome.NOT_ADMITTED, Look.BAD, Outcome.NOT_ADMITTED.label, refused.sentence)


def _not_here(door: Door, holder: Holder, asked: Question) -> Answer | None:
    today = local_day(asked.at, door.zone)
    if door.extra and holder.tickets < 1:
        said = f"No ticket for “{door.extra_title or door.title}”. The desk knows if one is left."
    elif door.categories and holder.category not in door.categories:
        said = f"This door is not for the category “{holder.category_title}”."
    elif holder.day and holder.day != today:
        said = f"This registration is for {formats.day(holder.day)} only. The desk sells more days."
    else:
        return None
    return Answer(Outcome.NOT_HERE, Look.BAD, Outcome.NOT_HERE.label, said)


def _shut(door: Door, asked: Question) -> Answer | None:
    if door.is_closed:
        said = "This door was closed. Ask the desk where to go."
    elif door.opens_at and asked.at < door.opens_at:
        said = f"It opens {_moment(door.opens_at, door, asked)}."
    elif door.closes_at and asked.at >= door.closes_at:
        said = f"It closed {_moment(door.closes_at, door, asked)}."
    else:
        return None
    return Answer(Outcome.CLOSED, Look.BAD, Outcome.CLOSED.label, said)


def _moment(at: datetime, door: Door, asked: Question, today: str = "") -> str:
    """The time; with its day unless that is today's."""
    zone = ZoneInfo(door.zone)
    if at.astimezone(zone).date() == asked.at.astimezone(zone).date():
        return f"{today}at {formats.clock(at, door.zone)}"
    return f"on {formats.instant(at, door.zone)}"


def _again(door: Door, holder: Holder, asked: Question) -> Answer | None:
    if door.uses_tickets:
        used = _used(door, holder, asked)
        return _used_up(door, asked, used) if used else None
    today = passages_today(door, holder, asked)
    if not today or today[-1].direction is Direction.OUT:
        return None
    said = f"{_when_and_where(door, today[-1])} Look whether it is the same person."
    return Answer(Outcome.ALREADY, Look.WARN, Outcome.ALREADY.label, said)


def _used_up(door: Door, asked: Question, used: Passage) -> Answer:
    if door.how_often is HowOften.ONCE:
        said = f"{_when_and_where(door, used)} It opens this door once only."
        return Answer(Outcome.ALREADY, Look.BAD, "Ticket used", said)
    where = used.station or door.room_name
    who = f"by {used.by_name}" if used.by_name else ""
    when = f"Already used {_moment(used.at, door, asked, 'today ')}"
    said = f"{', '.join(filter(None, (when, where, who)))}. It opens this door once a day."
    return Answer(Outcome.ALREADY, Look.BAD, "Used today", said)


def uses_of(door: Door, asked: Question) -> list[Passage]:
    """The tickets that are used up, in order; who was let in all the same used none.

    At a door that opens once a day those of other days are whole again.
    """
    used = (each for each in asked.earlier if each.direction is Direction.IN and each.is_use)
    if door.how_often is HowOften.DAILY:
        today = local_day(asked.at, door.zone)
        used = (each for each in used if local_day(each.at, door.zone) == today)
    return sorted(used, key=lambda each: each.at)


def next_ticket(door: Door, holder: Holder, asked: Question) -> int | None:
    """The number of the ticket that coming in now uses up; None: none, on the way back."""
    if not door.uses_tickets or is_back(door, holder, asked):
        return None
    number = len(uses_of(door, asked)) + 1
    return number if number <= max(1, holder.tickets) else None


def ticket_key(door: Door, holder: Holder, asked: Question) -> str | None:
    """What stands once in all scans, so that no ticket is used twice; None uses none."""
    number = next_ticket(door, holder, asked)
    if number is None:
        return None
    day = f":{local_day(asked.at, door.zone)}" if door.how_often is HowOften.DAILY else ""
    return f"{door.id}:{holder.registration}:{number}{day}"


def _used(door: Door, holder: Holder, asked: Question) -> Passage | None:
    """The last use when no ticket is left; who was scanned out may come back."""
    uses = uses_of(door, asked)
    if len(uses) < max(1, holder.tickets):
        return None
    return None if is_back(door, holder, asked) else uses[-1]


def _when_and_where(door: Door, passage: Passage) -> str:
    where = f" at {passage.station}" if passage.station else ""
    who = f", by {passage.by_name}" if passage.by_name else ""
    return f"Scanned {formats.instant(passage.at, door.zone)}{where}{who}."


def _full(door: Door, asked: Question) -> Answer | None:
    if door.capacity is None or asked.inside < door.capacity:
        return None
    said = Counts(asked.inside).warning(door)
    return Answer(Outcome.CLOSED, Look.BAD, "Full", said)


def _come_in(door: Door, holder: Holder, asked: Question) -> Answer:
    whose = f"Guest of {holder.guest_of}." if holder.guest_of else ""
    number = next_ticket(door, holder, asked)
    which = f"Ticket {number} of {holder.tickets}." if number and holder.tickets > 1 else ""
    return Answer(Outcome.IN, Look.GOOD, Outcome.IN.label, f"{whose} {which}".strip())


def _out(door: Door, holder: Holder, asked: Question) -> Answer:
    if inside_of(passages_today(door, holder, asked)):
        return Answer(Outcome.OUT, Look.OUT, Outcome.OUT.label, "Goodbye.")
    said = "No scan on the way in was found. The way out is noted."
    return Answer(Outcome.OUT, Look.WARN, Outcome.OUT.label, said)
