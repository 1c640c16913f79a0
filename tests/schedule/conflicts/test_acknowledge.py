"""Accepting a conflict with a reason, by its key; the committee's page of conflicts."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from conference.orm.tables import AuditEntry
from conference.people.rules import PersonInfo
from schedule.conflicts.actions import acknowledge, withdraw_acknowledgement
from schedule.conflicts.errors import NoReason, NothingChosen
from schedule.conflicts.queries import acknowledged
from schedule.queries.described import described_programme
from schedule.rules.conflicts import Conflict, find_conflicts, open_blocking
from schedule.rules.vocabulary import ItemStatus, Part
from schedule.tables import Participation, Session
from tests.cast import NOW, Cast
from tests.schedule.conftest import BY, MONDAY_NINE

CONFLICTS = "/glasgow/committee/conflicts"


async def lay_clash(cast: Cast, person: PersonInfo, at: timedelta = timedelta()) -> None:
    """Two sessions at one hour in two halls, both chaired by the person."""
    for n, room in enumerate(("Hall A", "Hall B")):
        session = Session(
            meeting=cast.meeting.id,
            code=f"{person.given_name[:3].upper()}{n}",
            kind="symposium",
            title=f"{person.given_name} {n}",
            room=cast.rooms[room],
            starts_at=MONDAY_NINE + at,
            duration_minutes=60,
        )
        await Session.insert(session)
        await Participation.insert(
            Participation(session=session.id, person=person.id, part=Part.CHAIR.value)
        )


async def blocking_now(cast: Cast) -> list[Conflict]:
    programme = await described_programme(cast.meeting.id)
    accepted = await acknowledged(cast.meeting.id)
    return open_blocking(find_conflicts(programme), accepted)


async def test_acknowledged_conflict_stays_so_while_it_moves_and_when_it_comes_back(
    cast: Cast,
) -> None:
    await lay_clash(cast, cast.bob)
    [clash] = await blocking_now(cast)
    told = {"meeting": cast.meeting.id, "by": BY, "now": NOW}
    assert await acknowledge([clash.key, "person:gone"], "  One opens both.  ", **told) == 1
    assert await blocking_now(cast) == []
    known = (await acknowledged(cast.meeting.id))[clash.key]
    assert (known.reason, known.by_name, known.sentence) == (
        "One opens both.",
        "tests",
        clash.sentence,
    )
    await Session.update({Session.status: ItemStatus.CANCELLED.value}).where(Session.code == "BOB1")
    assert await blocking_now(cast) == []
    later = MONDAY_NINE + timedelta(minutes=30)
    await Session.update(
        {Session.status: ItemStatus.CONFIRMED.value, Session.starts_at: later}
    ).where(Session.code == "BOB1")
    assert await blocking_now(cast) == []
    assert await withdraw_acknowledgement([clash.key], **told) == 1
    assert [each.key for each in await blocking_now(cast)] == [clash.key]
    entries = await AuditEntry.select(AuditEntry.verb, AuditEntry.reason, AuditEntry.changes).where(
        AuditEntry.subject == clash.key
    )
    assert {each["verb"] for each in entries} == {
        "acknowledge_conflicts",
        "withdraw_acknowledgement",
    }
    withdrawn = next(e for e in entries if e["verb"] == "withdraw_acknowledgement")
    assert json.loads(withdrawn["changes"])["reason_was"] == "One opens both."


async def test_acknowledging_needs_a_reason_and_a_conflict(cast: Cast) -> None:
    await lay_clash(cast, cast.bob)
    [clash] = await blocking_now(cast)
    told = {"meeting": cast.meeting.id, "by": BY, "now": NOW}
    with pytest.raises(NoReason):
        await acknowledge([clash.key], "  ", **told)
    with pytest.raises(NothingChosen):
        await acknowledge(["person:gone"], "Because", **told)
    await acknowledge([clash.key], "First", **told)
    await acknowledge([clash.key], "Second", **told)
    assert [each.reason for each in (await acknowledged(cast.meeting.id)).values()] == ["Second"]


async def test_committee_accepts_and_withdraws_on_the_page(
    cast: Cast, client: Any, sign_in: Any, post: Any
) -> None:
    await sign_in(client, cast.bob)
    await lay_clash(cast, cast.bob)
    [clash] = await blocking_now(cast)
    page = (await client.get(CONFLICTS)).text
    assert "1 blocking, 0 warnings, 0 notes open" in page
    assert "Bob Brennan is in two places on Mon 18 Oct 2027" in page
    assert 'href="/glasgow/committee/programme/sessions/BOB0"' in page
    assert 'href="/glasgow/committee/programme?day=2027-10-18#BOB1"' in page
    typed = {"keys": [clash.key], "back": f"{CONFLICTS}?kind=person"}
    wrong = await post(client, f"{CONFLICTS}/acknowledge", typed)
    assert wrong.status_code == 422
    assert "Say in a few words why the programme can stay as it is." in wrong.text
    assert f'value="{clash.key}"' in wrong.text
    assert "checked" in wrong.text
    done = await post(client, f"{CONFLICTS}/acknowledge", {**typed, "reason": "She opens both."})
    assert done.headers["location"] == f"{CONFLICTS}?kind=person"
    page = (await client.get(CONFLICTS)).text
    assert "0 blocking" in page
    assert "She opens both." in page
    assert "<strong>Bob Brennan</strong>" in page
    bad = {"keys": [clash.key], "back": "//elsewhere.test"}
    again = await post(client, f"{CONFLICTS}/withdraw", bad)
    assert again.headers["location"] == CONFLICTS
    assert len(await blocking_now(cast)) == 1


async def test_programs_are_answered_in_json(
    cast: Cast, client: Any, sign_in: Any, post: Any
) -> None:
    await sign_in(client, cast.bob)
    await lay_clash(cast, cast.bob)
    [clash] = await blocking_now(cast)
    client.headers["accept"] = "application/json"
    wrong = await post(client, f"{CONFLICTS}/acknowledge", {"keys": [clash.key]})
    assert wrong.status_code == 422
    assert "reason" in wrong.text
    sent = {"keys": [clash.key], "reason": "Known."}
    assert (await post(client, f"{CONFLICTS}/acknowledge", sent)).json() == {"acknowledged": 1}
    assert (await post(client, f"{CONFLICTS}/withdraw", sent)).json() == {"withdrawn": 1}


async def test_list_is_narrowed_by_kind_day_and_person_and_comes_as_csv(
    cast: Cast, client: Any, sign_in: Any
) -> None:
    await sign_in(client, cast.bob)
    await lay_clash(cast, cast.bob)
    await lay_clash(cast, cast.dan, timedelta(days=1))

    async def whom(query: str) -> list[str]:
        body = (await client.get(f"{CONFLICTS}.csv?{query}")).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(body)))
        return [row["Who"] for row in rows if row["Kind"] == "Person in two places"]

    assert await whom("") == ["Bob Brennan", "Dan Díaz"]
    assert await whom("day=2027-10-19") == ["Dan Díaz"]
    assert await whom(f"person={cast.bob.id}") == ["Bob Brennan"]
    assert await whom("kind=room") == []
    assert await whom("kind=nonsense&day=soon&person=me") == ["Bob Brennan", "Dan Díaz"]
    page = (await client.get(f"{CONFLICTS}?day=2027-10-19")).text
    assert "Dan Díaz is in two places" in page
    assert "Bob Brennan is in two places" not in page
    assert f'<option value="{cast.bob.id}">Bob Brennan</option>' in page


async def test_page_takes_a_fixed_number_of_statements(
    cast: Cast, client: Any, sign_in: Any, count_statements: Any
) -> None:
    from schedule.queries.draft_memory import forget_draft

    await sign_in(client, cast.bob)
    counts = []
    for person in (cast.bob, cast.dan, cast.alice):
        await lay_clash(cast, person, timedelta(hours=len(counts)))
        forget_draft(cast.meeting.id)
        with count_statements() as seen:
            assert (await client.get(CONFLICTS)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]
