"""Changing one registration step by step: choose, look at what it costs, confirm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar.handlers import HTTPRouteHandler
from litestar.response import Template

from conference.orm import action
from conference.registration.changes.actions.changing import (
    Propose,
    change_registration,
    proposed,
    word_for,
)
from conference.registration.changes.choices import (
    category_options,
    day_options,
    extra_offers,
    guest_options,
)
from conference.registration.changes.doors import Answer, Door, Handle, at_both_doors
from conference.registration.changes.errors import ChangedMeanwhile, ChangeRefused
from conference.registration.changes.forms import (
    WHY,
    ChangeForm,
    read_guests,
    read_numbers,
    typed,
)
from conference.registration.changes.rules.categories import (
    assign_category,
    change_category,
    change_day,
)
from conference.registration.changes.rules.change import money_of
from conference.registration.changes.rules.extras import change_extras, change_guests
from conference.registration.changes.rules.modes import IN_PERSON, VIRTUAL, switch_mode
from conference.registration.draft import AnyRequest
from conference.registration.errors import MeetingFull, SoldOut
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change: its address, its form if it has a choice, and its rule."""

    name: str
    verb: str
    title: str
    read: Callable[[ChangeForm, Values, Door], Propose]
    template: str = ""
    facts: Callable[[Door], dict[str, Any]] = lambda _door: {}
    start: Callable[[Door], dict[str, Any]] = lambda _door: {}

    def show(self) -> Handle:
        async def handle(request: AnyRequest, door: Door) -> Answer:
            if self.template:
                return self._form(request, door, FormState.of(self.start(door)))
            return await self._look(request, door, ChangeForm(), {})

        return handle

    def send(self) -> Handle:
        async def handle(request: AnyRequest, door: Door) -> Answer:
            values = await typed(request)
            try:
                form = await read_form(request, ChangeForm)
                if not form.agreed:
                    return await self._look(request, door, form, values)
                return await self._make(request, door, form, values)
            except FormErrors as wrong:
                return self._form(request, door, FormState(values, wrong.errors), 422)
            except (MeetingFull, SoldOut) as refused:
                return self._form(request, door, FormState(values, {"": refused.detail}), 409)

        return handle

    async def _look(
        self,
        request: AnyRequest,
        door: Door,
        form: ChangeForm,
        values: Values,
        status: int = 200,
        errors: Mapping[str, str] | None = None,
    ) -> Template:
        """The page that says what the change costs or gives back, before it is confirmed."""
        try:
            change = proposed(self.read(form, values, door), door.found.held)
        except ChangeRefused as refused:
            await _log_refusal(door, refused, is_asked=bool(values))
            return self._form(request, door, FormState(values, refused.errors), 422)
        return page(
            request,
            "registration/changes/preview.html",
            status=status,
            form=FormState(values, errors or {}),
            step=self,
            change=change,
            money=money_of(door.found.held, change.difference),
            typed={name: text for name, text in values.items() if name != "reason"},
            agreed=word_for(door.found.held, change),
            **door.shown,
        )

    async def _make(
        self, request: AnyRequest, door: Door, form: ChangeForm, values: Values
    ) -> Answer:
        if door.is_office and not form.reason:
            return await self._look(request, door, form, values, 422, {"reason": WHY})
        try:
            info = await change_registration(
                self.verb,
                door.found,
                self.read(form, values, door),
                agreed=form.agreed,
                till=door.till,
                by=door.by,
                now=door.now,
                reason=form.reason,
            )
        except ChangedMeanwhile as told:
            return await self._look(request, door, form, values, 409, {"": told.detail})
        except ChangeRefused as refused:
            return self._form(request, door, FormState(values, refused.errors), 422)
        flash(request, f"Registration {info.code} is changed. A letter says what has changed.")
        return redirect(door.back)

    def _form(
        self, request: AnyRequest, door: Door, form: FormState, status: int = 200
    ) -> Template:
        facts = {"form": form, "step": self, **door.shown, **self.facts(door)}
        template = self.template or "registration/changes/refused.html"
        return page(request, template, status=status, **facts)


async def _log_refusal(door: Door, refused: ChangeRefused, *, is_asked: bool) -> None:
    """What somebody asked for and a rule refused stays on record (situation 2)."""
    if not refused.refusal.rule or not is_asked:
        return
    async with action(
        "refuse_change", by=door.by, now=door.now, meeting=door.found.meeting.id,
        reason=refused.detail,
    ) as act:  # fmt: skip
        act.note("registration", door.found.info.code, refused=refused.refusal.rule)


def _mode(form: ChangeForm, values: Values, door: Door) -> Propose:
    to = IN_PERSON if door.found.held.mode == VIRTUAL else VIRTUAL
    return lambda held: switch_mode(held, to, door.now)


def _category(form: ChangeForm, values: Values, door: Door) -> Propose:
    if door.is_office:
        return lambda held: assign_category(held, form.category, form.day, form.basis, door.now)
    return lambda held: change_category(held, form.category, form.day, door.now)


def _day(form: ChangeForm, values: Values, door: Door) -> Propose:
    return lambda held: change_day(held, form.day, door.now)


def _extras(form: ChangeForm, values: Values, door: Door) -> Propose:
    numbers = read_numbers(values)
    return lambda held: change_extras(held, numbers, door.now)


def _guests(form: ChangeForm, values: Values, door: Door) -> Propose:
    wish = read_guests(values, door.found.held)
    return lambda held: change_guests(held, wish, door.now)


def _held_numbers(door: Door) -> dict[str, Any]:
    return {f"extra-{key}": line.quantity for key, line in door.found.held.extras.items()}


def _guest_names(door: Door) -> dict[str, Any]:
    return {f"n-{guest.id}": guest.name for guest in door.found.held.guests}


STEPS = (
    Step("mode", "switch_mode", "Take part in another way", _mode),
    Step(
        "category", "change_category", "Change the category", _category,
        "registration/changes/category.html",
        lambda door: {"options": category_options(door), "days": day_options(door)},
        lambda door: {"basis": "today"},
    ),
    Step(
        "day", "change_day", "Come on another day", _day, "registration/changes/day.html",
        lambda door: {"days": day_options(door)},
        lambda door: {"day": door.found.held.day or ""},
    ),
    Step(
        "extras", "change_extras", "Add or give back extras", _extras,
        "registration/changes/extras.html",
        lambda door: {"offers": extra_offers(door)},
        _held_numbers,
    ),
    Step(
        "guests", "change_guests", "Accompanying persons", _guests,
        "registration/changes/guests.html",
        lambda door: {"options": guest_options(door)},
        _guest_names,
    ),
)  # fmt: skip

handlers: list[HTTPRouteHandler] = [
    handler for step in STEPS for handler in at_both_doors(step.name, step.show(), step.send())
]
