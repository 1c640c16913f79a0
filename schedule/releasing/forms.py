"""What the committee sends about releases, as values or as a sentence beside the field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from conference.people.forms import checked_address
from conference.people.rules import NewPerson, clean
from conference.web import FormErrors
from schedule.rules.emergency import EmergencyChange, EmergencyKind
from schedule.rules.programme import Involved, PlannedRoom
from schedule.rules.vocabulary import Part
from schedule.sessions.venue_times import when_of

Name = Annotated[str, msgspec.Meta(max_length=80)]
Comment = Annotated[str, msgspec.Meta(max_length=1000)]
Reason = Annotated[str, msgspec.Meta(max_length=500)]
PersonName = Annotated[str, msgspec.Meta(max_length=120)]


class ReleaseForm(msgspec.Struct):
    """A release: its name, a word to the public, why conflicts may go out, what was previewed."""

    name: Name = ""
    comment: Comment = ""
    reason: Reason = ""
    seen: str = ""


class RestoreForm(msgspec.Struct):
    """Where an old release goes: `draft` or `public`; name and comment of the new release."""

    to: str = "draft"
    name: Name = ""
    comment: Comment = ""
    seen: str = ""


class EmergencyForm(msgspec.Struct):
    """One change to one session; `do` is the button: look or release.

    `seen` is the number of the release that the preview stood on.
    """

    kind: EmergencyKind
    slot: str = ""
    room: UUID | None = None
    day: date | None = None
    start: str = ""
    which: str = ""
    leaves: UUID | None = None
    comes: UUID | None = None
    email: Annotated[str, msgspec.Meta(max_length=254)] = ""
    given_name: PersonName = ""
    family_name: PersonName = ""
    comment: Comment = ""
    reason: Reason = ""
    do: str = "look"
    seen: int = 0

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """The new start. Raises FormErrors for what is no time at the venue."""
        found = when_of(self, zone)
        if found is None:
            raise self.wrong(start="Give the day and the time.")
        return found

    def change(
        self, code: str, zone: ZoneInfo, rooms: tuple[PlannedRoom, ...], comes: Involved | None
    ) -> EmergencyChange:
        """What is meant. Raises FormErrors for what is missing."""
        room = next((each for each in rooms if each.id == self.room), None)
        if self.kind is EmergencyKind.MOVE:
            if room is None:
                raise self.wrong(room="Choose the room.")
            return EmergencyChange(self.kind, code, room=room, starts_at=self.starts_at(zone))
        if self.kind is EmergencyKind.PEOPLE and not (self.leaves or comes):
            raise self.wrong(leaves="Say who leaves, or who comes in.")
        by_people = self.kind in (EmergencyKind.PEOPLE, EmergencyKind.REMOTE)
        leaves = self.leaves if by_people else None
        slot = self.slot if self.kind is not EmergencyKind.REMOTE or leaves else ""
        return EmergencyChange(self.kind, code, slot=slot, leaves=leaves, comes=comes)

    def newcomer(self) -> NewPerson | None:
        """Somebody named by their address. Raises FormErrors for what is none."""
        if self.kind is not EmergencyKind.PEOPLE or self.comes or not self.email.strip():
            return None
        try:
            email = checked_address(self.email.strip(), "email")
        except FormErrors as bad:
            raise self.wrong(**bad.errors) from None
        return NewPerson(clean(self.given_name), clean(self.family_name), email=email)

    def wrong(self, **errors: str) -> FormErrors:
        """This form again with a sentence beside each named field."""
        return FormErrors(self, errors)


def involved(person: UUID, name: str, affiliation: str = "", key: str = "") -> Involved:
    """Somebody who comes in, as the draft will name them, with their `key` for sorting: else the
    next release would tell of a change that nobody sees. The part is that of whoever leaves."""
    return Involved(person, name, Part.SPEAKER, affiliation, key)
