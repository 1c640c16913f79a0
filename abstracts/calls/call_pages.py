"""The committee's calls: the list, one call's form, its order, removing it, its preview."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from abstracts.calls import actions, forms, presets
from abstracts.calls.errors import CallInUse
from abstracts.calls.fees import fee_words
from abstracts.calls.forms import Setting
from abstracts.calls.queries import CallCount, calls, closing_milestone, count_calls, topics
from abstracts.errors import UnknownCall
from abstracts.queries.calls import CallInfo
from abstracts.vocabulary import CallKind, LengthUnit
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo, zone_names
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, redirect
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
CALLS = "/{slug:str}/committee/calls"
ONE = CALLS + "/{key:str}"
COMMITTEE = roles(Role.PROGRAMME)
NEW = "new"
SAVE = "save"


@get(CALLS, opt=COMMITTEE)
async def show_calls(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    counts = await count_calls(meeting.id)
    return page(
        request,
        "abstracts/calls/calls.html",
        rows=[
            (call, counts.get(call.id, CallCount()), fee_words(call, meeting.currency))
            for call in await calls(meeting.id)
        ],
        kinds=presets.KIND_WORDS,
        now=now,
    )


@get(ONE, opt=COMMITTEE)
async def show_call(
    request: AnyRequest, meeting: TheMeeting, key: FromPath[str], kind: FromQuery[str] = ""
) -> Template:
    setting = await _setting(meeting, key, kind)
    values = forms.values_of(
        setting.call, setting.kind, meeting.zone, meeting.currency, setting.like
    )
    return await _call_page(request, meeting, setting, FormState(values))


@post(ONE, opt=COMMITTEE)
async def save_call(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Template | Redirect:
    values = forms.typed_call(await request.form())
    setting = await _setting(meeting, key, values.get("kind", ""))
    command = values.get("do") or SAVE
    if command != SAVE:
        state = FormState(forms.filled_in(values, command))
        return await _call_page(request, meeting, setting, state)
    try:
        call = forms.read_call(values, setting)
        await actions.open_call(meeting=meeting.id, call=call, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _call_page(request, meeting, setting, FormState(values, wrong.errors), 422)
    except Invalid as refused:
        return await _call_page(request, meeting, setting, FormState(values, refused.errors), 422)
    flash(request, f"The call “{call.title}” is saved.")
    return redirect(f"/{meeting.slug}/committee/calls")


@post(ONE + "/move", opt=COMMITTEE)
async def move_call(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Redirect:
    call = await call_of_key(meeting, key)
    known = await calls(meeting.id)
    up = (await request.form()).get("do") == "up"
    await actions.move_call(
        meeting=meeting.id, key=call.key, known=known, up=up, by=visitor.actor, now=now
    )
    return redirect(f"/{meeting.slug}/committee/calls")


@post(ONE + "/remove", opt=COMMITTEE)
async def remove_call(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, key: FromPath[str]
) -> Redirect:
    call = await call_of_key(meeting, key)
    try:
        await actions.remove_call(call=call, meeting=meeting.id, by=visitor.actor, now=now)
    except CallInUse as refused:
        flash(request, refused.detail, "bad")
        return redirect(f"/{meeting.slug}/committee/calls/{call.key}")
    flash(request, f"The call “{call.title}” is removed.")
    return redirect(f"/{meeting.slug}/committee/calls")


@get(ONE + "/preview", opt=COMMITTEE)
async def preview_call(
    request: AnyRequest, meeting: TheMeeting, now: Now, key: FromPath[str]
) -> Template:
    call = await call_of_key(meeting, key)
    return page(
        request,
        "abstracts/calls/preview.html",
        call=call,
        topics=await topics(meeting.id),
        asked=[presets.ASKED_WORDS[each] for each in call.asks],
        disclosures=presets.DISCLOSURE_WORDS[call.disclosures],
        presentations=[presets.PRESENTATION_WORDS[each] for each in call.presentations],
        fee=fee_words(call, meeting.currency),
        now=now,
    )


async def call_of_key(meeting: MeetingInfo, key: str) -> CallInfo:
    """The call at this address. Raises UnknownCall."""
    for call in await calls(meeting.id):
        if call.key == key:
            return call
    raise UnknownCall


async def _setting(meeting: MeetingInfo, key: str, kind: str) -> Setting:
    """The call as it is, or a new one: of the kind that is asked for, or that the key names."""
    known = await calls(meeting.id)
    call = next((each for each in known if each.key == key), None)
    keys = frozenset(each.key for each in known)
    if call is None and key != NEW and key not in set(CallKind):
        raise UnknownCall
    if call is None:
        wanted = kind if kind in set(CallKind) else key if key != NEW else CallKind.REGULAR.value
        is_first = wanted not in keys
        deadline = await closing_milestone(meeting.id, wanted) if is_first else None
        closes = deadline.at if deadline else None
        like = next((each for each in known if each.kind is CallKind.REGULAR), None)
        return Setting(meeting.currency, keys, None, CallKind(wanted), closes, like=like)
    written = (await count_calls(meeting.id)).get(call.id, CallCount())
    return Setting(
        meeting.currency,
        keys,
        call,
        call.kind,
        call.closes_at if call.milestone else None,
        is_fixed=bool(written.total),
    )


async def _call_page(
    request: AnyRequest, meeting: MeetingInfo, setting: Setting, form: FormState, status: int = 200
) -> Template:
    call = setting.call
    key = call.key if call else NEW
    milestone = call.milestone if call else None
    if milestone is None and setting.closes_with:
        milestone = await closing_milestone(meeting.id, setting.kind.value)
    return page(
        request,
        "abstracts/calls/call.html",
        status=status,
        form=form,
        call=call,
        like=setting.like,
        key=key,
        kind=setting.kind.value,
        kind_word=presets.KIND_WORDS[setting.kind],
        milestone=milestone,
        is_fixed=setting.is_fixed,
        units=[(unit.value, unit.value.capitalize()) for unit in LengthUnit],
        countable=list(forms.COUNTABLE.items()),
        lengths=[(each, title) for each, (title, _) in presets.LENGTHS.items()],
        ready=list(presets.STATEMENTS.values()),
        asks=[(each.value, word) for each, word in presets.ASKED_WORDS.items()],
        disclosures=[(each.value, word) for each, word in presets.DISCLOSURE_WORDS.items()],
        presentations=[(each.value, word) for each, word in presets.PRESENTATION_WORDS.items()],
        zones=[(name, name) for name in zone_names()],
    )


handlers = [show_calls, show_call, save_call, move_call, remove_call, preview_call]
