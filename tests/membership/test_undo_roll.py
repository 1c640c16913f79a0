"""An applied import is taken back as far as nobody built on it, once, and never more."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from conference import invariants as _invariants  # noqa: F401 -- registers the checks
from conference.membership import actions, import_queries, member_actions, queries, undo_queries
from conference.membership.errors import CannotUndo, RollHasChanged
from conference.membership.roll_undo import Undo
from conference.membership.rules import MembershipStatus
from conference.membership.tables import Membership, MembershipType
from conference.membership.undo_actions import UndoOutcome, undo_roll_import
from conference.orm import Actor
from conference.orm.invariants import check_all
from conference.orm.tables import AuditEntry
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.access import Role
from conference.people.rules import NewPerson
from conference.people.tables import EmailAddress, Person
from tests.registration.conftest import buy, sale  # noqa: F401 -- fixtures

BY = Actor.system("Olive")
HEAD = "Number,Given name,Family name,E-mail,Type,Status,Valid from,Valid to,Affiliation\n"
EVE = "77,Eve,Étienne,eve@example.org,Student,active,2027-01-01,2027-12-31,Forth Lab\n"
RENEWED = "SOS-0001,Alice,Ångström,alice@example.org,Regular,active,2028-01-01,2028-12-31,\n"
MIXED = (
    HEAD + EVE
    + "SOS-0001,Alice,Berg,alice@berg.example,Regular,suspended,2027-01-01,2027-12-31,Forth Lab\n"
    + "SOS-0001,Alice,Berg,alice@berg.example,Regular,active,2028-01-01,2028-12-31,Forth Lab\n"
    + "78,Dan,Diaz,dan@example.org,Fellow,active,2027-01-01,2027-12-31,Instituto del Mar\n"
    + "79,Gu,Wei,,Honorary,,1999-05-01,,\n"
    + "80,Hal,Nowak,hal@x.example,Regular,active,2026-01-01,2026-12-31,\n"
    + "80,Hal,Nowak,hal@x.example,Regular,active,2027-01-01,2027-12-31,\n"
)  # fmt: skip


async def _import(cast, now, text):
    proposal = await actions.propose_roll_import(
        society=cast.meeting.society, file_name="roll.csv", data=text.encode(), by=BY, now=now
    )
    await actions.apply_roll_import(import_id=proposal.id, by=BY, now=now)
    return await import_queries.roll_proposal(proposal.id)


async def _preview(proposal):
    undo = await undo_queries.undo_of(proposal.id)
    return await undo_queries.preview_of_undo(undo, proposal.applied_at)


async def _undo(cast, proposal, now, digest=None):
    digest = digest or (await _preview(proposal)).digest
    return await undo_roll_import(
        import_id=proposal.id, society=cast.meeting.society, digest=digest, by=BY, now=now
    )


async def _everything():
    """What the import can touch, as it stands."""
    tables = (Person, EmailAddress, Membership, MembershipType)
    return [sorted(await table.select(), key=lambda row: str(row["id"])) for table in tables]


async def _reasons(proposal):
    preview = await _preview(proposal)
    return {each.undo.name: " ".join(each.obstacles) for each in preview.stays}


async def test_undo_leaves_the_roll_exactly_as_it_was(cast, now):
    before = await _everything()
    proposal = await _import(cast, now, MIXED)
    assert await _everything() != before
    outcome = await _undo(cast, proposal, now + timedelta(hours=1))
    assert await _everything() == before
    assert str(outcome) == "The import is taken back: 5 people are as before it."


async def test_undo_is_audited_and_the_import_says_so(cast, now):
    proposal = await _import(cast, now, HEAD + EVE)
    await _undo(cast, proposal, now)
    assert (await import_queries.roll_proposal(proposal.id)).undone_at == now
    entries = await AuditEntry.select().where(AuditEntry.verb == "undo_roll_import")
    assert any("Eve Étienne" in entry["changes"] for entry in entries)
    assert any("no. 77" in entry["changes"] for entry in entries)


async def test_undo_twice_and_before_applying_is_refused(cast, now):
    text = (HEAD + EVE).encode()
    only_read = await actions.propose_roll_import(
        society=cast.meeting.society, file_name="roll.csv", data=text, by=BY, now=now
    )
    with pytest.raises(CannotUndo, match="was not applied"):
        await undo_roll_import(
            import_id=only_read.id, society=cast.meeting.society, digest="", by=BY, now=now
        )
    proposal = await _import(cast, now, HEAD + EVE)
    digest = (await _preview(proposal)).digest
    await _undo(cast, proposal, now, digest)
    with pytest.raises(CannotUndo, match="taken back before"):
        await _undo(cast, proposal, now, digest)


async def test_undo_at_the_same_moment_is_once(cast, now):
    proposal = await _import(cast, now, HEAD + EVE)
    digest = (await _preview(proposal)).digest
    answers = await asyncio.gather(
        *(_undo(cast, proposal, now, digest) for _ in range(4)), return_exceptions=True
    )
    assert [type(each) for each in answers if not isinstance(each, CannotUndo)] == [UndoOutcome]


async def test_what_was_taken_back_can_be_imported_again(cast, now):
    await _undo(cast, await _import(cast, now, MIXED), now)
    again = await _import(cast, now, MIXED)
    assert len((await _preview(again)).back) == 5


async def test_a_membership_that_was_changed_since_stays(cast, now):
    proposal = await _import(cast, now, HEAD + EVE + RENEWED)
    eve = await people.person_by_email("eve@example.org")
    (held,) = await queries.memberships_of(eve.id, cast.meeting.society)
    await member_actions.change_membership(
        membership=held, society=cast.meeting.society, valid_to=date(2027, 6, 30),
        status=MembershipStatus.ACTIVE, reason="Resigned", by=BY, now=now,
    )  # fmt: skip
    assert "was changed since" in (await _reasons(proposal))["Eve Étienne"]
    outcome = await _undo(cast, proposal, now)
    assert (outcome.back, outcome.stay) == (1, 1)
    assert await people.person_by_email("eve@example.org") is not None
    assert len(await queries.memberships_of(cast.alice.id, cast.meeting.society)) == 1


async def test_who_registered_since_stays(cast, now, buy):  # noqa: F811
    proposal = await _import(cast, now, MIXED)
    eve = await people.person_by_email("eve@example.org")
    await buy(eve)
    await buy(cast.alice)
    reasons = await _reasons(proposal)
    assert "Eve Étienne has here since the import: order, quote, registration." in reasons.values()
    assert reasons["Alice Berg"].count("registration") == 1
    assert (await _undo(cast, proposal, now)).stay == 2
    assert len(await queries.memberships_of(eve.id, cast.meeting.society)) == 1


async def test_who_registered_before_the_import_goes_back(cast, now, buy):  # noqa: F811
    await buy(cast.alice)
    proposal = await _import(cast, now + timedelta(days=1), HEAD + RENEWED)
    assert await _reasons(proposal) == {}


@pytest.mark.parametrize("what", ["name", "address", "role", "signed in", "renewed"])
async def test_somebody_new_who_went_on_stays(cast, now, what):
    proposal = await _import(cast, now, HEAD + EVE)
    eve = await people.person_by_email("eve@example.org")
    if what == "name":
        names = NewPerson("Eve", "Stone", affiliation="Forth Lab")
        await people_actions.update_profile(person=eve.id, names=names, by=BY, now=now)
    if what == "address":
        await EmailAddress.insert(EmailAddress(person=eve.id, address="e@y.example"))
    if what == "role":
        await people_actions.grant_role(
            person=eve.id, role=Role.DESK, meeting=cast.meeting.id, by=BY, now=now
        )
    if what == "signed in":
        await EmailAddress.update({EmailAddress.verified_at: now}).where(
            EmailAddress.person == eve.id
        )
    if what == "renewed":
        await _import(cast, now, HEAD + EVE.replace("2027", "2028"))
    says = {
        "name": "The family name was changed since.",
        "address": "The address e@y.example was added since.",
        "role": "has here since the import: role grant.",
        "signed in": "The address eve@example.org is in use since.",
        "renewed": "There is another membership since: no. 77, Sat 1 Jan 2028",
    }  # fmt: skip
    reasons = await _reasons(proposal)
    assert says[what] in reasons["Eve Étienne"]
    with pytest.raises(CannotUndo, match="Nothing of this import"):
        await _undo(cast, proposal, now)


async def test_a_field_that_was_changed_since_stays(cast, now):
    row = RENEWED.replace("Ångström", "Berg")
    proposal = await _import(cast, now, HEAD + row)
    await people_actions.update_profile(
        person=cast.alice.id, names=NewPerson("Alice", "Carr"), by=BY, now=now
    )
    assert (await _reasons(proposal))["Alice Berg"] == "The family name was changed since."


async def test_going_back_never_makes_an_overlap(cast, now):
    shorter = "SOS-0001,Alice,Ångström,,Regular,active,2027-01-01,2027-06-30,\n"
    proposal = await _import(cast, now, HEAD + shorter)
    later = "SOS-0001,Alice,Ångström,,Regular,active,2027-07-01,2028-06-30,\n"
    await _import(cast, now, HEAD + later)
    assert "it would overlap" in (await _reasons(proposal))["Alice Ångström"]
    with pytest.raises(CannotUndo):
        await _undo(cast, proposal, now)
    assert not [each.sentences for each in await check_all() if each.sentences]


async def test_undo_of_a_stale_preview_is_refused(cast, now):
    proposal = await _import(cast, now, HEAD + EVE + RENEWED)
    stale = (await _preview(proposal)).digest
    await people_actions.grant_role(
        person=(await people.person_by_email("eve@example.org")).id, role=Role.DESK,
        meeting=cast.meeting.id, by=BY, now=now,
    )  # fmt: skip
    with pytest.raises(RollHasChanged):
        await _undo(cast, proposal, now, stale)
    assert (await import_queries.roll_proposal(proposal.id)).undone_at is None


async def test_a_type_that_is_used_since_stays(cast, now):
    fellow = EVE.replace("Student", "Fellow")
    proposal = await _import(cast, now, HEAD + fellow)
    await _import(cast, now, HEAD + fellow.replace("77,Eve,Étienne,eve@", "81,Ida,Ek,ida@"))
    await _undo(cast, proposal, now)
    assert "fellow" in await queries.membership_types(cast.meeting.society)


async def test_an_import_that_was_applied_before_undo_was_kept(cast, now):
    proposal = await _import(cast, now, HEAD + EVE)
    from conference.membership.tables import RollImport

    await RollImport.update({RollImport.undo: "[]"}).where(RollImport.id == proposal.id)
    assert await undo_queries.undo_of(proposal.id) == Undo()
    with pytest.raises(CannotUndo):
        await _undo(cast, proposal, now)


async def test_the_preview_is_a_fixed_number_of_statements(cast, now, count_statements):
    rows = "".join(f"{n},G{n},F{n},m{n}@x.org,Regular,active,,2027-12-31,\n" for n in range(40))
    one, many = (
        await _import(cast, now, HEAD + EVE + RENEWED),
        await _import(cast, now, HEAD + rows),
    )
    with count_statements() as few:
        await _preview(one)
    with count_statements() as more:
        await _preview(many)
    assert len(more) <= len(few)
