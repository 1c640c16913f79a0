"""Which way a document goes to its printer; the same for the server and for an agent."""

from __future__ import annotations

from badges.printing.carriers import cups, ipp, zpl
from badges.printing.carriers.document import Document
from badges.printing.rules import PrintPath

_CARRIERS = {PrintPath.CUPS: cups.carry, PrintPath.IPP: ipp.carry, PrintPath.ZPL: zpl.carry}


async def carry(path: PrintPath, destination: str, document: Document) -> None:
    """Prints a document. Raises PrinterTrouble with a sentence for the person at the printer."""
    await _CARRIERS[path](destination, document)


def wrong_destination(path: PrintPath, destination: str) -> str:
    """What is wrong with the address of a printer; "" if nothing is."""
    if path is PrintPath.CUPS and not cups.is_queue(destination):
        return "Write the name of the printer's queue, as `lpstat -e` shows it."
    if path is PrintPath.IPP and not ipp.is_address(destination):
        return "Write the printer's address, for example ipp://10.0.0.7/ipp/print."
    if path is PrintPath.ZPL and zpl.place_of(destination) is None:
        return "Write host and port, for example 10.0.0.7:9100."
    return ""
