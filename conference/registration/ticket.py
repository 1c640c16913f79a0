"""The ticket: a code that a letter carries and the desk scans, as text, picture and calendar."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import qrcode
from icalendar import Calendar, Event
from qrcode.constants import ERROR_CORRECT_Q

from conference.meetings.rules import MeetingInfo
from conference.orm import tokens

QUIET_MODULES = 4
PIXELS_PER_MODULE = 8
GROUP = 4


@dataclass(frozen=True, slots=True)
class Issuer:
    """What this installation puts into tickets and letters: its secret, address and host."""

    secret: str
    base_url: str
    host: str


def ticket_token(secret: str, registration: UUID) -> str:
    """The 16 characters of a registration's ticket; only their hash is stored."""
    return tokens.derive(secret, "ticket", registration)


def spaced(token: str) -> str:
    """A token in groups of four, as people read it: 7K2M 9QXW ..."""
    return " ".join(token[at : at + GROUP] for at in range(0, len(token), GROUP))


def ticket_png(token: str) -> bytes:
    """The QR of a ticket as a PNG, for letters."""
    code = _code(token, PIXELS_PER_MODULE)
    with io.BytesIO() as buffer:
        code.make_image().save(buffer, "PNG")
        return buffer.getvalue()


def ticket_path(token: str) -> tuple[str, int]:
    """The QR as an SVG path in modules, and the side of its square with the quiet zone."""
    matrix = _code(token, 1).get_matrix()
    parts = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    ]
    return "".join(parts), len(matrix)


def meeting_calendar(meeting: MeetingInfo, issuer: Issuer, *, code: str, now: datetime) -> bytes:
    """The days of the meeting as one all-day event; the same UID each time it is sent."""
    calendar = Calendar()
    calendar.add("prodid", "-//Plenary//registration//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@{issuer.host}")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_on)
    event.add("dtend", meeting.ends_on + timedelta(days=1))
    event.add("summary", meeting.title)
    event.add("location", ", ".join(each for each in (meeting.venue, meeting.city) if each))
    event.add("description", f"Registration {code}\n{issuer.base_url}/my/registrations/{code}")
    event.add("url", f"{issuer.base_url}/{meeting.slug}")
    event.add("transp", "TRANSPARENT")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _code(token: str, box_size: int) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=box_size, border=QUIET_MODULES)
    code.add_data(token)
    code.make()
    return code
