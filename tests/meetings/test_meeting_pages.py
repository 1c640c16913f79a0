"""The pages around a meeting: home, My Plenary, office, roles, audit, letters."""

from datetime import UTC, datetime

import httpx
import pytest

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.letters.tables import OutboxLetter
from conference.meetings.tables import Meeting
from conference.orm import Actor, action
from conference.people import queries as people
from conference.people.access import Role
from conference.people.actions import grant_role
from tests.cast import Cast
from tests.web_client import Post, SignIn


async def test_index_lists_the_meetings(client: httpx.AsyncClient, cast: Cast) -> None:
    page = await client.get("/")
    assert page.status_code == 200
    assert 'href="/glasgow"' in page.text
    assert "17–20 Oct 2027" in page.text


async def test_home_shows_days_zone_and_deadlines(client: httpx.AsyncClient, cast: Cast) -> None:
    page = await client.get("/glasgow")
    for text in ("Sun 17 Oct 2027", "Wed 20 Oct 2027", "Tue 1 Jun 2027, 23:59 BST (London)"):
        assert text in page.text
    assert "invented" not in page.text


async def test_page_of_a_demo_says_so_even_when_refused(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast
) -> None:
    await Meeting.update({Meeting.is_synthetic: True}).where(Meeting.id == cast.meeting.id)
    await sign_in(client, cast.alice)
    for path in ("/glasgow", "/glasgow/office"):
        assert "meeting and people are invented" in (await client.get(path)).text


