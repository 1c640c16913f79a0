"""What the pages of numbers show: samples of a plan, and a proposal sorted into kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from conference.web.sheets import csv_of
from schedule.numbering.actions import Proposed, propose
from schedule.numbering.boards import Poster, Window
from schedule.numbering.queries import Numbering
from schedule.numbering.rules import Change, Plan, WindowRule, in_order

SAMPLES = 3
WINDOW_OPTIONS = (
    (WindowRule.HOUR.value, "By the hour", "odd boards in the first half of the session"),
    (WindowRule.DAY.value, "By the day", "odd boards in one poster session, even in the next"),
    (WindowRule.TOPIC.value, "By topic", "odd topics in the first half, even ones in the second"),
    (WindowRule.NONE.value, "The whole session", "everybody stays at the board"),
)
TABS = (
    (Change.NEW, "New"),
    (Change.CHANGED, "Changed"),
    (Change.FREED, "Freed"),
    (Change.DOUBT, "In doubt"),
    (Change.KEPT, "Kept"),
)
BOARD_HEADINGS = (
    "Session", "Day and time", "Room", "Board", "Programme code", "Reference", "Title",
    "Presenter", "Presents from", "Presents until", "State",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A real row and the code that a pattern would give it."""

    code: str
    title: str


def samples(numbering: Numbering, plan: Plan) -> dict[str, list[Sample]]:
    """The first codes that each pattern makes of the meeting's own abstracts."""
    fresh = replace(plan, is_frozen=False)
    tried = replace(numbering, stored=replace(numbering.stored, plan=fresh))
    proposed = propose(tried)
    found: dict[str, list[Sample]] = {name: [] for name in ("talk", "poster", "late", "board")}
    for each in proposed.codes:
        kind = "late" if each.item.is_late else "poster" if each.item.is_poster else "talk"
        if each.code and len(found[kind]) < SAMPLES:
            found[kind].append(Sample(each.code, each.item.title))
    found["board"] = [Sample(each.board, each.poster.title) for each in proposed.boards[:SAMPLES]]
    return found


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal for the page: how many of each kind, and those of the chosen one."""

    proposed: Proposed
    shown: Change

    @property
    def counts(self) -> Counter[Change]:
        """How many codes there are of each kind."""
        return Counter(each.change for each in self.proposed.codes)

    @property
    def rows(self) -> list[object]:
        """The codes of the chosen kind, in the order of the programme."""
        return [each for each in self.proposed.codes if each.change is self.shown]

    @property
    def boards(self) -> list[object]:
        """The boards that would change, or that stand out of order for a reason."""
        return [each for each in self.proposed.boards if each.is_change]


def first_tab(proposed: Proposed) -> Change:
    """The kind that a reader wants to see first."""
    there = {each.change for each in proposed.codes}
    return next((change for change, _ in TABS if change in there), Change.KEPT)


def in_board_order(posters: list[Poster]) -> list[Poster]:
    """By session and board; those without a board last."""
    return sorted(
        posters,
        key=lambda each: (
            each.session_number,
            each.session_code,
            not each.board,
            each.number or 0,
            each.board,
        ),
    )


def boards_csv(numbering: Numbering, zone_words: dict[str, str]) -> bytes:
    """All boards as a table for the printer; instants in UTC with their session in local words."""
    windows = numbering.windows
    rows = []
    for each in in_board_order(numbering.posters):
        window = windows.get(each.slot)
        rows.append(
            (
                each.session_title,
                zone_words.get(each.session_code, ""),
                each.room,
                each.board,
                each.code,
                each.reference,
                each.title,
                each.presenter_name,
                _iso(window, "starts_at"),
                _iso(window, "ends_at"),
                "WITHDRAWN" if each.is_gone else "",
            )
        )
    return csv_of(BOARD_HEADINGS, rows)


def _iso(window: Window | None, name: str) -> str:
    return getattr(window, name).isoformat() if window else ""


def listed(numbering: Numbering) -> list[object]:
    """Every code that is given, in the order of the programme, for the page."""
    return [each for each in in_order(numbering.items) if each.code]
