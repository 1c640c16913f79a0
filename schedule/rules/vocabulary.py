"""The words of the programme, stored and shown the same everywhere."""

from enum import StrEnum


class SessionKind(StrEnum):
    """What kind of block a session is."""

    OPENING = "opening"
    KEYNOTE = "keynote"
    PLENARY = "plenary"
    SYMPOSIUM = "symposium"
    LIGHTNING = "lightning"
    POSTER = "poster"
    WORKSHOP = "workshop"
    TALK = "talk"
    DISCUSSION = "discussion"
    INDUSTRY = "industry"
    JOINT = "joint"
    AWARD_CEREMONY = "award_ceremony"
    BUSINESS_MEETING = "business_meeting"
    SOCIAL = "social"
    BREAK = "break"
    CLOSING = "closing"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word shown on screen, on paper and in calendars."""
        return _SESSION_LABELS.get(self, self.value.replace("_", " ").capitalize())


_SESSION_LABELS = {
    SessionKind.LIGHTNING: "Lightning talks",
    SessionKind.POSTER: "Poster session",
    SessionKind.INDUSTRY: "Industry session",
    SessionKind.JOINT: "Joint session",
    SessionKind.SOCIAL: "Social event",
    SessionKind.OTHER: "Session",
}


class SlotKind(StrEnum):
    """What one item inside a session is."""

    TALK = "talk"
    INVITED = "invited"
    LIGHTNING = "lightning"
    POSTER = "poster"
    DISCUSSION = "discussion"

    @property
    def label(self) -> str:
        """The word shown on screen, on paper and in calendars."""
        return _SLOT_LABELS[self]


_SLOT_LABELS = {
    SlotKind.TALK: "Talk",
    SlotKind.INVITED: "Invited talk",
    SlotKind.LIGHTNING: "Lightning talk",
    SlotKind.POSTER: "Poster",
    SlotKind.DISCUSSION: "Discussion",
}


class Part(StrEnum):
    """What a person does in a session or a slot."""

    CHAIR = "chair"
    SPEAKER = "speaker"
    PRESENTER = "presenter"
    DISCUSSANT = "discussant"
    ORGANISER = "organiser"

    @property
    def label(self) -> str:
        """The word shown on screen and on paper."""
        return self.value.capitalize()


class ItemStatus(StrEnum):
    """Whether a session or slot takes place; a draft one is never released."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The word shown on screen and on paper."""
        return self.value.capitalize()


_KIND_WORDS = {
    "lecture": SessionKind.TALK,
    "presentation": SessionKind.TALK,
    "lightning_talk": SessionKind.LIGHTNING,
    "lightning_talks": SessionKind.LIGHTNING,
    "lightningtalk": SessionKind.LIGHTNING,
    "hands_on": SessionKind.WORKSHOP,
    "tutorial": SessionKind.WORKSHOP,
    "panel": SessionKind.DISCUSSION,
    "podium": SessionKind.DISCUSSION,
    "meeting": SessionKind.BUSINESS_MEETING,
    "concert": SessionKind.SOCIAL,
    "party": SessionKind.SOCIAL,
    "ceremony": SessionKind.AWARD_CEREMONY,
    "posters": SessionKind.POSTER,
}


def session_kind_of(word: str) -> SessionKind:
    """The kind that a word in somebody else's file means; `OTHER` when it means none of ours."""
    plain = _plain(word)
    if plain in _KIND_WORDS:
        return _KIND_WORDS[plain]
    ours = {word: kind for kind in SessionKind for word in (kind.value, _plain(kind.label))}
    return ours.get(plain, SessionKind.OTHER)


def _plain(word: str) -> str:
    return "_".join(word.strip().lower().replace("-", " ").split())
