"""The committee's page of one session, as a browser without JavaScript uses it."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from conference.orm import clock
from schedule.queries.draft import draft_programme
from schedule.rules.vocabulary import Part
from tests.cast import NOW, Cast

SESSIONS = "/glasgow/committee/programme/sessions"


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def form_values(answer: Any) -> dict[str, Any]:
    """What the browser would send if the form were saved as it is."""
    form = next(f for f in tree(answer).forms if "title" in f.fields)
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        if name == "people":
            values.setdefault("people", []).append(value)
        elif name != "_csrf_token":
            values[name] = value
    values["do"] = "save"
    return values


def said(answer: Any, field: str) -> str:
    """The sentence beside a field."""
    found = tree(answer).xpath(f"//*[@id='error-{field}']")
    return " ".join(found[0].text_content().split()) if found else ""


@pytest.fixture
async def bob(client: Any, cast: Cast, sign_in: Any) -> Any:
    await sign_in(client, cast.bob)
    return client


async def find(cast: Cast, title: str) -> Any:
    draft = await draft_programme(cast.meeting.id)
    return next(each for each in draft.sessions if each.title == title)


async def test_session_page_adds_a_session_at_the_venues_time(
    bob: Any, post: Any, cast: Cast
) -> None:
    data = {
        "title": "Opening",
        "kind": "opening",
        "day": "2027-10-17",
        "start": "17:00",
        "duration_minutes": "60",
        "room": str(cast.rooms["Hall A"]),
        "people": [f"{cast.bob.id}:chair+speaker"],
    }

    answer = await post(bob, f"{SESSIONS}/new", data)

    made = await find(cast, "Opening")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{SESSIONS}/{made.code}"
    assert made.starts_at.isoformat() == "2027-10-17T16:00:00+00:00"
    assert [each.part for each in made.people] == [Part.CHAIR, Part.SPEAKER]


async def test_session_page_shows_what_is_kept_and_saves_it_unchanged(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    before = await find(cast, "Signalling in tissue")
    shown = await bob.get(f"{SESSIONS}/{drafted.symposium}")

    answer = await post(bob, f"{SESSIONS}/{drafted.symposium}", form_values(shown))

    after = await find(cast, "Signalling in tissue")
    assert answer.status_code == 303
    assert after.version == before.version + 1
    assert (after.starts_at, after.room, after.track) == (
        before.starts_at,
        before.room,
        before.track,
    )
    assert [(p.person, p.part) for p in after.people] == [(cast.dan.id, Part.CHAIR)]


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"title": ""}, "title", "fill this in"),
    ({"duration_minutes": "long"}, "duration_minutes", "whole number"),
    ({"duration_minutes": "0"}, "duration_minutes", "how many minutes"),
    ({"start": ""}, "start", "Give the time as well"),
    ({"day": ""}, "day", "Choose the day as well"),
    ({"day": "soon"}, "day", "year-month-day"),
    ({"start": "half past"}, "start", "09:30"),
    ({"day": "9999-12-31"}, "day", "no year of a meeting"),
    ({"day": "0001-01-01"}, "day", "no year of a meeting"),
    ({"room": "cellar"}, "room", "from the list"),
    ({"kind": "picnic"}, "kind", "from the list"),
    ({"title": "x" * 301}, "title", "too long"),
    ({"day": "2028-03-26", "start": "01:30"}, "start", "does not exist on Sun 26 Mar 2028"),
    ({"day": "2027-10-31", "start": "01:30"}, "which", "comes twice on Sun 31 Oct 2027"),
]


async def test_session_page_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(
    bob: Any, post: Any, drafted: Any
) -> None:
    values = form_values(await bob.get(f"{SESSIONS}/{drafted.symposium}"))

    for changes, field, sentence in WRONG:
        typed = {**values, "summary": "typed & kept", **changes}
        answer = await post(bob, f"{SESSIONS}/{drafted.symposium}", typed)

        assert answer.status_code == 422, changes
        assert sentence in said(answer, field)
        again = form_values(answer)
        assert again["summary"].strip() == "typed & kept"
        assert again["track"] == "Signalling"


async def test_session_page_takes_the_named_one_of_two_equal_times(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    values = form_values(await bob.get(f"{SESSIONS}/{drafted.symposium}"))
    values |= {"day": "2027-10-31", "start": "01:30", "which": "second"}

    answer = await post(bob, f"{SESSIONS}/{drafted.symposium}", values)

    kept = await find(cast, "Signalling in tissue")
    assert answer.status_code == 303
    assert kept.starts_at.isoformat() == "2027-10-31T01:30:00+00:00"


async def test_session_page_refuses_a_clash_with_who_and_where_beside_the_room(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    values = form_values(await bob.get(f"{SESSIONS}/{drafted.symposium}"))
    values |= {"start": "10:00", "room": str(cast.rooms["Hall A"])}

    answer = await post(bob, f"{SESSIONS}/{drafted.symposium}", values)

    assert answer.status_code == 422
    assert "Hall A is used twice on Mon 18 Oct 2027" in said(answer, "room")
    assert form_values(answer)["start"] == "10:00"
    assert (await find(cast, "Signalling in tissue")).room_name == "Hall B"


async def test_session_page_says_who_was_faster_and_keeps_what_was_typed(
    bob: Any, post: Any, cast: Cast, drafted: Any, new_client: Any, sign_in: Any
) -> None:
    mine = form_values(await bob.get(f"{SESSIONS}/{drafted.symposium}"))
    theirs = {**mine, "room": str(cast.rooms["Poster Hall"])}
    async with new_client() as other:
        await sign_in(other, cast.bob)
        with clock.at(NOW):
            await sign_in(other, cast.bob)
            await post(other, f"{SESSIONS}/{drafted.symposium}", theirs)

    answer = await post(bob, f"{SESSIONS}/{drafted.symposium}", {**mine, "title": "My title"})

    (notice,) = tree(answer).xpath("//section[@aria-labelledby='stale']")
    told = " ".join(notice.text_content().split())
    assert answer.status_code == 409
    assert "Bob Brennan, Mon 10 May 2027, 10:00 BST (London): session edited" in told
    assert "room Hall B → Poster Hall" in told
    assert form_values(answer)["title"] == "My title"
    assert (await find(cast, "Signalling in tissue")).room_name == "Poster Hall"

    again = await post(bob, f"{SESSIONS}/{drafted.symposium}", form_values(answer))
    assert again.status_code == 303
    assert (await find(cast, "My title")).room_name == "Hall B"


async def test_session_page_finds_people_without_saving(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    values = form_values(await bob.get(f"{SESSIONS}/{drafted.symposium}"))
    values |= {"do": "find", "find": "angstrom", "title": "Half typed"}

    answer = await post(bob, f"{SESSIONS}/{drafted.symposium}", values)

    assert answer.status_code == 200
    offered = tree(answer).xpath("//select[@name='people']/option/@value")
    assert f"{cast.alice.id}:chair" in offered
    assert form_values(answer)["title"] == "Half typed"
    assert (await find(cast, "Signalling in tissue")).version == 1

    chosen = {**form_values(answer), "title": "Signalling in tissue"}
    chosen["people"] = [f"{cast.dan.id}:chair", f"{cast.alice.id}:speaker"]
    await post(bob, f"{SESSIONS}/{drafted.symposium}", chosen)
    kept = await find(cast, "Signalling in tissue")
    assert [(p.name, p.part) for p in kept.people] == [
        ("Dan Díaz", Part.CHAIR),
        ("Alice Ångström", Part.SPEAKER),
    ]


async def test_session_page_searches_on_enter_instead_of_saving_half(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"
    values = form_values(await bob.get(path))

    found = await post(bob, path, {**values, "find": "angstrom"})
    saved = await post(bob, path, form_values(found))

    assert (found.status_code, saved.status_code) == (200, 303)
    assert f"{cast.alice.id}:chair" in found.text
    assert (await find(cast, "Signalling in tissue")).version == 2


async def test_session_page_says_when_nobody_fits_the_search(
    bob: Any, post: Any, drafted: Any
) -> None:
    values = form_values(await bob.get(f"{SESSIONS}/{drafted.symposium}"))

    answer = await post(
        bob, f"{SESSIONS}/{drafted.symposium}", {**values, "do": "find", "find": "zzz"}
    )

    assert "Nobody here fits “zzz”" in answer.text


async def test_session_page_adds_somebody_unknown_to_the_form(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"
    values = form_values(await bob.get(path))
    newcomer = {
        "new_given": "Eve",
        "new_family": "Ewing",
        "new_affiliation": "Forth Lab",
        "new_email": "eve@example.org",
    }

    nameless = await post(bob, path, {**values, "do": "add", "new_email": "eve@example.org"})
    added = await post(bob, path, {**values, **newcomer, "do": "add"})
    await post(bob, path, form_values(added))

    assert nameless.status_code == 422
    assert said(nameless, "new_family") == "Error: Give at least one name."
    kept = await find(cast, "Signalling in tissue")
    assert [(p.name, p.part) for p in kept.people] == [
        ("Dan Díaz", Part.CHAIR),
        ("Eve Ewing", Part.SPEAKER),
    ]


async def test_session_page_adds_the_known_owner_of_an_address(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"
    values = form_values(await bob.get(path))

    added = await post(
        bob,
        path,
        {**values, "do": "add", "new_given": "A", "new_email": "Alice@Example.org"},
    )

    assert form_values(added)["people"] == [f"{cast.dan.id}:chair", f"{cast.alice.id}:speaker"]


async def test_session_page_never_breaks_on_people_that_are_not_there(
    bob: Any, post: Any, drafted: Any
) -> None:
    values = form_values(await bob.get(f"{SESSIONS}/{drafted.symposium}"))

    for people in ("garbage", ":chair", "00000000-0000-0000-0000-000000000000:chair"):
        answer = await post(bob, f"{SESSIONS}/{drafted.symposium}", {**values, "people": people})
        assert answer.status_code in (303, 409, 422), people


async def test_session_page_cancels_with_a_reason_and_takes_it_back(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"

    await post(bob, f"{path}/cancel", {"version": "1", "reason": "Chair is ill"})
    cancelled = await bob.get(path)
    stale = await post(bob, f"{path}/reinstate", {"version": "1"})
    await post(bob, f"{path}/reinstate", {"version": "2"})

    assert "CANCELLED" in cancelled.text
    assert "Chair is ill" in cancelled.text
    assert stale.status_code == 409
    assert (await find(cast, "Signalling in tissue")).status == "confirmed"


async def test_session_page_refuses_to_take_back_into_a_clash(
    bob: Any, post: Any, cast: Cast, drafted: Any, add_session: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"
    await post(bob, f"{path}/cancel", {"version": "1"})
    await add_session("In its place", at=90, room="Hall B")

    answer = await post(bob, f"{path}/reinstate", {"version": "2"})

    assert answer.status_code == 422
    assert "Hall B is used twice" in answer.text


async def test_session_page_is_404_for_an_unknown_code(bob: Any, post: Any) -> None:
    assert (await bob.get(f"{SESSIONS}/NOPE00")).status_code == 404
    answer = await post(bob, f"{SESSIONS}/NOPE00", {"title": "x", "duration_minutes": "5"})
    assert answer.status_code == 404


async def test_session_page_is_closed_to_everybody_else(
    cast: Cast, new_client: Any, sign_in: Any, post: Any, drafted: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"
    data = {"title": "Mine", "duration_minutes": "5", "version": "1"}

    for who in (cast.alice, cast.carol, cast.dan, None):
        async with new_client() as browser:
            if who:
                await sign_in(browser, who)
            shown = await browser.get(path)
            changed = await post(browser, path, data)
        assert shown.status_code == (403 if who else 303)
        assert changed.status_code == (403 if who else 401)

    assert (await find(cast, "Signalling in tissue")).version == 1
