"""What can go wrong with what limits the programme."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound


class NoSuchRoom(NotFound):
    def __init__(self) -> None:
        super().__init__("This room is not one of the meeting's. Go back to the list of rooms.")


class NobodyOfTheProgramme(NotFound):
    """The person has no part in the programme and nothing accepted."""

    def __init__(self) -> None:
        super().__init__("This person has no part in the programme of this meeting.")


class NoRoomChosen(Invalid):
    def __init__(self) -> None:
        sentence = "Tick at least one room."
        super().__init__(sentence, errors={"rooms": sentence})
