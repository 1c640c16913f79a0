"""Why a device gets no roll, said to the person who holds it."""

from __future__ import annotations

from conference.web.problems import Problem


class MeetingIsOver(Problem):
    """The roll is not given out any more, and a device that has one deletes it."""

    status = 410
    title = "The meeting is over"
    code = "meeting-over"

    def __init__(self) -> None:
        super().__init__("This meeting is over: its roll is not given to devices any more.")
