"""The office sets what membership costs."""

from __future__ import annotations

from datetime import date

import pytest

from conference.membership import queries
from conference.membership.tables import Dues
from conference.orm import clock
from conference.orm.tables import AuditEntry

DUES = "/glasgow/office/members/dues"
REGULAR = {
    "type": "regular", "year": "2027", "amount": "260", "late_from": "2027-10-01",
    "late_amount": "325.00",
}  # fmt: skip


@pytest.fixture
async def office(client, cast, sign_in, now):
    await sign_in(client, cast.olive)
    with clock.at(now):
        yield client


async def _offers(cast, day):
    found = await queries.dues_offers(cast.meeting.society, "EUR", day)
    return [(each.type_key, each.amount, each.valid_to) for each in found]


async def test_set_dues_are_offered(office, cast, post):
    assert "No dues are set" in (await office.get(DUES)).text
    assert (await post(office, DUES, REGULAR)).status_code == 303
    shown = (await office.get(DUES)).text
    assert "260.00 EUR" in shown
    assert "325.00 EUR from Fri 1 Oct 2027, a member through 31 December 2028" in shown
    assert await _offers(cast, date(2027, 5, 10)) == [("regular", 26000, date(2027, 12, 31))]
    assert await _offers(cast, date(2027, 10, 1)) == [("regular", 32500, date(2028, 12, 31))]


async def test_set_dues_again_replaces_and_is_audited(office, cast, post):
    await post(office, DUES, REGULAR)
    again = {**REGULAR, "amount": "270.00", "late_from": "", "late_amount": ""}
    await post(office, DUES, again)
    assert await Dues.count() == 1
    assert await _offers(cast, date(2027, 10, 1)) == [("regular", 27000, date(2027, 12, 31))]
    entries = await AuditEntry.select().where(AuditEntry.verb == "set_dues")
    assert any('"amount": [26000, 27000]' in entry["changes"] for entry in entries)


async def test_set_dues_of_a_type_nobody_has_yet(office, cast, post):
    await post(office, DUES, {**REGULAR, "type": "trainee", "amount": "40"})
    assert "trainee" in await queries.membership_types(cast.meeting.society)


async def test_change_dues_shows_what_stands(office, cast, post):
    await post(office, DUES, REGULAR)
    row = await Dues.select(Dues.id).first()
    shown = (await office.get(f"{DUES}?change={row['id']}")).text
    for value in ("2027", "260.00", "2027-10-01", "325.00"):
        assert f'value="{value}"' in shown
    assert (await office.get(f"{DUES}?change=nonsense")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": ""}, "Please fill this in."),
        ({"amount": "a lot"}, "Write the amount as digits"),
        ({"amount": "-5"}, "Write an amount of 0 or more."),
        ({"year": "27"}, "Write a number of at least 2000."),
        ({"late_amount": ""}, "Late joining needs both the day and the amount."),
        ({"late_from": ""}, "Late joining needs both the day and the amount."),
        ({"late_from": "2028-10-01"}, "Write a day in 2027."),
        ({"type": "honorary"}, "Members for life pay no dues."),
        ({"type": "nonsense"}, "Choose one from the list."),
    ],
)
async def test_set_dues_refuses_beside_the_field(office, cast, post, wrong, sentence):
    answer = await post(office, DUES, {**REGULAR, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{({**REGULAR, **wrong})["late_amount"]}"' in answer.text
    assert await Dues.count() == 0


async def test_remove_dues_twice_is_once(office, cast, post):
    await post(office, DUES, REGULAR)
    row = await Dues.select(Dues.id).first()
    for _ in range(2):
        answer = await post(office, f"{DUES}/remove", {"dues": str(row["id"])})
        assert answer.headers["location"] == DUES
    assert await Dues.count() == 0
    assert await _offers(cast, date(2027, 5, 10)) == []


async def test_dues_page_is_a_fixed_number_of_statements(office, cast, post, count_statements):
    await post(office, DUES, REGULAR)
    await office.get(DUES)
    with count_statements() as one:
        await office.get(DUES)
    for year in ("2028", "2029"):
        await post(office, DUES, {**REGULAR, "year": year, "late_from": f"{year}-10-01"})
    await office.get(DUES)
    with count_statements() as three:
        await office.get(DUES)
    assert len(three) == len(one)


async def test_members_are_offered_what_follows(cast, office, post):
    await post(office, DUES, REGULAR)
    later = {**REGULAR, "year": "2028", "late_from": "", "late_amount": ""}
    await post(office, DUES, later)
    found = await queries.dues_offers(
        cast.meeting.society, "EUR", date(2027, 10, 5), person=cast.alice.id
    )
    assert [(each.valid_from, each.amount) for each in found] == [(date(2028, 1, 1), 26000)]
