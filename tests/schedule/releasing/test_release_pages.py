"""The pages of releases: preview, release, going back, emergency; the log, old releases, Atom."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import lxml.html
import pytest

from conference.settings import Settings
from schedule.queries.releases import list_releases
from schedule.tables import PresenterPlace, Release, Session, Star
from tests.cast import NOW, Cast
from tests.schedule.releasing.conftest import LATER, letters, newest

RELEASES = "/glasgow/committee/releases"
EMERGENCY = "/glasgow/committee/emergency"
LOG = "/glasgow/programme/releases"
ATOM = "{http://www.w3.org/2005/Atom}"


def main_of(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text).get_element_by_id("main")


def words(answer: Any) -> str:
    return " ".join(main_of(answer).text_content().split())


def value_of(answer: Any, name: str) -> str:
    return str(main_of(answer).xpath(f"//form//*[@name='{name}']/@value")[0])


@pytest.fixture
async def bob(new_client: Any, sign_in: Any, cast: Cast) -> Any:
    client = new_client()
    await sign_in(client, cast.bob)
    return client


async def test_preview_shows_what_changes_and_the_release_happens_once(
    bob: Any, post: Any, client: Any, cast: Cast, drafted: Any
) -> None:
    preview = await bob.get(RELEASES)
    form = {"name": "First", "comment": "Welcome.", "seen": value_of(preview, "seen")}
    first = await post(bob, RELEASES, form)
    again = await post(bob, RELEASES, form)
    assert "3 new" in preview.text
    assert (first.status_code, again.status_code) == (303, 303)
    [line] = await list_releases(cast.meeting.id)
    assert (line.number, line.name, line.by_name) == (1, "First", "Bob Brennan")
    assert line.summary == "3 new"
    assert "There is nothing to release" in (await bob.get(RELEASES)).text
    assert "Welcome." in (await client.get("/glasgow/programme")).text


async def test_preview_shows_the_letter_that_is_sent(
    bob: Any, post: Any, released: Any, move_session: Any
) -> None:
    drafted = await released()
    await move_session(drafted.symposium, at=120, room="Poster Hall")
    shown = await bob.get(RELEASES)
    assert "Mon 18 Oct 2027, 10:30–11:30, Hall B → now Mon 18 Oct 2027, 11:00–12:00" in words(shown)
    [sample] = main_of(shown).xpath("//pre[@class='letter']/text()")
    await post(bob, RELEASES, {"name": "Version 2"})
    [(address, body)] = (await letters()).items()
    assert address == "dan@example.org"
    assert sample.strip() == body.strip()


async def test_release_is_refused_with_the_conflicts_beside_the_reason(
    bob: Any, post: Any, cast: Cast, released: Any
) -> None:
    drafted = await released()
    start = await Session.select(Session.starts_at).where(Session.code == drafted.plenary).first()
    assert start is not None
    await Session.update({Session.starts_at: start["starts_at"]}).where(
        Session.code == drafted.symposium
    )
    refused = await post(bob, RELEASES, {"name": "Mine", "comment": "Kept."})
    assert refused.status_code == 422
    assert "write why" in main_of(refused).get_element_by_id("error-reason").text_content()
    [told] = main_of(refused).xpath("//div[contains(@class, 'notice--bad')]//li/text()[1]")
    assert words(refused).count(" ".join(told.split())) == 1
    assert value_of(refused, "name") == "Mine"
    assert "Kept." in refused.text
    assert main_of(refused).xpath(
        f"//a[@href='/glasgow/committee/programme/sessions/{drafted.symposium}']"
    )
    assert await Release.count() == 1
    await post(bob, RELEASES, {"name": "Mine", "reason": "Agreed with Dan."})
    assert await Release.count() == 2


async def test_draft_that_moved_on_shows_the_new_preview(
    bob: Any, post: Any, released: Any, move_session: Any
) -> None:
    drafted = await released()
    await move_session(drafted.coffee, at=300, room="Hall A")
    seen = value_of(await bob.get(RELEASES), "seen")
    await move_session(drafted.coffee, at=330, room="Hall A")
    stale = await post(bob, RELEASES, {"name": "Two", "seen": seen})
    assert stale.status_code == 409
    assert "Somebody changed the draft" in words(stale)
    assert value_of(stale, "seen") != seen
    assert await Release.count() == 1


async def test_pages_take_the_same_statements_for_any_number_of_sessions(
    bob: Any, cast: Cast, grow_programme: Any, release: Any, count_statements: Any
) -> None:
    counts: list[list[int]] = []
    await grow_programme(1)
    await release()
    first = await Session.select(Session.code).first()
    assert first is not None
    pages = (
        RELEASES,
        f"{RELEASES}/1/restore",
        LOG,
        "/glasgow/programme/addendum?since=1",
        EMERGENCY,
        f"{EMERGENCY}/{first['code']}",
        "/glasgow/committee/papers",
        "/glasgow/committee/programme/exports",
    )
    for sessions in (1, 3):
        await grow_programme(sessions)
        changes = {Session.title: "Renamed", Session.room: cast.rooms["Hall B"]}
        await Session.update(changes).where(Session.meeting == cast.meeting.id)
        counts.append([])
        for path in pages:
            await bob.get(path)
        for path in pages:
            with count_statements() as seen:
                assert (await bob.get(path)).status_code == 200
            counts[-1].append(len(seen))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 34


async def test_release_is_404_for_a_number_that_is_not_there(bob: Any, released: Any) -> None:
    await released()
    for number in (0, 2, 2**31, 10**30):
        assert (await bob.get(f"{RELEASES}/{number}")).status_code == 404
        assert (await bob.get(f"{RELEASES}/{number}/restore")).status_code == 404
        assert (await bob.get(f"{LOG}/{number}")).status_code == 404
    for name in ("1.exe", "x", "1.", "-1", "1.ics.ics"):
        assert (await bob.get(f"{LOG}/{name}")).status_code == 404


async def test_going_back_by_the_page(
    bob: Any, post: Any, cast: Cast, released: Any, move_session: Any, release: Any
) -> None:
    drafted = await released()
    await move_session(drafted.symposium, at=120, room="Poster Hall")
    await release(at=LATER)
    page = await bob.get(f"{RELEASES}/1/restore")
    assert "Release 3 will hold what release 1 held: 1 moved." in words(page)
    restored = await post(bob, f"{RELEASES}/1/restore", {"to": "draft"})
    assert restored.status_code == 303
    assert "1 moved" in words(await bob.get(RELEASES))
    form = {"to": "public", "name": "Back", "seen": value_of(page, "seen")}
    await post(bob, f"{RELEASES}/1/restore", form)
    assert (await newest(cast)).programme.name == "Back"


async def test_old_release_is_what_it_was_with_its_files(
    client: Any, cast: Cast, released: Any, move_session: Any, release: Any
) -> None:
    drafted = await released()
    files = {
        ending: (await client.get(f"/glasgow/programme.{ending}")).content
        for ending in ("ics", "xml", "json")
    }
    await Session.update({Session.title: "Retitled"}).where(Session.code == drafted.plenary)
    await move_session(drafted.symposium, at=120, room="Poster Hall")
    await release("Second", at=LATER, comment="Sorry.")
    old = await client.get(f"{LOG}/1")
    assert "An earlier release." in words(old)
    assert "Retitled" not in old.text
    assert "Cytokines at the crossroads" in old.text
    assert "10:30–11:30 Signalling in tissue" in words(old)
    assert 'name="robots" content="noindex"' in old.text
    for ending, body in files.items():
        answer = await client.get(f"{LOG}/1.{ending}")
        assert answer.content == body
        tag = {"if-none-match": answer.headers["etag"]}
        assert (await client.get(f"{LOG}/1.{ending}", headers=tag)).status_code == 304
    assert "earlier release" not in words(await client.get(f"{LOG}/2"))
    log = words(await client.get(LOG))
    assert "Second" in log
    assert "1 moved, 1 changed" in log
    changes = words(await client.get(f"{LOG}/2/changes"))
    assert "Title: was Cytokines at the crossroads → now Retitled" in changes
    addendum = words(await client.get("/glasgow/programme/addendum?since=1"))
    assert "Was: Mon 18 Oct 2027, 10:30–11:30, Hall B" in addendum
    assert "Now: Mon 18 Oct 2027, 11:00–12:00, Poster Hall" in addendum


async def test_feed_of_changes_has_one_stable_entry_a_release(
    client: Any, released: Any, move_session: Any, release: Any
) -> None:
    drafted = await released()
    first = await client.get("/glasgow/programme/changes.atom")
    tag = {"if-none-match": first.headers["etag"]}
    assert (await client.get("/glasgow/programme/changes.atom", headers=tag)).status_code == 304
    await move_session(drafted.symposium, at=120, room="Poster Hall")
    await release("A & B <2>", at=LATER)
    second = await client.get("/glasgow/programme/changes.atom", headers=tag)
    before, after = (ElementTree.fromstring(each.content) for each in (first, second))
    ids = [entry.findtext(f"{ATOM}id") for entry in after.iter(f"{ATOM}entry")]
    [kept] = [entry.findtext(f"{ATOM}id") for entry in before.iter(f"{ATOM}entry")]
    assert ids[1] == kept
    assert len(set(ids)) == 2
    [entry, _] = after.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "A & B <2>: 1 moved"
    assert entry.findtext(f"{ATOM}updated") == "2027-05-10T11:00:00Z"
    assert "was Mon 18 Oct 2027, 10:30" in (entry.findtext(f"{ATOM}content") or "")
    assert after.findtext(f"{ATOM}updated") == "2027-05-10T11:00:00Z"


async def test_nothing_of_releases_is_there_before_the_first(client: Any, drafted: Any) -> None:
    for path in (LOG, f"{LOG}/1", "/glasgow/programme/addendum", "/glasgow/programme/changes.atom"):
        assert (await client.get(path)).status_code == 404


async def test_emergency_in_three_clicks(
    bob: Any, post: Any, cast: Cast, released: Any, settings: Settings
) -> None:
    drafted = await released()
    star = Star(
        person=cast.carol.id,
        meeting=cast.meeting.id,
        item_code=drafted.symposium,
        created_at=NOW,
    )
    await Star.insert(star)
    assert drafted.symposium in (await bob.get(EMERGENCY)).text
    address = f"{EMERGENCY}/{drafted.symposium}"
    assert (await bob.get(address)).status_code == 200
    form = {
        "kind": "move",
        "room": str(cast.rooms["Poster Hall"]),
        "day": "2027-10-18",
        "start": "11:00",
        "comment": "A leak in the roof.",
    }
    looked = await post(bob, address, form)
    shown = words(looked)
    assert "900 places, 1 person has starred the session" in shown
    assert "Hall B for Mon 18 Oct 2027 (nothing there any more)" in shown
    [sign] = main_of(looked).xpath("//a[contains(@href, 'door-signs.pdf')]")
    assert sign.text == "Poster Hall for Mon 18 Oct 2027"
    assert "No new conflict" in shown
    assert await Release.count() == 1
    seen = value_of(looked, "seen")
    done = await post(bob, address, {**form, "do": "release", "seen": seen})
    assert done.status_code == 303
    assert (await bob.get(sign.get("href"))).headers["content-type"] == "application/pdf"
    assert set(await letters()) == {"dan@example.org", "carol@example.org"}
    assert "A leak in the roof." in (await letters())["carol@example.org"]
    again = await post(bob, address, {**form, "do": "release", "seen": seen})
    assert again.status_code == 422
    assert "nothing would change" in words(again)
    assert await Release.count() == 2


async def test_emergency_finds_the_one_talk_of_who_leaves(
    bob: Any, post: Any, cast: Cast, add_talk: Any, released: Any, release: Any
) -> None:
    drafted = await released()
    await add_talk(drafted.symposium, "Only hers", speaker=cast.carol.id)
    await release()
    form = {"kind": "people", "leaves": str(cast.carol.id)}
    looked = await post(bob, f"{EMERGENCY}/{drafted.symposium}", form)
    assert looked.status_code == 200, words(looked)
    assert "Changed (1) Only hers" in words(looked)
    assert "Door signs" not in words(looked)


async def test_emergency_by_video_notes_who_is_not_in_the_room(
    bob: Any, post: Any, cast: Cast, released: Any
) -> None:
    drafted = await released()
    form = {"kind": "remote", "leaves": str(cast.dan.id), "do": "release"}
    done = await post(bob, f"{EMERGENCY}/{drafted.symposium}", form)
    assert done.status_code == 303, words(done)
    [place] = await PresenterPlace.select(PresenterPlace.person, PresenterPlace.is_remote)
    assert place == {"person": cast.dan.id, "is_remote": True}
    session = next(
        each for each in (await newest(cast)).programme.sessions if each.code == drafted.symposium
    )
    assert session.is_streamed
    assert [one.id for one in session.chairs] == [cast.dan.id]


async def test_emergency_leaves_nothing_to_release_after_it(
    bob: Any, post: Any, cast: Cast, released: Any
) -> None:
    drafted = await released()
    address = f"{EMERGENCY}/{drafted.symposium}"
    replaced = {"kind": "people", "do": "release"}
    named = {"email": "zoe@example.org", "given_name": "Zoë", "family_name": "Novák"}
    for who in (
        {"leaves": str(cast.dan.id), "comes": str(cast.alice.id)},
        {"leaves": str(cast.alice.id), **named},
    ):
        done = await post(bob, address, {**replaced, **who})
        assert done.status_code == 303, words(done)
        assert "There is nothing to release" in (await bob.get(RELEASES)).text


async def test_emergency_keeps_what_was_typed_beside_a_sentence(
    bob: Any, post: Any, released: Any
) -> None:
    drafted = await released()
    address = f"{EMERGENCY}/{drafted.symposium}"
    for form, field in (
        ({"kind": "move", "start": "11:00", "day": "2027-10-18"}, "room"),
        ({"kind": "people"}, "leaves"),
        ({"kind": "people", "email": "no address"}, "email"),
        ({"kind": "people", "email": "new@example.org"}, "given_name"),
        ({"kind": ""}, "kind"),
    ):
        answer = await post(bob, address, {**form, "comment": "typed"})
        assert answer.status_code == 422, form
        assert main_of(answer).get_element_by_id(f"error-{field}").text_content(), form
        assert "typed" in answer.text
    assert (await bob.get(f"{EMERGENCY}/NOSUCH")).status_code == 404
    assert await Release.count() == 1
