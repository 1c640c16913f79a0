"""An attendee's own badge, and who may collect it (G04, G06, situation 9)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from lxml import etree

from badges.desk.errors import NobodyMayCollect
from badges.desk.pick_ups import hand_out
from badges.printing.actions import Why, print_badge
from badges.tables import Badge, PickUp
from conference.orm import Actor
from conference.people.queries import person_by_id
from tests.badges.conftest import Enrol, Hall
from tests.badges.reading import printer, words

DESK = Actor.system("Carol")
Post = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def alice(
    stopped_clock: None, client: httpx.AsyncClient, hall: Hall, sign_in: Any
) -> httpx.AsyncClient:
    await sign_in(client, hall.cast.alice)
    return client


async def test_my_badge_shows_the_badge_and_takes_another_name_until_it_is_printed(
    alice: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, now: datetime
) -> None:
    info = await enrol(hall.cast.alice)
    here = f"/my/registrations/{info.code}/badge"
    assert here in (await alice.get("/my")).text
    assert here in (await alice.get(f"/my/registrations/{info.code}")).text
    picture = await alice.get(f"{here}.svg", params={"name": "Ali 王"})
    assert etree.fromstring(picture.content).get("aria-label") == "Badge of Ali 王"
    assert await Badge.count() == 0  # looking makes nothing
    assert (await post(alice, here, {"badge_name": "Ali 王"})).status_code == 303
    person = await person_by_id(hall.cast.alice.id)
    assert person
    assert person.badge_name == "Ali 王"
    await print_badge(info, Why(), printer=printer(hall), by=DESK, now=now)
    assert "Come to the desk" in words(await alice.get(here))
    late = await post(alice, here, {"badge_name": "Too Late"})
    assert late.status_code == 422
    assert "printed already" in words(late)


async def test_my_badge_says_how_a_name_fits(
    alice: httpx.AsyncClient, hall: Hall, enrol: Enrol
) -> None:
    info = await enrol(hall.cast.alice)
    picture = f"/my/registrations/{info.code}/badge.svg"
    short = await alice.get(picture, params={"name": "Alice"})
    assert unquote(short.headers["x-fits"]) == "This fits on the badge as it stands."
    long = await alice.get(picture, params={"name": "Wolfeschlegelsteinhausenbergerdorff" * 4})
    assert unquote(long.headers["x-fits"]) != "This fits on the badge as it stands."


async def test_my_badge_is_nobody_elses_and_none_for_who_is_online(
    alice: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    bob = await enrol(hall.cast.bob)
    online = await enrol(hall.cast.alice, mode="virtual")
    for code in (bob.code, online.code):
        here = f"/my/registrations/{code}/badge"
        assert (await alice.get(here)).status_code == 404
        assert (await post(alice, here, {"badge_name": "Mine"})).status_code == 404
        assert (await alice.get(f"{here}.svg")).status_code == 404


async def test_pick_up_is_named_by_the_attendee_and_handed_out_once_with_an_id(
    alice: httpx.AsyncClient, new_client: Any, sign_in: Any, hall: Hall, enrol: Enrol, post: Post
) -> None:
    info = await enrol(hall.cast.alice)
    mine = f"/my/registrations/{info.code}/badge/collectors"
    assert (await post(alice, mine, {"collector": ""})).status_code == 422
    await post(alice, mine, {"collector": "Ewa Lis"})
    row = await PickUp.select().first()
    carol = new_client()
    await sign_in(carol, hall.cast.carol)
    person = f"/glasgow/desk/people/{info.code}"
    desk = f"{person}/collectors/{row['id']}/hand-out"
    assert "Ewa Lis may collect it. Named by Alice Ångström" in words(await carol.get(person))
    unseen = await post(carol, desk)
    assert "Look at the collector's ID first" in words(unseen)
    assert (await post(carol, desk, {"id_was_seen": "on"})).status_code == 303
    assert "Ewa Lis collected the badge, ID seen by Carol" in words(await carol.get(person))
    again = await post(carol, desk, {"id_was_seen": "on"})
    assert again.status_code == 422
    assert "Only Alice Ångström may collect this badge" in words(again)
    assert "collected it" in words(await alice.get(f"/my/registrations/{info.code}/badge"))


async def test_pick_up_that_was_withdrawn_or_of_another_is_refused(
    alice: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, now: datetime
) -> None:
    info, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    mine = f"/my/registrations/{info.code}/badge/collectors"
    await post(alice, mine, {"collector": "Ewa Lis"})
    row = await PickUp.select().first()
    await post(alice, f"{mine}/{row['id']}/withdraw")
    for who in (info, bob):
        with pytest.raises(NobodyMayCollect):
            await hand_out(who, row["id"], id_was_seen=True, by=DESK, now=now)
    shown = await alice.get(f"/my/registrations/{info.code}/badge")
    assert "<strong>Ewa Lis</strong>" not in shown.text


async def test_desk_notes_who_may_collect_only_with_how_it_was_told(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    info = await enrol(hall.cast.alice)
    here = f"/glasgow/desk/people/{info.code}"
    assert "Only Alice Ångström may collect this badge." in words(await carol.get(here))
    bare = await post(carol, f"{here}/collectors", {"collector": "Ewa Lis"})
    assert bare.status_code == 422
    await post(carol, f"{here}/collectors", {"collector": "Ewa Lis", "told": "phone, her number"})
    assert "Noted by Carol Ćosić: phone, her number" in words(await carol.get(here))
    note = await post(carol, f"{here}/notes", {"desk_note": "Side door"})
    assert note.status_code == 303
    assert "Note: Side door" in words(await carol.get(here))
