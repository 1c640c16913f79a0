"""What the committee and presenters send about hours, times and the meeting's numbers."""

from __future__ import annotations

import re
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request

from conference.meetings.rules import MeetingInfo, zone_names
from conference.web import FormErrors, FormState, read_form
from schedule.limits.actions import Times
from schedule.limits.queries import PersonLimits
from schedule.limits.stretches import (
    StretchRow,
    Typed,
    every_day,
    read_stretches,
    rows_of,
    typed_rows,
    with_spare,
)
from schedule.queries.policy import ProgrammePolicyInfo
from schedule.rules.programme import Span

_HOST = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?", re.ASCII)
HOSTS_SENTENCE = "Write each site on a line of its own, as https://www.society.org, without a path."


class OpenRoomsForm(msgspec.Struct, kw_only=True):
    """The same hours for several rooms on every day of the meeting."""

    rooms: list[UUID] = []
    start: str = ""
    end: str = ""

    def spans(self, meeting: MeetingInfo) -> Typed:
        """The stretches on every day; nothing typed means always open."""
        if not self.start and not self.end:
            return Typed((), {})
        return every_day(meeting.days, self.start, self.end, meeting.tz)


class TimesForm(msgspec.Struct, kw_only=True):
    """From where somebody takes part, and their words; the stretches come in rows beside it."""

    is_remote: bool = False
    zone: Annotated[str, msgspec.Meta(max_length=60)] = ""
    note: Annotated[str, msgspec.Meta(max_length=1000)] = ""

    def errors(self) -> dict[str, str]:
        """What cannot be, beside its field."""
        if self.is_remote and not self.zone:
            return {
                "zone": "Choose the time zone in which you will be, so that your nights are known."
            }
        if self.zone and self.zone not in zone_names():
            return {"zone": "Choose a time zone from the list, for example Asia/Tokyo."}
        return {}


class PolicyForm(msgspec.Struct, kw_only=True):
    """The meeting's own numbers."""

    changeover_minutes: Annotated[int, msgspec.Meta(ge=0, le=60)]
    popular_from: Annotated[int, msgspec.Meta(ge=2, le=10_000)]
    hosts: Annotated[str, msgspec.Meta(max_length=2000)] = ""

    def policy(self) -> ProgrammePolicyInfo:
        """The numbers. Raises FormErrors for what is no site."""
        hosts = tuple(dict.fromkeys(each.rstrip("/").lower() for each in self.hosts.split()))
        if any(not _HOST.fullmatch(each) for each in hosts):
            raise FormErrors(self, {"hosts": HOSTS_SENTENCE})
        return ProgrammePolicyInfo(self.changeover_minutes, self.popular_from, hosts)


async def read_hours(request: Request[Any, Any, Any], meeting: MeetingInfo) -> tuple[Span, ...]:
    """The stretches of a form of rows. Raises FormErrors with the rows as typed."""
    rows = typed_rows(await _texts(request))
    read = read_stretches(rows, meeting.tz)
    if read.errors:
        raise FormErrors({"rows": rows}, read.errors)
    return read.spans


async def read_times(request: Request[Any, Any, Any], meeting: MeetingInfo) -> Times:
    """Hours, place and note. Raises FormErrors with everything typed."""
    texts = await _texts(request)
    rows = typed_rows(texts)
    read, errors = read_stretches(rows, meeting.tz), dict[str, str]()
    try:
        form = await read_form(request, TimesForm)
        errors = form.errors()
    except FormErrors as wrong:
        form, errors = TimesForm(), dict(wrong.errors)
    if read.errors or errors:
        typed = {**texts, "is_remote": bool(texts.get("is_remote")), "rows": rows}
        raise FormErrors(typed, {**read.errors, **errors})
    return Times(read.spans, form.is_remote, form.zone, form.note)


def hours_state(spans: tuple[Span, ...], meeting: MeetingInfo) -> FormState:
    """The rows of what is kept."""
    return FormState({"rows": rows_of(spans, meeting.tz)})


def times_state(limits: PersonLimits, meeting: MeetingInfo) -> FormState:
    """What is kept of somebody, as their form shows it."""
    return FormState(
        {
            "rows": rows_of(limits.hours, meeting.tz),
            "is_remote": limits.is_remote,
            "zone": limits.zone,
            "note": limits.note,
        }
    )


def shown_rows(form: FormState) -> list[StretchRow]:
    """The rows of a form with empty ones to fill."""
    return with_spare(list(form.values.get("rows") or []))


async def _texts(request: Request[Any, Any, Any]) -> dict[str, str]:
    form = await request.form()
    return {
        name: str(values[-1]).replace("\x00", "").strip()
        for name in form
        if (values := form.getall(name, []))
    }
