"""What the committee's page of one session shows: its form, what is inside, what is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request
from litestar.response import Template

from abstracts.queries.lists import PlaceableAbstract, unplaced_accepted
from abstracts.vocabulary import DECISION_WORDS
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.web import FormErrors, FormState, page
from conference.web.problems import Invalid
from schedule.conflicts.queries import AcknowledgementInfo, acknowledged
from schedule.errors import NoSuchSession, StaleSession
from schedule.queries.described import described_programme
from schedule.queries.programme import session_changes
from schedule.queries.releases import current_release
from schedule.rules.abstract_places import placed_abstracts
from schedule.rules.conflicts import Conflict, find_conflicts
from schedule.rules.inside import filled_minutes, talks_of
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.usual import USUAL_MINUTES
from schedule.rules.vocabulary import SessionKind, SlotKind
from schedule.sessions.people_choice import SESSION_PARTS, PersonChoice, people_choices
from schedule.sessions.slot_rows import slot_rows
from schedule.sessions.values import session_values

AnyRequest = Request[Any, Any, Any]
SHOWN_CHANGES = 8
KINDS = [(kind.value, kind.label) for kind in SessionKind]
TALK_KINDS = [(kind.value, kind.label) for kind in SlotKind if kind is not SlotKind.POSTER]


@dataclass(frozen=True, slots=True)
class PublicSide:
    """The session as the newest release has it."""

    release: str
    starts_at: datetime
    ends_at: datetime
    room: str
    is_cancelled: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was not accepted: a refused session form, or a refused step inside the session."""

    session: FormState | None = None
    inside: FormState | None = None
    copying: FormState | None = None
    is_clash: bool = False

    @property
    def any(self) -> FormState | None:
        """Whichever it is."""
        return self.session or self.inside or self.copying


def refused(form: msgspec.Struct | None, wrong: FormErrors | Invalid) -> FormState:
    """What was typed, with the sentences beside the fields."""
    if isinstance(wrong, FormErrors):
        return wrong.state
    return replace(FormState.of(form or {}), errors=wrong.errors or {"": wrong.detail})


async def stale_notice(meeting: UUID, code: str, stale: StaleSession | None) -> dict[str, Any]:
    """Who changed what since the page of a stale edit was shown; nothing for any other."""
    changes = await session_changes(meeting, code, after=stale.seen) if stale else []
    return {"is_stale": stale is not None, "stale_code": code, "changes": changes}


async def session_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    code: str,
    form: FormState | None = None,
    *,
    wrong: Wrong | None = None,
    stale: StaleSession | None = None,
) -> Template:
    """One session, with what was typed if it was not accepted; for a stale edit who changed what.

    Raises NoSuchSession.
    """
    wrong = wrong or Wrong()
    programme = await described_programme(meeting.id)
    session = find_session(programme, code)
    form = wrong.session or form or FormState.of(session_values(session, meeting.tz))
    if stale:
        form = FormState({**form.values, "version": session.version}, form.errors)
    theirs = stale.code if stale else code
    changes = await session_changes(meeting.id, theirs, after=stale.seen if stale else 0)
    conflicts = [each for each in find_conflicts(programme) if each.touches(session.id)]
    return page(
        request,
        "schedule/session_edit.html",
        status=409 if stale else 422 if wrong.any else 200,
        programme=programme,
        session=session,
        form=form,
        wrong=wrong,
        is_stale=stale is not None,
        changes=changes if stale else changes[:SHOWN_CHANGES],
        stale_code=theirs,
        conflicts=_told(conflicts, await acknowledged(meeting.id)),
        public=await public_side(meeting.id, session),
        day=day_of(session, programme),
        **await _inside(meeting.id, programme, session, conflicts),
        **session_choices(programme),
        **await people_fields(form, SESSION_PARTS),
    )


