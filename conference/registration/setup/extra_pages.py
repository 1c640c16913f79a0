"""The office: extras with their price per period and how many there are, and bundles of them."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.registration import price_queries
from conference.registration.catalogue import MODE_WORDS, Catalogue, ExtraKind
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.draft import AnyRequest
from conference.registration.price_forms import NEW, key_of
from conference.registration.setup import extra_actions, queries, usage
from conference.registration.setup.errors import StillUsed, UnknownExtra
from conference.registration.setup.extra_forms import (
    KIND_WORDS,
    ExtraSetting,
    amounts_of,
    bundle_values,
    extra_values,
    price_field,
    read_bundle,
    read_extra,
)
from conference.registration.setup.reading import typed
from conference.registration.setup.tax_classes import tax_classes
from conference.web import FormErrors, FormState, flash, page, redirect
from conference.web.problems import Invalid

OFFICE = roles(Role.OFFICE)
EXTRAS = "/{slug:str}/office/prices/extras"
BUNDLES = "/{slug:str}/office/prices/bundles"


@get(EXTRAS, opt=OFFICE)
async def show_extras(request: AnyRequest, meeting: TheMeeting) -> Template:
    catalogue = (await catalogue_of(meeting)).catalogue
    held = await usage.extras_held(meeting.id)
    return page(
        request,
        "registration/setup/extras.html",
        catalogue=catalogue,
        windows=catalogue.table.windows,
        kinds=KIND_WORDS,
        places=await price_queries.places_of(meeting.id),
        held={key: sum(each.values()) for key, each in held.items()},
        titles={each.key: each.title for each in catalogue.extras},
        apart={each.key: _apart(catalogue, each.extras) for each in catalogue.bundles},
    )


def _apart(catalogue: Catalogue, keys: frozenset[str]) -> str:
    """What the extras of a bundle cost one by one, from the cheapest period to the dearest."""
    sums = sorted(
        sum(parts.values())
        for window in catalogue.table.windows
        if len(parts := amounts_of(catalogue, keys, window)) == len(keys)
    )
    if not sums:
        return "never together"
    return " to ".join(format_money(e, catalogue.currency) for e in sorted({sums[0], sums[-1]}))


@get(f"{EXTRAS}/{{key:str}}", opt=OFFICE)
async def show_extra(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    catalogue = (await catalogue_of(meeting)).catalogue
    fresh = {"most": 1, "modes": ["in_person"], "is_on_sale": True, "position": 99}
    values = {**fresh, "tax_class": "registration", "kind": "event"}
    if key != NEW:
        settings = await queries.extra_settings(meeting.id, catalogue.extras)
        values = extra_values(_known(settings, key), meeting.currency)
    return await _extra_page(request, meeting, catalogue, key, FormState.of(values))


def _known(settings: Mapping[str, ExtraSetting], key: str) -> ExtraSetting:
    if key not in settings:
        raise UnknownExtra
    return settings[key]


async def _extra_page(
    request: AnyRequest, meeting: MeetingInfo, catalogue: Catalogue, key: str, form: FormState
) -> Template:
    return page(
        request,
        "registration/setup/extra.html",
        status=422 if form.errors else 200,
        form=form,
        key=key,
        title=form.values.get("title") if key != NEW else "",
        windows=[(price_field(each.key), each) for each in catalogue.table.windows],
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        modes=[(mode, words.capitalize()) for mode, words in MODE_WORDS.items()],
        categories=[(each.key, each.title) for each in catalogue.table.categories],
        tax_classes=[(each, each) for each in sorted(tax_classes(catalogue))],
        held=sum((await usage.extras_held(meeting.id)).get(key, {}).values()),
    )


@post(f"{EXTRAS}/{{key:str}}", opt=OFFICE)
async def save_extra(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    catalogue = (await catalogue_of(meeting)).catalogue
    if key != NEW and catalogue.extra_named(key) is None:
        raise UnknownExtra
    values = await typed(request, "modes", "categories")
    known = {each.key for each in catalogue.extras}
    made = key_of(str(values.get("title", "")), known, "extra") if key == NEW else key
    try:
        setting = read_extra(values, made, catalogue, tax_classes(catalogue))
        await extra_actions.save_extra(meeting, setting, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _extra_page(request, meeting, catalogue, key, wrong.state)
    except Invalid as refused:
        state = FormState(values, refused.errors)
        return await _extra_page(request, meeting, catalogue, key, state)
    flash(request, f"“{setting.extra.title}” is saved.")
    return redirect(f"/{meeting.slug}/office/prices/extras")


@post(f"{EXTRAS}/{{key:str}}/remove", opt=OFFICE)
async def remove_extra(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    try:
        await extra_actions.remove_extra(meeting, key, by=visitor.actor, now=now)
    except StillUsed as refused:
        flash(request, refused.detail, "bad")
        return redirect(f"/{meeting.slug}/office/prices/extras/{key}")
    flash(request, "The extra is removed.")
    return redirect(f"/{meeting.slug}/office/prices/extras")


@get(f"{BUNDLES}/{{key:str}}", opt=OFFICE)
async def show_bundle(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    catalogue = (await catalogue_of(meeting)).catalogue
    values: dict[str, object] = {}
    if key != NEW:
        values = bundle_values(queries.bundle_named(catalogue, key), meeting.currency)
    return _bundle_page(request, catalogue, key, FormState.of(values))


def _bundle_page(request: AnyRequest, catalogue: Catalogue, key: str, form: FormState) -> Template:
    return page(
        request,
        "registration/setup/bundle.html",
        status=422 if form.errors else 200,
        form=form,
        key=key,
        extras=[
            (each.key, each.title) for each in catalogue.extras if each.kind is not ExtraKind.GUEST
        ],
    )


@post(f"{BUNDLES}/{{key:str}}", opt=OFFICE)
async def save_bundle(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Redirect:
    catalogue = (await catalogue_of(meeting)).catalogue
    if key != NEW:
        queries.bundle_named(catalogue, key)
    values = await typed(request, "extras")
    known = {each.key for each in catalogue.bundles}
    made = key_of(str(values.get("title", "")), known, "bundle") if key == NEW else key
    try:
        bundle = read_bundle(values, made, catalogue)
    except FormErrors as wrong:
        return _bundle_page(request, catalogue, key, wrong.state)
    await extra_actions.save_bundle(meeting, bundle, by=visitor.actor, now=now)
    flash(request, f"“{bundle.title}” is saved.")
    return redirect(f"/{meeting.slug}/office/prices/extras")


@post(f"{BUNDLES}/{{key:str}}/remove", opt=OFFICE)
async def remove_bundle(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Redirect:
    await extra_actions.remove_bundle(meeting, key, by=visitor.actor, now=now)
    flash(request, "The bundle is removed. Who has it keeps it.")
    return redirect(f"/{meeting.slug}/office/prices/extras")


handlers = [
    show_extras,
    show_extra,
    save_extra,
    remove_extra,
    show_bundle,
    save_bundle,
    remove_bundle,
]
