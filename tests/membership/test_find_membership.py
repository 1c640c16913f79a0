"""Finding one's membership by number and e-mail together (M08): proved, or no word of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from conference.letters.tables import OutboxLetter
from conference.membership import actions, member_rule, queries
from conference.membership.member_rule import judge_by_rule
from conference.membership.rules import MemberRule, MemberTest
from conference.membership.tables import Membership
from conference.orm import Actor, clock
from conference.orm.tables import AuditEntry
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.access import Role
from conference.people.tables import EmailAddress

FIND = "/glasgow/register/member"
CODE = f"{FIND}/code"
WHAT = "/glasgow/register/what"
BY = Actor.system("tests")
ROLL = (
    "Number,Name,E-mail,Valid from,Valid to\n"
    "0042,Dan Díaz Mar,Dan@Old.example,2027-01-01,2027-12-31\n"
)
NO_MATCH = "We could not match these two. Check your membership card or write to office@sos.test."


@pytest.fixture
async def dan(client, cast, sign_in, now):
    """Dan, signed in; the roll knows him under an address that he used elsewhere."""
    proposal = await actions.propose_roll_import(
        society=cast.meeting.society, file_name="roll.csv", data=ROLL.encode(), by=BY, now=now
    )
    await actions.apply_roll_import(import_id=proposal.id, by=BY, now=now)
    await sign_in(client, cast.dan)
    with clock.at(now):
        yield client


async def _letter(to):
    rows = (
        await OutboxLetter.select()
        .where(OutboxLetter.to_address == to)
        .order_by(OutboxLetter.created_at, ascending=False)
    )
    return rows[0]["body"] if rows else ""


async def _ask(dan, post, number="42", email="dan@old.example"):
    return await post(dan, FIND, {"number": number, "email": email})


async def _prove(dan, post):
    asked = await _ask(dan, post)
    assert asked.headers["location"] == CODE
    code = re.search(r"code is (\d{6})", await _letter("dan@old.example"))[1]
    return await post(dan, CODE, {"code": code})


async def test_a_proved_address_makes_the_membership_mine(dan, cast, post, now):
    entry = await people.person_by_email("dan@old.example")
    answer = await _prove(dan, post)
    assert answer.headers["location"] == WHAT
    assert (await people.person_by_email("dan@old.example")).id == cast.dan.id
    assert (await people.person_by_id(cast.dan.id)).email == "dan@example.org"
    assert (await queries.judge_person(cast.dan.id, cast.meeting, now)).is_member
    assert await people.person_by_id(entry.id) is None
    verified = await EmailAddress.select().where(EmailAddress.address == "dan@old.example")
    assert verified[0]["verified_at"] == now
    shown = (await dan.get(FIND)).text
    assert "We found your membership. Regular member, no. 0042, valid through" in shown
    assert "You have the member price already." in shown


async def test_the_link_is_audited(dan, cast, post):
    await _prove(dan, post)
    entries = await AuditEntry.select().where(AuditEntry.verb == "link_member")
    assert {entry["actor"] for entry in entries} == {cast.dan.id}
    assert any("0042" in entry["changes"] for entry in entries)
    assert any("dan@old.example" in entry["changes"] for entry in entries)


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("43", "dan@old.example"),
        ("42", "nobody@old.example"),
        ("SOS-0001", "dan@old.example"),
        ("42", "alice@example.org"),
        ("42", "dan@example.org"),
    ],
)
async def test_the_answer_is_the_same_whatever_is_wrong(dan, cast, post, number, email):
    before = await OutboxLetter.count()
    answer = await _ask(dan, post, number, email)
    assert answer.status_code == 422
    assert NO_MATCH in answer.text
    assert f'value="{number}"' in answer.text
    assert f'value="{email}"' in answer.text
    for secret in ("Díaz Mar", "Regular member", "2027-12-31"):
        assert secret not in answer.text
    assert await OutboxLetter.count() == before
    assert (await dan.get(CODE)).headers["location"] == FIND


async def test_a_form_that_is_not_filled_in_says_so(dan, post):
    answer = await _ask(dan, post, "", "no address")
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert 'value="no address"' in answer.text
    answer = await _ask(dan, post, "42", "no address")
    assert "Write an e-mail address like name@example.org." in answer.text


async def test_a_wrong_code_gives_nothing(dan, cast, post):
    await _ask(dan, post)
    answer = await post(dan, CODE, {"code": "000000"})
    assert answer.status_code == 422
    assert "This is not the code we sent." in answer.text
    assert await queries.memberships_of(cast.dan.id, cast.meeting.society) == []


async def test_guessing_is_limited_by_who_asks_and_by_number(dan, cast, post, sign_in, now):
    for n in range(10):
        assert (await _ask(dan, post, f"9{n}")).status_code == 422
    refused = await _ask(dan, post)
    assert refused.status_code == 429
    assert "Too many tries. Please wait" in refused.text
    with clock.at(now + timedelta(hours=2)):
        for person in (cast.bob, cast.carol):
            await sign_in(dan, person)
            for n in range(6):
                last = await _ask(dan, post, "42", f"guess{n}@old.example")
        assert last.status_code == 429


async def test_my_own_number_and_address_are_found_at_once(client, cast, post, sign_in, now):
    await sign_in(client, cast.alice)
    with clock.at(now):
        answer = await _ask(client, post, "sos-0001", "Alice@Example.org")
        assert answer.headers["location"] == WHAT
        assert "no. SOS-0001" in (await client.get(FIND)).text


async def test_an_entry_that_was_used_is_left_to_the_office(dan, cast, post, now):
    entry = await people.person_by_email("dan@old.example")
    await people_actions.grant_role(
        person=entry.id, role=Role.DESK, meeting=cast.meeting.id, by=BY, now=now
    )
    answer = await _prove(dan, post)
    assert answer.headers["location"] == FIND
    shown = (await dan.get(FIND)).text
    assert "dan@old.example is yours, and so is dan@example.org" in shown
    assert await queries.memberships_of(cast.dan.id, cast.meeting.society) == []
    letter = await _letter("office@sos.test")
    assert "Dan Díaz has proved to read both dan@example.org and dan@old.example." in letter
    assert f"/glasgow/office/roll/people/{entry.id}" in letter
    assert (await dan.get("/glasgow/desk")).status_code == 403


async def test_memberships_that_contradict_are_left_to_the_office(dan, cast, post):
    kind = (await Membership.select(Membership.type).first())["type"]
    await Membership.insert(
        Membership(
            society=cast.meeting.society, person=cast.dan.id, type=kind, number="7",
            valid_from=date(2027, 3, 1), valid_to=date(2027, 12, 31), status="active",
        )
    )  # fmt: skip
    answer = await _prove(dan, post)
    assert answer.headers["location"] == FIND
    assert (await people.person_by_email("dan@old.example")).id != cast.dan.id


async def test_the_pages_judge_by_the_meeting_s_own_rule(dan, cast, now):
    async def twelve_months(meeting):
        assert meeting == cast.meeting.id
        return MemberRule(MemberTest.TWELVE_MONTHS)

    member_rule.tell_member_rule(twelve_months)
    try:
        verdict = await judge_by_rule(cast.alice.id, cast.meeting, now)
    finally:
        member_rule.forget_member_rule(twelve_months)
    assert "for twelve months without a gap" in verdict.reason
    assert (await judge_by_rule(cast.alice.id, cast.meeting, now)).is_member


async def test_finding_is_for_people_who_signed_in(client, cast, post):
    assert (await client.get(FIND)).headers["location"].startswith("/sign-in?next=")
