"""The programme on paper, read back: every sheet names its release and says what takes place."""

from io import BytesIO
from typing import Any

import httpx
import pypdf

from conference.orm import Actor
from schedule.actions.editing import cancel_session
from schedule.papers.door_signs import changed_signs
from schedule.queries.releases import current_release, old_release
from tests.cast import NOW, Cast
from tests.schedule.conftest import Drafted, version_of
from tests.web_client import SignIn

BASE = "/glasgow/programme"


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    return "\n".join(page.extract_text() for page in pages)


async def test_programme_book_holds_the_release(
    client: httpx.AsyncClient, drafted: Drafted, release: Any, add_session: Any
) -> None:
    assert (await client.get(f"{BASE}.pdf")).status_code == 404
    await release("The programme")
    await add_session("Not released", at=300)
    answer = await client.get(f"{BASE}.pdf")
    text = " ".join(text_of(answer).split())
    for words in (
        "Mon 18 Oct 2027",
        "09:00–10:30 · Hall A",
        "Cytokines at the crossroads",
        "Łódź cohort: ten years on",
        "Release 1 “The programme”, Mon 10 May 2027",
    ):
        assert words in text
    assert "Not released" not in text
    assert (await client.get(f"{BASE}.pdf")).content == answer.content


async def test_programme_book_is_tagged_and_has_an_outline(
    client: httpx.AsyncClient, drafted: Drafted, release: Any
) -> None:
    await release()
    reader = pypdf.PdfReader(BytesIO((await client.get(f"{BASE}.pdf")).content))
    titles = [each.title for each in reader.outline if not isinstance(each, list)]
    assert titles == ["Programme", "Contents", "Mon 18 Oct 2027", "Rooms", "People"]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


async def test_day_sheet_shows_one_day(
    client: httpx.AsyncClient, drafted: Drafted, release: Any, add_session: Any
) -> None:
    await add_session("The day after", at=24 * 60, room="Hall A")
    await release()
    text = text_of(await client.get(f"{BASE}/day-sheets/2027-10-18.pdf"))
    assert "Signalling in tissue" in text
    assert "11:30–12:00\nCoffee" in text
    assert "The day after" not in text
    for wrong in ("2027-10-17.pdf", "monday.pdf", "2027-10-18"):
        assert (await client.get(f"{BASE}/day-sheets/{wrong}")).status_code == 404


async def test_door_signs_are_those_of_the_room_and_day(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast, drafted: Drafted, release: Any
) -> None:
    await release()
    await sign_in(client, cast.carol)
    signs = "/glasgow/committee/papers/door-signs.pdf"
    text = text_of(await client.get(f"{signs}?room=Hall B&day=2027-10-18"))
    assert "Hall B" in text
    assert "10:30–11:30" in text
    assert "Chair: " in text
    assert "Cytokines at the crossroads" not in text
    assert (await client.get(f"{signs}?room=Nowhere")).status_code == 404


async def test_changed_signs_are_those_to_print_again(
    client: httpx.AsyncClient,
    sign_in: SignIn,
    cast: Cast,
    drafted: Drafted,
    release: Any,
    move_session: Any,
) -> None:
    """S08: the room it left and the room it came to; the others stay on their doors."""
    await release()
    await move_session(drafted.symposium, at=90, room="Poster Hall")
    await release(at=NOW)
    before, after = await old_release(cast.meeting.id, 1), await current_release(cast.meeting.id)
    assert before
    assert after
    signs = changed_signs(before.programme, after.programme)
    assert [(sign.room, len(sign.sessions)) for sign in signs] == [
        ("Poster Hall", 1),
        ("Hall B", 0),
    ]
    await sign_in(client, cast.bob)
    page = (await client.get("/glasgow/committee/papers")).text
    assert "2 door signs to replace" in page
    text = text_of(await client.get("/glasgow/committee/papers/door-signs.pdf?since=1"))
    assert "Nothing takes place here on this day." in text


async def test_addendum_tells_what_was_and_what_is(
    client: httpx.AsyncClient, cast: Cast, drafted: Drafted, release: Any, move_session: Any
) -> None:
    await release("First")
    await move_session(drafted.symposium, at=120, room="Poster Hall")
    seen = await version_of(cast, drafted.plenary)
    await cancel_session(
        drafted.plenary, seen, "Ill", meeting=cast.meeting.id,
        by=Actor.system("test"), now=NOW,
    )  # fmt: skip
    await release("Second")
    text = " ".join(text_of(await client.get(f"{BASE}/addendum.pdf?since=1")).split())
    assert "Moved: Signalling in tissue" in text
    assert "Now Mon 18 Oct 2027, 11:00–12:00, Poster Hall" in text
    assert "Was Mon 18 Oct 2027, 10:30–11:30, Hall B" in text
    assert "Cancelled: Cytokines at the crossroads" in text
    assert "Release 2 “Second”" in text
    assert (await client.get(f"{BASE}/addendum.pdf?since=9")).status_code == 404
