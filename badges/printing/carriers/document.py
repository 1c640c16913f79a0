"""What a printer is handed, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass

from badges.stock.stock import Flip

SIDES = {Flip.LONG_EDGE: "two-sided-long-edge", Flip.SHORT_EDGE: "two-sided-short-edge"}
PDF = "application/pdf"
ZPL = "application/vnd.zebra-zpl"
SECONDS = 40.0  # well within a lease, so that nobody else takes the job meanwhile


@dataclass(frozen=True, slots=True)
class Document:
    """A file to print at its exact size; millimetres as the printer is fed with the paper."""

    body: bytes
    title: str
    width: float
    height: float
    media_type: str = PDF
    flip: Flip = Flip.NONE

    @property
    def sides(self) -> str:
        """The word of IPP and CUPS for printing both sides; "" for the front alone."""
        return SIDES.get(self.flip, "")


class PrinterTrouble(Exception):
    """The printer could not print; the text is one sentence for the person beside it."""
