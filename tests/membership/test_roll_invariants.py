"""`plenary check` finds a roll that contradicts itself, and finds nothing in a sound one."""

from __future__ import annotations

from datetime import date

import pytest

from conference import invariants as _invariants  # noqa: F401 -- registers the checks
from conference.membership import actions
from conference.membership.tables import Membership, MembershipType
from conference.orm import Actor
from conference.orm.invariants import check_all
from conference.people.tables import EmailAddress

KEYS = {"roll-no-overlap", "roll-dates-in-order", "roll-number-once", "email-one-person"}


async def _broken():
    found = {each.invariant.key: each.sentences for each in await check_all()}
    assert found.keys() >= KEYS
    return {key: found[key] for key in KEYS if found[key]}


async def _add(cast, **values):
    kind = await MembershipType.select(MembershipType.id).first()
    given = {
        "society": cast.meeting.society, "person": cast.alice.id, "type": kind["id"],
        "number": "SOS-0001", "valid_from": date(2028, 1, 1), "valid_to": date(2028, 12, 31),
        "status": "active",
    }  # fmt: skip
    await Membership.insert(Membership(**{**given, **values}))


async def test_check_finds_nothing_after_an_import(cast, now):
    data = (
        b"Number,Name,E-mail,Type,Valid from,Valid to\n"
        b"SOS-0001,Alice Angstrom,alice@example.org,Regular,2028-01-01,2029-12-31\n"
        b"70,Eve Fox,eve@example.org,Student,2026-01-01,2026-12-31\n"
        b"70,Eve Fox,eve@example.org,Regular,2027-01-01,2027-12-31\n"
        b"71,Finn Ash,,Honorary,1990-01-01,\n"
    )
    by = Actor.system("tests")
    proposal = await actions.propose_roll_import(
        society=cast.meeting.society, file_name="roll.csv", data=data, by=by, now=now
    )
    outcome = await actions.apply_roll_import(import_id=proposal.id, by=by, now=now)
    assert outcome.memberships == 4
    assert await _broken() == {}


@pytest.mark.parametrize(
    ("values", "key", "words"),
    [
        ({"valid_from": date(2027, 12, 31)}, "roll-no-overlap", "begins on 2027-12-31, before"),
        ({"valid_to": date(2027, 6, 1)}, "roll-dates-in-order", "ends on 2027-06-01"),
    ],
)
async def test_check_finds_wrong_dates(cast, values, key, words):
    await _add(cast, **values)
    broken = await _broken()
    assert broken.keys() == {key}
    assert words in broken[key][0]


async def test_check_finds_a_number_of_two_people(cast):
    await _add(cast, person=cast.dan.id, number="sos-0001 ")
    assert (await _broken())["roll-number-once"] == [
        "Number SOS-0001 belongs to Alice Ångström and to Dan Díaz."
    ]


async def test_check_finds_an_address_of_two_people(cast, now):
    again = EmailAddress(person=cast.dan.id, address="ALICE@example.org", created_at=now)
    await EmailAddress.insert(again)
    assert (await _broken())["email-one-person"] == ["alice@example.org belongs to 2 people."]
