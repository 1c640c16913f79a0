"""The programme in a frame of another site: who may show it, no cookie, bytes once a release."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest
from lxml import html

from conference.people.access import Role
from schedule.embed import hosts
from schedule.embed.hosts import usable_hosts
from schedule.tables import ProgrammePolicy
from tests.cast import Cast
from tests.schedule.conftest import Drafted

PAGE = "/glasgow/programme/embed"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    hosts._known.clear()


async def allow(cast: Cast, lines: str) -> None:
    await ProgrammePolicy.insert(ProgrammePolicy(id=uuid4(), meeting=cast.meeting.id, hosts=lines))


async def test_named_sites_may_frame_it_and_no_cookie_is_set(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    await allow(cast, "https://www.society.org\nhttps://*.partner.example:8443\nnonsense; script")
    answer = await client.get(f"{PAGE}?theme=dark")
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'self' https://www.society.org https://*.partner.example:8443" in policy
    assert policy.count("frame-ancestors") == 1
    assert "nonsense" not in policy
    assert "default-src 'self'" in policy
    assert "x-frame-options" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert html.fromstring(answer.text).get("data-theme") == "dark"
    known = await client.get(
        f"{PAGE}?theme=dark", headers={"if-none-match": answer.headers["etag"]}
    )
    assert known.status_code == 304
    assert (
        "frame-ancestors 'self' https://www.society.org" in known.headers["content-security-policy"]
    )


async def test_nobody_may_frame_it_before_a_site_is_named(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    assert (await client.get(PAGE)).status_code == 404
    await release()
    answer = await client.get(PAGE)
    assert answer.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    other = await client.get("/glasgow/programme")
    assert "frame-ancestors 'none'" in other.headers["content-security-policy"]


async def test_address_filters_by_day_track_and_room(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    titles = {}
    for query in ("", "?track=Signalling", "?room=Hall+A", "?day=2027-10-18", "?day=2027-10-19"):
        page = html.fromstring((await client.get(f"{PAGE}{query}")).text)
        titles[query] = [each.text_content() for each in page.xpath("//h3/a")]
    everything = ["Cytokines at the crossroads", "Signalling in tissue", "Coffee"]
    assert titles[""] == titles["?day=2027-10-18"] == everything
    assert titles["?track=Signalling"] == ["Signalling in tissue"]
    assert titles["?room=Hall+A"] == ["Cytokines at the crossroads"]
    assert titles["?day=2027-10-19"] == []


async def test_session_links_open_a_new_tab_and_forms_stay_in_the_frame(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient
) -> None:
    await release()
    page = html.fromstring((await client.get(f"{PAGE}?room=Hall+A&theme=light")).text)
    links = page.xpath("//h3/a")
    assert [(a.get("target"), a.get("rel")) for a in links] == [("_blank", "noopener")]
    assert links[0].get("href").endswith(f"/glasgow/programme/sessions/{drafted.plenary}")
    assert links[0].get("href").startswith("http")
    assert not page.xpath("//header | //*[contains(@class, 'masthead')]")
    assert page.xpath("//form//input[@name='theme']/@value") == ["light"]


async def test_committee_page_gives_the_snippet_and_a_preview(
    cast: Cast, drafted: Drafted, release: Any, client: httpx.AsyncClient, sign_in: Any
) -> None:
    await release()
    await allow(cast, "https://www.society.org")
    await sign_in(client, cast.bob)
    answer = await client.get("/glasgow/committee/programme/embed?track=Signalling&theme=dark")
    assert answer.status_code == 200, Role.PROGRAMME
    page = html.fromstring(answer.text)
    snippet = page.xpath("//textarea[@id='snippet']")[0].text
    framed = html.fragment_fromstring(snippet, create_parent=True)
    address = framed.xpath("//iframe/@src")[0]
    assert address.endswith("/glasgow/programme/embed?track=Signalling&theme=dark")
    assert framed.xpath("//script/@src")[0].endswith("/static/js/embed-host.js")
    assert "https://www.society.org" in page.text_content()
    script = await client.get("/static/js/embed-host.js")
    assert script.status_code == 200


def test_only_origins_may_stand_in_the_header() -> None:
    given = ["https://A.example/", "http://plain.example", "https://x.example/path", "*", "'self'"]
    assert usable_hosts([*given, "http://localhost:3000", "https://a.example"]) == (
        "https://a.example",
        "http://localhost:3000",
    )
