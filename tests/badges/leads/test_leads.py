"""Lead retrieval: nothing without consent, nothing after it is withdrawn, nothing for others."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from openpyxl import load_workbook

import conference.invariants  # noqa: F401 -- registers the checks
from badges.leads.actions import NOBODY, add_exhibitor, add_member, agree, scan_lead
from badges.leads.queries import ExhibitorInfo, exhibitor_by_key, leads_of, who_scanned
from badges.leads.rules import LeadField
from badges.printing.actions import Printer, Why, print_badge
from badges.tables import Lead
from conference.orm import Actor
from conference.orm.invariants import check_all
from conference.registration.queries import RegistrationInfo
from conference.registration.ticket import ticket_token
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall

OFFICE, AT_STAND = Actor.system("Olive"), Actor.system("Dan at the stand")
Post = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def acme(hall: Hall, now: datetime) -> ExhibitorInfo:
    """An exhibitor for whom Dan scans."""
    key = await add_exhibitor(hall.meeting, "Acme Assays", by=OFFICE, now=now)
    made = await exhibitor_by_key(hall.meeting.id, key)
    assert made is not None
    await add_member(made, "dan@example.org", by=OFFICE, now=now)
    return made


async def badge(hall: Hall, info: RegistrationInfo, now: datetime) -> str:
    key = await print_badge(
        info, Why(), printer=Printer(hall.meeting, "a6", DEMO_SECRET), by=OFFICE, now=now
    )
    return key.token(DEMO_SECRET)


async def broken() -> list[str]:
    found = [each for each in await check_all() if each.invariant.key == "lead-agreed"]
    return [sentence for each in found for sentence in each.sentences]


async def test_scan_of_who_shares_nothing_tells_nothing_but_is_told_to_them(
    hall: Hall, enrol: Enrol, acme: ExhibitorInfo, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    token = await badge(hall, alice, now)
    said = await scan_lead(acme, token, client_id=uuid4(), by=AT_STAND, now=now)
    assert (said.is_known, said.shown, said.lead) == (True, {}, None)
    assert await leads_of(acme.id) == ()
    (line,) = await who_scanned(alice.id)
    assert (line.name, line.fields, line.times) == ("Acme Assays", (), 1)


async def test_scan_tells_exactly_what_was_agreed_to_once_for_one_event(
    hall: Hall, enrol: Enrol, acme: ExhibitorInfo, now: datetime
) -> None:
    alice, event = await enrol(hall.cast.alice), uuid4()
    token = await badge(hall, alice, now)
    await agree(alice, [LeadField.NAME, LeadField.AFFILIATION], by=OFFICE, now=now)
    for _ in range(2):
        said = await scan_lead(acme, token, client_id=event, by=AT_STAND, now=now)
        assert said.shown == {"name": "Alice Ångström", "affiliation": "Clyde Institute"}
    assert await Lead.count() == 1
    assert await broken() == []
    await Lead.update({Lead.shown: '{"name": "A", "email": "alice@example.org"}'}, force=True)
    assert len(await broken()) == 1


async def test_ticket_and_registration_code_open_nothing_to_an_exhibitor(
    hall: Hall, enrol: Enrol, acme: ExhibitorInfo, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    await agree(alice, list(LeadField), by=OFFICE, now=now)
    for text in (alice.code, ticket_token(DEMO_SECRET, alice.id), "0000000000000000"):
        assert await scan_lead(acme, text, client_id=uuid4(), by=AT_STAND, now=now) == NOBODY
    assert await Lead.count() == 0


async def test_taking_back_works_backwards(
    hall: Hall, enrol: Enrol, acme: ExhibitorInfo, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    token = await badge(hall, alice, now)
    await agree(alice, [LeadField.NAME, LeadField.EMAIL], by=OFFICE, now=now)
    await scan_lead(acme, token, client_id=uuid4(), by=AT_STAND, now=now)
    await agree(alice, [LeadField.NAME], by=OFFICE, now=now)
    assert [each.shown for each in await leads_of(acme.id)] == [{"name": "Alice Ångström"}]
    await agree(alice, [], by=OFFICE, now=now)
    assert await leads_of(acme.id) == ()
    assert (await who_scanned(alice.id))[0].is_withdrawn
    await agree(alice, [LeadField.NAME], by=OFFICE, now=now)
    assert await leads_of(acme.id) == ()


async def test_pages_of_an_exhibitor_are_for_its_members_only(
    stopped_clock: None, client: httpx.AsyncClient, new_client: Any, hall: Hall, enrol: Enrol,
    acme: ExhibitorInfo, sign_in: Any, post: Post, now: datetime,
) -> None:  # fmt: skip
    alice = await enrol(hall.cast.alice)
    token = await badge(hall, alice, now)
    page = f"/glasgow/leads/{acme.key}"
    async with new_client() as owner:
        await sign_in(owner, hall.cast.alice)
        mine = "/glasgow/who-scanned-me"
        assert "learn nothing" in (await owner.get("/my")).text
        await post(owner, mine, {"fields": ["name", "country"]})
        assert "Alice Ångström · United Kingdom" in (await owner.get(mine)).text
        for path in (page, f"{page}/leads.csv", f"{page}/leads.xlsx", "/glasgow/leads"):
            assert (await owner.get(path)).status_code == 404
        assert (await post(owner, page, {"q": token})).status_code == 404

        await sign_in(client, hall.cast.dan)
        assert (await client.get("/glasgow/leads")).headers["location"] == page
        answer = (await post(client, page, {"q": token})).text
        assert "United Kingdom" in answer
        assert "alice@example.org" not in answer
        (lead,) = await leads_of(acme.id)
        await post(client, f"{page}/note", {"lead": str(lead.id), "note": "=wants a kit"})
        body = (await client.get(f"{page}/leads.csv")).text.lstrip("\ufeff")
        (row,) = csv.DictReader(io.StringIO(body))
        assert (row["Name"], row["E-mail"], row["Note"]) == ("Alice Ångström", "", "'=wants a kit")
        book = load_workbook(io.BytesIO((await client.get(f"{page}/leads.xlsx")).content))
        assert book.active["A2"].value == "Alice Ångström"

        await post(owner, f"{mine}/withdraw", {"exhibitor": str(acme.id)})
        assert "Withdrawn" in (await owner.get(mine)).text
    assert (await client.get(page)).text.count("United Kingdom") == 0


async def test_office_sets_exhibitors_and_their_members_up(
    stopped_clock: None, client: httpx.AsyncClient, hall: Hall, sign_in: Any, post: Post
) -> None:
    await sign_in(client, hall.cast.olive)
    page = "/glasgow/office/exhibitors"
    await post(client, page, {"name": "Beta Beads"})
    unknown = await post(client, f"{page}/beta-beads/members", {"email": "nobody@example.org"})
    assert (unknown.status_code, "sign in once" in unknown.text) == (422, True)
    await post(client, f"{page}/beta-beads/members", {"email": "dan@example.org"})
    assert "Dan Díaz" in (await client.get(page)).text
    await post(client, f"{page}/beta-beads/end")
    assert "No exhibitor yet" in (await client.get(page)).text
