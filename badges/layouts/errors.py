"""What goes wrong with layouts and their pictures, as sentences for a person."""

from __future__ import annotations

from datetime import datetime

from conference.web.problems import Invalid, NotFound, Stale


class UnknownLayout(NotFound):
    code = "unknown-layout"

    def __init__(self) -> None:
        super().__init__("This meeting has no such badge layout. The list shows those it has.")


class LayoutChanged(Stale):
    """Somebody saved another version while this one was drawn."""

    code = "layout-changed"

    def __init__(self, version: int, by: str, at: datetime) -> None:
        super().__init__(f"{by} saved this layout while you worked. Nothing of yours is lost.")
        self.version = version
        self.by = by
        self.at = at


class LayoutRefused(Invalid):
    """A layout that would print badly: `errors` by field of the form."""

    code = "layout-refused"


class PictureRefused(Invalid):
    code = "picture-refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, errors={"file": sentence})


class UnknownPicture(NotFound):
    code = "unknown-picture"

    def __init__(self) -> None:
        super().__init__("This picture is not there any more. The list shows those that are.")


class PictureInUse(Invalid):
    """A picture that badges are drawn with; the sentence names the layouts."""

    code = "picture-in-use"
