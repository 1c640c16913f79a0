"""What can go wrong with a temporary badge, as sentences for the person at the desk."""

from __future__ import annotations

from badges.admission.rules import OVERRIDABLE, Refused
from badges.temporary.rules import TemporaryBadge
from conference.web import formats
from conference.web.problems import Invalid

BADGE, PERSON = "badge", "person"


class NoSuchTemporary(Invalid):
    """Nobody made a badge with this number, or the code is of none; `made` is the last number."""

    def __init__(self, typed: str, made: int) -> None:
        there_are = f"They run from 1 to {made}." if made else "None has been made yet."
        sentence = f"There is no temporary badge “{typed}” in this meeting. {there_are}"
        super().__init__(errors={BADGE: sentence}, detail=sentence)


class TemporaryTaken(Invalid):
    def __init__(self, badge: TemporaryBadge, zone: str) -> None:
        since = f" since {formats.instant(badge.linked_at, zone)}" if badge.linked_at else ""
        sentence = (
            f"Temporary badge {badge.number} is already linked to {badge.holder} "
            f"({badge.code}){since}. Look at the number again, or end that badge first."
        )
        super().__init__(errors={BADGE: sentence}, detail=sentence)


class TemporaryEnded(Invalid):
    def __init__(self, badge: TemporaryBadge, zone: str) -> None:
        when = f" {formats.instant(badge.ended_at, zone)}" if badge.ended_at else ""
        sentence = f"Temporary badge {badge.number} ended{when}. Take it back and use another."
        super().__init__(errors={BADGE: sentence}, detail=sentence)


class HasTemporary(Invalid):
    def __init__(self, holder: str, number: int) -> None:
        sentence = (
            f"{holder} already has temporary badge {number}. End that one first, "
            "if it was lost or written down wrongly."
        )
        super().__init__(errors={PERSON: sentence}, detail=sentence)


class PlaceGone(Invalid):
    """No badge for who has no place any more; the sentence says who can help (T06)."""

    def __init__(self, number: int, holder: str, refused: Refused) -> None:
        again = "If they do come, a supervisor lets them in on the person's page; then link it."
        sentence = (
            f"Temporary badge {number} is not linked to {holder}: take it back. {refused.sentence}"
            f"{f' {again}' if refused.why in OVERRIDABLE else ''}"
        )
        super().__init__(errors={PERSON: sentence}, detail=sentence)
