"""What can go wrong with the emergency pack."""

from __future__ import annotations

from conference.web.problems import Invalid


class NobodyYet(Invalid):
    def __init__(self) -> None:
        super().__init__("Nobody is confirmed and paid yet, so there is no badge to print.")
