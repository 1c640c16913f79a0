"""The office: one category, with who may take it and how many there are."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration import price_queries
from conference.registration.catalogue import INCOME_WORDS, ROLE_WORDS
from conference.registration.catalogue_queries import StoredCatalogue, catalogue_of
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownCategory
from conference.registration.price_forms import NEW, key_of
from conference.registration.setup import category_actions, queries, usage
from conference.registration.setup.category_forms import LISTS, category_form, read_category
from conference.registration.setup.errors import StillUsed
from conference.registration.setup.reading import typed
from conference.registration.setup.tax_classes import tax_classes
from conference.web import FormErrors, FormState, flash, page, redirect
from conference.web.problems import Invalid

OFFICE = roles(Role.OFFICE)
CATEGORIES = "/{slug:str}/office/prices/categories"


@get(f"{CATEGORIES}/{{key:str}}", opt=OFFICE)
async def show_category(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    stored = await catalogue_of(meeting)
    values: dict[str, object] = {
        "is_on_sale": True,
        "position": 99,
        "tax_class": "registration",
        "band_style": "plain",
    }
    if key != NEW:
        categories = stored.catalogue.table.categories
        settings = await queries.category_settings(meeting.id, categories)
        if key not in settings:
            raise UnknownCategory
        values = category_form(settings[key])
    return await _category_page(request, meeting, stored, key, FormState.of(values))


async def _category_page(
    request: AnyRequest, meeting: MeetingInfo, stored: StoredCatalogue, key: str, form: FormState
) -> Template:
    catalogue = stored.catalogue
    held = await usage.registrations_by_category(meeting.id)
    others = [(each.key, each.title) for each in catalogue.table.categories if each.key != key]
    return page(
        request,
        "registration/category.html",
        status=422 if form.errors else 200,
        form=form,
        key=key,
        types=list((await queries.types_of([meeting.society, *stored.partners])).items()),
        others=others,
        incomes=[(group, words.capitalize()) for group, words in INCOME_WORDS.items()],
        roles=[(role, words.capitalize()) for role, words in ROLE_WORDS.items()],
        tax_classes=[(each, each) for each in sorted(tax_classes(catalogue))],
        styles=[(each, each.capitalize()) for each in price_queries.BAND_STYLES],
        held=held.get(stored.category_ids[key], 0) if key in stored.category_ids else 0,
    )


@post(f"{CATEGORIES}/{{key:str}}", opt=OFFICE)
async def save_category(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    stored = await catalogue_of(meeting)
    if key != NEW and key not in stored.category_ids:
        raise UnknownCategory
    values = await typed(request, *LISTS)
    known = stored.category_ids
    made = key_of(str(values.get("title", "")), known, "category") if key == NEW else key
    try:
        types = await queries.types_of([meeting.society, *stored.partners])
        setting = read_category(values, made, stored.catalogue, types)
        await category_actions.save_category(meeting, setting, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _category_page(request, meeting, stored, key, wrong.state)
    except Invalid as refused:
        state = FormState(values, refused.errors)
        return await _category_page(request, meeting, stored, key, state)
    flash(request, f"“{setting.category.title}” is saved.")
    return redirect(f"/{meeting.slug}/office/prices/amounts")


@post(f"{CATEGORIES}/{{key:str}}/remove", opt=OFFICE)
async def remove_category(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    try:
        await category_actions.remove_category(meeting, key, by=visitor.actor, now=now)
    except StillUsed as refused:
        flash(request, refused.detail, "bad")
        return redirect(f"/{meeting.slug}/office/prices/categories/{key}")
    flash(request, "The category is removed.")
    return redirect(f"/{meeting.slug}/office/prices/amounts")


handlers = [show_category, save_category, remove_category]
