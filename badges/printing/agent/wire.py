"""What a print agent and the server tell each other."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from badges.printing.rules import PrintPath
from badges.stock.stock import Flip

CLAIM = "/api/v1/print/jobs"
MOST_SECONDS = 20


class Ask(msgspec.Struct):
    """An agent asks for the next job; it names its station, so that no key prints elsewhere."""

    station: Annotated[str, msgspec.Meta(max_length=60)]
    seconds: Annotated[int, msgspec.Meta(ge=0, le=MOST_SECONDS)] = 0


class Task(msgspec.Struct):
    """A job in the agent's hands until the lease ends, with the file to print."""

    job: UUID
    lease: UUID
    path: PrintPath
    destination: str
    title: str
    width: float
    height: float
    media_type: str
    body: bytes
    flip: Flip = Flip.NONE


class Report(msgspec.Struct):
    """How it went: printed, or the printer's trouble."""

    lease: UUID
    trouble: Annotated[str, msgspec.Meta(max_length=1000)] = ""
