"""Many badges at once: chosen, looked at, recorded once, and opened as often as needed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from lxml import html
from pypdf import PdfReader

from badges.printing.actions import Why, print_badge
from badges.tables import BadgePrint
from conference.orm import Actor
from conference.registration.rules import RegistrationState
from tests.badges.conftest import Enrol, Hall
from tests.badges.reading import pdf_text, printer, words

DESK = Actor.system("Carol")
Born = Callable[..., Awaitable[UUID]]
SignIn = Callable[..., Awaitable[None]]
Post = Callable[..., Awaitable[httpx.Response]]


async def test_batch_prints_once_and_opens_again(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    await enrol(hall.cast.alice)
    await enrol(hall.cast.bob, category="invited")
    await enrol(hall.cast.dan, state=RegistrationState.PENDING_PAYMENT)
    page = await carol.get("/glasgow/desk/badges", params={"layout": "a4-4up"})
    assert "2 badges on 1 page" in words(page)
    assert "Every name and affiliation fits" in words(page)
    preview = await carol.get("/glasgow/desk/badges.pdf", params={"layout": "a4-4up"})
    assert "Ångström" in pdf_text(preview)
    assert "Díaz" not in pdf_text(preview)
    assert await BadgePrint.count() == 0
    answer = await post(
        carol, "/glasgow/desk/badges", {"printed": "new", "layout": "a4-4up", "expected": "2"}
    )
    assert answer.status_code == 303
    assert await BadgePrint.count() == 2
    done = await carol.get(answer.headers["location"])
    link = html.fromstring(done.text).xpath("//main//a[contains(@href, 'batch=')]/@href")[0]
    again = pdf_text(await carol.get(link))
    assert "Ångström" in again
    assert "Brennan" in again
    assert "0 badges" in words(done)


async def test_batch_takes_a_category_and_letters(
    carol: httpx.AsyncClient, enrol: Enrol, born: Born
) -> None:
    for family in ("Ångström", "Berg", "Łoś", "Zhang"):
        await enrol(
            await born("Kim", family), category="trainee" if family == "Berg" else "regular"
        )
    path = "/glasgow/desk/badges.pdf"
    some = pdf_text(await carol.get(path, params={"first": "b", "last": "L"}))
    assert "Berg" in some
    assert "Łoś" in some
    assert "Zhang" not in some
    assert "Ångström" not in some
    trainees = pdf_text(await carol.get(path, params={"category": "trainee"}))
    assert "Berg" in trainees
    assert "Zhang" not in trainees
    nobody = await carol.get(path, params={"first": "x", "last": "y"})
    assert nobody.status_code == 404


async def test_batch_refuses_a_list_that_changed_and_a_reprint_without_reason(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, now: datetime
) -> None:
    alice = await enrol(hall.cast.alice)
    changed = await post(carol, "/glasgow/desk/badges", {"layout": "a6", "expected": "7"})
    assert changed.status_code == 422
    assert "The list changed" in words(changed)
    await print_badge(alice, Why(), printer=printer(hall), by=DESK, now=now)
    bare = await post(carol, "/glasgow/desk/badges", {"printed": "all", "layout": "a6"})
    assert bare.status_code == 422
    assert "Say why it is printed again" in words(bare)
    reason = {"printed": "all", "layout": "a6", "reason": "damaged", "expected": "1"}
    assert (await post(carol, "/glasgow/desk/badges", reason)).status_code == 303
    wrong = await post(carol, "/glasgow/desk/badges", {"layout": "a0"})
    assert wrong.status_code == 422


async def test_batch_page_reports_what_will_not_look_as_typed(
    carol: httpx.AsyncClient, enrol: Enrol, born: Born
) -> None:
    await enrol(await born("", "Enheduanna", registered_name="Enheduanna", badge_name="𒀀𒁀"))
    assert "No font holds every character" in words(await carol.get("/glasgow/desk/badges"))


async def test_badges_pdf_command_writes_everyone_who_may_have_one(
    hall: Hall, enrol: Enrol, tmp_path: Any, now: datetime, settings: Any
) -> None:
    from badges.printing.command import badges_pdf
    from conference.web.problems import Invalid

    out = tmp_path / "badges.pdf"
    with pytest.raises(Invalid, match="Nobody"):
        await badges_pdf(meeting=hall.meeting, out=out, layout="a6", settings=settings, now=now)
    await enrol(hall.cast.alice)
    await enrol(hall.cast.bob, mode="virtual")
    said = await badges_pdf(
        meeting=hall.meeting, out=out, layout="a4-4up", settings=settings, now=now
    )
    assert said.startswith("1 badges on 1 pages")
    assert "Ångström" in PdfReader(out).pages[0].extract_text()
    with pytest.raises(Invalid, match="no layout"):
        await badges_pdf(meeting=hall.meeting, out=out, layout="a0", settings=settings, now=now)


@pytest.mark.parametrize("batch", ["soon", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
async def test_batch_that_is_no_instant_is_refused(carol: httpx.AsyncClient, batch: str) -> None:
    for page in ("badges", "badges.pdf"):
        answer = await carol.get(f"/glasgow/desk/{page}", params={"batch": batch})
        assert answer.status_code == 422
