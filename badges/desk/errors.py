"""What the desk cannot do, said to the person at the desk."""

from __future__ import annotations

from conference.web.problems import NotFound


class NobodyHere(NotFound):
    def __init__(self) -> None:
        super().__init__("No registration of this meeting has this code. Search by name.")
