"""What `plenary badges --pack` does: the emergency pack without a browser (G08)."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from badges.emergency import files
from badges.emergency.files import Maker
from badges.stock.queries import stock_named
from badges.temporary.rules import AT_ONCE
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.settings import Settings


async def write_pack(
    *, meeting: MeetingInfo, folder: Path, stock: str, settings: Settings, now: datetime
) -> str:
    """Writes badges, roll and temporary badges into the folder, and says what is in each.

    Raises UnknownStock, and NobodyYet for a meeting without badges.
    """
    chosen = await stock_named(meeting.id, stock)
    maker = Maker(meeting, settings, Actor.system("plenary badges"), now)
    made = {
        "badges.pdf": await files.make_badges(maker, chosen),
        "roll.csv": await files.make_roll(maker),
        "temporary-badges.pdf": await files.make_temporary(maker, chosen, AT_ONCE),
    }
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    for name, file in made.items():
        await asyncio.to_thread((folder / name).write_bytes, file.body)
    return "\n".join(f"{file.count} in {folder / name}." for name, file in made.items())
