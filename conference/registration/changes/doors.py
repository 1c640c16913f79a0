"""The two doors to every change: the person's own page, and the office's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.orm import Actor
from conference.people.access import Role, Visitor, roles, signed_in
from conference.registration import queries as registrations
from conference.registration.changes.held_queries import HeldRegistration, held_registration
from conference.registration.changes.queries import registration_for
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownRegistration
from conference.registration.price_queries import places_of
from conference.registration.till import Till
from conference.settings import Settings

OWN = "/my/registrations/{code:str}"
OFFICE = "/{slug:str}/office/registrations/{code:str}"
Answer = Template | Redirect


@dataclass(frozen=True, slots=True)
class Door:
    """A registration as somebody stands before it who may change it."""

    found: HeldRegistration
    till: Till
    by: Actor
    now: datetime
    is_office: bool
    is_own: bool
    full: frozenset[str] = frozenset()

    @property
    def here(self) -> str:
        """The address under which its changes are."""
        if self.is_office:
            return f"/{self.found.meeting.slug}/office/registrations/{self.found.info.code}"
        return f"/my/registrations/{self.found.info.code}"

    @property
    def back(self) -> str:
        """Where it is shown: the order in the office, the registration or the order to others."""
        order = self.found.info.order_code
        if self.is_office:
            return f"/{self.found.meeting.slug}/office/orders/{order}"
        return self.here if self.is_own else f"/my/orders/{order}"

    @property
    def shown(self) -> dict[str, Any]:
        """What every page of a change shows."""
        return {
            "door": self,
            "info": self.found.info,
            "held": self.found.held,
            "meeting": self.found.meeting,
            "currency": self.found.meeting.currency,
        }


Handle = Callable[[AnyRequest, Door], Awaitable[Answer]]


async def own_door(visitor: Visitor, code: str, settings: Settings, now: datetime) -> Door:
    """One's own registration, or one on an order that one pays; any other is unknown."""
    assert visitor.person is not None
    info = await registration_for(visitor.person, code)
    meeting = await meetings.meeting_by_id(info.meeting) if info else None
    if info is None or meeting is None:
        raise UnknownRegistration
    found = await held_registration(info, meeting, now)
    is_own = info.person.id == visitor.person
    return Door(
        found,
        Till.of(meeting, settings),
        visitor.actor,
        now,
        False,
        is_own,
        await _full(meeting.id),
    )


async def office_door(
    meeting: Any, visitor: Visitor, code: str, settings: Settings, now: datetime
) -> Door:
    """A registration of the office's meeting."""
    info = await registrations.registration_by_code(meeting.id, code)
    if info is None:
        raise UnknownRegistration
    found = await held_registration(info, meeting, now)
    full = await _full(meeting.id)
    return Door(found, Till.of(meeting, settings), visitor.actor, now, True, False, full)


async def _full(meeting: UUID) -> frozenset[str]:
    """The pools without a place left."""
    return frozenset(key for key, pool in (await places_of(meeting)).items() if pool.left <= 0)


def at_both_doors(step: str, show: Handle, send: Handle) -> list[HTTPRouteHandler]:
    """The four handlers of a change: shown and sent, by the person and by the office."""
    return [*at_own_door(step, show, send), *at_office_door(step, show, send)]


def at_own_door(step: str, show: Handle, send: Handle) -> list[HTTPRouteHandler]:
    """The handlers of a change that a person makes."""

    @get(f"{OWN}/{step}", opt=signed_in)
    async def show_change(
        request: AnyRequest,
        visitor: TheVisitor,
        code: FromPath[str],
        settings: TheSettings,
        now: Now,
    ) -> Template | Redirect:
        return await show(request, await own_door(visitor, code, settings, now))

    @post(f"{OWN}/{step}", opt=signed_in)
    async def send_change(
        request: AnyRequest,
        visitor: TheVisitor,
        code: FromPath[str],
        settings: TheSettings,
        now: Now,
    ) -> Template | Redirect:
        return await send(request, await own_door(visitor, code, settings, now))

    return [show_change, send_change]


def at_office_door(step: str, show: Handle, send: Handle) -> list[HTTPRouteHandler]:
    """The handlers of a change that the office makes."""
    office = roles(Role.OFFICE)

    @get(f"{OFFICE}/{step}", opt=office)
    async def show_change(
        request: AnyRequest,
        meeting: TheMeeting,
        visitor: TheVisitor,
        code: FromPath[str],
        settings: TheSettings,
        now: Now,
    ) -> Template | Redirect:
        return await show(request, await office_door(meeting, visitor, code, settings, now))

    @post(f"{OFFICE}/{step}", opt=office)
    async def send_change(
        request: AnyRequest,
        meeting: TheMeeting,
        visitor: TheVisitor,
        code: FromPath[str],
        settings: TheSettings,
        now: Now,
    ) -> Template | Redirect:
        return await send(request, await office_door(meeting, visitor, code, settings, now))

    return [show_change, send_change]
