"""The committee's pages of talks and posters, and placing accepted abstracts."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from schedule.queries.draft import draft_programme
from schedule.rules.vocabulary import Part, SlotKind
from tests.cast import Cast
from tests.schedule.conftest import version_of

SESSIONS = "/glasgow/committee/programme/sessions"


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


@pytest.fixture
async def bob(client: Any, cast: Cast, sign_in: Any) -> Any:
    await sign_in(client, cast.bob)
    return client


async def slots_of(cast: Cast, code: str) -> Any:
    draft = await draft_programme(cast.meeting.id)
    return next(each for each in draft.sessions if each.code == code).slots


async def talk_form(cast: Cast, session: str, **changes: str) -> dict[str, str]:
    version = str(await version_of(cast, session))
    talk = {"title": "A talk", "kind": "talk", "duration_minutes": "15", "version": version}
    return talk | changes


async def test_slot_page_adds_a_talk_with_its_speaker(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    data = await talk_form(cast, drafted.symposium, people=f"{cast.carol.id}:speaker")

    answer = await post(bob, f"{SESSIONS}/{drafted.symposium}/slots/new", data)

    assert answer.status_code == 303
    (slot,) = await slots_of(cast, drafted.symposium)
    assert (slot.title, slot.duration_minutes) == ("A talk", 15)
    assert [(p.person, p.part) for p in slot.people] == [(cast.carol.id, Part.SPEAKER)]


async def test_slot_page_refuses_a_person_who_is_elsewhere_beside_the_people(
    bob: Any, post: Any, cast: Cast, drafted: Any, add_session: Any
) -> None:
    parallel = await add_session("Parallel", room="Hall B")
    data = await talk_form(cast, parallel, people=f"{cast.alice.id}:speaker")

    answer = await post(bob, f"{SESSIONS}/{parallel}/slots/new", data)

    assert answer.status_code == 422
    assert "Alice Ångström" in answer.text
    assert "Interferon λ in the gut" in answer.text
    assert tree(answer).xpath("string(//input[@name='title']/@value)") == "A talk"
    assert await slots_of(cast, parallel) == ()


async def test_slot_page_says_what_is_wrong_beside_the_field(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    wrong = [
        ("title", ""),
        ("duration_minutes", "0"),
        ("duration_minutes", "-5"),
        ("kind", "dance"),
        ("starts_after_minutes", "soon"),
    ]

    for field, typed in wrong:
        data = await talk_form(cast, drafted.symposium, **{field: typed})
        answer = await post(bob, f"{SESSIONS}/{drafted.symposium}/slots/new", data)
        assert answer.status_code == 422, (field, typed)
        assert tree(answer).xpath(f"//*[@id='error-{field}']")

    assert await slots_of(cast, drafted.symposium) == ()


async def test_slot_page_edits_a_talk_and_says_409_when_the_session_moved_on(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    path = f"{SESSIONS}/{drafted.plenary}/slots/{drafted.first_talk}"
    data = await talk_form(cast, drafted.plenary, title="Renamed", duration_minutes="20")

    saved = await post(bob, path, data)
    again = await post(bob, path, {**data, "title": "Too late"})

    assert (saved.status_code, again.status_code) == (303, 409)
    assert "Bob Brennan" in again.text
    assert tree(again).xpath("string(//input[@name='title']/@value)") == "Too late"
    assert (await slots_of(cast, drafted.plenary))[0].title == "Renamed"


async def test_slot_page_moves_and_takes_out_talks(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    session = f"{SESSIONS}/{drafted.plenary}"
    seen = await version_of(cast, drafted.plenary)

    await post(
        bob,
        f"{session}/slots/{drafted.second_talk}/move",
        {"version": seen, "direction": "earlier"},
    )
    order = [slot.code for slot in await slots_of(cast, drafted.plenary)]
    stale = await post(bob, f"{session}/slots/{drafted.first_talk}/remove", {"version": seen})
    await post(bob, f"{session}/slots/{drafted.first_talk}/remove", {"version": seen + 1})

    assert order == [drafted.second_talk, drafted.first_talk]
    assert stale.status_code == 409
    assert [slot.code for slot in await slots_of(cast, drafted.plenary)] == [drafted.second_talk]


async def test_slot_page_is_404_for_a_talk_of_another_session(bob: Any, drafted: Any) -> None:
    path = f"{SESSIONS}/{drafted.symposium}/slots/{drafted.first_talk}"

    assert (await bob.get(path)).status_code == 404


async def test_place_abstract_makes_the_talk_or_poster_it_was_accepted_for(
    bob: Any, post: Any, cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"
    titles = {"oral": "λ in the liver", "lightning": "In a flash", "poster": "On a board"}
    codes = [await accept_abstract(title, cast.carol.id, d) for d, title in titles.items()]
    offered = tree(await bob.get(path)).xpath("//select[@name='abstract']/option[@value!='']")

    for version, code in enumerate(codes, start=1):
        answer = await post(bob, f"{path}/place", {"version": version, "abstract": code})
        assert answer.status_code == 303

    assert [each.get("value") for each in offered] == codes
    slots = await slots_of(cast, drafted.symposium)
    assert [(s.title, s.kind, s.duration_minutes) for s in slots] == [
        ("λ in the liver", SlotKind.TALK, 15),
        ("In a flash", SlotKind.LIGHTNING, 5),
        ("On a board", SlotKind.POSTER, 0),
    ]
    assert [s.abstract_code for s in slots] == codes
    assert [(s.people[0].person, s.people[0].part) for s in slots] == [
        (cast.carol.id, Part.SPEAKER),
        (cast.carol.id, Part.SPEAKER),
        (cast.carol.id, Part.PRESENTER),
    ]
    assert not tree(await bob.get(path)).xpath("//select[@name='abstract']")


async def test_place_abstract_refuses_one_that_has_its_place(
    bob: Any, post: Any, cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    code = await accept_abstract("Once only", cast.carol.id)
    path = f"{SESSIONS}/{drafted.symposium}/place"
    await post(bob, path, {"version": "1", "abstract": code})

    answer = await post(bob, path, {"version": "2", "abstract": code})

    assert answer.status_code == 422
    assert "without a place so far" in answer.text
    assert len(await slots_of(cast, drafted.symposium)) == 1


async def test_place_abstract_refuses_a_presenter_who_is_elsewhere(
    bob: Any, post: Any, cast: Cast, drafted: Any, add_session: Any, accept_abstract: Any
) -> None:
    parallel = await add_session("Parallel", room="Hall B")
    code = await accept_abstract("Also by Alice", cast.alice.id)

    answer = await post(bob, f"{SESSIONS}/{parallel}/place", {"version": "1", "abstract": code})

    assert answer.status_code == 422
    assert "Alice Ångström" in answer.text
    assert await slots_of(cast, parallel) == ()


async def test_place_of_abstract_is_its_session_while_that_takes_place(
    bob: Any, post: Any, cast: Cast, drafted: Any, accept_abstract: Any, cancel: Any
) -> None:
    from abstracts.tables import Abstract
    from schedule.queries.programme import place_of_abstract

    code = await accept_abstract("Where am I", cast.carol.id)
    row = await Abstract.select(Abstract.id).where(Abstract.code == code).first()
    assert row is not None
    before = await place_of_abstract(row["id"])
    path = f"{SESSIONS}/{drafted.symposium}/place"

    await post(bob, path, {"version": "1", "abstract": code})
    placed = await place_of_abstract(row["id"])
    await cancel(drafted.symposium)

    assert (before, placed) == ("", "Signalling in tissue")
    assert await place_of_abstract(row["id"]) == ""
