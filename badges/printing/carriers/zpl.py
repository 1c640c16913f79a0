"""A label printer that reads ZPL, by TCP: the badge as dots, so that every script comes out right.

A few lines of our own: a label is one `^GFA` field around the dots that the badge is drawn with
anyhow, and the library for it (zebrafy) draws them a second time.
"""

from __future__ import annotations

import asyncio
import re

from PIL import Image, ImageChops

from badges.printing.carriers.document import Document, PrinterTrouble

PORT = 9100
SECONDS = 10.0
STATUS_SECONDS = 2.0
_PLACE = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
_PAPER_OUT, _PAUSED, _HEAD_UP, _RIBBON_OUT = 1, 2, 2, 3
_LINES = 3


def place_of(destination: str) -> tuple[str, int] | None:
    """Host and port of "host" or "host:9100"; None for anything else."""
    found = _PLACE.fullmatch(destination)
    port = int(found[2] or PORT) if found else 0
    return (found[1].strip("[]"), port) if found and 0 < port < 65536 else None


def zpl_of(image: Image.Image) -> bytes:
    """A picture of one bit a dot as a label of its own size; black dots are printed."""
    dots = ImageChops.invert(image.convert("L")).convert("1", dither=Image.Dither.NONE)
    data = dots.tobytes()
    row = (dots.width + 7) // 8
    size = f"^PW{dots.width}^LL{dots.height}^LH0,0"
    field = f"^FO0,0^GFA,{len(data)},{len(data)},{row},{data.hex().upper()}^FS"
    return f"^XA{size}{field}^PQ1^XZ\n".encode("ascii")


async def carry(destination: str, document: Document) -> None:
    """Sends the label, unless the printer says that it cannot print. Raises PrinterTrouble."""
    place = place_of(destination)
    if place is None:
        raise PrinterTrouble(f"“{destination}” is not a host and port, such as 10.0.0.7:9100.")
    try:
        async with asyncio.timeout(SECONDS):
            await _send(*place, document.body)
    except TimeoutError as error:
        raise PrinterTrouble("The label printer does not answer.") from error
    except OSError as error:
        raise PrinterTrouble("The label printer cannot be reached at its address.") from error


async def _send(host: str, port: int, body: bytes) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        if trouble := await _ask_status(reader, writer):
            raise PrinterTrouble(trouble)
        writer.write(body)
        writer.write_eof()
        await writer.drain()
    finally:
        writer.close()
        await writer.wait_closed()


async def _ask_status(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    """What keeps it from printing; a printer that does not speak of its state is trusted."""
    writer.write(b"~HS\r\n")
    await writer.drain()
    lines: list[bytes] = []
    try:
        async with asyncio.timeout(STATUS_SECONDS):
            while len(lines) < _LINES:
                lines.append(await reader.readuntil(b"\x03"))
    except (TimeoutError, asyncio.IncompleteReadError):
        return ""
    return trouble_in(b"".join(lines).decode("ascii", "replace"))


def trouble_in(status: str) -> str:
    """The sentence of a host status (`~HS`); "" when the printer is ready."""
    lines = [line.strip("\x02\r\n").split(",") for line in status.split("\x03")]
    try:
        first, second = lines[0], lines[1]
        for line, place, sentence in (
            (first, _PAPER_OUT, "The label printer has no paper."),
            (second, _HEAD_UP, "The label printer is open."),
            (second, _RIBBON_OUT, "The label printer has no ribbon."),
            (first, _PAUSED, "The label printer is paused."),
        ):
            if line[place] == "1":
                return sentence
    except IndexError:
        return ""
    return ""
