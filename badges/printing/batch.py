"""A batch of badges: which ones, what to look at before printing, and what was printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from badges.desk.lookup import PRINTED_FOR
from badges.desk.queries import admitted
from badges.drawing.compose import Finding, compose
from badges.faces.queries import BadgeKey, badge_faces
from badges.faces.rules import BadgeFace
from badges.layout import DEFAULT_LAYOUT, LAYOUTS, BadgeLayout, Layout, page_count
from badges.printing.queries import count_prints
from badges.tables import BadgePrint
from conference.meetings.rules import MeetingInfo
from conference.people.rules import fold, sort_key
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo


@dataclass(frozen=True, slots=True)
class Choice:
    """Which badges: `printed` is "new" or "all"; letters bound the family name, both included."""

    printed: str = "new"
    category: str = ""
    first: str = ""
    last: str = ""
    layout: str = DEFAULT_LAYOUT

    @property
    def paper(self) -> Layout:
        return LAYOUTS[self.layout]

    @property
    def query(self) -> str:
        """As the query of an address."""
        names = ("printed", "category", "first", "last", "layout")
        return urlencode({name: getattr(self, name) for name in names if getattr(self, name)})

    def takes(self, info: RegistrationInfo, prints: int) -> bool:
        """Whether this person's badge is in the batch."""
        if self.printed == "new" and prints:
            return False
        if self.category and info.category_key != self.category:
            return False
        key = sort_key(info.person.given_name, info.person.family_name)
        key = key or fold(info.person.registered_name)
        first, last = fold(self.first), fold(self.last)
        return key >= first and (not last or key[: len(last)] <= last)


@dataclass(frozen=True, slots=True)
class Batch:
    """The badges of a choice, by family name; `categories` are (key, title) of all there are."""

    choice: Choice
    infos: tuple[RegistrationInfo, ...]
    reprints: int
    categories: tuple[tuple[str, str], ...]

    @property
    def pages(self) -> int:
        return page_count(self.choice.paper.sheet, len(self.infos))


async def badge_batch(meeting: MeetingInfo, choice: Choice) -> Batch:
    """Everyone who may have a badge and fits the choice; four statements per 5,000."""
    everyone = await admitted(meeting.id)
    prints = await count_prints([info.id for info in everyone])
    chosen = tuple(info for info in everyone if choice.takes(info, prints.get(info.id, 0)))
    categories = {info.category_key: info.category_title for info in everyone}
    return Batch(
        choice,
        chosen,
        sum(info.id in prints for info in chosen),
        tuple(sorted(categories.items(), key=lambda pair: pair[1])),
    )


async def printed_batch(meeting: MeetingInfo, printed_at: datetime) -> list[RegistrationInfo]:
    """Those whose badges were recorded as printed at this instant, to open the file again."""
    rows = await BadgePrint.select(BadgePrint.badge.registration.as_alias("of")).where(
        BadgePrint.printed_at == printed_at,
        PRINTED_FOR.meeting == meeting.id,
    )
    if not rows:
        return []
    found = await registration.registrations_info([row["of"] for row in rows])
    return sorted(
        found.values(),
        key=lambda info: sort_key(info.person.given_name, info.person.family_name),
    )


async def faces_before_printing(
    meeting: MeetingInfo, infos: Sequence[RegistrationInfo]
) -> list[BadgeFace]:
    """The badges as far as they are known before they have a code: for the report only."""
    keys: Mapping[UUID, BadgeKey] = {info.id: BadgeKey(info.id, info.id, info.id) for info in infos}
    return await badge_faces(meeting, infos, keys, secret="")


def pre_print_report(faces: Sequence[BadgeFace], layout: BadgeLayout) -> list[Finding]:
    """Everything that will not look as typed: cut, broken, missing characters, left-out ribbons."""
    return [finding for face in faces for finding in compose(face, layout).findings]
