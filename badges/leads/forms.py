"""What exhibitors, attendees and the office send about leads."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from badges.leads.rules import LeadField
from conference.people.forms import checked_address

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=200)]


class LeadScanForm(msgspec.Struct):
    q: Annotated[str, msgspec.Meta(max_length=200)]
    client_id: UUID | None = None


class LeadNoteForm(msgspec.Struct):
    lead: UUID
    note: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class ConsentForm(msgspec.Struct):
    fields: list[LeadField] = []


class WithdrawForm(msgspec.Struct):
    exhibitor: UUID


class ExhibitorForm(msgspec.Struct):
    name: Name


class MemberForm(msgspec.Struct):
    email: Annotated[str, msgspec.Meta(max_length=254)]

    def __post_init__(self) -> None:
        self.email = checked_address(self.email, "email")


class EndMemberForm(msgspec.Struct):
    member: UUID
