"""A poster that was not shown, and where the public would see that (A15)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import icalendar
import pytest

from abstracts.tables.awards import AwardApplication, AwardCycle
from abstracts.vocabulary import AwardState
from badges.papers.actions import mark_not_shown
from conference.letters.tables import OutboxLetter
from schedule.actions.releasing import ReleaseOutcome
from tests.badges.conftest import Hall
from tests.badges.papers.conftest import AFTER, OLIVE
from tests.cast import NOW
from tests.schedule.conftest import release as release
from tests.schedule.numbering.conftest import Hang
from tests.schedule.numbering.conftest import hang as hang
from tests.web_client import SignIn

LIST = "/glasgow/committee/not-shown"
PAPER = f"{LIST}/publication/HNG000"
OUT = {"act": "confirm", "reason": "A photo of the empty board.", "is_told": "on",
       "subject": "Not published: your poster", "body": "Dear {name}, we missed you."}  # fmt: skip
BACK = {**OUT, "act": "back", "reason": "It hung at another board.", "subject": "Published again"}
POSTER = "SLT000"
PUBLIC = dict.fromkeys(("book", "files", "page", "posters", "api", "calendar"), True)
GONE = dict.fromkeys(PUBLIC, False)


@dataclass(frozen=True, slots=True)
class Empty:
    """Dan's poster was not shown; Alice's, beside it, was."""

    hall: Hall
    bob: httpx.AsyncClient


@pytest.fixture
async def empty(
    hall: Hall,
    hang: Hang,
    release: Callable[..., Awaitable[ReleaseOutcome]],
    after: None,
    client: httpx.AsyncClient,
    sign_in: SignIn,
) -> Empty:
    cast = hall.cast
    await hang("Díaz", cast.dan.id)
    await hang("Ångström", cast.alice.id)
    await release()
    await mark(hall)
    await sign_in(client, cast.bob)
    return Empty(hall, client)


async def mark(hall: Hall) -> None:
    await mark_not_shown(
        hall.meeting, hall.cast.dan, POSTER, "a photo of the empty board", by=OLIVE, now=AFTER
    )


async def award(hall: Hall, state: AwardState, **columns: Any) -> UUID:
    """An award for Dan's poster."""
    from abstracts.tables import Abstract

    paper = await Abstract.select(Abstract.id).where(Abstract.code == "HNG000").first()
    assert paper
    cycle = AwardCycle(
        id=uuid4(), created_at=NOW, meeting=hall.meeting.id, key="travel", title="Travel award",
        opens_at=NOW, closes_at=NOW, zone="UTC", amount=500_00, places=1,
        evaluated_at=NOW, announced_at=NOW,
    )  # fmt: skip
    await AwardCycle.insert(cycle)
    one = AwardApplication(
        id=uuid4(), created_at=NOW, cycle=cycle.id, person=hall.cast.dan.id,
        abstract=paper["id"], state=state.value, amount=500_00, offered_at=NOW, answer_by=NOW,
        answered_at=NOW, **columns,
    )  # fmt: skip
    await AwardApplication.insert(one)
    return UUID(str(one.id))


async def letters(kind: str = "not_shown") -> list[tuple[str, str, str]]:
    rows = await OutboxLetter.select().where(OutboxLetter.kind == kind)
    return sorted((row["to_address"], row["subject"], row["body"].strip()) for row in rows)


async def seen(client: httpx.AsyncClient) -> dict[str, bool]:
    """Whether Dan's poster takes place, as each page and file has it."""
    book, posters = await client.get("/glasgow/book"), await client.get("/glasgow/posters")
    api = await client.get("/api/v1/meetings/glasgow/sessions/POSTER")
    items = {each["code"]: each for each in json.loads(api.text)["items"]}
    calendar = icalendar.Calendar.from_ical(
        (await client.get(f"/glasgow/programme/sessions/{POSTER}.ics")).text
    )
    texts = "".join(
        [
            (await client.get(f"/glasgow/book/files/abstracts.{kind}")).text
            for kind in ("csv", "xml")
        ]
    )
    row = posters.text.split("Poster of Díaz")[1].split("</tr>")[0]
    [event] = calendar.walk("VEVENT")
    return {
        "book": "Poster of Díaz" in book.text,
        "files": "Poster of Díaz" in texts,
        "page": (await client.get("/glasgow/book/HNG000")).status_code == 200,
        "posters": "CANCELLED" not in row,
        "api": items[POSTER]["status"] == "confirmed",
        "calendar": str(event["status"]) == "CONFIRMED",
    }
