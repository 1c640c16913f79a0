"""What the desk cannot do, said to the person at the desk."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound


class NobodyHere(NotFound):
    def __init__(self) -> None:
        super().__init__("No registration of this meeting has this code. Search by name.")


class EventOfAnother(Invalid):
    def __init__(self) -> None:
        super().__init__("This event was sent before as the check-in of somebody else.")


class PinRefused(Invalid):
    """Not the supervisor's PIN, or no PIN at all; told beside its field."""

    def __init__(self, sentence: str, field: str = "pin") -> None:
        super().__init__(sentence, errors={field: sentence})


class ReasonMissing(Invalid):
    def __init__(self) -> None:
        sentence = "Say why this person is let in all the same."
        super().__init__(sentence, errors={"why": sentence})


class NothingToLetGo(Invalid):
    def __init__(self) -> None:
        super().__init__("This is not what stops the person now. Look at the page again.")


class CollectorMissing(Invalid):
    def __init__(self) -> None:
        sentence = "Write the name as it stands on the collector's ID."
        super().__init__(sentence, errors={"collector": sentence})


class NoteMissing(Invalid):
    def __init__(self) -> None:
        sentence = "Say how you were told: by phone from which number, by mail from which address."
        super().__init__(sentence, errors={"told": sentence})


class NoIdSeen(Invalid):
    def __init__(self) -> None:
        sentence = "Look at the collector's ID first, then tick this."
        super().__init__(sentence, errors={"id_was_seen": sentence})


class NobodyMayCollect(Invalid):
    def __init__(self, owner: str) -> None:
        super().__init__(
            f"Only {owner} may collect this badge. To send somebody, they name them on their own"
            " page, or tell us by phone or mail."
        )


class TooManyDesks(Invalid):
    def __init__(self) -> None:
        sentence = "No hall has so many desks. Give people more minutes to come."
        super().__init__(sentence, errors={"minutes": sentence})


class BadgePrinted(Invalid):
    def __init__(self) -> None:
        sentence = "Your badge is printed already. Come to the desk: it is printed anew, free."
        super().__init__(sentence, errors={"badge_name": sentence})