async def _inside(
    meeting: UUID, programme: Programme, session: PlannedSession, conflicts: Sequence[Conflict]
) -> dict[str, Any]:
    """What is inside, and what the steps offer."""
    waiting = await unplaced_accepted(meeting, placed_abstracts(programme))
    return {
        "filled": filled_minutes(session.slots, session.duration_minutes),
        "rows": slot_rows(programme, session, conflicts),
        "placeable": [(each.code, offered(each)) for each in waiting],
        "others": _others(programme, session),
        "talks": [(each.code, each.title) for each in talks_of(session.slots)],
        "talk_kinds": TALK_KINDS,
    }


async def new_session_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, *, wrong: Wrong | None = None
) -> Template:
    """A session that is not there yet."""
    wrong = wrong or Wrong()
    programme = await described_programme(meeting.id)
    return page(
        request,
        "schedule/session_new.html",
        status=422 if wrong.any else 200,
        programme=programme,
        session=None,
        form=wrong.session or form,
        wrong=wrong,
        is_stale=False,
        **session_choices(programme),
        **await people_fields(wrong.session or form, SESSION_PARTS),
    )


def session_choices(programme: Programme) -> dict[str, Any]:
    """What the form of a session offers."""
    return {
        "kinds": KINDS,
        "usual": {kind.value: minutes for kind, minutes in USUAL_MINUTES.items()},
        "rooms": [(str(room.id), room.name) for room in programme.rooms],
        "tracks": sorted({each.track for each in programme.sessions if each.track}),
    }


def find_session(programme: Programme, code: str) -> PlannedSession:
    """The session of a code. Raises NoSuchSession."""
    for session in programme.sessions:
        if session.code == code:
            return session
    raise NoSuchSession(code)


async def people_fields(
    form: FormState, parts: tuple[tuple[str, str], ...]
) -> dict[str, list[PersonChoice] | str | tuple[tuple[str, str], ...]]:
    """Who is in the form, and whom the search found, each with the parts they may have."""
    chosen = list(form.values.get("people") or [])
    text = str(form.values.get("find") or "")
    found = await people.search_people(text) if text else []
    return {
        "choices": await people_choices(chosen, found),
        "searched": text,
        "found": str(len(found)),
        "parts": parts,
    }


async def public_side(meeting: UUID, session: PlannedSession) -> PublicSide | None:
    """What the public sees of the session now; None as long as it was not released."""
    release = await current_release(meeting)
    found = release.find(session.code) if release else None
    if release is None or found is None:
        return None
    public = found[0]
    place = (public.title, public.starts_at, public.ends_at, public.room)
    return PublicSide(
        release.programme.name,
        public.starts_at,
        public.ends_at,
        public.room,
        public.is_cancelled,
        place != (session.title, session.starts_at, session.ends_at, session.room_name),
    )


def day_of(session: PlannedSession, programme: Programme) -> date | None:
    """The local day on which a session is."""
    return session.starts_at.astimezone(programme.tz).date() if session.starts_at else None


def _told(
    conflicts: Sequence[Conflict], known: dict[str, AcknowledgementInfo]
) -> list[tuple[Conflict, AcknowledgementInfo | None]]:
    ordered = sorted(conflicts, key=lambda each: (each.key in known, each.severity.rank))
    return [(each, known.get(each.key)) for each in ordered]


def offered(abstract: PlaceableAbstract) -> str:
    """An abstract of the tray in a list of choices."""
    who = f" ({abstract.presenter_name})" if abstract.presenter_name else ""
    return f"{abstract.code} · {DECISION_WORDS[abstract.decision]} · {abstract.title}{who}"


def _others(programme: Programme, session: PlannedSession) -> list[tuple[str, str]]:
    """(code:version, words) of the sessions that talks can move to."""
    found = []
    for each in programme.sessions:
        if each.id != session.id and each.status != "cancelled":
            when = each.starts_at.astimezone(programme.tz) if each.starts_at else None
            words = f"{when:%a %H:%M} " if when else ""
            found.append((f"{each.code}:{each.version}", f"{words}{each.title or each.code}"))
    return found
