"""The letters about awards, to applicants, referees and the committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from abstracts.awards.cycles import CycleInfo
from conference.letters.actions import queue_letter, queue_letters
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Action
from conference.people import queries as people
from conference.people.access import Role
from conference.web.templating import render

_told = ""


def tell_base_url(base_url: str) -> None:
    """At the roof: where addresses begin in letters that a section of a form causes."""
    global _told
    _told = base_url


def told_base_url() -> str:
    """Where addresses in letters begin."""
    return _told


@dataclass(frozen=True, slots=True)
class Sender:
    """The meeting a letter speaks for, and where its addresses begin."""

    meeting: MeetingInfo
    base_url: str

    def address(self, path: str) -> str:
        """A page of the meeting."""
        return f"{self.base_url}/{self.meeting.slug}/{path}"

    def write(
        self,
        kind: str,
        subject: str,
        to: tuple[str, str],
        cycle: CycleInfo,
        *,
        person: UUID | None = None,
        **told: Any,
    ) -> Letter:
        """One letter; its text is the template of its kind. `to`: name and e-mail address."""
        body = render(
            f"abstracts/awards/letters/{kind}.txt",
            meeting=self.meeting,
            cycle=cycle,
            dear=to[0],
            page=self.address(f"awards/{cycle.key}"),
            sender=self,
            **told,
        )
        title = f"{subject} · {self.meeting.title}"
        return Letter(f"award_{kind}", to[1], title, body, person, self.meeting.id)


async def tell(
    act: Action,
    sender: Sender,
    cycle: CycleInfo,
    person: UUID,
    kind: str,
    subject: str,
    **told: Any,
) -> None:
    """A letter to an applicant, if they have an address."""
    known = await people.person_by_id(person)
    if known and known.email:
        to = (known.registered_name, known.email)
        await queue_letter(act, sender.write(kind, subject, to, cycle, person=person, **told))


async def tell_all(
    act: Action,
    sender: Sender,
    cycle: CycleInfo,
    persons: Sequence[UUID],
    kind: str,
    subject: str,
    **told: Any,
) -> int:
    """The same letter to many applicants; how many have an address."""
    known = await people.people_by_ids(persons)
    letters = [
        sender.write(
            kind, subject, (each.registered_name, each.email), cycle, person=each.id, **told
        )
        for each in known.values()
        if each.email
    ]
    await queue_letters(act, letters)
    return len(letters)


async def tell_committee(
    act: Action, sender: Sender, cycle: CycleInfo, kind: str, subject: str, **told: Any
) -> None:
    """A letter to each programme chair of the meeting who has an address."""
    holders = await people.role_holders(sender.meeting.id)
    ids = sorted({row["person"] for row in holders if row["role"] == Role.PROGRAMME.value})
    await tell_all(act, sender, cycle, ids, kind, subject, **told)


async def tell_free(act: Action, sender: Sender, cycle: CycleInfo, why: str) -> None:
    """To the committee: the next in rank can be offered what somebody else gave up or lost."""
    await tell_committee(
        act, sender, cycle, "place_free", f"An award is free again: {cycle.title}", why=why,
        address=sender.address(f"committee/awards/{cycle.key}/offers"),
    )  # fmt: skip
