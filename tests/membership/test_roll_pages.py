"""The office's pages of the roll: the list, one person, upload, preview, apply."""

from __future__ import annotations

import re
from datetime import date

import pytest

from conference.membership import queries
from conference.membership.tables import Membership, RollImport
from conference.orm import clock
from conference.orm.tables import AuditEntry
from conference.people import queries as people
from conference.people.tables import Person

ROLL = "/glasgow/office/roll"
IMPORT = f"{ROLL}/import"
COUNT = r">(New|Changed|Unchanged|In doubt|Not understood) \((\d+)\)<"
CSV = (
    "Number;Name;E-mail;Valid from;Valid to\r\n"
    "77;Étienne, Eve;eve@example.org;01.01.2027;31.12.2027\r\n"
    "SOS-0001;Ångström, Alice;alice@example.org;01.01.2027;31.12.2027\r\n"
    "78;Díaz, Dan;dan@elsewhere.example;01.01.2027;31.12.2027\r\n"
    "79;Fox, Fay;fay@example.org;;soon\r\n"
)


@pytest.fixture
async def office(client, cast, sign_in, now):
    await sign_in(client, cast.olive)
    with clock.at(now):
        yield client


def _file(text=CSV, name="roll.csv"):
    return {"files": {"file": (name, text.encode("cp1252"), "text/csv")}}


async def _upload(office, post, text=CSV):
    answer = await post(office, IMPORT, {}, **_file(text))
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_show_roll_lists_members(office, cast):
    answer = await office.get(ROLL)
    assert answer.status_code == 200
    assert "Alice Ångström" in answer.text
    assert "Fri 31 Dec 2027" in answer.text
    assert "1 person is a member in good standing today, Mon 10 May 2027" in answer.text
    assert "Dan Díaz" not in answer.text


async def test_show_roll_filters_by_the_address(office, cast):
    for query, shown, hidden in (
        ("q=angstrom", ["Alice"], []),
        ("q=sos-0001", ["Alice"], []),
        ("q=alice@example", ["Alice"], []),
        ("q=brennan", [], ["Alice", "Brennan,"]),
        ("q=%25", [], ["Alice"]),
        ("q=_", [], ["Alice"]),
        ("q=sos_0001", [], ["Alice"]),
        ("standing=active", ["Alice"], []),
        ("standing=not_active", [], ["Alice"]),
        ("standing=not_on_roll", ["Dan Díaz", "Bob"], ["Alice"]),
        ("type=trainee", [], ["Alice"]),
        ("type=regular&standing=nonsense&page=x", ["Alice"], []),
    ):
        answer = await office.get(f"{ROLL}?{query}")
        assert answer.status_code == 200
        table = answer.text[answer.text.find("<tbody>") :] if "<tbody>" in answer.text else ""
        assert all(name in table for name in shown), query
        assert not any(name in table for name in hidden), query


async def test_show_roll_sends_as_many_statements_for_one_as_for_many(
    office, cast, post, count_statements
):
    with count_statements() as one:
        await office.get(ROLL)
    rows = "".join(f"{n};Fox, F{n};f{n}@x.org;2027-01-01;2027-12-31\n" for n in range(60))
    here = await _upload(office, post, CSV.splitlines()[0] + "\n" + rows)
    await post(office, here)
    await office.get(ROLL)  # takes the message of the import, which costs a statement
    with count_statements() as many:
        answer = await office.get(ROLL)
    assert "61 people, page 1 of 2" in answer.text
    assert len(many) == len(one)


async def test_upload_shows_a_preview_and_writes_nothing(office, cast, post):
    before = await Person.count()
    here = await _upload(office, post)
    answer = await office.get(here)
    counts = re.findall(COUNT, answer.text)
    assert counts == [
        ("New", "1"), ("Changed", "0"), ("Unchanged", "1"), ("In doubt", "1"),
        ("Not understood", "1"),
    ]  # fmt: skip
    assert "Windows-1252 with semicolons" in answer.text
    assert await Person.count() == before
    assert await Membership.count() == 1


