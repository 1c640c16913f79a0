"""What people do in the released programme, as certificates name it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from badges.papers.credits import AccreditedSession
from badges.papers.rules import Item
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind

_PRESENTING = (Part.SPEAKER, Part.PRESENTER)
_GIVEN_WORDS = {
    SlotKind.TALK: "talk",
    SlotKind.INVITED: "invited talk",
    SlotKind.LIGHTNING: "lightning talk",
    SlotKind.POSTER: "poster",
    SlotKind.DISCUSSION: "contribution",
}
_SERVED_WORDS = {
    Part.CHAIR: "chair",
    Part.ORGANISER: "organiser",
    Part.DISCUSSANT: "discussant",
}


def presented(programme: ReleasedProgramme) -> Iterator[tuple[UUID, Item]]:
    """Each presenter once with each talk or poster; of a session without slots, its speakers."""
    for session, slot in programme.items():
        if slot is not None:
            people, item = slot.people, slot_item(session, slot)
        elif not session.slots:
            people, item = session.speakers, session_item(session, "talk")
        else:
            continue
        for who in dict.fromkeys(each.id for each in people if each.part in _PRESENTING):
            yield who, item


def served(programme: ReleasedProgramme) -> Iterator[tuple[UUID, Item]]:
    """Each chair, organiser and discussant with the session."""
    for session in programme.sessions:
        done: set[UUID] = set()
        people = [*session.chairs, *session.speakers]
        people += [who for slot in session.live_slots for who in slot.people]
        for who in people:
            if who.part in _SERVED_WORDS and who.id not in done:
                done.add(who.id)
                yield who.id, session_item(session, _SERVED_WORDS[who.part])


def every_item(programme: ReleasedProgramme) -> dict[str, Item]:
    """All that can be missed, by code, also what nobody presents any more."""
    sessions = {each.code: session_item(each, "session") for each in programme.sessions}
    parts = (item for _, item in (*served(programme), *presented(programme)))
    slots = {
        slot.code: slot_item(session, slot)
        for session, slot in programme.items()
        if slot is not None
    }
    return sessions | {item.code: item for item in parts} | slots


def slot_item(session: ReleasedSession, slot: ReleasedSlot) -> Item:
    """A talk or poster; whoever withdrew it or whose session fell out did not give it."""
    presenters = [who.name for who in slot.people if who.part in _PRESENTING]
    return Item(
        code=slot.code,
        part=_GIVEN_WORDS[slot.kind],
        title=slot.title,
        session=session.title,
        starts_at=slot.presents_from or slot.starts_at,
        ends_at=slot.presents_until or slot.ends_at,
        number=slot.number,
        reference=slot.abstract_code,
        presenters=", ".join(presenters),
        is_cancelled=session.is_cancelled or slot.status is ItemStatus.CANCELLED,
    )


def session_item(session: ReleasedSession, part: str) -> Item:
    """A session as a whole, for those who chair or speak in it."""
    return Item(
        code=session.code,
        part=part,
        title=session.title,
        session=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_cancelled=session.is_cancelled,
    )


def accredited(programme: ReleasedProgramme, codes: tuple[str, ...]) -> list[AccreditedSession]:
    """The sessions that count and take place, in the programme's order."""
    return [
        AccreditedSession(each.code, each.title, each.starts_at, each.ends_at)
        for each in programme.sessions
        if each.code in codes and not each.is_cancelled
    ]
