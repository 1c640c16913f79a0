"""What can go wrong with stock, as sentences for a person."""

from __future__ import annotations

from conference.web.problems import NotFound


class UnknownStock(NotFound):
    def __init__(self) -> None:
        super().__init__("No stock has this key. Choose one from the list of stocks.")