async def test_home_of_an_unknown_meeting_is_a_kind_404(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    page = await client.get("/atlantis")
    assert page.status_code == 404
    assert "first page" in page.text


async def test_nav_shows_only_what_opens(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast
) -> None:
    def doors(text: str) -> set[str]:
        names = ("office", "desk", "committee")
        return {name for name in names if f'href="/glasgow/{name}"' in text}

    expected = {
        "alice": set(),
        "bob": {"committee"},
        "carol": {"desk"},
        "olive": {"office", "desk"},
    }
    for name, open_doors in expected.items():
        await sign_in(client, getattr(cast, name))
        assert doors((await client.get("/glasgow")).text) == open_doors


async def test_my_is_for_the_signed_in(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast
) -> None:
    assert (await client.get("/my")).headers["location"] == "/sign-in?next=/my"
    await sign_in(client, cast.dan)
    assert "Dan Díaz" in (await client.get("/my")).text


async def test_office_index_links_open(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    page = await client.get("/glasgow/office")
    for name in ("meeting", "roles", "letters", "audit"):
        assert f'href="/glasgow/office/{name}"' in page.text
        assert (await client.get(f"/glasgow/office/{name}")).status_code == 200


async def test_grant_and_revoke_role(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    given = await post(
        client, "/glasgow/office/roles", {"email": "dan@example.org", "role": "desk"}
    )
    assert given.status_code == 303
    visitor = await people.visitor_of(cast.dan.id, cast.meeting.id)
    assert visitor is not None
    assert visitor.may(Role.DESK)
    holders = await people.role_holders(cast.meeting.id)
    [grant] = [each["id"] for each in holders if each["person"] == cast.dan.id]
    await post(client, "/glasgow/office/roles/revoke", {"grant": str(grant)})
    visitor = await people.visitor_of(cast.dan.id, cast.meeting.id)
    assert visitor is not None
    assert not visitor.may(Role.DESK)


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("nobody@example.org", "desk", "Nobody here has this address"),
        ("dan@example.org", "admin", "Choose one from the list"),
        ("dan@example.org", "king", "Choose one from the list"),
        ("dan", "desk", "Write an e-mail address"),
    ],
)
async def test_grant_role_refuses_and_keeps(
    client: httpx.AsyncClient,
    post: Post,
    sign_in: SignIn,
    cast: Cast,
    email: str,
    role: str,
    sentence: str,
) -> None:
    await sign_in(client, cast.olive)
    refused = await post(client, "/glasgow/office/roles", {"email": email, "role": role})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert f'value="{email}"' in refused.text


async def test_audit_shows_newest_first_and_filters(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.olive)
    await post(client, "/glasgow/office/meeting/rooms", {"name": "Forth Suite"})
    page = (await client.get("/glasgow/office/audit")).text
    assert page.index("Add room") < page.index("Grant role")
    assert "Forth Suite" in page
    assert "Olive Okafor" in page
    assert "person Carol Ćosić" in page
    none = (await client.get("/glasgow/office/audit?verb=add_room&q=zzz")).text
    assert "Nothing matches." in none
    found = (await client.get("/glasgow/office/audit?q=OLIVE")).text
    assert "Forth Suite" in found


@pytest.mark.parametrize(
    ("role", "path", "sentences"),
    [
        (Role.REVIEWER, "/glasgow/committee", ("What your role opens.", "read, score, send")),
        (Role.TREASURER, "/glasgow/office", ("What your role opens.", "who paid")),
    ],
)
async def test_index_promises_what_the_role_opens(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast, now: datetime, role: Role,
    path: str, sentences: tuple[str, ...],
) -> None:  # fmt: skip
    by = Actor.system("tests")
    await grant_role(person=cast.dan.id, role=role, meeting=cast.meeting.id, by=by, now=now)
    await sign_in(client, cast.dan)
    page = (await client.get(path)).text
    assert all(each in page for each in sentences)


@pytest.mark.parametrize(
    "query", ["page=0", "page=-3", "page=x", "page=²", "page=" + "9" * 20, "page=" + "9" * 5000]
)
async def test_audit_takes_any_page_number(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast, query: str
) -> None:
    await sign_in(client, cast.olive)
    assert (await client.get(f"/glasgow/office/audit?{query}")).status_code == 200
    assert (await client.get(f"/glasgow/office/letters?{query}&state=nonsense")).status_code == 200


async def test_audit_shows_money_and_instants_as_people_read_them(
    client: httpx.AsyncClient, sign_in: SignIn, cast: Cast, now: datetime
) -> None:
    by = Actor.system("tests")
    at = datetime(2027, 6, 1, 22, 59, tzinfo=UTC)
    async with action("try_things", by=by, now=now, meeting=cast.meeting.id) as act:
        act.note("price", "member early", amount=[35000, 0], at=[None, at])
    await sign_in(client, cast.olive)
    page = (await client.get("/glasgow/office/audit")).text
    for shown in ("350.00 EUR", "0.00 EUR", "Tue 1 Jun 2027, 23:59 BST (London)"):
        assert shown in page
    assert "35000" not in page
    assert "22:59:00+00:00" not in page


@pytest.mark.parametrize("count", [1, 60])
async def test_audit_takes_a_fixed_number_of_statements(
    client: httpx.AsyncClient,
    sign_in: SignIn,
    cast: Cast,
    now: datetime,
    count: int,
    count_statements,
) -> None:
    by = Actor.system("tests")
    async with action("try_things", by=by, now=now, meeting=cast.meeting.id) as act:
        for number in range(count):
            act.note("thing", number, state=["a", "b"])
        act.note("person", cast.dan.id)
    await sign_in(client, cast.olive)
    with count_statements() as seen:
        page = await client.get("/glasgow/office/audit")
    assert len(seen) == 6, "\n".join(map(str, seen))
    assert ("Older" in page.text) == (count > 50)


async def test_letters_show_one_as_sent_and_try_again(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast, now: datetime
) -> None:
    letter = Letter(
        "note",
        "dan@example.org",
        "Your <place>",
        "Dear Dan,\n\nsee you & yours",
        meeting=cast.meeting.id,
    )
    async with action("try_letter", by=Actor.system("tests"), now=now) as act:
        await queue_letter(act, letter)
    await sign_in(client, cast.olive)
    assert "Your &lt;place&gt;" in (await client.get("/glasgow/office/letters")).text
    [row] = await OutboxLetter.select(OutboxLetter.id)
    shown = await client.get(f"/glasgow/office/letters/{row['id']}")
    assert "Dear Dan,\n\nsee you &amp; yours" in shown.text
    await OutboxLetter.update({OutboxLetter.state: "failed"}, force=True)
    again = f"/glasgow/office/letters/{row['id']}"
    assert "Try to send it again" in (await client.get(again)).text
    assert (await post(client, f"{again}/retry")).status_code == 303
    assert (await OutboxLetter.select(OutboxLetter.state))[0]["state"] == "queued"
    unknown = await client.get(f"/glasgow/office/letters/{cast.dan.id}")
    assert unknown.status_code == 404
