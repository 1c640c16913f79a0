"""What a door cannot do, said to who stands there."""

from __future__ import annotations

from conference.web.problems import Forbidden, Invalid, NotFound


class NoSuchDoor(NotFound):
    def __init__(self) -> None:
        super().__init__("This meeting has no such door. The list of doors has them all.")


class CannotLetIn(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no refused scan at this door that could be let go. Scan again.")


class SupervisorNeeded(Forbidden):
    def __init__(self) -> None:
        super().__init__("Only a desk supervisor lets this go. Ask one to come to the door.")


class ScanOfAnotherDoor(Invalid):
    def __init__(self) -> None:
        super().__init__("This scan was told before, at another door.")


class SessionWithLimit(Invalid):
    """People go out of a session and come back, and both count for the time they were there."""

    def __init__(self) -> None:
        said = "People leave a session and come back: choose “As often as they come”."
        super().__init__(said, errors={"how_often": said})


class NoSuchStay(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no way in at this door whose way out was not scanned.")


class WrongWayOut(Invalid):
    """The sentence says which time is possible, and what is known of that day."""

    def __init__(self, said: str) -> None:
        super().__init__(said, errors={"left_at": said})
