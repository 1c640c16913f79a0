"""The badge as it will print, with a name that is only being tried; nothing is made or kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response

from badges.drawing.report import Finding, in_words, pre_print_report
from badges.drawing.svg import badge_svg
from badges.faces.queries import BadgeKey, badge_faces, badge_keys
from badges.printing.papers import Sheets, seat_paper
from badges.printing.stations.queries import station_of, station_of_session
from conference.meetings.rules import MeetingInfo
from conference.people.rules import clean
from conference.registration.queries import RegistrationInfo

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Preview:
    """The picture, and what will not look as typed."""

    svg: str
    findings: tuple[Finding, ...]

    @property
    def said(self) -> str:
        return in_words(self.findings)


async def preview_badge(
    meeting: MeetingInfo,
    info: RegistrationInfo,
    secret: str,
    sheets: Sheets,
    name: str | None = None,
    *,
    with_code: bool = False,
) -> Preview:
    """The badge with this name on it, or with the one that is kept.

    Its code opens nothing, unless the badge was made already and `with_code` asks for its own.
    """
    key = {info.id: BadgeKey(NOBODY, info.id, NOBODY)}
    key |= await badge_keys([info.id]) if with_code else {}
    shown, has_agenda = [named(info, name)], sheets.layout.has_agenda
    (face,) = await badge_faces(meeting, shown, key, secret, with_agenda=has_agenda)
    findings = pre_print_report([face], sheets.layout)
    svg = badge_svg(face, sheets.layout, pictures=sheets.pictures)
    return Preview(svg, tuple(findings))


async def findings_on(
    meeting: MeetingInfo, info: RegistrationInfo, sheets: Sheets
) -> tuple[Finding, ...]:
    """What of this badge will not look as typed on what this station prints on; no code is read."""
    key = {info.id: BadgeKey(NOBODY, info.id, NOBODY)}
    faces = await badge_faces(meeting, [info], key, "", with_agenda=sheets.layout.has_agenda)
    return tuple(pre_print_report(faces, sheets.layout))


def named(info: RegistrationInfo, name: str | None) -> RegistrationInfo:
    """The same registration with another name on its badge; "" is the registered name."""
    if name is None:
        return info
    wanted = clean(name)[:200] or info.person.registered_name
    return replace(info, person=replace(info.person, badge_name=wanted))


async def sheets_here(request: Request[Any, Any, Any], meeting: MeetingInfo) -> Sheets:
    """What the station of this browser prints on."""
    kept = station_of_session(request)
    return await seat_paper(meeting.id, await station_of(meeting.id, kept) if kept else None)


def svg_answer(preview: Preview) -> Response[bytes]:
    """The picture; a header says how the name fits."""
    headers = {"cache-control": "no-store", "x-fits": quote(preview.said)}
    return Response(preview.svg.encode(), media_type="image/svg+xml", headers=headers)
