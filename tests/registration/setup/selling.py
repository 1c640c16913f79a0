"""Setting things up and selling them in a test, without the browser."""

from __future__ import annotations

from conference.orm import Actor
from conference.people.rules import PersonInfo
from conference.registration import actions
from conference.registration.catalogue import Catalogue, Code, CodeKind, Extra, ExtraKind, Wish
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.order_queries import PlacedOrder
from conference.registration.setup import code_actions, extra_actions
from conference.registration.setup.code_forms import CodeSetting
from conference.registration.setup.extra_forms import ExtraSetting
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Sale

DINNER = Extra("dinner", "Gala dinner", ExtraKind.EVENT, amounts={"early": 90_00}, most=2)
HALF = Code("HALF", "Half the fee", CodeKind.PERCENT, 50_00)


async def set_extra(sale: Sale, extra: Extra = DINNER, limit: int | None = None) -> None:
    await extra_actions.save_extra(sale.meeting, ExtraSetting(extra, 1, limit), by=OFFICE, now=NOW)


async def set_code(sale: Sale, code: Code = HALF, limit: int | None = None) -> None:
    setting = CodeSetting(code, limit, "for a test")
    await code_actions.make_codes(sale.meeting, setting, 1, by=OFFICE, now=NOW)


async def catalogue(sale: Sale) -> Catalogue:
    return (await catalogue_of(sale.meeting)).catalogue


async def order(sale: Sale, person: PersonInfo, wish: Wish) -> PlacedOrder:
    by = Actor(person.id, person.registered_name)
    quote = await actions.make_quote(sale.meeting, person.id, wish, by=by, now=NOW)
    return await actions.place_order(quote.id, person.id, issuer=ISSUER, by=by, now=NOW)
