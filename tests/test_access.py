"""Who may open what: one table of every route, walked with every kind of visitor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from abstracts.tables import Call
from conference.meetings.tables import Meeting
from conference.orm import Actor, clock
from conference.people import actions
from conference.people.access import GRANTED_ROLES, Role, effective_roles
from conference.people.rules import PersonInfo
from tests.cast import Cast

# Written by hand, apart from the handlers: a new page is closed to everybody until it stands here.
TABLE = {
    "public": """
        GET      /{slug}/register/prices
        GET      /
        GET      /b/{token}
        GET      /calendar/{token}
        GET      /health
        GET+POST /sign-in
        GET+POST /sign-in/code
        GET+POST /sign-in/link/{token}
        GET+POST /sign-in/name
        POST     /sign-out
        GET      /theme/{choice}
        GET      /{slug}
        GET      /{slug}/abstracts
        GET      /{slug}/posters
        GET      /{slug}/programme
        GET      /{slug}/programme.ics
        GET      /{slug}/programme.json
        GET      /{slug}/programme.xml
        GET      /{slug}/programme/people
        GET      /{slug}/programme/people/{person}
        GET      /{slug}/programme/sessions/{code}
        GET+POST /{slug}/register
        GET+POST /{slug}/register/check
        GET+POST /{slug}/register/code
        POST     /{slug}/register/code/again
        GET+POST /{slug}/register/what
        POST     /{slug}/register/what/price
        POST     /{slug}/register/check/keep
        GET      /{slug}/register/terms
        GET      /{slug}/visa-letters/{code}
        GET+POST /demo-card/{session}
        POST     /webhooks/stripe
    """,
    "signed in": """
        GET      /my/groups/{code}
        POST     /my/groups/{code}/people/{registration}/link
        GET+POST /my/registrations/{code}/proof
        GET+POST /{slug}/register/group
        GET+POST /{slug}/register/group/check
        GET+POST /{slug}/register/waiting/{key}
        POST     /{slug}/register/waiting/{key}/leave
        GET      /my
        GET+POST /my/profile
        POST     /my/profile/addresses
        POST     /my/profile/addresses/change
        GET+POST /my/profile/addresses/verify
        GET      /my/registrations/{code}
        GET+POST /my/registrations/{code}/cancel
        GET+POST /my/registrations/{code}/category
        GET+POST /my/registrations/{code}/day
        GET+POST /my/registrations/{code}/extras
        GET+POST /my/registrations/{code}/guests
        GET+POST /my/registrations/{code}/mode
        GET+POST /my/registrations/{code}/transfer
        GET+POST /my/registrations/{code}/visa-refusal
        GET      /my/registrations/{code}/meeting.ics
        POST     /{slug}/abstracts/count
        GET+POST /{slug}/abstracts/new
        GET      /{slug}/abstracts/{code}
        GET+POST /{slug}/abstracts/{code}/edit
        GET+POST /{slug}/abstracts/{code}/withdraw
        GET      /{slug}/my-agenda
        POST     /{slug}/my-agenda/renew
        POST     /{slug}/my-agenda/revoke
        POST     /{slug}/my-agenda/subscribe
        POST     /{slug}/programme/stars
        GET      /{slug}/register/done/{code}
        POST     /{slug}/register/later
        GET+POST /{slug}/register/other
        GET      /my/orders/{code}
        GET+POST /my/orders/{code}/billing
        GET+POST /my/registrations/{code}/details
        GET+POST /my/registrations/{code}/visa-letter
        GET      /my/registrations/{code}/visa-letter.pdf
        GET+POST /{slug}/register/member
        GET+POST /{slug}/register/member/code
        GET+POST /my/orders/{code}/pay-by-card
        GET      /my/orders/{code}/card-return
        GET      /my/orders/{code}/documents/{file}
        POST     /my/orders/{code}/documents/pro-forma
    """,
    "programme reviewer": """
        GET      /{slug}/committee
    """,
    "programme": """
        GET+POST /{slug}/committee/calls
        GET+POST /{slug}/committee/calls/{kind}
        GET      /{slug}/committee/abstracts
        GET      /{slug}/committee/abstracts/{code}
        POST     /{slug}/committee/abstracts/{code}/accept
        POST     /{slug}/committee/abstracts/{code}/presenter
        POST     /{slug}/committee/abstracts/{code}/reject
        GET      /{slug}/committee/programme
        GET+POST /{slug}/committee/programme/import
        GET+POST /{slug}/committee/programme/import/{import_id}
        GET+POST /{slug}/committee/programme/sessions/new
        GET+POST /{slug}/committee/programme/sessions/{code}
        POST     /{slug}/committee/programme/sessions/{code}/cancel
        POST     /{slug}/committee/programme/sessions/{code}/place
        POST     /{slug}/committee/programme/sessions/{code}/reinstate
        GET+POST /{slug}/committee/programme/sessions/{code}/slots/new
        GET+POST /{slug}/committee/programme/sessions/{code}/slots/{slot}
        POST     /{slug}/committee/programme/sessions/{code}/slots/{slot}/move
        POST     /{slug}/committee/programme/sessions/{code}/slots/{slot}/remove
        GET+POST /{slug}/committee/releases
        GET      /{slug}/committee/releases/{number}
    """,
    "desk": """
        GET      /{slug}/desk
        GET      /{slug}/desk/arrivals
        GET+POST /{slug}/desk/badges
        GET      /{slug}/desk/badges.pdf
        GET      /{slug}/desk/people/{code}
        POST     /{slug}/desk/people/{code}/badge-name
        GET      /{slug}/desk/people/{code}/badge.pdf
        GET      /{slug}/desk/people/{code}/badge.svg
        POST     /{slug}/desk/people/{code}/check-in
        POST     /{slug}/desk/people/{code}/print
        POST     /{slug}/desk/people/{code}/undo
        GET+POST /{slug}/desk/scan
        POST     /{slug}/desk/station
        GET      /{slug}/desk/till
        POST     /{slug}/desk/till/station
        GET+POST /{slug}/desk/till/orders/{code}
        GET      /{slug}/desk/till/payments/{payment}
        GET      /{slug}/desk/till/payments/{payment}/receipt.pdf
        POST     /{slug}/desk/till/payments/{payment}/take-back
        GET+POST /{slug}/desk/till/cash-up
    """,
    "desk treasurer": """
        GET      /{slug}/desk/till/cash-ups
        GET      /{slug}/desk/till/cash-ups/{cash_up}
    """,
    "office treasurer": """
        GET+POST /{slug}/office/bank
        GET      /{slug}/office/bank/open
        GET+POST /{slug}/office/bank/{statement}
        GET      /{slug}/office/bank/entries/{entry}
        POST     /{slug}/office/bank/entries/{entry}/assign
        POST     /{slug}/office/bank/entries/{entry}/set-aside
        POST     /{slug}/office/bank/entries/{entry}/take-up
        POST     /{slug}/office/bank/allocations/{allocation}/undo
        GET      /{slug}/office/reconciliation
        GET      /{slug}/office/reconciliation.csv
        GET      /{slug}/office/balances.csv
        GET      /{slug}/office/revenue
        GET      /{slug}/office/revenue.csv
        GET      /{slug}/office/payments.csv
        GET      /{slug}/office/payments.xlsx
        GET      /{slug}/office
        GET      /{slug}/office/unpaid
        POST     /{slug}/office/unpaid/{code}/extend
        POST     /{slug}/office/unpaid/{code}/give-up
        POST     /{slug}/office/unpaid/{code}/reinstate
        POST     /{slug}/office/unpaid/{code}/undo-late
        GET      /{slug}/office/orders
        GET      /{slug}/office/orders/{code}
        POST     /{slug}/office/orders/{code}/payments
        POST     /{slug}/office/orders/{code}/refunds
        GET      /{slug}/office/card-payments
        POST     /{slug}/office/card-payments/ask
        POST     /{slug}/office/card-payments/duplicates
        GET+POST /{slug}/office/orders/{code}/refund-card
        POST     /{slug}/office/orders/{code}/refund-card/again
        GET      /{slug}/office/documents
        GET      /{slug}/office/documents.csv
        GET      /{slug}/office/documents.xlsx
        GET      /{slug}/office/documents/{file}
        POST     /{slug}/office/documents/missing
        GET+POST /{slug}/office/invoicing
        GET+POST /{slug}/office/invoicing/taxes
        POST     /{slug}/office/orders/{code}/documents/invoice
        POST     /{slug}/office/orders/{code}/documents/pro-forma
        GET+POST /{slug}/office/orders/{code}/documents/{number}/correct
    """,
    "office": """
        GET      /{slug}/office/needs
        GET      /{slug}/office/needs.csv
        GET      /{slug}/office/visa-letters
        POST     /{slug}/office/visa-letters/{code}
        GET      /{slug}/office/visa-letters/{code}/letter.pdf
        GET+POST /{slug}/office/registrations/new
        GET      /{slug}/office/proofs
        POST     /{slug}/office/proofs/{code}
        GET      /{slug}/office/proofs/{proof}/file
        GET      /{slug}/office/waiting-list
        POST     /{slug}/office/waiting-list/{entry}/offer
        POST     /{slug}/office/waiting-list/{entry}/remove
        GET      /{slug}/office/audit
        GET      /{slug}/office/letters
        GET      /{slug}/office/letters/{letter}
        POST     /{slug}/office/letters/{letter}/retry
        GET+POST /{slug}/office/meeting
        POST     /{slug}/office/meeting/milestones
        GET+POST /{slug}/office/meeting/milestones/{milestone}
        POST     /{slug}/office/meeting/rooms
        POST     /{slug}/office/meeting/rooms/remove
        GET      /{slug}/office/orders/{code}/cancel
        GET+POST /{slug}/office/changes
        GET+POST /{slug}/office/changes/{change_id}
        GET+POST /{slug}/office/registrations/{code}/cancel
        GET+POST /{slug}/office/registrations/{code}/category
        GET+POST /{slug}/office/registrations/{code}/credit
        GET+POST /{slug}/office/registrations/{code}/day
        GET+POST /{slug}/office/registrations/{code}/extras
        GET+POST /{slug}/office/registrations/{code}/guests
        GET+POST /{slug}/office/registrations/{code}/mode
        GET+POST /{slug}/office/registrations/{code}/transfer
        GET+POST /{slug}/office/registrations/{code}/visa-refusal
        GET      /{slug}/office/registrations/{code}/visa-refusal/file
        GET      /{slug}/office/visa-refusals
        GET      /{slug}/office/prices
        GET+POST /{slug}/office/prices/advice
        GET+POST /{slug}/office/prices/amounts
        GET+POST /{slug}/office/prices/bundles/{key}
        POST     /{slug}/office/prices/bundles/{key}/remove
        GET+POST /{slug}/office/prices/categories/{key}
        POST     /{slug}/office/prices/categories/{key}/remove
        GET      /{slug}/office/prices/codes
        GET      /{slug}/office/prices/codes.csv
        GET+POST /{slug}/office/prices/codes/{name}
        POST     /{slug}/office/prices/codes/{name}/remove
        GET+POST /{slug}/office/prices/copy
        GET      /{slug}/office/prices/extras
        GET+POST /{slug}/office/prices/extras/{key}
        POST     /{slug}/office/prices/extras/{key}/remove
        GET      /{slug}/office/prices/income
        POST     /{slug}/office/prices/income/apply
        POST     /{slug}/office/prices/income/preview
        GET+POST /{slug}/office/prices/income/{country}
        GET+POST /{slug}/office/prices/partners
        POST     /{slug}/office/prices/partners/new
        POST     /{slug}/office/prices/partners/{society}/end
        GET+POST /{slug}/office/prices/periods
        GET+POST /{slug}/office/prices/places
        GET+POST /{slug}/office/prices/refunds
        GET+POST /{slug}/office/prices/rules
        GET      /{slug}/office/prices/test
        GET      /{slug}/office/registrations.csv
        GET      /{slug}/office/registrations.xlsx
        GET+POST /{slug}/office/registrations/import
        GET+POST /{slug}/office/registrations/import/{import_id}
        POST     /{slug}/office/registrations/import/{import_id}/undo
        GET+POST /{slug}/office/roles
        POST     /{slug}/office/roles/revoke
        GET      /{slug}/office/roll
        GET+POST /{slug}/office/roll/import
        GET+POST /{slug}/office/roll/import/{import_id}
        GET+POST /{slug}/office/roll/memberships/{membership}
        GET+POST /{slug}/office/roll/people/{person}
        GET      /{slug}/office/roll.csv
        GET+POST /{slug}/office/roll/import/{import_id}/undo
        GET      /{slug}/office/roll.xlsx
        GET+POST /{slug}/office/members/dues
        POST     /{slug}/office/members/dues/remove
    """,
}
SKIPPED = ("/static/{file_path}",)
DUMMIES = {"slug": "glasgow", "number": "7", "choice": "dark"}
UUID_NAMES = ("proof", "import_id", "letter", "membership", "milestone", "person")
UUID_NAMES += ("statement", "entry", "allocation", "payment", "cash_up")  # bank and tills
UUID_NAMES += ("change_id",)  # many at once
UUID_NAMES += ("society",)  # partners
DUMMIES |= dict.fromkeys(UUID_NAMES, "00000000-0000-4000-8000-000000000000")


def lines() -> Iterator[tuple[str, str, str]]:
    """(method, path, access) of the table."""
    for access, block in TABLE.items():
        for line in block.split("\n"):
            if line.strip():
                methods, path = line.split()
                for method in methods.split("+"):
                    yield method, path, access


def routes(app: Litestar) -> set[tuple[str, str]]:
    return {
        (method, route.path_format)
        for route in app.routes
        if route.path_format not in SKIPPED
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    }


async def test_the_table_holds_every_route(app: Litestar) -> None:
    assert {(method, path) for method, path, _ in lines()} == routes(app)


def is_open(access: str, visitor: str) -> bool:
    """What the table says of a visitor: a role, "attendee" (signed in) or "stranger"."""
    if access == "public" or visitor == "stranger":
        return access == "public"
    if access == "signed in":
        return True
    held = effective_roles([Role(visitor)]) if visitor != "attendee" else frozenset()
    return not held.isdisjoint(Role(word) for word in access.split())


async def grant(cast: Cast, visitor: str, slug: str) -> PersonInfo:
    """dan, with the visitor's role at a meeting."""
    if visitor not in ("attendee", "stranger"):
        meeting = await Meeting.select(Meeting.id).where(Meeting.slug == slug).first()
        await actions.grant_role(
            person=cast.dan.id,
            role=Role(visitor),
            meeting=meeting["id"],
            by=Actor.system("test"),
            now=clock.now(),
        )
    return cast.dan


