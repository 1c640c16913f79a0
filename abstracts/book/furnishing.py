"""What every book of a meeting has: an index in columns, and running heads and feet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from abstracts.book.setting import (
    ACCENT,
    FRAME,
    LEFT,
    MUTED,
    RIGHT,
    SMALL,
    STRONG,
    WIDTH,
    one_line,
    paragraph,
    said,
)  # fmt: skip
from conference.typesetting.pagination import (
    Block,
    Bookmark,
    Group,
    Page,
    Part,
    Rule,
    in_columns,
    paginate,
)  # fmt: skip
from conference.typesetting.paper import A4, MM
from conference.typesetting.rich import Span
from conference.typesetting.writer import Furniture

COLUMNS, GUTTER = 2, 8 * MM
COLUMN = (WIDTH - GUTTER) / COLUMNS
HEADING = said(STRONG, "", size=17, colour=ACCENT)
LONGEST_HEAD = 60


def index_pages(
    title: str, anchor: str, lines: Iterable[tuple[str, Sequence[Span]]], *, starts_page: bool
) -> list[Page]:
    """Lines, each under its letter, in two columns; a letter never stands without its first."""
    bookmark = Bookmark(0, title)
    blocks: list[Block] = [
        paragraph([said(HEADING, title)], tag="H1", anchor=anchor, bookmark=bookmark, room=COLUMN)
    ]
    known = ""
    for letter, spans in lines:
        if letter != known:
            known, head = letter, [said(STRONG, letter, colour=ACCENT)]
            blocks.append(
                paragraph(head, gap=8, room=COLUMN, keeps_next=True, is_left_to_right=True)
            )
        blocks.append(paragraph(spans, room=COLUMN, hang=10, is_left_to_right=True))
    group = Group(tuple(blocks), title, starts_page=starts_page, is_loose=True)
    return in_columns(paginate([group], FRAME), COLUMNS, COLUMN + GUTTER)


def running_lines(
    pages: Sequence[Page], foot: Sequence[Span], *, title: str = "", of_all: bool = False
) -> dict[int, Furniture]:
    """Below: `foot` and the page's number, `of_all` with how many there are.

    Above, from the second page on and with a title: the title and the chapter.
    """
    made = {}
    for number, page in enumerate(pages, start=1):
        counted = f"{number} / {len(pages)}" if of_all else str(number)
        below = (
            *one_line(foot, LEFT),
            *one_line([said(SMALL, counted)], RIGHT, ends=True),
        )
        above = [(15 * MM, _head(title, page))] if title and number > 1 else []
        made[number] = Furniture((*above, (A4[1] - 12 * MM, below)))
    return made


def _head(title: str, page: Page) -> tuple[Part, ...]:
    left = one_line([said(SMALL, _cut(title))], LEFT)
    right = one_line([said(SMALL, _cut(page.head))], RIGHT, ends=True)
    return (*left, *right, Rule(LEFT, 4, WIDTH, 0.4, MUTED))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_HEAD else f"{text[: LONGEST_HEAD - 1].rstrip()}…"
