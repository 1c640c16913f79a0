"""What a kiosk cannot do."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound


class NoKiosk(NotFound):
    def __init__(self) -> None:
        super().__init__("This screen is no kiosk. Staff open one from the desk.")


class NameTaken(Invalid):
    def __init__(self) -> None:
        sentence = "Another kiosk is called so."
        super().__init__(sentence, errors={"name": sentence})
