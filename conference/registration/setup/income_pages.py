"""The office: which country is in which income group, as a frozen copy for the meeting (P05)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration.catalogue import INCOME_WORDS
from conference.registration.draft import AnyRequest
from conference.registration.setup import income_actions, world_bank
from conference.registration.setup.errors import SetupRefused
from conference.registration.setup.income_queries import CountrySetting, countries_of
from conference.registration.setup.income_reading import (
    IncomeList,
    changes_of,
    country_code,
    read_income_file,
    read_written,
    written,
)
from conference.registration.setup.reading import typed
from conference.web import FormState, flash, page, redirect
from conference.web.formats import country_name, country_options
from conference.web.problems import NotFound

OFFICE = roles(Role.OFFICE)
INCOME = "/{slug:str}/office/prices/income"
NO_FILE = "Choose a file, or write the lines below."
NOT_READ = "No line names a country and its group."


@get(INCOME, opt=OFFICE)
async def show_income(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _income_page(request, meeting, FormState.empty())


async def _income_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    countries = await countries_of(meeting.id)
    return page(
        request,
        "registration/setup/income.html",
        status=422 if form.errors else 200,
        form=form,
        countries=sorted(countries, key=lambda each: country_name(each.country)),
        counts=Counter(each.income for each in countries),
        sources=Counter(each.source for each in countries if not each.reason),
        groups=INCOME_WORDS,
        built_in=world_bank.SOURCE,
        options=country_options(),
    )


@post(f"{INCOME}/preview", opt=OFFICE)
async def preview_income(request: AnyRequest, meeting: TheMeeting) -> Template:
    """What the built-in list, or one that is sent, would change; nothing is written yet."""
    values = await typed(request)
    if values.get("built_in"):
        return await _preview(request, meeting, IncomeList(world_bank.INCOMES), world_bank.SOURCE)
    sent = await _sent(request, values)
    source = clean(values.get("source", ""))[:80]
    errors = {} if source else {"source": "Name the list and its year."}
    if not sent:
        errors["file"] = NO_FILE
    found = read_income_file(sent)
    if sent and not found.incomes:
        errors["file"] = NOT_READ
    if errors:
        return await _income_page(request, meeting, FormState(values, errors))
    return await _preview(request, meeting, found, source)


async def _sent(request: AnyRequest, values: dict[str, Any]) -> bytes:
    """The file, or else the lines that were pasted."""
    file = (await request.form()).get("file")
    data = await file.read() if isinstance(file, UploadFile) else b""
    return data or str(values.get("lines", "")).encode()


async def _preview(
    request: AnyRequest, meeting: MeetingInfo, found: IncomeList, source: str
) -> Template:
    stored = await countries_of(meeting.id)
    before = {each.country: each.income for each in stored}
    own = [each.country for each in stored if each.reason]
    return page(
        request,
        "registration/setup/income_preview.html",
        found=found,
        source=source,
        written=written(found.incomes),
        changes=changes_of(before, found.incomes, own),
        counts=Counter(found.incomes.values()),
        groups=INCOME_WORDS,
    )


@post(f"{INCOME}/apply", opt=OFFICE)
async def apply_income(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    values = await typed(request)
    incomes = read_written(str(values.get("written", "")))
    source = clean(values.get("source", ""))[:80]
    if not incomes or not source:
        flash(request, "Nothing was changed: look at the preview again.", "warn")
        return redirect(f"/{meeting.slug}/office/prices/income")
    changed = await income_actions.save_income_list(
        meeting, incomes, source, by=visitor.actor, now=now
    )
    flash(request, f"The list is saved; {changed} countries changed.")
    return redirect(f"/{meeting.slug}/office/prices/income")


@get(f"{INCOME}/{{country:str}}", opt=OFFICE)
async def show_country(
    request: AnyRequest, meeting: TheMeeting, country: FromPath[str]
) -> Template:
    stored = {each.country: each for each in await countries_of(meeting.id)}
    setting = stored.get(_known(country), CountrySetting(country, ""))
    return _country_page(
        request, country, FormState.of({"income": setting.income, "reason": setting.reason})
    )


def _known(country: str) -> str:
    if country_code(country) != country:
        raise NotFound("There is no such country.")
    return country


def _country_page(request: AnyRequest, country: str, form: FormState) -> Template:
    return page(
        request,
        "registration/setup/country.html",
        status=422 if form.errors else 200,
        form=form,
        country=country,
        groups=[(key, words.capitalize()) for key, words in INCOME_WORDS.items()],
    )


@post(f"{INCOME}/{{country:str}}", opt=OFFICE)
async def save_country(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, country: FromPath[str], now: Now
) -> Template | Redirect:
    values = await typed(request)
    reason = clean(values.get("reason", ""))[:300]
    setting = CountrySetting(_known(country), values.get("income", ""), reason=reason)
    try:
        await income_actions.set_income(meeting, setting, by=visitor.actor, now=now)
    except SetupRefused as refused:
        return _country_page(request, country, FormState(values, refused.errors))
    flash(request, f"{country_name(country)} is saved.")
    return redirect(f"/{meeting.slug}/office/prices/income")


handlers = [show_income, preview_income, apply_income, show_country, save_country]