async def test_preview_shows_each_tab(office, cast, post):
    here = await _upload(office, post)
    doubt = (await office.get(f"{here}?show=in_doubt")).text
    refused = (await office.get(f"{here}?show=refused&page=99")).text
    assert "Somebody of this name is known (dan@example.org, Instituto del Mar)" in doubt
    assert "“soon” is not a day we can read" in refused
    assert "No line of this kind" in (await office.get(f"{here}?show=changed")).text


async def test_apply_writes_and_says_so(office, cast, post):
    here = await _upload(office, post)
    answer = await post(office, here)
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    shown = (await office.get(here)).text
    assert "1 joined the roll, 0 changed, 1 unchanged, 1 left out; 1 memberships added." in shown
    assert "Apply to the roll" not in shown
    assert (await people.person_by_email("eve@example.org")).given_name == "Eve"


async def test_apply_twice_says_that_it_was_applied(office, cast, post):
    here = await _upload(office, post)
    await post(office, here)
    await post(office, here)
    assert "applied before; nothing was written a second time" in (await office.get(here)).text
    assert await Membership.count() == 2


async def test_apply_of_a_stale_preview_shows_a_fresh_one(office, cast, post):
    stale = await _upload(office, post)
    await post(office, await _upload(office, post))
    await post(office, stale)
    shown = (await office.get(stale)).text
    assert "This is a fresh preview" in shown
    assert "Unchanged (2)" in shown
    assert await Membership.count() == 2


async def test_apply_takes_the_office_s_word_for_a_namesake(office, cast, post):
    here = await _upload(office, post)
    assert "Is it the same person?" in (await office.get(here)).text
    await post(
        office, here, {"decision-4": "same", "decision-2": "nonsense", "decision-x": "other"}
    )
    held = await queries.memberships_of(cast.dan.id, cast.meeting.society)
    assert [each.number for each in held] == ["78"]


async def test_upload_refuses_beside_the_field(office, cast, post):
    for files, sentence in (
        ({"file": ("x.csv", b"a,b\n1,2\n", "text/csv")}, "No column says: a member number"),
        ({"file": ("x.csv", b"", "text/csv")}, "The file is empty."),
        ({"file": ("x.xlsx", b"PK\x03\x04...", "application/zip")}, "Save it again, or as CSV"),
        ({"file": ("", b"", "application/octet-stream")}, "Choose a file."),
        ({"other": ("x", b"", "text/csv")}, "Choose a file."),
    ):
        answer = await post(office, IMPORT, {"day_order": "month_first"}, files=files)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="month_first" checked' in answer.text
    assert await RollImport.count() == 0


async def test_show_import_hides_another_society_s(office, cast, post):
    from conference.meetings.tables import Society

    here = await _upload(office, post)
    other = Society(name="Other", short_name="O")
    await Society.insert(other)
    await RollImport.update({RollImport.society: other.id}, force=True)
    assert (await office.get(here)).status_code == 404
    assert (await post(office, here)).status_code == 404
    assert await Membership.count() == 1


async def test_show_member_says_what_membership_gives(office, cast):
    member = (await office.get(f"{ROLL}/people/{cast.alice.id}")).text
    stranger = (await office.get(f"{ROLL}/people/{cast.dan.id}")).text
    assert "Gets the member price of this meeting. Regular member, no. SOS-0001" in member
    assert (
        "Does not get the member price of this meeting. No membership is on the roll." in stranger
    )


BY_HAND = {
    "number": "81", "type": "trainee", "valid_from": "2027-02-01", "valid_to": "2028-01-31",
    "status": "active", "reason": "Paid at the desk",
}  # fmt: skip


async def test_add_membership_by_hand(office, cast, post):
    here = f"{ROLL}/people/{cast.dan.id}"
    assert (await post(office, here, BY_HAND)).status_code == 303
    (held,) = await queries.memberships_of(cast.dan.id, cast.meeting.society)
    assert (held.number, held.type_key, held.source) == ("81", "trainee", "by hand")
    assert "Trainee member" in (await office.get(here)).text


