"""The addendum as a sheet to print: what changed since a release, by day."""

from __future__ import annotations

from collections.abc import Sequence

from abstracts.book.furnishing import HEADING, running_lines
from abstracts.book.setting import (
    ACCENT,
    FRAME,
    SMALL,
    STRONG,
    TEXT,
    paragraph,
    said,
)
from conference.typesetting.pagination import Block, Bookmark, Group, paginate
from conference.typesetting.paper import About
from conference.typesetting.writer import Written, write
from conference.web.formats import day as day_words
from schedule.papers.words import foot_of, state_of
from schedule.rules.addendum import Addendum, AddendumDay, ChangeLine

DAY = said(STRONG, "", size=12)


def addendum_pdf(addendum: Addendum) -> Written:
    """Each change with what was and what is; both releases are named."""
    meeting = addendum.after.meeting
    title = f"Addendum to the programme: {meeting.title}"
    pages = paginate([_head(addendum), *(_day(each) for each in addendum.days)], FRAME)
    return write(
        pages,
        About(title, "", state_of(addendum.after)),
        furniture=running_lines(pages, [said(SMALL, foot_of(addendum.after))], of_all=True),
        pictures={},
    )


def _head(addendum: Addendum) -> Group:
    mark = Bookmark(0, "Addendum to the programme")
    blocks = [
        paragraph(
            [said(HEADING, "Addendum to the programme")], tag="H1", anchor="top", bookmark=mark
        ),
        paragraph([said(TEXT, addendum.after.meeting.title)], gap=4),
        paragraph([said(SMALL, f"Since: {state_of(addendum.before)}")], gap=2),
        paragraph([said(SMALL, f"Now: {state_of(addendum.after)}")], gap=1),
        paragraph([said(STRONG, _summary(addendum))], gap=8),
    ]
    return Group(tuple(blocks))


def _summary(addendum: Addendum) -> str:
    return f"{addendum.summary[:1].upper()}{addendum.summary[1:]}."


def _day(day: AddendumDay) -> Group:
    words = day_words(day.day)
    heading = paragraph(
        [said(DAY, words)],
        tag="H1",
        gap=14,
        keeps_next=True,
        anchor=f"day-{day.day.isoformat()}",
        bookmark=Bookmark(0, words),
    )
    blocks = [block for line in day.lines for block in _line(line)]
    return Group((heading, *blocks), words)


def _line(line: ChangeLine) -> Sequence[Block]:
    head = [said(STRONG, f"{line.heading}: ", colour=ACCENT), said(STRONG, line.title)]
    blocks = [paragraph(head, gap=8, keeps_next=True)]
    if line.now:
        blocks.append(paragraph([said(TEXT, f"Now {line.now}")], gap=1))
    if line.was and line.was != line.now:
        blocks.append(paragraph([said(TEXT, f"Was {line.was}")], gap=1))
    for each in line.fields:
        words = f"{each.word}: {each.before} → {each.after}" if each.after else each.word
        blocks.append(paragraph([said(SMALL, words[:1].upper() + words[1:])], gap=1))
    if line.people:
        blocks.append(paragraph([said(SMALL, line.people)], gap=1))
    return blocks
