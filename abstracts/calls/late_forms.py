"""What the committee types to extend a call, or to let one person in after its deadline."""

from typing import Annotated

import msgspec

from abstracts.calls.errors import DeadlineMoved
from abstracts.calls.extending import Extended
from abstracts.calls.late_actions import NewLateLink
from abstracts.queries.calls import CallInfo
from conference.meetings.forms import read_local
from conference.people.forms import checked_address
from conference.people.rules import clean

Reason = Annotated[str, msgspec.Meta(max_length=500)]


class ExtensionForm(msgspec.Struct):
    """`shown_at` is the deadline as the person saw it, so that two extensions do not mix."""

    at: str
    reason: Reason
    shown_at: str
    do: str = "preview"

    def as_extension(self, call: CallInfo) -> Extended:
        """The new deadline on the clock of the call's zone. Raises FormErrors, DeadlineMoved."""
        to = read_local(self.at, call.zone, "at")
        if self.shown_at != call.closes_at.isoformat():
            raise DeadlineMoved
        return Extended(to, clean(self.reason))


class LateForm(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(max_length=200)]
    email: Annotated[str, msgspec.Meta(max_length=254)]
    until: str
    reason: Reason

    def as_link(self, call: CallInfo) -> NewLateLink:
        """The link as it is made. Raises FormErrors for an address or a time that cannot be."""
        until = read_local(self.until, call.zone, "until")
        email = checked_address(self.email, "email")
        return NewLateLink(clean(self.name), email, until, clean(self.reason))
