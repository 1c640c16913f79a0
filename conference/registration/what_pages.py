"""Step 2, what: category, extras, guests and codes, with the price of it always on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect, Template
from msgspec.structs import replace

from conference.letters.actions import queue_letter
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import action
from conference.people import queries as people
from conference.people import sign_in
from conference.people.access import Visitor, public, signed_in
from conference.people.rules import PersonInfo
from conference.registration import actions, letters, queries
from conference.registration.basis import Basis, basis_of
from conference.registration.billing import customer_of
from conference.registration.catalogue import MODE_WORDS
from conference.registration.chosen import Chosen, read_chosen
from conference.registration.draft import AnyRequest, Kept, KeptDraft, load_kept, save_kept
from conference.registration.errors import NotOnSale
from conference.registration.selection import Selection
from conference.registration.selection_queries import Asking, basis_for, selection_for
from conference.settings import Settings
from conference.web import FormState, flash, page, redirect
from conference.web.limits import count_try
from conference.web.problems import TooMany

RESUME_DAYS = 30
RESUMES_PER_HOUR = 5


@dataclass(frozen=True, slots=True)
class Screen:
    """The second screen of one visitor at one moment."""

    request: AnyRequest
    meeting: MeetingInfo
    visitor: Visitor
    now: datetime
    draft: KeptDraft
    attendee: PersonInfo | None = None

    @property
    def payer(self) -> UUID:
        assert self.visitor.person is not None
        return self.visitor.person

    async def asking(self) -> Asking:
        """For whom, and billed to whom, by what is kept so far."""
        somebody = self.draft.kept.somebody
        known = self.attendee if self.attendee and self.attendee.id == self.payer else None
        payer = known or await people.person_by_id(self.payer)
        customer = customer_of(self.draft.kept.bill, payer.country if payer else "")
        attendee = somebody.person if somebody else self.payer
        return Asking(attendee, somebody, customer.country, customer.vat_number)

    async def basis(self, asking: Asking) -> Basis:
        """What the prices of this request are made of: read once, shown and charged alike."""
        return await basis_for(asking, self.meeting, self.now, info=self.attendee)

    async def select(self, chosen: Chosen) -> Selection:
        asking = await self.asking()
        basis = await self.basis(asking)
        return await selection_for(self.meeting, asking, chosen, self.now, basis=basis)

    async def keep(self, chosen: Chosen, quote: UUID | None = None) -> Kept:
        kept = replace(self.draft.kept, chosen=chosen)
        await save_kept(
            self.meeting.id, self.payer, kept, by=self.visitor.actor, now=self.now, quote=quote
        )
        return kept

    def show(
        self, selection: Selection, faults: Mapping[str, str], *, status: int = 200
    ) -> Template:
        return self._template("registration/what.html", selection, faults, status=status)

    def fragment(self, selection: Selection) -> Template:
        return self._template(
            "registration/_what.html", selection, _so_far(selection), is_part=True
        )

    def _template(
        self,
        template: str,
        selection: Selection,
        faults: Mapping[str, str],
        *,
        status: int = 200,
        is_part: bool = False,
    ) -> Template:
        values = {**selection.chosen.values(), "mode": selection.offers.mode}
        if not values["category"] or selection.quoted:
            values["category"] = selection.wish.category
        return page(
            self.request,
            template,
            status=status,
            form=FormState(values, faults),
            selection=selection,
            offers=selection.offers,
            mode_words=MODE_WORDS,
            days=self.meeting.days,
            somebody=self.draft.kept.somebody,
            saved_at=self.now if is_part else self.draft.saved_at,
            is_part=is_part,
        )


def _so_far(selection: Selection) -> dict[str, str]:
    """While somebody is still choosing, nothing is wrong with what is not chosen yet."""
    chosen = selection.chosen
    blank = {name for name in ("category", "day") if not getattr(chosen, name)}
    return {name: text for name, text in selection.faults.items() if name not in blank}


async def open_screen(
    request: AnyRequest, meeting: MeetingInfo, visitor: Visitor, now: datetime
) -> Screen | None:
    """The second screen, or None while the first one is not done or a place is held."""
    if visitor.person is None:
        return None
    draft = await load_kept(meeting.id, visitor.person)
    somebody = draft.kept.somebody
    attendee = somebody.person if somebody else visitor.person
    if await queries.active_registration(meeting.id, attendee):
        return None
    is_mine = attendee == visitor.person
    info = await (people.person_of_visitor(visitor) if is_mine else people.person_by_id(attendee))
    if somebody is None and not (info and info.affiliation and info.country):
        return None
    return Screen(request, meeting, visitor, now, draft, info)


@get("/{slug:str}/register/what", opt=public)
async def show_what(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    screen = await open_screen(request, meeting, visitor, now)
    if screen is None:
        return redirect(_first_screen(meeting, await _somebody(meeting, visitor)))
    chosen = screen.draft.kept.chosen
    asked = {key: request.query_params.get(key, "") for key in ("category", "mode")}
    chosen = replace(chosen, **{key: text for key, text in asked.items() if text})
    selection = await screen.select(chosen)
    return screen.show(selection, _so_far(selection))


async def _somebody(meeting: MeetingInfo, visitor: Visitor) -> bool:
    """Whether it is somebody else whose registration is under way."""
    if visitor.person is None:
        return False
    return (await load_kept(meeting.id, visitor.person)).kept.somebody is not None


def _first_screen(meeting: MeetingInfo, for_somebody: bool) -> str:
    return f"/{meeting.slug}/register" + ("/other" if for_somebody else "")


@post("/{slug:str}/register/what", opt=public)
async def save_what(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    screen = await open_screen(request, meeting, visitor, now)
    if screen is None:
        return redirect(_first_screen(meeting, await _somebody(meeting, visitor)))
    form = await request.form()
    chosen = read_chosen(form)
    asking = await screen.asking()
    basis = await screen.basis(asking)
    selection = await selection_for(meeting, asking, chosen, now, basis=basis)
    faults = {} if chosen.category else {"category": "Choose a category."}
    faults |= dict(selection.faults)
    if faults or form.get("act") == "update":
        await screen.keep(chosen)
        return screen.show(selection, faults, status=422 if faults else 200)
    return await _to_check(screen, selection, asking, basis)


async def _to_check(
    screen: Screen, selection: Selection, asking: Asking, basis: Basis
) -> Template | Redirect:
    """The price is kept, judged by what the attendee is even where the payer is not told (M08)."""
    attendee = asking.attendee
    if not asking.is_known:
        basis = await basis_of(attendee, screen.meeting, screen.now, stored=basis.stored)
    try:
        quote = await actions.make_quote(
            screen.meeting,
            attendee,
            selection.wish,
            by=screen.visitor.actor,
            now=screen.now,
            payer=screen.payer if attendee != screen.payer else None,
            basis=basis,
        )
    except NotOnSale as refused:
        return screen.show(selection, refused.errors, status=422)
    await screen.keep(selection.chosen, quote.id)
    return redirect(f"/{screen.meeting.slug}/register/check")


@post("/{slug:str}/register/what/price", opt=public, status_code=200)
async def price_what(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Response[None]:
    """What htmx asks for while somebody chooses: the same screen anew, kept and priced."""
    screen = await open_screen(request, meeting, visitor, now)
    if screen is None:
        away = {"hx-redirect": f"/{meeting.slug}/register"}
        return Response(None, status_code=204, headers=away)
    chosen = read_chosen(await request.form())
    await screen.keep(chosen)
    return screen.fragment(await screen.select(chosen))


@post("/{slug:str}/register/later", opt=signed_in)
async def continue_later(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Redirect:
    """Keeps what is chosen and sends a link that opens it again on any device."""
    screen = await open_screen(request, meeting, visitor, now)
    if screen is None:
        return redirect(f"/{meeting.slug}/register")
    form = await request.form()
    if "category" in form or "mode" in form:
        await screen.keep(read_chosen(form))
    try:
        await _send_link(screen, settings)
    except TooMany as refused:
        flash(request, f"We sent you several links already. {refused.detail}", "warn")
    else:
        flash(
            request, f"Saved. We sent a link to {visitor.email}; it works for {RESUME_DAYS} days."
        )
    return redirect(f"/{meeting.slug}/register/what")


async def _send_link(screen: Screen, settings: Settings) -> None:
    """Raises TooMany after five letters in an hour."""
    visitor, meeting, now = screen.visitor, screen.meeting, screen.now
    hour = timedelta(hours=1)
    await count_try("continue-later", visitor.email, limit=RESUMES_PER_HOUR, window=hour, now=now)
    link = await sign_in.make_link(
        address=visitor.email,
        base_url=settings.base_url,
        now=now,
        lasts=timedelta(days=RESUME_DAYS),
        next_path=f"/{meeting.slug}/register/what",
    )
    person = await people.person_by_id(screen.payer)
    assert person is not None
    letter = letters.continue_later(meeting, person, link, until=now + timedelta(days=RESUME_DAYS))
    async with action("send_continue_link", by=visitor.actor, now=now, meeting=meeting.id) as act:
        await queue_letter(act, letter)


handlers = [show_what, save_what, price_what, continue_later]
