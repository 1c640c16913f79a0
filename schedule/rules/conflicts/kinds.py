"""What can be wrong with a programme, and how bad each is."""

from enum import StrEnum


class Severity(StrEnum):
    """Blocking holds a release back until it is mended or acknowledged with a reason (N06)."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)

    @property
    def label(self) -> str:
        """The word shown on screen."""
        return self.value.capitalize()


class ConflictKind(StrEnum):
    """What is wrong."""

    PERSON = "person"
    ROOM = "room"
    OVERRUN = "overrun"
    HOURS = "hours"
    AWAY = "away"
    NIGHT = "night"
    APART = "apart"
    PLENARY = "plenary"
    INDUSTRY = "industry"
    POSTERS = "posters"
    SMALL = "small"
    POPULAR = "popular"
    TOPIC = "topic"
    UNREGISTERED = "unregistered"
    GONE = "gone"
    CHAIRLESS = "chairless"
    LAB = "lab"
    DAYS = "days"
    CHANGEOVER = "changeover"
    CHAIRS = "chairs"
    WAY = "way"
    LONG_DAY = "long_day"

    @property
    def severity(self) -> Severity:
        """How bad it is, wherever it happens."""
        if self in _BLOCKING:
            return Severity.BLOCKING
        return Severity.NOTE if self in _NOTES else Severity.WARNING

    @property
    def label(self) -> str:
        """The words shown on screen."""
        return _LABELS[self]


_BLOCKING = frozenset(
    {ConflictKind.PERSON, ConflictKind.ROOM, ConflictKind.OVERRUN, ConflictKind.HOURS}
)
_NOTES = frozenset({ConflictKind.LAB, ConflictKind.CHAIRS, ConflictKind.WAY, ConflictKind.LONG_DAY})
_LABELS = {
    ConflictKind.PERSON: "Person in two places",
    ConflictKind.ROOM: "Room used twice",
    ConflictKind.OVERRUN: "Longer than its session",
    ConflictKind.HOURS: "Outside the room's hours",
    ConflictKind.AWAY: "Person not there",
    ConflictKind.NIGHT: "Night for a remote presenter",
    ConflictKind.APART: "Two posters far apart",
    ConflictKind.PLENARY: "Plenary not alone",
    ConflictKind.INDUSTRY: "Industry session against a plenary",
    ConflictKind.POSTERS: "Poster session not alone",
    ConflictKind.SMALL: "Room too small",
    ConflictKind.POPULAR: "Popular against each other",
    ConflictKind.TOPIC: "Same track in parallel",
    ConflictKind.UNREGISTERED: "Presenter not registered",
    ConflictKind.GONE: "Abstract gone",
    ConflictKind.CHAIRLESS: "No chair",
    ConflictKind.LAB: "Chair and speaker of one institution",
    ConflictKind.DAYS: "Outside the meeting's days",
    ConflictKind.CHANGEOVER: "Changeover too short",
    ConflictKind.CHAIRS: "More than two chairs",
    ConflictKind.WAY: "Short way between two rooms",
    ConflictKind.LONG_DAY: "Long day",
}
