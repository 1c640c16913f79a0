"""The page on which people choose what to subscribe to, and its buttons."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import lxml.html
import pytest

from schedule.calendars.choices import Choice, Scope, slug_of, slugs_of
from schedule.calendars.links import CalendarLinks
from tests.cast import Cast
from tests.schedule.conftest import Drafted

PAGE = "/glasgow/programme/calendars"
CHOICES = (
    ("", "/programme.ics"),
    ("of=talks&alarm=15", "/programme.ics?talks=1&alarm=15"),
    ("of=day-2027-10-18", "/programme/days/2027-10-18.ics"),
    ("of=track-signalling&alarm=10", "/programme/tracks/signalling.ics?alarm=10"),
    ("of=room-hall-b", "/programme/rooms/hall-b.ics"),
    ("of=room-nowhere&alarm=7", "/programme.ics"),
    ("of=mine", "/programme.ics"),
)


def tree(answer: httpx.Response) -> Any:
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.text)


def address(answer: httpx.Response) -> str:
    found: list[str] = tree(answer).xpath("//input[@id='address']/@value")
    return found[0] if found else ""


async def test_page_offers_days_tracks_and_rooms(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    shown = tree(await client.get(PAGE))
    groups = {
        each.get("label"): [option.text for option in each] for each in shown.xpath("//optgroup")
    }
    assert groups == {
        "The whole programme": ["Every session", "Every talk, one by one"],
        "One day": ["Mon 18 Oct 2027"],
        "One track": ["Signalling"],
        "One room": ["Hall A", "Hall B"],
    }
    links = [each for each in shown.xpath("//details//a/@href") if ".ics" in each]
    for link in links:
        assert (await client.get(link)).status_code == 200
    assert len(links) == 6  # each option
    assert "up to a day for Google" in shown.text_content()
    assert "On the day, trust this page." in shown.text_content()


async def test_address_shown_is_one_that_answers(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    for asked, path in CHOICES:
        answer = await client.get(f"{PAGE}?{asked}")
        assert address(answer) == f"http://testserver/glasgow{path}"
        assert (await client.get(address(answer))).status_code == 200
        missing = asked in ("of=room-nowhere&alarm=7", "of=mine")
        assert ("no such part" in answer.text) == missing


async def test_person_of_the_programme_may_be_chosen(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    answer = await client.get(f"{PAGE}?of=person-{cast.alice.id}")
    assert address(answer).endswith(f"/programme/people/{cast.alice.id}.ics")
    assert tree(answer).xpath("//h2[@id='subscribe']")[0].text == cast.alice.registered_name


async def test_own_calendar_is_made_halved_renewed_and_closed(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    await release()
    await sign_in(client, cast.alice)
    assert address(await client.get(PAGE)) == ""
    made = await post(client, "/glasgow/my-agenda/subscribe", {"back": PAGE})
    assert made.headers["location"] == f"{PAGE}#subscribe"
    whole = address(await client.get(PAGE))
    half = address(await client.get(f"{PAGE}?of=duties&alarm=10"))
    assert half == f"{whole}?only=duties&alarm=10"
    assert (await client.get(half)).status_code == 200
    await post(client, "/glasgow/my-agenda/renew", {"back": PAGE})
    renewed = address(await client.get(PAGE))
    assert renewed not in ("", whole)
    assert (await client.get(whole)).status_code == 404
    closed = await post(client, "/glasgow/my-agenda/revoke", {"back": "https://evil.example"})
    assert closed.headers["location"] == "/glasgow/my-agenda#subscribe"
    assert (await client.get(renewed)).status_code == 404
    assert address(await client.get(PAGE)) == ""


async def test_page_waits_for_the_programme(cast: Cast, client: httpx.AsyncClient) -> None:
    answer = await client.get(PAGE)
    assert answer.status_code == 200
    assert "webcal" not in answer.text


def test_links_are_what_each_app_takes() -> None:
    links = CalendarLinks("Signals & more", "https://meet.example.org/calendar/T.ics?alarm=10")
    assert links.webcal == "webcal://meet.example.org/calendar/T.ics?alarm=10"
    google, outlook = urlsplit(links.google), urlsplit(links.outlook)
    assert google.netloc == "calendar.google.com"
    assert parse_qs(google.query) == {"cid": [links.webcal]}
    assert parse_qs(outlook.query) == {"url": [links.address], "name": ["Signals & more"]}


def test_qr_holds_the_address_for_the_phone() -> None:
    import zxingcpp
    from PIL import Image

    links = CalendarLinks("Signals", "https://meet.example.org/calendar/T.ics")
    path, side = links.qr
    picture = Image.new("L", (side * 4, side * 4), 255)
    for module in path.split("M")[1:]:
        x, y = (int(part) * 4 for part in module.split("h")[0].split())
        picture.paste(0, (x, y, x + 4, y + 4))
    [found] = zxingcpp.read_barcodes(picture)
    assert found.text == links.webcal


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Hall A", "hall-a"),
        ("  Łódź / Große Bühne ", "lodz-grosse-buhne"),
        ("T–B cells", "t-b-cells"),
    ],
)
def test_slug_reads_like_the_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_slugs_tell_names_apart_that_letters_do_not() -> None:
    names = ["Hall A", "Hall-A", "免疫", "感染", "Interferon λ", "Interferon γ", "!", ""]
    found = slugs_of(names)
    assert sorted(found.values()) == sorted(name for name in names if name)
    assert slugs_of(reversed(names)) == found
    assert all(slug.isascii() and slug == slug.lower() for slug in found)
    assert Choice(Scope.ROOM, slug_of("免疫")).path.isascii()