async def open_call(cast: Cast) -> None:
    """Without a call the page of a new abstract has nothing to show to anybody."""
    await Call.insert(
        Call(
            meeting=cast.meeting.id,
            key="regular",
            title="Regular",
            opens_at=clock.now() - timedelta(days=1),
            closes_at=clock.now() + timedelta(days=1),
            zone="UTC",
            length_policy="{}",
        )
    )


NOT_FOR_YOUR_ROLE = "This page is for the people who run the meeting"


async def answer_of(client: httpx.AsyncClient, post: Any, method: str, path: str) -> str:
    """ "closed" if the guard turned the visitor away, "broken" for a 500, else "open".

    A page may refuse for reasons of its own, such as a call that is closed: that is "open".
    """
    address = re.sub(r"{(\w+)}", lambda name: DUMMIES.get(name[1], "7Q"), path)
    answer = await (client.get(address) if method == "GET" else post(client, address))
    to_sign_in = answer.headers.get("location", "").startswith("/sign-in?next=")
    if answer.status_code == 401 or (answer.status_code == 303 and to_sign_in):
        return "closed"
    if answer.status_code == 403 and NOT_FOR_YOUR_ROLE in answer.text:
        return "closed"
    return "broken" if answer.status_code >= 500 else "open"


@pytest.mark.parametrize("visitor", ["stranger", "attendee", *GRANTED_ROLES])
async def test_every_route_opens_to_whom_the_table_says(
    client: httpx.AsyncClient, cast: Cast, sign_in: Callable, post: Callable, visitor: str
) -> None:
    await open_call(cast)
    person = await grant(cast, visitor, "glasgow")
    wrong = []
    for method, path, access in lines():
        if visitor != "stranger":
            await sign_in(client, person)  # anew, because one of the routes signs out
        said = await answer_of(client, post, method, path)
        if said != ("open" if is_open(access, visitor) else "closed"):
            wrong.append(f"{method} {path} is {said} to {visitor}, table: {access}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("visitor", GRANTED_ROLES)
async def test_a_role_at_one_meeting_opens_nothing_at_another(
    client: httpx.AsyncClient, cast: Cast, sign_in: Callable, post: Callable, visitor: str
) -> None:
    await Meeting.insert(
        Meeting(
            society=cast.meeting.society,
            slug="sydney",
            title="Signals 2028",
            starts_on=date(2028, 9, 14),
            ends_on=date(2028, 9, 17),
        )
    )
    await sign_in(client, await grant(cast, visitor, "sydney"))
    guarded = [line for line in lines() if line[2] not in ("public", "signed in")]
    opened = [
        f"{method} {path}"
        for method, path, _ in guarded
        if await answer_of(client, post, method, path) != "closed"
    ]
    assert opened == []
