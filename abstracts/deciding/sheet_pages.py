"""The ranked table as a sheet, of what the person may see."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, get

from abstracts.deciding.board import board_of
from abstracts.deciding.decision_pages import BOARD, DECIDERS
from abstracts.deciding.marks import marks_of
from abstracts.deciding.ranking import RankedRow
from abstracts.deciding.scope import scope_of
from abstracts.vocabulary import OUTCOME_WORDS, PREFERENCE_WORDS, STATE_WORDS
from conference.meetings.given import TheMeeting, TheVisitor
from conference.web.marks import unmarked
from conference.web.pages import download
from conference.web.sheets import XLSX, Cell, csv_of, xlsx_of

HEADINGS = (
    "Rank",
    "Reference",
    "Title",
    "Presenting author",
    "Topic",
    "Normalised",
    "Mean",
    "Spread",
    "Reviews",
    "Wish",
    "Marks",
    "State",
    "Held",
    "Why",
)


@get(BOARD + ".csv", opt=DECIDERS)
async def decisions_csv(meeting: TheMeeting, visitor: TheVisitor) -> Response[bytes]:
    board = await board_of(meeting.id, await scope_of(meeting.id, visitor))
    body = csv_of(HEADINGS, _rows(board.rows))
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-decisions.csv")


@get(BOARD + ".xlsx", opt=DECIDERS)
async def decisions_xlsx(meeting: TheMeeting, visitor: TheVisitor) -> Response[bytes]:
    board = await board_of(meeting.id, await scope_of(meeting.id, visitor))
    body = xlsx_of("Decisions", HEADINGS, _rows(board.rows))
    return download(body, XLSX, f"{meeting.slug}-decisions.xlsx")


def _rows(rows: Sequence[RankedRow]) -> list[list[Cell]]:
    return [_cells(rank, row) for rank, row in enumerate(rows, start=1)]


def _cells(rank: int, row: RankedRow) -> list[Cell]:
    standing = row.standing
    return [
        rank if standing else None,
        row.code,
        unmarked(row.title),
        row.presenter,
        f"{row.topic} {row.topic_title}".strip(),
        f"{standing.normalised:.2f}" if standing else "",
        f"{standing.mean:.2f}" if standing else "",
        f"{standing.spread:.1f}" if standing else "",
        standing.count if standing else None,
        PREFERENCE_WORDS[row.preference],
        ", ".join(words for words, _ in marks_of(row)),
        STATE_WORDS[row.state],
        OUTCOME_WORDS[row.held.outcome] if row.held else "",
        row.held.why if row.held else "",
    ]


handlers = [decisions_csv, decisions_xlsx]
