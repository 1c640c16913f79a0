"""Why a device gets no roll, said to the person who holds it."""

from __future__ import annotations

from conference.web.problems import Problem, Stale


class MeetingIsOver(Problem):
    """The roll is not given out any more, and a device that has one deletes it."""

    status = 410
    title = "The meeting is over"
    code = "meeting-over"

    def __init__(self) -> None:
        super().__init__("This meeting is over: its roll is not given to devices any more.")


class OldPage(Stale):
    """The desk's page was loaded before the server was replaced and cannot read today's roll."""

    title = "This page is older than the server"
    code = "old-page"

    def __init__(self) -> None:
        super().__init__(
            "The server is newer than this page. Load the page again; what you did here is kept."
        )