async def test_add_membership_refuses_beside_the_field(office, cast, post):
    for wrong, sentence in (
        ({"reason": ""}, "Please fill this in."),
        ({"valid_to": ""}, "Give the last day; only a membership for life has none."),
        ({"valid_to": "2027-01-01"}, "The last day is before the first."),
        ({"number": "sos-0001"}, "This number belongs to somebody else."),
        ({"type": "nonsense"}, "Choose one from the list."),
        ({"valid_from": "soon"}, "Write the date as year-month-day"),
    ):
        answer = await post(office, f"{ROLL}/people/{cast.dan.id}", {**BY_HAND, **wrong})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert wrong.get("reason", "Paid at the desk") in answer.text
    assert await Membership.count() == 1


async def test_add_membership_refuses_an_overlap(office, cast, post):
    again = {**BY_HAND, "type": "regular", "number": "SOS-0001"}
    answer = await post(office, f"{ROLL}/people/{cast.alice.id}", again)
    assert answer.status_code == 422
    assert "This overlaps Regular member, no. SOS-0001. End that one first." in answer.text


async def test_change_membership_ends_it(office, cast, post):
    (held,) = await queries.memberships_of(cast.alice.id, cast.meeting.society)
    here = f"{ROLL}/memberships/{held.id}"
    assert 'value="2027-12-31"' in (await office.get(here)).text
    answer = await post(
        office, here, {"valid_to": "2027-06-30", "status": "active", "reason": "Resigned"}
    )
    assert answer.headers["location"] == f"{ROLL}/people/{cast.alice.id}"
    (held,) = await queries.memberships_of(cast.alice.id, cast.meeting.society)
    assert held.valid_to == date(2027, 6, 30)
    (entry,) = await AuditEntry.select().where(AuditEntry.reason == "Resigned")
    assert (entry["verb"], entry["actor"]) == ("change_membership", cast.olive.id)
    assert '"2027-12-31", "2027-06-30"' in entry["changes"]


async def test_change_membership_refuses_an_end_before_the_beginning(office, cast, post):
    (held,) = await queries.memberships_of(cast.alice.id, cast.meeting.society)
    wrong = {"valid_to": "2026-06-30", "status": "active", "reason": "Typo"}
    answer = await post(office, f"{ROLL}/memberships/{held.id}", wrong)
    assert answer.status_code == 422
    assert "The last day is before the first." in answer.text
    assert 'value="2026-06-30"' in answer.text


async def test_roll_is_for_the_office_only(client, cast, sign_in):
    for person in (cast.alice, cast.bob, cast.carol, cast.dan):
        await sign_in(client, person)
        for path in (ROLL, IMPORT, f"{ROLL}/people/{cast.alice.id}"):
            assert (await client.get(path)).status_code == 403


async def test_my_card_shows_my_membership(client, cast, sign_in, now):
    with clock.at(now):
        await sign_in(client, cast.alice)
        mine = (await client.get("/my")).text
        await sign_in(client, cast.dan)
        nothing = (await client.get("/my")).text
    assert "SOS-0001<" in mine
    assert "through Fri 31 Dec 2027" in mine
    assert "Your membership" not in nothing


async def test_find_member_needs_number_and_e_mail(cast):
    society = cast.meeting.society
    assert await queries.find_member(society, " sos-0001", "Alice@Example.org") == cast.alice.id
    for number, email in [
        ("SOS-0002", "alice@example.org"),
        ("SOS-0001", "bob@example.org"),
        ("SOS-0001", "nobody@example.org"),
        ("", "alice@example.org"),
        ("SOS-0001", ""),
    ]:
        assert await queries.find_member(society, number, email) is None


async def test_judge_person_tests_the_meeting_s_last_day(cast, now):
    verdict = await queries.judge_person(cast.alice.id, cast.meeting, now)
    assert (verdict.is_member, verdict.tested_on) == (True, date(2027, 10, 20))
    assert not (await queries.judge_person(cast.dan.id, cast.meeting, now)).is_member
    assert not (await queries.judge_person(None, cast.meeting, now)).is_member
