"""The emergency change in three clicks: what, what it does, release now (situation 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.rules import NewPerson, sort_key
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Stale
from conference.web.refusals import refusals
from schedule.actions.emergency import release_emergency
from schedule.actions.release_writing import ReleaseOutcome
from schedule.papers.door_signs import changed_signs
from schedule.queries.emergency import PublicState, emergency_preview, public_state
from schedule.queries.release_preview import Naming
from schedule.queries.releases import current_release
from schedule.releasing import view
from schedule.releasing.committee_pages import PROGRAMME
from schedule.releasing.forms import EmergencyForm, involved
from schedule.rules.addendum import change_lines, lines_by_kind
from schedule.rules.emergency import EmergencyChange, EmergencyKind
from schedule.rules.programme import Involved
from schedule.rules.released import ReleasedPerson, ReleasedSession
from schedule.rules.vocabulary import ItemStatus

AnyRequest = Request[Any, Any, Any]
EMERGENCY = "/{slug:str}/committee/emergency"
HIDDEN = (
    "kind",
    "slot",
    "room",
    "day",
    "start",
    "which",
    "leaves",
    "comes",
    "email",
    "given_name",
    "family_name",
    "comment",
)
KINDS = [(kind.value, kind.label) for kind in EmergencyKind]


@get(EMERGENCY, opt=PROGRAMME)
async def choose_session(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    """The sessions that are still to come, as the public sees them."""
    newest = await current_release(meeting.id)
    sessions = newest.programme.sessions if newest else ()
    coming = [each for each in sessions if each.ends_at > now and not each.is_cancelled]
    return page(
        request,
        "schedule/releasing/emergency_choose.html",
        days=view.by_day(newest.programme, coming) if newest else [],
        zone=meeting.zone,
        is_released=newest is not None,
    )


@get(EMERGENCY + "/{code:str}", opt=PROGRAMME)
async def show_change(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    state = await public_state(meeting.id)
    session = state.released(code)
    zone = state.programme.tz
    room = next((each.id for each in state.programme.rooms if each.name == session.room), None)
    local = session.starts_at.astimezone(zone)
    typed = {"kind": "move", "room": room, "day": local.date(), "start": f"{local:%H:%M}"}
    return change_page(request, meeting, state, session, FormState.of(typed))


@post(EMERGENCY + "/{code:str}", opt=PROGRAMME)
async def make_change(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    """Shows what the change does, or releases it."""
    state = await public_state(meeting.id)
    session = state.released(code)
    try:
        form = await read_form(request, EmergencyForm)
        change = await _change(form, meeting, state, code)
        if form.do == "back":
            return change_page(request, meeting, state, session, FormState.of(form))
    except FormErrors as wrong:
        return change_page(request, meeting, state, session, wrong.state, 422)
    if form.do != "release":
        return await preview_page(request, meeting, state, change, form, now, settings)
    try:
        with refusals(form):
            outcome = await _release(form, change, meeting, visitor, now, settings)
    except FormErrors as wrong:
        said, status = wrong.errors, 422
    except Stale as stale:
        said, status = {"": stale.detail}, 409
    else:
        flash(request, str(outcome))
        return redirect(f"/{meeting.slug}/programme/sessions/{code}")
    return await preview_page(request, meeting, state, change, form, now, settings, said, status)


async def _release(
    form: EmergencyForm,
    change: EmergencyChange,
    meeting: MeetingInfo,
    visitor: TheVisitor,
    now: Now,
    settings: Settings,
) -> ReleaseOutcome:
    return await release_emergency(
        change,
        meeting=meeting.id,
        by=visitor.actor,
        now=now,
        settings=settings,
        comment=form.comment,
        reason=form.reason,
        seen=form.seen,
        newcomer=form.newcomer(),
    )


async def _change(
    form: EmergencyForm, meeting: MeetingInfo, state: PublicState, code: str
) -> EmergencyChange:
    """What is meant. Raises FormErrors."""
    newcomer = form.newcomer()
    comes = await _newcomer(form, newcomer) if newcomer else _known(form, state)
    zone = state.programme.tz
    change = form.change(code, zone, state.programme.rooms, comes)
    session = state.released(code)
    if change.leaves and not change.slot:
        change = replace(change, slot=_only_talk_of(change.leaves, session))
    if change.leaves and change.leaves not in _people_in(session, change.slot):
        raise form.wrong(leaves="They have no part in it. Choose the talk they are in, or another.")
    return change


async def _newcomer(form: EmergencyForm, new: NewPerson) -> Involved:
    """Whoever has the address already is taken; a name is needed for who is not known yet."""
    known = await people.person_by_email(new.email or "")
    if known is not None:
        key = sort_key(known.given_name, known.family_name)
        return involved(known.id, known.registered_name, known.affiliation, key)
    if not (new.given_name or new.family_name):
        raise form.wrong(given_name="Nobody here has this address. Give the name as well.")
    key = sort_key(new.given_name, new.family_name)
    return involved(uuid4(), f"{new.given_name} {new.family_name}".strip(), key=key)


def _known(form: EmergencyForm, state: PublicState) -> Involved | None:
    if form.kind is not EmergencyKind.PEOPLE or form.comes is None:
        return None
    found = _everybody(state).get(form.comes)
    if found is None:
        raise form.wrong(comes="Choose somebody from the list.")
    return involved(found.id, found.name, found.affiliation, found.sort_key)


async def preview_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    state: PublicState,
    change: EmergencyChange,
    form: EmergencyForm,
    now: Now,
    settings: Settings,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Template:
    """What the change would do: to whom, in which room, with which letters and door signs."""
    try:
        with refusals(form):
            naming = Naming("", form.comment)
            preview = await emergency_preview(meeting.id, state, change, naming, now)
    except FormErrors as wrong:
        session = state.released(change.code)
        return change_page(request, meeting, state, session, wrong.state, 422)
    lines = change_lines(preview.prepared.diff, meeting.zone)
    held_back = {each.key for each in preview.open}
    return page(
        request,
        "schedule/releasing/emergency_preview.html",
        status=status,
        preview=preview,
        groups=lines_by_kind(lines),
        warnings=[each for each in preview.appeared if each.key not in held_back],
        letters=view.letter_groups(
            preview.readers, preview.prepared, meeting.id, settings.base_url
        ),
        signs=changed_signs(state.release, preview.prepared.made),
        hidden=HIDDEN,
        form=FormState(FormState.of(form).values, errors or {}),
    )


def change_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    state: PublicState,
    session: ReleasedSession,
    form: FormState,
    status: int = 200,
) -> Template:
    """The form: one kind of change, and what it needs."""
    everybody = sorted(_everybody(state).values(), key=lambda one: one.sort_key or one.name)
    leaving = _people_in(session, "")
    for slot in session.slots:
        leaving |= {one.id: one for one in slot.people}
    return page(
        request,
        "schedule/releasing/emergency.html",
        status=status,
        session=session,
        zone=state.programme.zone,
        kinds=KINDS,
        rooms=[(each.id, _room_words(each)) for each in state.programme.rooms],
        days=view.days_of(meeting, state.release),
        talks=[
            (slot.code, slot.title)
            for slot in session.slots
            if slot.status is not ItemStatus.CANCELLED
        ],
        leaving=[(one.id, f"{one.name} ({one.part.value})") for one in leaving.values()],
        coming=[(one.id, _person_words(one)) for one in everybody],
        form=form,
    )


def _people_in(session: ReleasedSession, slot: str) -> dict[Any, ReleasedPerson]:
    """Who has a part in the session itself, or in one talk of it."""
    if not slot:
        return {one.id: one for one in (*session.chairs, *session.speakers)}
    return {one.id: one for each in session.slots if each.code == slot for one in each.people}


def _only_talk_of(person: UUID, session: ReleasedSession) -> str:
    """The one talk of somebody who has no part in the session itself: it need not be chosen."""
    talks = [slot.code for slot in session.slots if any(one.id == person for one in slot.people)]
    return talks[0] if len(talks) == 1 and person not in _people_in(session, "") else ""


def _everybody(state: PublicState) -> dict[Any, ReleasedPerson]:
    return {
        one.id: one
        for session in state.release.sessions
        for group in (session.chairs, session.speakers, *(slot.people for slot in session.slots))
        for one in group
    }


def _person_words(person: ReleasedPerson) -> str:
    """Two people of a meeting may have one name."""
    return f"{person.name}, {person.affiliation}" if person.affiliation else person.name


def _room_words(room: Any) -> str:
    return f"{room.name} ({room.capacity} places)" if room.capacity else str(room.name)


handlers = [choose_session, show_change, make_change]
