"""Written events, kept: one writing for each content, and each calendar joined once a release."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from conference.web.conditional import etag_of
from schedule.calendars.duties import Duty, Pair, Task, duty_note, involved_in
from schedule.calendars.events import (
    AbstractText,
    Own,
    Surroundings,
    floors_of,
    hanging_facts,
    session_facts,
    slot_facts,
)
from schedule.calendars.texts import NO_TEXTS, ShownTexts
from schedule.calendars.writing import (
    MEDIA_TYPE,
    CalendarHead,
    CalendarSite,
    calendar_bytes,
    event_bytes,
    with_alarm,
)
from schedule.queries.releases import CurrentRelease, RenderedFile
from schedule.rules.released import ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind

KEPT_EVENTS = 10_000
KEPT_SHELVES = 8
KEPT_FILES = 200
OF_YOURS = "My duty"

_events: OrderedDict[object, bytes] = OrderedDict()
_shelves: OrderedDict[tuple[UUID, CalendarSite, datetime | None], Shelf] = OrderedDict()


class Shelf:
    """One release as calendars see it, with everything that has been written of it so far."""

    def __init__(self, release: CurrentRelease, site: CalendarSite, texts: ShownTexts) -> None:
        self.release = release
        self.programme = release.programme
        self.site = site
        self.texts = texts
        self.files: OrderedDict[object, RenderedFile] = OrderedDict()

    @cached_property
    def floors(self) -> dict[str, str]:
        """The floor of each room."""
        return floors_of(self.programme)

    @cached_property
    def people(self) -> dict[UUID, list[Pair]]:
        """The sessions and slots of each person, tombstones among them."""
        found: dict[UUID, list[Pair]] = defaultdict(list)
        for session, slot in self.programme.items():
            for person in dict.fromkeys(who for who, _ in involved_in(session, slot)):
                found[person].append((session, slot))
        return found

    def event(self, pair: Pair, alarm: int = 0) -> bytes:
        """A session or slot as an event; written again only if something in it is new."""
        session, slot = pair
        if slot is None:
            around = self._around(session)
            written = _kept((around, session), lambda: event_bytes(session_facts(session, around)))
        else:
            written = self._slot_event(session, slot)
        return self._alarmed(written, slot or session, alarm)

    def duty_event(self, duty: Duty, alarm: int = 0) -> bytes | None:
        """A duty as an event of the person whose it is; None if its time is not planned."""
        session, slot = duty.session, duty.slot
        around = self._around(slot or session)
        own = Own(duty_note(duty, around.zone), OF_YOURS)
        if slot is None:
            facts = session_facts(session, around, own)
        elif duty.task is Task.ATTEND:
            facts = slot_facts(session, slot, around, self._text(slot), own)
        else:
            is_set_up = duty.task is Task.SET_UP
            hanging = hanging_facts(session, slot, around, is_set_up=is_set_up, own=own)
            if hanging is None:
                return None
            facts = hanging
        return self._alarmed(event_bytes(facts), slot or session, alarm)

    def join(self, key: object, head: CalendarHead, events: Iterable[bytes]) -> RenderedFile:
        """The events as a calendar, kept in `files` under its key."""
        body = calendar_bytes(head, self.site, events)
        made = RenderedFile(head.key, MEDIA_TYPE, etag_of(body), body)
        _put(self.files, key, made, KEPT_FILES)
        return made

    def _slot_event(self, session: ReleasedSession, slot: ReleasedSlot) -> bytes:
        around, text = self._around(slot), self._text(slot)
        home = (session.code, session.title, session.track, session.is_streamed)
        return _kept(
            (around, slot, home, text),
            lambda: event_bytes(slot_facts(session, slot, around, text)),
        )

    def _text(self, slot: ReleasedSlot) -> AbstractText:
        return AbstractText(self.texts.by_slot.get(slot.code, ""), self.texts.shown_from)

    def _around(self, item: ReleasedSession | ReleasedSlot) -> Surroundings:
        return Surroundings.of(self.programme, item, self.site, self.floors)

    @staticmethod
    def _alarmed(event: bytes, item: ReleasedSession | ReleasedSlot, alarm: int) -> bytes:
        is_on = item.status is not ItemStatus.CANCELLED
        return with_alarm(event, item.title, alarm) if alarm and is_on else event


def shelf_of(release: CurrentRelease, site: CalendarSite, texts: ShownTexts = NO_TEXTS) -> Shelf:
    """The shelf of a release; a newer one starts empty, but its unchanged events are known."""
    key = (release.id, site, texts.shown_from)
    known = _shelves.get(key)
    if known is None or known.release is not release or known.texts is not texts:
        known = Shelf(release, site, texts)
        _put(_shelves, key, known, KEPT_SHELVES)
    return known


def is_talk(slot: ReleasedSlot) -> bool:
    """Whether a slot is listed among the talks: a poster is looked up by its board."""
    return slot.kind is not SlotKind.POSTER


def _kept(key: object, write: Callable[[], bytes]) -> bytes:
    """Bytes by all that they depend on, so that a new release writes only what it changed."""
    known = _events.get(key)
    if known is None:
        known = write()
        _put(_events, key, known, KEPT_EVENTS)
    return known


def _put(kept: OrderedDict[Any, Any], key: object, value: object, limit: int) -> None:
    kept[key] = value
    while len(kept) > limit:
        kept.popitem(last=False)
