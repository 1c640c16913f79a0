"""What a move or a poll answers: cards that changed, conflicts on both sides, counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from litestar import Request, Response

from conference.web.templating import render
from schedule.actions.board_moves import Moved
from schedule.board.cards import Card, Chip, sums_of
from schedule.board.layout import count_conflicts
from schedule.board.seen import Seen
from schedule.rules.conflicts import Conflict

AnyRequest = Request[Any, Any, Any]


class BoardAnswer(msgspec.Struct, omit_defaults=True):
    """`cards` and `chips` are fragments of the page, by the code of their session.

    With `reload` look at all anew.
    """

    cursor: int
    said: str = ""
    cards: list[str] = []
    gone: list[str] = []
    chips: dict[str, str] = {}
    counts: str = ""
    offer: str = ""  # undo or redo
    tray: bool = False
    reload: bool = False


class StaleAnswer(msgspec.Struct):
    """Somebody was faster: the session's card as it is now, its version, and what to say."""

    code: str
    version: int
    said: str
    cards: list[str]
    cursor: int


class RefusedAnswer(msgspec.Struct, omit_defaults=True):
    """Why something was not done, and the form again with the sentences beside its fields."""

    errors: dict[str, str]
    part: str = ""


def wants_data(request: AnyRequest) -> bool:
    """Whether the board's own script asks, not a browser for a page."""
    return "application/json" in request.headers.get("accept", "")


def as_json(body: msgspec.Struct, status: int = 200) -> Response[bytes]:
    """The answer as the board's script reads it; never kept by anybody."""
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def base_of(slug: str) -> str:
    """The address of the board."""
    return f"/{slug}/committee/programme"


def card_html(card: Card, slug: str) -> str:
    """A card alone, from the template that the page includes."""
    return render("schedule/board/_card.html", card=card, base=base_of(slug))


def counts_html(seen: Seen) -> str:
    """The header's counts."""
    counts = count_conflicts(seen.draft.by_key, seen.accepted)
    return render("schedule/board/_counts.html", counts=counts)


def chips_html(seen: Seen, codes: Collection[str]) -> dict[str, str]:
    """The conflicts of these sessions by their codes."""
    base = base_of(seen.meeting.slug)
    return {each.code: _chips_html(seen.chips(each), base) for each in seen.sessions(codes)}


def _chips_html(chips: tuple[Chip, ...], base: str) -> str:
    return render("schedule/board/_chips.html", chips=chips, sums=sums_of(chips), base=base)


def answer_of(seen: Seen, moved: Moved, *, tray: bool = False, offer: str = "undo") -> BoardAnswer:
    """What a move changed, and nothing else."""
    changed = {each.code for each in moved.sessions}
    return BoardAnswer(
        cursor=seen.draft.cursor,
        said=f"{moved.words}." if moved.words else "Nothing changed.",
        cards=[card_html(card, seen.meeting.slug) for card in seen.cards(changed).values()],
        gone=list(moved.removed),
        chips=chips_html(seen, moved.sides - changed),
        counts=counts_html(seen),
        offer=offer if moved.words else "",
        tray=tray,
    )


def other_sides(appeared: Iterable[Conflict], seen: Seen) -> set[str]:
    """The codes of the sessions on both sides of these conflicts."""
    ids = {side.session for each in appeared for side in (each.first, each.second)}
    return {each.code for each in seen.programme.sessions if each.id in ids}


def changes_answer(seen: Seen, codes: Collection[str], mended: Iterable[Conflict]) -> BoardAnswer:
    """What others changed since: their cards, and the conflicts that these had and have."""
    changed = {*codes, *seen.touched}
    cards = seen.cards(changed)
    found = seen.conflicts_of(card.session for card in cards.values())
    return BoardAnswer(
        cursor=seen.draft.cursor,
        cards=[card_html(card, seen.meeting.slug) for card in cards.values()],
        gone=[code for code in codes if code not in cards],
        chips=chips_html(seen, other_sides([*found, *mended], seen) - changed),
        counts=counts_html(seen),
        tray=True,
    )
