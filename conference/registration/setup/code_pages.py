"""The office: discount codes, one or many alike, who used them, and the list as a file (P08)."""

from __future__ import annotations

from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration import price_queries
from conference.registration.catalogue import Catalogue, ExtraKind
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.codes import code_words
from conference.registration.draft import AnyRequest
from conference.registration.price_forms import NEW
from conference.registration.setup import code_actions, code_queries
from conference.registration.setup.code_forms import (
    KIND_WORDS,
    CodeSetting,
    code_values,
    read_code,
    read_copies,
)
from conference.registration.setup.code_sheet import codes_csv
from conference.registration.setup.errors import StillUsed
from conference.registration.setup.reading import Values, typed
from conference.web import FormErrors, FormState, flash, page, redirect
from conference.web.pages import download
from conference.web.problems import Invalid

OFFICE = roles(Role.OFFICE)
CODES = "/{slug:str}/office/prices/codes"


@get(CODES, opt=OFFICE)
async def show_codes(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    text = clean(request.query_params.get("q", ""))[:100]
    table = (await price_queries.price_list(meeting.id, meeting.currency)).table
    return page(
        request,
        "registration/setup/codes.html",
        text=text,
        query=quote(text),
        lines=await code_queries.code_list(meeting.id, text),
        words=code_words,
        titles={each.key: each.title for each in table.categories},
        now=now,
    )


@get("/{slug:str}/office/prices/codes.csv", opt=OFFICE)
async def download_codes(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    """The codes of the list as it is filtered, for a letter to those who get them."""
    text = clean(request.query_params.get("q", ""))[:100]
    lines = await code_queries.code_list(meeting.id, text)
    body = codes_csv(lines, meeting.currency)
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-codes.csv")


@get(f"{CODES}/{{name:str}}", opt=OFFICE)
async def show_code(request: AnyRequest, meeting: TheMeeting, name: FromPath[str]) -> Template:
    values: dict[str, object] = {"is_active": True, "kind": "percent", "copies": 1}
    if name != NEW:
        line = await code_queries.code_line(meeting.id, name)
        values = code_values(line.setting, meeting.currency, meeting.zone)
    return await _code_page(request, meeting, name, FormState.of(values))


async def _code_page(
    request: AnyRequest, meeting: MeetingInfo, name: str, form: FormState
) -> Template:
    catalogue = (await catalogue_of(meeting)).catalogue
    categories = catalogue.table.categories
    return page(
        request,
        "registration/setup/code.html",
        status=422 if form.errors else 200,
        form=form,
        key=name,
        kinds=[(kind.value, *words) for kind, words in KIND_WORDS.items()],
        categories=[(each.key, each.title) for each in categories],
        closed=[(each.key, each.title) for each in categories if not each.is_on_sale],
        extras=[(e.key, e.title) for e in catalogue.extras if e.kind is not ExtraKind.GUEST],
        uses=await code_queries.uses_of(meeting.id, name),
    )


@post(f"{CODES}/{{name:str}}", opt=OFFICE)
async def save_code(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, name: FromPath[str], now: Now
) -> Template | Redirect:
    catalogue = (await catalogue_of(meeting)).catalogue
    values = await typed(request, "categories", "extras")
    if name != NEW:
        await code_queries.code_line(meeting.id, name)
        values["code"] = name
    try:
        setting, copies = _read(values, catalogue, meeting.zone, name == NEW)
        if name == NEW:
            made = await code_actions.make_codes(
                meeting, setting, copies, by=visitor.actor, now=now
            )
        else:
            await code_actions.save_code(meeting, setting, by=visitor.actor, now=now)
            made = [name]
    except FormErrors as wrong:
        return await _code_page(request, meeting, name, wrong.state)
    except Invalid as refused:
        return await _code_page(request, meeting, name, FormState(values, refused.errors))
    return _saved(request, meeting, setting, made)


def _read(values: Values, catalogue: Catalogue, zone: str, is_new: bool) -> tuple[CodeSetting, int]:
    """Both parts of the form; the sentences of both, if anything is wrong."""
    errors: dict[str, str] = {}
    copies, setting = 1, None
    try:
        copies = read_copies(values) if is_new else 1
    except FormErrors as wrong:
        errors.update(wrong.errors)
    try:
        setting = read_code(values, catalogue, zone)
    except FormErrors as wrong:
        errors.update(wrong.errors)
    if setting is None or errors:
        raise FormErrors(values, errors)
    return setting, copies


def _saved(
    request: AnyRequest, meeting: MeetingInfo, setting: CodeSetting, made: list[str]
) -> Redirect:
    here = f"/{meeting.slug}/office/prices/codes"
    if len(made) == 1:
        flash(request, f"Code {made[0]} is saved.")
        return redirect(here)
    flash(request, f"{len(made)} codes are made. Download them as a file below.")
    return redirect(f"{here}?q={quote(setting.code.title)}")


@post(f"{CODES}/{{name:str}}/remove", opt=OFFICE)
async def remove_code(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, name: FromPath[str], now: Now
) -> Redirect:
    here = f"/{meeting.slug}/office/prices/codes"
    try:
        await code_actions.remove_code(meeting, name, by=visitor.actor, now=now)
    except StillUsed as refused:
        flash(request, refused.detail, "bad")
        return redirect(f"{here}/{quote(name)}")
    flash(request, f"Code {name} is removed.")
    return redirect(here)


handlers = [show_codes, download_codes, show_code, save_code, remove_code]
