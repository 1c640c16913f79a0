"""A list is priced row by row, and every fault stands beside its row (R02, M08)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from conference.orm.statements import count_statements
from conference.registration.billing import Customer
from conference.registration.groups.draft import Row
from conference.registration.groups.queries import group_facts
from conference.registration.groups.rules import Preview, preview_group
from conference.registration.tables import PlacePool
from tests.cast import NOW
from tests.registration.conftest import Buy, Sale
from tests.registration.groups.conftest import PEOPLE

ALICE, NORA, OMAR = PEOPLE


async def preview(party: Sale, *rows: Row) -> Preview:
    facts, _ = await group_facts(rows, party.meeting, NOW)
    return preview_group(rows, facts, Customer("GB"), NOW)


def changed(row: Row, **values: Any) -> Row:
    return msgspec.structs.replace(row, **values)


async def test_preview_prices_members_by_the_roll_and_the_others_as_they_are(party: Sale) -> None:
    found = await preview(party, *PEOPLE)

    assert found.is_sound
    assert [each.total for each in found.rows] == [540_00, 650_00, 340_00]
    assert found.total == 1530_00
    assert [each.person for each in found.rows] == [party.cast.alice.id, None, None]
    assert found.rows[1].country == "SE"
    assert found.rows[2].notes == ("This person is asked for a proof.",)


async def test_preview_tells_the_contact_nothing_of_the_roll_but_the_price(party: Sale) -> None:
    found = await preview(party, *PEOPLE)

    reasons = " ".join(line.reason for line in found.rows[0].lines)
    assert "this address is on the roll" in reasons
    assert "SOS-0001" not in reasons
    assert "31 Dec" not in reasons


async def test_preview_refuses_the_member_price_to_who_is_not_on_the_roll(party: Sale) -> None:
    found = await preview(party, ALICE, changed(NORA, category="regular"), OMAR)

    assert list(found.rows[1].faults) == ["category"]
    assert "not on the roll" in found.rows[1].faults["category"]
    assert found.field_errors == {"category-1": found.rows[1].faults["category"]}
    assert not found.is_sound


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "nora"}, "email"),
        ({"email": "ALICE@example.org"}, "email"),
        ({"family_name": ""}, "family_name"),
        ({"country": ""}, "country"),
        ({"country": "Atlantis"}, "country"),
        ({"category": ""}, "category"),
        ({"category": "King"}, "category"),
        ({"extras": ("caviar",)}, "extras"),
        ({"mode": "virtual", "extras": ("dinner",)}, "extras"),
    ],
)
async def test_preview_says_what_is_wrong_beside_the_row(
    party: Sale, change: dict[str, Any], field: str
) -> None:
    found = await preview(party, ALICE, changed(NORA, **change), OMAR)

    assert list(found.rows[1].faults) == [field]
    assert not found.is_sound
    assert list(found.rows[2].faults) == []


async def test_preview_refuses_who_holds_a_place_already(party: Sale, buy: Buy) -> None:
    await buy(party.cast.dan)
    dan = changed(NORA, given_name="Dan", family_name="Díaz", email="Dan@Example.org")

    found = await preview(party, ALICE, dan, OMAR)

    assert "holds a place" in found.rows[1].faults["email"]


async def test_preview_says_that_a_name_differs_without_telling_whose_it_is(party: Sale) -> None:
    found = await preview(party, changed(ALICE, family_name="Smith"), NORA, OMAR)

    assert found.is_sound
    assert found.rows[0].notes == (
        "We know this address under another name, which stays as it is.",
    )


async def test_preview_of_a_list_that_is_too_short(party: Sale) -> None:
    found = await preview(party, ALICE, NORA)

    assert found.faults == ("A group is at least 3 people; this list has 2.",)


async def test_preview_counts_places_for_all_of_them(party: Sale) -> None:
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "extra:dinner")
    await PlacePool.update({PlacePool.capacity: 2}).where(PlacePool.key == "meeting")

    found = await preview(party, *PEOPLE)

    assert found.faults == (
        "“Gala dinner”: 1 left, and this list asks for 2.",
        "Places in the house: 2 left, and this list asks for 3.",
    )


async def test_word_agreed_on_moves_with_people_and_prices(party: Sale) -> None:
    first = await preview(party, *PEOPLE)
    same = await preview(party, *PEOPLE)
    other = await preview(party, ALICE, changed(NORA, extras=("dinner",)), OMAR)
    somebody = await preview(party, ALICE, changed(NORA, email="else@example.org"), OMAR)

    assert first.agreed == same.agreed
    assert len({first.agreed, other.agreed, somebody.agreed}) == 3


async def test_facts_are_read_in_as_many_statements_for_one_as_for_three(party: Sale) -> None:
    counts = []
    for rows in (PEOPLE[:1], PEOPLE):
        with count_statements() as seen:
            await group_facts(rows, party.meeting, NOW)
        counts.append(len(seen))

    assert counts[0] == counts[1]


async def test_tax_follows_the_institution_that_pays(party: Sale) -> None:
    from conference.registration.tables import TaxRate

    await TaxRate.insert(
        TaxRate(meeting=party.meeting.id, basis_points=2000),
        TaxRate(meeting=party.meeting.id, country="SE", customer="business", basis_points=0),
    )
    facts, _ = await group_facts(PEOPLE, party.meeting, NOW)

    at_home = preview_group(PEOPLE, facts, Customer("GB"), NOW)
    abroad = preview_group(PEOPLE, facts, Customer("SE", "SE123456789001"), NOW)

    assert at_home.total == 1530_00
    assert abroad.total == sum(each.total for each in abroad.rows) < at_home.total
    assert all(line.tax == 0 for each in abroad.rows for line in each.lines)
