"""The letters about changes: to co-authors, the submitter, chairs of sessions, the committee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.queries.one import AbstractDetail
from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Action
from conference.people import queries as people
from conference.people.access import Role
from conference.web.marks import unmarked
from conference.web.templating import render


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a letter, and why: "author", "chair" or "committee"."""

    name: str
    address: str
    why: str = "author"
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What every letter of one action shares."""

    act: Action
    meeting: MeetingInfo
    base_url: str
    abstract: AbstractDetail

    @property
    def address(self) -> str:
        """The abstract's page."""
        return f"{self.base_url}/{self.meeting.slug}/abstracts/{self.abstract.code}"

    @property
    def committee_address(self) -> str:
        """The abstract as the committee sees it."""
        return f"{self.base_url}/{self.meeting.slug}/committee/abstracts/{self.abstract.code}"

    @property
    def requests_address(self) -> str:
        """Where the committee finds what is asked of it."""
        return f"{self.base_url}/{self.meeting.slug}/committee/requests"

    async def send(self, kind: str, reader: Reader, subject: str, **told: Any) -> None:
        """Queues one letter; its text is the template of its kind."""
        body = render(
            f"abstracts/changes/letter_{kind}.txt",
            meeting=self.meeting,
            abstract=self.abstract,
            title=unmarked(self.abstract.manuscript.title),
            authors=[author.name for author in self.abstract.manuscript.authors],
            dear=reader.name,
            reader=reader,
            post=self,
            **told,
        )
        letter = Letter(
            kind=f"abstract_{kind}",
            to_address=reader.address,
            subject=f"{subject} · {self.meeting.title}",
            body=body,
            person=reader.person,
            meeting=self.meeting.id,
        )
        await queue_letter(self.act, letter)

    async def send_all(
        self, kind: str, readers: Iterable[Reader], subject: str, **told: Any
    ) -> int:
        """One letter to each address; the number of letters."""
        once = {reader.address.lower(): reader for reader in readers if reader.address}
        for reader in once.values():
            await self.send(kind, reader, subject, **told)
        return len(once)


async def submitter_of(abstract: AbstractDetail) -> list[Reader]:
    """Who submitted the abstract, if they have an address."""
    known = await people.person_by_id(abstract.submitter)
    if known is None or not known.email:
        return []
    return [Reader(known.registered_name, known.email, "submitter", known.id)]


def authors_of(abstract: AbstractDetail) -> list[Reader]:
    """The authors who gave an address."""
    pairs = zip(abstract.manuscript.authors, abstract.people, strict=True)
    return [
        Reader(author.name, author.email, "author", person)
        for author, person in pairs
        if author.email
    ]


async def chairs_as_readers(chairs: Iterable[UUID]) -> list[Reader]:
    """The chairs of a session who have an address."""
    known = await people.people_by_ids(list(chairs))
    return [
        Reader(each.registered_name, each.email, "chair", each.id)
        for each in known.values()
        if each.email
    ]


async def committee_of(meeting: UUID) -> list[Reader]:
    """The programme chairs of the meeting who have an address."""
    holders = await people.role_holders(meeting)
    ids = [row["person"] for row in holders if row["role"] == Role.PROGRAMME.value]
    known = await people.people_by_ids(ids)
    return [
        Reader(each.registered_name, each.email, "committee", each.id)
        for each in known.values()
        if each.email
    ]
