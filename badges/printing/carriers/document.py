"""What a printer is handed, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass

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


class PrinterTrouble(Exception):
    """The printer could not print; the text is one sentence for the person beside it."""
