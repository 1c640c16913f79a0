"""What can go wrong with seats of the council."""

from __future__ import annotations

from conference.web.problems import NotFound


class NoSuchSeat(NotFound):
    def __init__(self) -> None:
        super().__init__("This seat is not known. Look at the list again.")
