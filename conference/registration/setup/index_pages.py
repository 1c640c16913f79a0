"""The office: everything about prices on one page, what is set and what is missing."""

from __future__ import annotations

from datetime import datetime

from litestar import get
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration import price_queries
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.changes.held_queries import terms_of
from conference.registration.draft import AnyRequest
from conference.registration.pricing import closed_sentence
from conference.registration.setup import queries
from conference.registration.setup.findings import Setup, find_findings
from conference.registration.setup.income_queries import countries_of
from conference.registration.setup.policy_form import LATE_WORDS, TEST_WORDS
from conference.registration.windows import announced_end
from conference.web import page


@get("/{slug:str}/office/prices", opt=roles(Role.OFFICE))
async def show_prices(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await _index_page(request, meeting, now)


async def _index_page(request: AnyRequest, meeting: MeetingInfo, now: datetime) -> Template:
    stored = await catalogue_of(meeting)
    catalogue = stored.catalogue
    places = await price_queries.places_of(meeting.id)
    advice = await price_queries.payment_advice(meeting.id)
    capacities = {key: each.capacity for key, each in places.items()}
    setup = Setup(catalogue, capacities, bool(advice), len(stored.partners))
    current = catalogue.table.window_at(now)
    return page(
        request,
        "registration/prices.html",
        catalogue=catalogue,
        current=current,
        until=announced_end(current) if current else "",
        closed=closed_sentence(catalogue.table, now),
        findings=find_findings(setup, now),
        places=places,
        advice=advice,
        partners=len(stored.partners),
        sources=sorted({each.source for each in await countries_of(meeting.id) if each.source}),
        terms=await terms_of(meeting),
        test=TEST_WORDS[catalogue.policy.member_test][0],
        late=LATE_WORDS[catalogue.policy.late_payment][0],
        others=await queries.other_meetings(meeting),
    )


handlers = [show_prices]
