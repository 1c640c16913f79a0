"""What `plenary badges` does: everyone's badges, or the whole pack, without a browser (G08)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from badges.drawing.report import pre_print_report
from badges.emergency import files
from badges.emergency.files import Maker
from badges.stock.grid import page_count
from badges.stock.queries import stock_named
from badges.temporary.rules import AT_ONCE


async def write_badges(maker: Maker, stock: str, out: Path) -> str:
    """Writes everyone's badges and says what to look at before they are printed.

    Raises UnknownStock, and NobodyYet for a meeting without badges.
    """
    of = await files.everyone(maker, stock)
    made = await files.make_badges(maker, of)
    await asyncio.to_thread(out.write_bytes, made.body)
    pages = page_count(of.on.paper, made.count)
    return "\n".join(
        [
            f"{made.count} badges on {pages} pages ({of.on.paper.stock.title}) in {out}.",
            *(
                f"{finding.name} ({finding.code}): {finding.sentence}"
                for finding in pre_print_report(of.faces, of.on.layout)
            ),
        ]
    )


async def write_pack(maker: Maker, stock: str, folder: Path) -> str:
    """Writes badges, roll and temporary badges into the folder, and says what is in each.

    Raises UnknownStock, and NobodyYet for a meeting without badges.
    """
    chosen = await stock_named(maker.meeting.id, stock)
    made = {
        "badges.pdf": await files.make_badges(maker, await files.everyone(maker, stock)),
        "roll.csv": await files.make_roll(maker),
        "temporary-badges.pdf": await files.make_temporary(maker, chosen, AT_ONCE),
    }
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    for name, file in made.items():
        await asyncio.to_thread((folder / name).write_bytes, file.body)
    return "\n".join(f"{file.count} in {folder / name}." for name, file in made.items())
