"""The sessions as a page: one list by time, or one day with the rooms side by side."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Request

from schedule.queries.programme import PublicProgramme
from schedule.rules.grid import make_grid
from schedule.rules.listing import (
    GRID,
    ProgrammeFilter,
    count_shown,
    list_programme,
    list_sessions,
    programme_day,
)
from schedule.rules.now import now_board

TEMPLATE = "schedule/programme.html"
MAX_WORDS = 120


def read_filter(request: Request[Any, Any, Any], at: str = "") -> ProgrammeFilter:
    """What the query string asks for; anything it does not know is left out."""
    asked = request.query_params
    texts = {
        name: asked.get(name, "")[:MAX_WORDS] for name in ("q", "day", "room", "track", "kind")
    }
    return ProgrammeFilter(
        **texts,
        starred=bool(asked.get("starred")),
        streamed=bool(asked.get("streamed")),
        view=GRID if asked.get("view") == GRID else "",
        at=at,
    )


def list_context(
    released: PublicProgramme,
    wanted: ProgrammeFilter,
    now: datetime,
    stars: frozenset[str] | None,
) -> dict[str, Any]:
    """What the template shows; `stars` is None for a stranger."""
    context = {
        "public": released,
        "programme": released.programme,
        "wanted": wanted,
        "choices": _choices(released, wanted),
        "stars": stars,
        "now": now,
    }
    if wanted.is_grid:
        return {**context, **_grid(released, wanted, now, stars)}
    days = list_programme(released.programme, wanted, now=now, texts=released.texts, stars=stars)
    board = now_board(released.programme, now)
    return {**context, "days": days, "shown": count_shown(days), "board": board, "grid": None}


def _grid(
    released: PublicProgramme,
    wanted: ProgrammeFilter,
    now: datetime,
    stars: frozenset[str] | None,
) -> dict[str, Any]:
    """One day; sessions that do not fit leave their place empty."""
    shown_day = grid_day(released, wanted, now)
    of_day = msgspec.structs.replace(wanted, day=shown_day.isoformat())
    items = [
        each
        for each in list_sessions(
            released.programme, of_day, now=now, texts=released.texts, stars=stars
        )
        if each.day == shown_day
    ]
    grid = make_grid(items, [room.name for room in released.programme.rooms])
    shown = sum(not each.is_hidden for each in items)
    return {"days": (), "shown": shown, "board": None, "grid": grid, "wanted": of_day}


def grid_day(released: PublicProgramme, wanted: ProgrammeFilter, now: datetime) -> date:
    """The day that is asked for, else today, else the first day of the programme."""
    days = released.days or (released.programme.meeting.starts_on,)
    asked = [each for each in days if each.isoformat() == wanted.day]
    today = [each for each in days if each == programme_day(now, released.programme)]
    return (*asked, *today, *days)[0]


def _choices(
    released: PublicProgramme, wanted: ProgrammeFilter
) -> list[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    return [
        ("room", "Room", wanted.room, tuple((name, name) for name in released.rooms)),
        ("track", "Topic", wanted.track, tuple((name, name) for name in released.tracks)),
        ("kind", "Kind", wanted.kind, released.kinds),
    ]
