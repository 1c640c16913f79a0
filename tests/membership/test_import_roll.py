"""Propose, preview, apply: the roll changes once, as shown, or not at all."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from conference.membership import actions, import_queries, queries
from conference.membership.errors import AlreadyApplied, RollHasChanged, UnreadableRoll
from conference.membership.preview import roll_preview_text
from conference.membership.roll_changes import ChangeKind, Decision, RollOutcome
from conference.membership.rules import MembershipStatus
from conference.membership.tables import Membership, MembershipType
from conference.orm import Actor
from conference.orm.tables import AuditEntry
from conference.people import queries as people
from conference.people.tables import EmailAddress, Person

OLIVE = Actor.system("Olive")
HEAD = "Number,Given name,Family name,E-mail,Type,Valid from,Valid to,Affiliation\n"
ALICE = "SOS-0001,Alice,Ångström,alice@example.org,Regular,2027-01-01,2027-12-31,Clyde Institute\n"


async def _propose(cast, now, text):
    return await actions.propose_roll_import(
        society=cast.meeting.society, file_name="roll.csv", data=text.encode(), by=OLIVE, now=now
    )


async def _apply(proposal, now, **options):
    return await actions.apply_roll_import(import_id=proposal.id, by=OLIVE, now=now, **options)


async def _import(cast, now, text):
    return await _apply(await _propose(cast, now, text), now)


async def test_import_adds_new_members(cast, now):
    text = HEAD + "77,Eve,Étienne,Eve@Example.org,Student,2027-01-01,2027-12-31,Forth Lab\n"
    outcome = await _import(cast, now, text)
    eve = await people.person_by_email("eve@example.org")
    held = await queries.memberships_of(eve.id, cast.meeting.society)
    assert (outcome.joined, outcome.memberships) == (1, 1)
    assert eve.registered_name == "Eve Étienne"
    assert [(each.number, each.type_key, each.valid_to) for each in held] == [
        ("77", "trainee", date(2027, 12, 31))
    ]


async def test_propose_writes_nothing_to_the_roll(cast, now):
    before = (await Person.count(), await Membership.count(), await EmailAddress.count())
    await _propose(cast, now, HEAD + "77,Eve,Étienne,eve@example.org,Student,,2027-12-31,\n")
    assert (await Person.count(), await Membership.count(), await EmailAddress.count()) == before


async def test_import_again_proposes_nothing(cast, now):
    text = (
        HEAD
        + ALICE
        + "77,Eve,Étienne,eve@example.org,Student,2027-01-01,2027-12-31,Forth Lab\n"
        + "78,Finn,O'Hara,,Honorary,1999-05-01,,\n"
        + "79,Gu,Wei,gu@example.org,Fellow,,2027-12-31,\n"
    )
    await _import(cast, now, text)
    again = await _propose(cast, now, text)
    assert [change.kind for change in again.changes] == [ChangeKind.UNCHANGED] * 4
    outcome = await _apply(again, now)
    assert (outcome.joined, outcome.changed, outcome.memberships) == (0, 0, 0)


async def test_renewal_adds_a_membership_and_keeps_the_old(cast, now):
    row = "SOS-0001,Alice,Ångström,alice@example.org,Regular,2028-01-01,2028-12-31,\n"
    await _import(cast, now, HEAD + row)
    held = await queries.memberships_of(cast.alice.id, cast.meeting.society)
    assert [(each.valid_from, each.valid_to) for each in held] == [
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 1, 1), date(2028, 12, 31)),
    ]


async def test_change_corrects_person_and_status(cast, now):
    text = (
        "Number,Given name,Family name,E-mail,Status,Valid from,Valid to,Affiliation\n"
        "SOS-0001,Alice,Berg,alice@berg.example,suspended,2027-01-01,2027-12-31,Forth Lab\n"
    )
    proposal = await _propose(cast, now, text)
    fields = {each.field: (each.before, each.after) for each in proposal.changes[0].fields}
    assert fields == {
        "family name": ("Ångström", "Berg"),
        "affiliation": ("Clyde Institute", "Forth Lab"),
        "e-mail": ("alice@example.org", "alice@berg.example"),
        "status": ("active", "suspended"),
    }
    await _apply(proposal, now)
    alice = await people.person_by_email("alice@berg.example")
    held = await queries.memberships_of(alice.id, cast.meeting.society)
    assert (alice.id, alice.registered_name) == (cast.alice.id, "Alice Berg")
    assert alice.email == "alice@example.org"  # letters go where they went
    assert held[0].status is MembershipStatus.SUSPENDED
    audited = await AuditEntry.select(AuditEntry.verb).where(AuditEntry.subject == str(held[0].id))
    assert [entry["verb"] for entry in audited] == ["apply_roll_import"]


async def test_apply_twice_is_refused_and_writes_once(cast, now):
    proposal = await _propose(cast, now, HEAD + "77,Eve,Étienne,e@x.org,Student,,2027-12-31,\n")
    await _apply(proposal, now)
    with pytest.raises(AlreadyApplied, match="applied before"):
        await _apply(proposal, now)
    assert await Membership.count().where(Membership.number == "77") == 1


async def test_apply_at_the_same_moment_writes_once(cast, now):
    text = HEAD + "77,Eve,Étienne,e@x.org,Student,2027-01-01,2027-12-31,\n"
    one, other = await _propose(cast, now, text), await _propose(cast, now, text)
    answers = await asyncio.gather(
        _apply(one, now), _apply(one, now), _apply(other, now), return_exceptions=True
    )
    done = [each for each in answers if isinstance(each, RollOutcome)]
    refused = [each for each in answers if isinstance(each, (AlreadyApplied, RollHasChanged))]
    assert (len(done), len(refused)) == (1, 2), answers
    assert await Membership.count().where(Membership.number == "77") == 1


async def test_apply_refuses_when_the_roll_changed_underneath(cast, now):
    text = HEAD + "77,Eve,Étienne,e@x.org,Student,2027-01-01,2027-12-31,\n"
    stale = await _propose(cast, now, text)
    await _import(cast, now, text.replace("Eve", "Eva"))
    with pytest.raises(RollHasChanged, match="1 line comes out differently"):
        await _apply(stale, now)
    found = await import_queries.roll_proposal(stale.id)
    assert found.applied_at is None
    assert (await people.person_by_email("e@x.org")).given_name == "Eva"


async def test_refresh_makes_a_stale_preview_fresh(cast, now):
    text = HEAD + "77,Eve,Étienne,e@x.org,Student,2027-01-01,2027-12-31,\n"
    stale = await _propose(cast, now, text)
    await _import(cast, now, text)
    await actions.refresh_roll_import(
        import_id=stale.id, society=cast.meeting.society, by=OLIVE, now=now
    )
    fresh = await import_queries.roll_proposal(stale.id)
    assert [change.kind for change in fresh.changes] == [ChangeKind.UNCHANGED]


async def test_namesake_waits_for_the_office(cast, now):
    text = HEAD + "90,Dan,Diaz,dan@elsewhere.org,Regular,2027-01-01,2027-12-31,\n"
    proposal = await _propose(cast, now, text)
    assert (proposal.changes[0].kind, proposal.changes[0].candidate) == (
        ChangeKind.IN_DOUBT,
        cast.dan.id,
    )
    outcome = await _apply(proposal, now)
    assert (outcome.left_out, outcome.joined) == (1, 0)
    assert await queries.memberships_of(cast.dan.id, cast.meeting.society) == []


@pytest.mark.parametrize(("decision", "is_dan"), [(Decision.SAME, True), (Decision.OTHER, False)])
async def test_namesake_is_who_the_office_says(cast, now, decision, is_dan):
    text = HEAD + "90,Dan,Diaz,dan@elsewhere.org,Regular,2027-01-01,2027-12-31,\n"
    proposal = await _propose(cast, now, text)
    await _apply(proposal, now, decisions={2: decision})
    holder = await people.person_by_email("dan@elsewhere.org")
    assert (holder.id == cast.dan.id) is is_dan
    assert len(await queries.memberships_of(holder.id, cast.meeting.society)) == 1


async def test_member_list_of_years_is_one_person(cast, now):
    rows = "".join(
        f"50,Hal,Nowak,hal@x.org,Regular,{year}-01-01,{year}-12-31,\n"
        for year in (2025, 2026, 2027)
    )
    outcome = await _import(cast, now, HEAD + rows)
    hal = await people.person_by_email("hal@x.org")
    held = await queries.memberships_of(hal.id, cast.meeting.society)
    assert (outcome.joined, len(held)) == (1, 3)


async def test_unknown_type_is_announced_and_made(cast, now):
    text = HEAD + "60,Ida,Fell,ida@x.org,Fellow,2027-01-01,2027-12-31,\n"
    proposal = await _propose(cast, now, text)
    assert proposal.new_types == {"fellow": "Fellow"}
    assert "New membership type: Fellow" in roll_preview_text(proposal)
    await _apply(proposal, now)
    assert (await queries.membership_types(cast.meeting.society))["fellow"] == "Fellow"
    assert await MembershipType.count() == 2


async def test_propose_refuses_what_is_no_member_list(cast, now):
    with pytest.raises(UnreadableRoll, match="No column says: a member number"):
        await _propose(cast, now, "a,b\n1,2\n")


async def test_import_of_thousands_takes_seconds(cast, now):
    rows = "".join(
        f"{n},Given{n},Family{n},m{n}@x.org,Regular,2027-01-01,2027-12-31,Institute {n % 90}\n"
        for n in range(1, 2001)
    )
    outcome = await _import(cast, now, HEAD + rows)
    assert (outcome.joined, outcome.memberships) == (2000, 2000)
    assert await Membership.count() == 2001
