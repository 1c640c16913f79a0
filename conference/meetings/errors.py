"""What can go wrong while a meeting is set up."""

from conference.web.problems import Invalid, NotFound, Stale


class UnknownMilestone(NotFound):
    title = "We do not know this deadline"


class NotLater(Invalid):
    """An extension gives people more time, never less."""

    def __init__(self) -> None:
        text = "Choose a later time than the one announced. What was promised is not taken back."
        super().__init__(text, errors={"at": text})


class MilestoneMoved(Stale):
    def __init__(self) -> None:
        super().__init__(
            "Somebody else extended this deadline. Is your date still right? Send it again."
        )


class NameTaken(Invalid):
    """A room or a deadline of this name exists already at the meeting."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text, errors={field: text})


class RoomInUse(Invalid):
    def __init__(self, name: str) -> None:
        super().__init__(f"Sessions are planned in {name}. Move them to another room first.")
