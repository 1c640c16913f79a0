"""A queue of CUPS, through the `lp` program.

The program rather than its library: pycups is a source package that needs the headers of CUPS,
and `lp` is wherever CUPS is. Done means that CUPS has taken the badge.
"""

from __future__ import annotations

import asyncio
import re

from badges.printing.carriers.document import SECONDS, Document, PrinterTrouble

_QUEUE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@:/-]*")


def is_queue(text: str) -> bool:
    """Whether this can be the name of a queue, "Badges" or "Badges@host:631"."""
    return bool(_QUEUE.fullmatch(text))


def arguments(queue: str, document: Document) -> list[str]:
    """The words of the command: the exact size, no fitting to the page, both sides if wanted."""
    media = f"media=Custom.{document.width:g}x{document.height:g}mm"
    options = ["-o", media, "-o", "print-scaling=none"]
    options += ["-o", f"sides={document.sides}"] if document.sides else []
    return ["lp", "-d", queue, *options, "-t", document.title, "-"]


async def carry(queue: str, document: Document) -> None:
    """Hands the file to CUPS. Raises PrinterTrouble with what `lp` said."""
    if not is_queue(queue):
        raise PrinterTrouble(f"“{queue}” is not the name of a printer queue.")
    try:
        running = await asyncio.create_subprocess_exec(
            *arguments(queue, document),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        raise PrinterTrouble("The program lp is missing: install CUPS.") from error
    said = await _finish(running, document.body)
    if running.returncode:
        raise PrinterTrouble(said or f"lp ended with status {running.returncode}.")


async def _finish(running: asyncio.subprocess.Process, body: bytes) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            _, errors = await running.communicate(body)
    except TimeoutError as error:
        raise PrinterTrouble("CUPS does not answer.") from error
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
    return errors.decode(errors="replace").strip()
