"""The programme book: cover, contents, each day's sessions and talks, posters by board, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from abstracts.book.furnishing import HEADING, index_pages, running_lines
from abstracts.book.setting import (
    ACCENT,
    BAD,
    FRAME,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL,
    STRONG,
    TEXT,
    WIDTH,
    paragraph,
    said,
    with_page,
)  # fmt: skip
from conference.typesetting.pagination import (
    Block,
    Bookmark,
    Group,
    Page,
    Row,
    Rule,
    paginate,
)  # fmt: skip
from conference.typesetting.paper import MM, About
from conference.typesetting.rich import Span
from conference.typesetting.writer import Written, anchors_of, write
from conference.web.formats import day as day_words
from conference.web.formats import days_span
from schedule.papers.words import (
    foot_of,
    hanging_of,
    heading_of,
    hours_of,
    names_of,
    sessions_by_day,
    state_of,
    window_of,
)
from schedule.rules.poster_list import by_board
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind
from schedule.rules.who import ProgrammePerson, programme_people

TITLE = said(STRONG, "", size=11)
TIME = said(STRONG, "", size=9, colour=ACCENT)
NAME = said(TEXT, "", size=8.5)
TALK_LEFT, POSTER_LEFT = LEFT + 17 * MM, LEFT + 17 * MM
PEOPLE, ROOMS = "people", "rooms"


def programme_pdf(programme: ReleasedProgramme) -> Written:
    """The whole release; every page names it, and the same release gives the same bytes."""
    title = f"Programme: {programme.meeting.title}"
    front = [*paginate([_cover(programme)], FRAME), *paginate([_contents(programme)], FRAME)]
    pages = [*front, *paginate(_body(programme), FRAME)]
    pages += _people(pages, programme)
    return write(
        pages,
        About(title, "", state_of(programme)),
        furniture=running_lines(
            pages, [said(SMALL, foot_of(programme))], title=programme.meeting.title
        ),
        pictures={},
    )


def _cover(programme: ReleasedProgramme) -> Group:
    meeting = programme.meeting
    mid = said(TEXT, "", size=14, colour=INK)
    place = ", ".join(filter(None, (meeting.venue, meeting.city)))
    blocks = [
        Block((Row(150, ()),), "P"),
        paragraph(
            [said(STRONG, "Programme", size=30, colour=INK)],
            tag="H1",
            anchor="cover",
            bookmark=Bookmark(0, "Programme"),
        ),
        Block((Row(14, (Rule(LEFT, 8, 60, 3, ACCENT),)),), "P"),
        paragraph([said(mid, meeting.title)], gap=10),
        paragraph([said(mid, days_span(meeting.starts_on, meeting.ends_on))], gap=4),
        *([paragraph([said(mid, place)], gap=4)] if place else []),
        Block((Row(40, ()),), "P"),
        paragraph([said(TEXT, f"{state_of(programme)}.", colour=MUTED)]),
        paragraph([said(TEXT, f"All times are those of {_zone(programme)}.", colour=MUTED)], gap=2),
    ]
    if programme.comment:
        blocks.append(paragraph([said(TEXT, programme.comment)], gap=8))
    return Group(tuple(blocks))


def _zone(programme: ReleasedProgramme) -> str:
    return programme.meeting.zone.rsplit("/", 1)[-1].replace("_", " ")


def _contents(programme: ReleasedProgramme) -> Group:
    heading = paragraph(
        [said(HEADING, "Contents")],
        tag="H1",
        anchor="contents",
        bookmark=Bookmark(0, "Contents"),
    )
    rows = [heading]
    for day, sessions in sessions_by_day(programme):
        rows.append(_content(day_words(day), _day_anchor(day)))
        posters = [each for each in sessions if _posters(each)]
        rows += [_content(each.title, each.code, inset=6 * MM) for each in posters]
    if programme.rooms:
        rows.append(_content("Rooms", ROOMS))
    rows.append(_content("People", PEOPLE))
    return Group(tuple(rows), "Contents", starts_page=True, is_loose=True)


def _content(title: str, anchor: str, inset: float = 0.0) -> Block:
    style = said(TEXT, "", size=10, target=anchor)
    line = paragraph([said(style, title)], gap=6, left=LEFT + inset, room=WIDTH - 30 - inset)
    return replace(with_page(line, anchor, style), tag="TOCI")


def _day_anchor(day: date) -> str:
    return f"day-{day.isoformat()}"


def _body(programme: ReleasedProgramme) -> Iterable[Group]:
    """Days, then rooms; a heading never stands without its first session."""
    for day, sessions in sessions_by_day(programme):
        words = day_words(day)
        heading = paragraph(
            [said(HEADING, words)],
            tag="H1",
            anchor=_day_anchor(day),
            bookmark=Bookmark(0, words),
            keeps_next=True,
        )
        for place, session in enumerate(sessions):
            blocks = _session(programme, session)
            yield Group((heading, *blocks) if not place else blocks, words, starts_page=not place)
    if programme.rooms:
        yield _rooms(programme)


def _session(programme: ReleasedProgramme, session: ReleasedSession) -> tuple[Block, ...]:
    zone = programme.meeting.zone
    place = " · ".join(filter(None, (hours_of(session, zone), session.room)))
    colour = BAD if session.is_cancelled else ACCENT
    blocks = [
        paragraph(
            [said(TIME, place, colour=colour), said(SMALL, f"   {heading_of(session)}")],
            gap=13,
            keeps_next=True,
            anchor=session.code,
            bookmark=Bookmark(1, session.title[:90]),
        ),
        paragraph([said(TITLE, session.title)], tag="H2", gap=1.5, keeps_next=True),
    ]
    for word, people in (("Chair", session.chairs), ("With", session.speakers)):
        if people:
            blocks.append(paragraph([said(NAME, f"{word}: {names_of(people)}")], gap=1))
    if session.summary and not session.is_cancelled:
        blocks.append(paragraph([said(TEXT, session.summary, size=9)], gap=2))
    if session.is_cancelled:
        return tuple(blocks)
    talks = sorted(
        (slot for slot in session.slots if slot.kind is not SlotKind.POSTER),
        key=lambda slot: (slot.starts_at, slot.code),
    )
    blocks += [_talk(slot, zone) for slot in talks]
    return (*blocks, *_poster_list(session, zone))


def _talk(slot: ReleasedSlot, zone: str) -> Block:
    label = [said(TIME, hours_of(slot, zone).split("–")[0], size=8.5)]
    left = paragraph(label, room=TALK_LEFT - LEFT)
    return _labelled(left, _item(slot), TALK_LEFT)


def _item(slot: ReleasedSlot) -> list[Span]:
    spans = [said(NAME, f"{slot.number}  ", colour=MUTED)] if slot.number else []
    if slot.status is ItemStatus.CANCELLED:
        spans.append(said(NAME, "Cancelled: ", colour=BAD))
    spans.append(said(NAME, slot.title, weight=STRONG.weight))
    if slot.people:
        spans.append(said(NAME, f"  {names_of(slot.people)}"))
    return spans


def _labelled(label: Block, spans: Sequence[Span], left: float, gap: float = 3) -> Block:
    """A paragraph with a label in its margin."""
    body = paragraph(spans, left=left, room=RIGHT - left)
    if not body.rows:
        return replace(label, gap=gap)
    first, *others = body.rows
    parts = label.rows[0].parts if label.rows else ()
    return replace(body, rows=(replace(first, parts=(*parts, *first.parts)), *others), gap=gap)


def _posters(session: ReleasedSession) -> list[ReleasedSlot]:
    return sorted((s for s in session.slots if s.kind is SlotKind.POSTER), key=by_board)


def _poster_list(session: ReleasedSession, zone: str) -> list[Block]:
    posters = _posters(session)
    if not posters:
        return []
    blocks = []
    if words := hanging_of(session, zone):
        blocks.append(paragraph([said(SMALL, words)], gap=2))
    for slot in posters:
        label = paragraph([said(TIME, slot.board or "–", size=8.5)], room=POSTER_LEFT - LEFT)
        spans = _item(slot)
        if shown := window_of(slot, zone):
            spans.append(said(SMALL, f"  {shown}"))
        blocks.append(_labelled(label, spans, POSTER_LEFT, gap=2.5))
    return blocks


def _rooms(programme: ReleasedProgramme) -> Group:
    heading = paragraph(
        [said(HEADING, "Rooms")],
        tag="H1",
        anchor=ROOMS,
        bookmark=Bookmark(0, "Rooms"),
        keeps_next=True,
    )
    lines = []
    for room in programme.rooms:
        words = ", ".join(
            filter(None, (room.floor, f"{room.capacity} seats" if room.capacity else ""))
        )
        lines.append(paragraph([said(STRONG, room.name), said(TEXT, f"  {words}")], gap=4))
    return Group((heading, *lines), "Rooms", starts_page=True, is_loose=True)


def _people(pages: Sequence[Page], programme: ReleasedProgramme) -> list[Page]:
    """Everyone A to Z with the pages of what they do."""
    anchors = anchors_of(pages)
    everyone = programme_people(programme).values()
    lines = ((person.letter, _person(person, anchors)) for person in everyone)
    return index_pages("People", PEOPLE, lines, starts_page=True)


def _person(person: ProgrammePerson, anchors: Mapping[str, int]) -> list[Span]:
    spans = [said(NAME, f"{person.name}  ")]
    codes = dict.fromkeys(part.session.code for part in person.parts)
    found = {anchors[code]: code for code in reversed(codes) if code in anchors}
    for place, (number, code) in enumerate(sorted(found.items())):
        if place:
            spans.append(said(NAME, ", "))
        spans.append(said(NAME, str(number), target=code, colour=ACCENT))
    return spans
