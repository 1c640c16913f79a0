"""The public pages around the list: a session, the people, the posters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import icalendar
import lxml.html

from schedule.rules.vocabulary import Part, SlotKind
from schedule.rules.who import ProgrammePerson
from tests.cast import Cast

BASE = "/glasgow/programme"


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


async def test_session_shows_chairs_talks_times_and_room(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    page = tree(await client.get(f"{BASE}/sessions/{drafted.plenary}"))

    assert page.xpath("string(//h1)") == "Cytokines at the crossroads"
    facts = words(page.xpath("//dl[@class='facts']")[0])
    assert "Mon 18 Oct 2027, 09:00–10:30 BST (London)" in facts
    assert "Hall A" in facts
    assert "Bob Brennan (Tay College)" in facts
    assert "Where the field stands." in words(page)
    talk = words(page.get_element_by_id(drafted.second_talk))
    assert talk.startswith("09:30 Łódź cohort: ten years on Dan Díaz (Instituto del Mar)")


async def test_session_is_found_by_the_code_of_its_talk(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    page = tree(await client.get(f"{BASE}/sessions/{drafted.second_talk}"))

    assert page.xpath("string(//h1)") == "Cytokines at the crossroads"
    assert page.get_element_by_id(drafted.second_talk) is not None


async def test_session_gives_its_calendar(client: Any, drafted: Any, release: Any) -> None:
    await release()

    answer = await client.get(f"{BASE}/sessions/{drafted.plenary}.ics")

    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in events] == ["Cytokines at the crossroads"]


async def test_session_of_a_draft_is_not_there(
    client: Any, drafted: Any, release: Any, add_session: Any
) -> None:
    await release()
    secret = await add_session("Not yet", at=300)

    for path in (f"{BASE}/sessions/{secret}", f"{BASE}/sessions/NOPE", f"{BASE}/sessions/X.ics"):
        assert (await client.get(path)).status_code == 404


async def test_session_that_is_cancelled_says_so_in_words(
    client: Any, drafted: Any, release: Any, cancel: Any
) -> None:
    await release()
    await cancel(drafted.symposium)
    await release()

    answer = await client.get(f"{BASE}/sessions/{drafted.symposium}")

    assert "CANCELLED. This session does not take place." in words(tree(answer))


async def test_session_that_moved_says_where_it_was(
    client: Any, drafted: Any, release: Any, move_session: Any, now: Any
) -> None:
    from conference.orm import clock

    await release()
    await move_session(drafted.symposium, at=120, room="Poster Hall")
    await release()

    with clock.at(now):
        answer = await client.get(f"{BASE}/sessions/{drafted.symposium}")

    assert "Moved. It was Hall B 10:30." in words(tree(answer))


async def test_session_escapes_what_people_wrote(
    client: Any, add_session: Any, release: Any
) -> None:
    code = await add_session("<script>alert(1)</script> & sons", summary="<b>bold</b>")
    await release()

    for path in (BASE, f"{BASE}/sessions/{code}"):
        answer = await client.get(path)
        assert "<script>alert" not in answer.text
        assert "<b>bold" not in answer.text


async def test_people_are_listed_a_to_z_by_family_name(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()

    page = tree(await client.get(f"{BASE}/people"))

    names = page.xpath("//ul[contains(@class,'people-list')]/li/a/text()")
    assert names == ["Alice Ångström", "Bob Brennan", "Dan Díaz"]
    assert page.xpath("//h2/text()") == ["A", "B", "D"]


async def test_people_are_found_without_accents_and_only_those_released(
    client: Any, drafted: Any, release: Any
) -> None:
    await release()
    expected = {"angstrom": ["Alice Ångström"], "tay": ["Bob Brennan"], "carol": [], "zz": []}

    for asked, names in expected.items():
        page = tree(await client.get(f"{BASE}/people?q={asked}"))
        assert page.xpath("//ul[contains(@class,'people-list')]/li/a/text()") == names


async def test_person_shows_every_part(client: Any, cast: Cast, drafted: Any, release: Any) -> None:
    await release()

    page = tree(await client.get(f"{BASE}/people/{cast.dan.id}"))

    parts = [words(each) for each in page.xpath("//li[starts-with(@class,'slot')]")]
    assert len(parts) == 2
    assert "Speaker in Cytokines at the crossroads" in parts[0]
    assert "Chair Mon 18 Oct 2027, 10:30–11:30 · Hall B" in parts[1]


async def test_person_outside_the_release_is_not_there(
    client: Any, cast: Cast, drafted: Any, release: Any
) -> None:
    await release()

    for person in (cast.carol.id, cast.meeting.id):
        assert (await client.get(f"{BASE}/people/{person}")).status_code == 404
    assert (await client.get(f"{BASE}/people/nobody")).status_code == 404


async def test_posters_are_listed_by_board_and_found_by_title(
    client: Any, cast: Cast, add_session: Any, add_talk: Any, release: Any
) -> None:
    session = await add_session("Poster session 1", room="Poster Hall", minutes=120)
    for board, title in (("P10", "Tenth"), ("P2", "Second λ"), ("P1", "First")):
        await add_talk(
            session,
            title,
            0,
            cast.alice.id,
            kind=SlotKind.POSTER,
            board=board,
            part=Part.PRESENTER,
        )
    await release()

    everything = tree(await client.get("/glasgow/posters"))
    some = tree(await client.get("/glasgow/posters?q=second"))
    programme = tree(await client.get(BASE))

    assert everything.xpath("//tbody/tr/th/text()") == ["P1", "P2", "P10"]
    assert some.xpath("//tbody/tr/th/text()") == ["P2"]
    assert programme.xpath(f"//a[@href='/glasgow/posters#{session}']/text()") == ["3 posters"]


async def test_people_and_posters_wait_for_a_release(client: Any, drafted: Any) -> None:
    for address in ("/glasgow/posters", f"{BASE}/people"):
        answer = await client.get(address)
        assert answer.status_code == 200
        assert "not out yet" in answer.text


async def test_person_takes_the_same_statements_for_any_number_of_parts(
    client: Any,
    cast: Cast,
    grow_programme: Any,
    release: Any,
    count_statements: Any,
    unhurried: None,
) -> None:
    for sessions in (1, 3, 30):
        await grow_programme(sessions)
        await release()
        await client.get(f"{BASE}/people")

        with count_statements() as seen:
            answer = await client.get(f"{BASE}/people/{cast.alice.id}")

        assert answer.text.count("<h2") == sessions
        assert len(seen) == 1


def test_programme_people_stand_under_the_first_letter_of_the_family_name() -> None:
    people = [
        ProgrammePerson(UUID(int=n), name, "", key, ())
        for n, (name, key) in enumerate([("Jan 't Hoen", "'t hoen jan"), ("12", "12")])
    ]

    assert [person.letter for person in people] == ["T", "#"]
