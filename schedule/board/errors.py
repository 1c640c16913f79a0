"""What can go wrong on the board, each with a sentence for a person."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound


class NothingToPlace(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(
            f"No accepted abstract {code} waits for a place. Look into the tray again."
        )


class NoSuchConflict(NotFound):
    def __init__(self) -> None:
        super().__init__("This conflict is not there any more. Look at the board again.")


class NothingChosen(Invalid):
    """Something for several sessions, and none of them was ticked."""
