"""What must hold of programme codes and boards."""

from __future__ import annotations

from collections import Counter

from conference.orm import invariant
from schedule.rules.vocabulary import ItemStatus, SlotKind
from schedule.tables import ProgrammeNumber, Slot


@invariant(
    "board-holds-one-poster",
    "Within a session no board holds two posters.",
)
async def board_holds_one_poster() -> list[str]:
    rows = await Slot.select(Slot.board, Slot.session.code.as_alias("session")).where(
        Slot.kind == SlotKind.POSTER.value,
        Slot.board != "",
        Slot.status != ItemStatus.CANCELLED.value,
        Slot.session.status != ItemStatus.CANCELLED.value,
    )
    counts = Counter((row["session"], row["board"]) for row in rows)
    return [
        f"Board {board} of session {session} holds {count} posters."
        for (session, board), count in counts.items()
        if count > 1
    ]


@invariant(
    "abstract-has-one-programme-code",
    "An abstract has one current programme code, of its own meeting (S05).",
)
async def abstract_has_one_programme_code() -> list[str]:
    rows = await ProgrammeNumber.select(
        ProgrammeNumber.code,
        ProgrammeNumber.meeting,
        ProgrammeNumber.abstract.code.as_alias("reference"),
        ProgrammeNumber.abstract.meeting.as_alias("home"),
    ).where(ProgrammeNumber.is_current.eq(True))
    counts = Counter(row["reference"] for row in rows)
    twice = [f"Abstract {each} has {n} programme codes." for each, n in counts.items() if n > 1]
    strange = [
        f"Programme code {row['code']} names abstract {row['reference']} of another meeting."
        for row in rows
        if row["meeting"] != row["home"]
    ]
    return twice + strange
