"""Workbooks and undo in the browser."""

from __future__ import annotations

import re
from datetime import date

import pytest

from conference.membership.tables import Membership, RollImport
from conference.orm import clock
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.access import Role
from tests.membership.workbooks import HEAD, workbook

IMPORT = "/glasgow/office/roll/import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = [
    (77, "Eve", "Étienne", "eve@example.org", date(2027, 1, 1), date(2027, 12, 31)),
    (78, "Finn", "Fox", "finn@example.org", date(2027, 1, 1), date(2027, 12, 31)),
]


@pytest.fixture
async def office(client, cast, sign_in, now):
    await sign_in(client, cast.olive)
    with clock.at(now):
        yield client


async def _upload(office, post, *rows):
    data = workbook(("Members of 2027",), (), HEAD, *(rows or ROWS))
    answer = await post(office, IMPORT, {}, files={"file": ("roll.xlsx", data, XLSX)})
    assert answer.status_code == 303
    return answer.headers["location"]


async def _applied(office, post, *rows):
    here = await _upload(office, post, *rows)
    await post(office, here)
    await office.get(here)  # takes the message
    return here


def _digest(text):
    return re.search(r'name="digest" value="(\w+)"', text)[1]


async def test_a_workbook_is_previewed_and_applied(office, cast, post):
    here = await _upload(office, post)
    shown = (await office.get(here)).text
    assert "Read from the sheet “Members”: member number from “Member number”" in shown
    assert "Fri 1 Jan 2027 to Fri 31 Dec 2027, active" in shown
    await post(office, here)
    assert (await people.person_by_email("eve@example.org")).given_name == "Eve"


async def test_an_old_workbook_is_refused_beside_the_field(office, cast, post):
    old = ("roll.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "application/vnd.ms-excel")
    answer = await post(office, IMPORT, {"day_order": "day_first"}, files={"file": old})
    assert answer.status_code == 422
    assert "Save it as .xlsx without a password" in answer.text
    assert await RollImport.count() == 0


async def test_undo_is_shown_first_and_then_done(office, cast, post):
    here = await _applied(office, post)
    assert f'href="{here}/undo"' in (await office.get(here)).text
    shown = (await office.get(f"{here}/undo")).text
    assert "2 people go back to what was." in shown
    assert "Membership no. 77, Fri 1 Jan 2027 to Fri 31 Dec 2027 is removed." in shown
    assert "line 4" in shown
    assert await Membership.count() == 3
    answer = await post(office, f"{here}/undo", {"digest": _digest(shown)})
    assert answer.headers["location"] == here
    after = (await office.get(here)).text
    assert "The import is taken back: 2 people are as before it." in after
    assert "and taken back on Mon 10 May 2027" in after
    assert "Undo this import" not in after
    assert await Membership.count() == 1
    assert "Taken back" in (await office.get(IMPORT)).text
    assert (await office.get(f"{here}/undo")).headers["location"] == here


async def test_undo_says_who_stays_and_why(office, cast, post, now):
    here = await _applied(office, post)
    eve = await people.person_by_email("eve@example.org")
    await people_actions.grant_role(
        person=eve.id, role=Role.DESK, meeting=cast.meeting.id, by=_olive(cast), now=now
    )
    shown = (await office.get(f"{here}/undo?show=stays")).text
    assert "1 person goes back to what was, 1 stays untouched" in shown
    assert "Eve Étienne has here since the import: role grant." in shown
    await post(office, f"{here}/undo", {"digest": _digest(shown)})
    assert "1 person is as before it; 1 stays untouched." in (await office.get(here)).text


async def test_undo_of_what_changed_since_shows_how_it_looks_now(office, cast, post, now):
    here = await _applied(office, post)
    stale = _digest((await office.get(f"{here}/undo")).text)
    eve = await people.person_by_email("eve@example.org")
    await people_actions.grant_role(
        person=eve.id, role=Role.DESK, meeting=cast.meeting.id, by=_olive(cast), now=now
    )
    answer = await post(office, f"{here}/undo", {"digest": stale})
    assert answer.headers["location"] == f"{here}/undo"
    assert (
        "Nothing was changed; this is how it looks now." in (await office.get(f"{here}/undo")).text
    )
    assert await Membership.count() == 3


async def test_undo_twice_says_so(office, cast, post):
    here = await _applied(office, post)
    digest = _digest((await office.get(f"{here}/undo")).text)
    for _ in range(2):
        await post(office, f"{here}/undo", {"digest": digest})
    assert "taken back before" in (await office.get(here)).text


async def test_undo_page_is_a_fixed_number_of_statements(office, cast, post, count_statements):
    one = await _applied(office, post, ROWS[0])
    three = await _applied(
        office, post, *((n, "G", f"F{n}", f"m{n}@x.org", *ROWS[0][4:]) for n in range(90, 93))
    )
    with count_statements() as few:
        await office.get(f"{one}/undo")
    with count_statements() as more:
        await office.get(f"{three}/undo")
    assert len(more) == len(few)


async def test_undo_of_another_society_s_import_is_hidden(office, cast, post):
    from conference.meetings.tables import Society

    here = await _applied(office, post)
    other = Society(name="Other", short_name="O")
    await Society.insert(other)
    await RollImport.update({RollImport.society: other.id}, force=True)
    assert (await office.get(f"{here}/undo")).status_code == 404
    assert (await post(office, f"{here}/undo", {"digest": "x"})).status_code == 404
    assert await Membership.count() == 3


def _olive(cast):
    from conference.orm import Actor

    return Actor(cast.olive.id, "Olive")
