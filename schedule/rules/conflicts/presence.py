"""Whether a person can be there (S01, S09): hours, night where they are, registration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schedule.rules.abstract_places import GONE_WORDS, PRESENTING
from schedule.rules.conflicts.conflict import Conflict, Occupied, day_words
from schedule.rules.conflicts.kinds import ConflictKind
from schedule.rules.conflicts.people import Duties
from schedule.rules.conflicts.placed import Duty
from schedule.rules.conflicts.sweep import lies_within, merged
from schedule.rules.programme import PersonFacts, Programme, Span

NIGHT_FROM, NIGHT_UNTIL = time(23), time(7)


def absences(programme: Programme, duties: Duties) -> Iterator[Conflict]:
    """Each duty that a person cannot, should not or may not do as far as is known."""
    facts = programme.constraints.people
    for person, held in duties.items():
        known = facts.get(person)
        if known is not None:
            yield from _outside(programme, known, held)
            yield from _at_night(programme, known, held)
            yield from _unregistered(programme, known, held)


def _outside(
    programme: Programme, facts: PersonFacts, duties: Sequence[Duty]
) -> Iterator[Conflict]:
    stretches, zone = merged(facts.available), programme.tz
    for duty in duties if stretches else ():
        if lies_within(duty.span.start, duty.span.end, stretches):
            continue
        item = duty.occupied
        sentence = (
            f"{duty.involved.name} cannot be there as {item.words(zone)} on "
            f"{day_words(item.start, zone)}: {hours_that_day(stretches, item, zone)}. "
            f"Move {item.code} or ask somebody else."
        )
        yield _alone(ConflictKind.AWAY, duty, item, sentence)


def hours_that_day(stretches: Sequence[Span], item: Occupied, zone: tzinfo) -> str:
    """The stretches of an item's day, in words."""
    day = item.start.astimezone(zone).date()
    told = [
        f"{each.starts_at.astimezone(zone):%H:%M}–{each.ends_at.astimezone(zone):%H:%M}"
        for each in stretches
        if each.starts_at.astimezone(zone).date() <= day <= each.ends_at.astimezone(zone).date()
    ]
    return f"only {' and '.join(told)} that day" if told else "not at all that day"


def _at_night(
    programme: Programme, facts: PersonFacts, duties: Sequence[Duty]
) -> Iterator[Conflict]:
    home = zone_of(facts.zone) if facts.is_remote else None
    for duty in duties if home else ():
        assert home is not None
        if not is_night(duty.span.start, duty.span.end, home):
            continue
        item, zone = duty.occupied, programme.tz
        sentence = (
            f"{duty.involved.name} is {item.words(zone)} on {day_words(item.start, zone)} from "
            f"afar, where it is {item.hours(home)} then ({facts.zone}). "
            f"Move {item.code} to their day, or play a recording."
        )
        yield _alone(ConflictKind.NIGHT, duty, item, sentence)


def is_night(start: datetime, end: datetime, zone: tzinfo) -> bool:
    """Whether any of it falls between 23:00 and 07:00 by the clocks of a zone (S09)."""
    local = start.astimezone(zone)
    if not NIGHT_UNTIL <= local.time() < NIGHT_FROM:
        return True
    return end > datetime.combine(local.date(), NIGHT_FROM, zone)


@lru_cache(maxsize=600)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; None for what is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _unregistered(
    programme: Programme, facts: PersonFacts, duties: Sequence[Duty]
) -> Iterator[Conflict]:
    for duty in duties if not facts.is_registered else ():
        if _has_left(duty) or not any(part in PRESENTING for part in duty.parts):
            continue
        item, zone = duty.occupied, programme.tz
        sentence = (
            f"{duty.involved.name} is not registered, and is {item.words(zone)} on "
            f"{day_words(item.start, zone)}. Ask them to register, or give "
            f"{item.code} to somebody else."
        )
        yield _alone(ConflictKind.UNREGISTERED, duty, item, sentence)


def _has_left(duty: Duty) -> bool:
    return duty.slot is not None and duty.slot.abstract_state in GONE_WORDS


def _alone(kind: ConflictKind, duty: Duty, item: Occupied, sentence: str) -> Conflict:
    return Conflict(kind, duty.involved.person, duty.involved.name, item, item, sentence)
