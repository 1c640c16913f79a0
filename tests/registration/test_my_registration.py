"""A person's own registration: ticket, calendar, cancelling; another's is unknown."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import httpx
import pytest
import zxingcpp
from icalendar import Calendar
from lxml import html
from PIL import Image, ImageDraw

from badges.admission.rules import Refused
from badges.desk.lookup import find_scanned
from conference.letters.message import unpack
from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.registration import queries
from conference.registration.ticket import ticket_token
from tests.cast import NOW
from tests.registration.conftest import ISSUER, Buy, Sale
from tests.registration.reading import words
from tests.web_client import SignIn

PIXELS = 6


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


def drawn(svg: Any) -> Image.Image:
    """The page's own path, module by module, as a camera would see it."""
    side = int(svg.get("viewbox").split()[2])
    image = Image.new("L", (side * PIXELS, side * PIXELS), 255)
    pen = ImageDraw.Draw(image)
    (path,) = svg.xpath(".//*[local-name()='path']/@d")
    for part in path.strip("M").split("zM"):
        x, y = (int(each) for each in part.split("h")[0].split())
        pen.rectangle((x * PIXELS, y * PIXELS, (x + 1) * PIXELS - 1, (y + 1) * PIXELS - 1), fill=0)
    return image


async def test_my_registration_shows_a_ticket_that_scans(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    await sign_in(client, sale.cast.dan)

    page = await client.get(f"/my/registrations/{placed.registration_code}")

    (svg,) = html.fromstring(page.text).xpath("//*[local-name()='svg'][@aria-label]")
    (seen,) = zxingcpp.read_barcodes(drawn(svg))
    found = await find_scanned(sale.meeting.id, seen.text)
    assert isinstance(found, queries.RegistrationInfo)
    assert found.id == placed.registration
    assert "Confirmed" in words(page)


async def test_ticket_is_found_however_it_is_typed(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan, "helper")
    token = ticket_token(ISSUER.secret, placed.registration)
    typed = f" {token[:4].lower()}-{token[4:8]} {token[8:]}".replace("0", "o").replace("1", "l")

    found = await find_scanned(sale.meeting.id, typed)

    assert isinstance(found, queries.RegistrationInfo)
    assert found.id == placed.registration
    other = await find_scanned(sale.meeting.id, token[:-1] + "Z0"[token[-1] == "Z"])
    assert isinstance(other, Refused)


async def test_confirmation_letter_carries_ticket_and_calendar(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan, "helper")

    row = await OutboxLetter.select().where(OutboxLetter.kind == "registration_confirmed").first()

    assert row is not None
    files = {each.name: each for each in unpack(row["attachments"])}
    (seen,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(files["ticket.png"].content)))
    assert seen.text == ticket_token(ISSUER.secret, placed.registration)
    assert seen.text in row["body"].replace(" ", "")
    assert placed.registration_code in row["body"]
    (event,) = Calendar.from_ical(files["meeting.ics"].content).walk("VEVENT")
    assert event["DTSTART"].dt == date(2027, 10, 17)
    assert event["DTEND"].dt == date(2027, 10, 21)
    assert event["SUMMARY"] == "Signals 2027"


async def test_calendar_of_the_days_is_the_same_at_each_download(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    await sign_in(client, sale.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/meeting.ics"

    first, second = await client.get(path), await client.get(path)

    assert first.headers["content-type"].startswith("text/calendar")
    assert first.content == second.content
    (event,) = Calendar.from_ical(first.content).walk("VEVENT")
    assert event["UID"] == f"meeting-{sale.meeting.id}@testserver"


@pytest.mark.parametrize("path", ["", "/cancel", "/meeting.ics"])
async def test_another_persons_registration_is_unknown(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, path: str
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    await sign_in(client, sale.cast.alice)

    answer = await client.get(f"/my/registrations/{placed.registration_code}{path}")

    assert answer.status_code == 404
    assert "Dan" not in answer.text


async def test_my_registration_offers_what_can_be_changed(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)

    page = await client.get(f"/my/registrations/{placed.registration_code}")

    links = html.fromstring(page.text).xpath("//main//a/@href")
    assert f"/my/registrations/{placed.registration_code}/cancel" in links


async def test_my_page_lists_my_registrations_with_what_is_due(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)

    page = words(await client.get("/my"))

    assert f"Non-member · {placed.registration_code} · 650.00 EUR due" in page


@pytest.mark.parametrize("count", [1, 3])
async def test_search_registrations_takes_a_fixed_number_of_statements(
    sale: Sale, buy: Buy, count_statements: Any, count: int
) -> None:
    people = [sale.cast.dan, sale.cast.alice, sale.cast.bob]
    for person in people[:count]:
        await buy(person)

    with count_statements() as seen:
        found = await queries.search_registrations(sale.meeting.id, "example.org")

    assert (len(found), len(seen)) == (count, 4)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("angstrom", ["Alice Ångström"]),
        ("ÅNG clyde", ["Alice Ångström"]),
        ("diaz", ["Dan Díaz"]),
        ("dan@example", ["Dan Díaz"]),
        ("example.org", ["Alice Ångström", "Dan Díaz"]),
        ("nobody", []),
        ("   ", []),
    ],
)
async def test_search_registrations_folds_what_is_typed(
    sale: Sale, buy: Buy, text: str, names: list[str]
) -> None:
    await buy(sale.cast.dan)
    await buy(sale.cast.alice)

    found = await queries.search_registrations(sale.meeting.id, text)

    assert [each.person.registered_name for each in found] == names


async def test_search_registrations_finds_a_code(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    for text in (placed.registration_code.lower(), placed.order_code):
        (found,) = await queries.search_registrations(sale.meeting.id, text)
        assert found.id == placed.registration
