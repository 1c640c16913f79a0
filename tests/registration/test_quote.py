"""The price of one person at one instant, and every reason on the way (P01, P02, P15)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conference.registration.pricing import choices, quote, suggested
from conference.registration.quoted import NotForSale, Obstacle, Quoted
from tests.registration.prices import (
    EARLY,
    EARLY_ENDS,
    IN_EARLY,
    IN_GAP,
    IN_STANDARD,
    OPENING,
    STANDARD,
    STANDARD_ENDS,
    STRANGER,
    TABLE,
    member,
)


def test_quote_names_the_member_saving_in_money() -> None:
    quoted = quote(TABLE, "regular", "in_person", buyer=member("regular"), now=IN_EARLY)

    assert isinstance(quoted, Quoted)
    (line,) = quoted.lines
    assert line.title == "Regular member, in person, early"
    assert line.amount == quoted.total == 450_00
    assert "until Sat 31 Jul 2027, 23:59 CEST (Berlin)" in line.reason
    assert "Non-member price 650.00 EUR; you save 200.00 EUR." in line.reason
    assert "Membership G-17" in line.reason
    assert (quoted.saving, quoted.compared) == (200_00, 650_00)


def test_quote_tells_a_non_member_what_membership_would_save() -> None:
    quoted = quote(TABLE, "non_member", "in_person", buyer=STRANGER, now=IN_STANDARD)

    assert isinstance(quoted, Quoted)
    assert (quoted.total, quoted.forgone, quoted.member_price) == (780_00, 240_00, 540_00)
    assert quoted.saving == 0


def test_quote_flips_at_the_stated_instant() -> None:
    last = EARLY_ENDS - timedelta(microseconds=1)

    early = quote(TABLE, "non_member", "in_person", buyer=STRANGER, now=last)
    closed = quote(TABLE, "non_member", "in_person", buyer=STRANGER, now=EARLY_ENDS)

    assert isinstance(early, Quoted)
    assert early.window is EARLY
    assert isinstance(closed, NotForSale)


def test_quote_holds_half_an_hour_but_never_beyond_its_window() -> None:
    free = quote(TABLE, "non_member", "in_person", buyer=STRANGER, now=IN_EARLY)
    short = quote(
        TABLE,
        "non_member",
        "in_person",
        buyer=STRANGER,
        now=EARLY_ENDS - timedelta(minutes=5),
    )

    assert isinstance(free, Quoted)
    assert free.expires_at == IN_EARLY + timedelta(minutes=30)
    assert isinstance(short, Quoted)
    assert short.expires_at == EARLY_ENDS


def test_quote_in_a_gap_says_when_it_opens_again() -> None:
    refused = quote(TABLE, "regular", "in_person", buyer=member("regular"), now=IN_GAP)

    assert refused == NotForSale(
        Obstacle.CLOSED,
        "Registration is closed now and opens again on "
        "Sun 15 Aug 2027, 00:00 CEST (Berlin) (Standard).",
        STANDARD,
    )


def test_quote_before_the_first_window_says_when_it_opens() -> None:
    refused = quote(TABLE, "regular", "in_person", buyer=STRANGER, now=OPENING - timedelta(days=1))

    assert isinstance(refused, NotForSale)
    assert refused.sentence == "Registration opens on Mon 1 Feb 2027, 00:00 CET (Berlin) (Early)."


def test_quote_after_the_last_window_has_closed() -> None:
    refused = quote(TABLE, "regular", "in_person", buyer=STRANGER, now=STANDARD_ENDS)

    assert refused == NotForSale(Obstacle.CLOSED, "Registration has closed.")


@pytest.mark.parametrize(
    ("category", "obstacle", "words"),
    [
        ("regular", Obstacle.MEMBERS_ONLY, "For members. We find no membership."),
        ("invited", Obstacle.OFFICE_ONLY, "office"),
        ("gold", Obstacle.UNKNOWN, "no such category"),
    ],
)
def test_quote_refuses_a_stranger(category: str, obstacle: Obstacle, words: str) -> None:
    refused = quote(TABLE, category, "in_person", buyer=STRANGER, now=IN_EARLY)

    assert isinstance(refused, NotForSale)
    assert refused.obstacle is obstacle
    assert words in refused.sentence


def test_quote_refuses_a_member_of_another_type() -> None:
    refused = quote(TABLE, "trainee", "in_person", buyer=member("regular"), now=IN_EARLY)

    assert isinstance(refused, NotForSale)
    assert refused.sentence == "For members of type trainee; your membership is regular."


def test_quote_refuses_a_cell_that_has_no_price() -> None:
    refused = quote(TABLE, "non_member", "virtual", buyer=STRANGER, now=IN_STANDARD)

    assert refused == NotForSale(
        Obstacle.NOT_OFFERED, "Not offered virtual in the period “Standard”."
    )


def test_choices_explain_what_is_not_open_and_leave_out_what_the_office_gives() -> None:
    offers = choices(TABLE, "in_person", buyer=STRANGER, now=IN_EARLY)

    assert [each.category.key for each in offers] == ["regular", "trainee", "non_member"]
    assert [each.quoted is not None for each in offers] == [False, False, True]
    assert all(each.refused for each in offers[:2])


def test_suggested_takes_the_cheapest_without_proof() -> None:
    offers = choices(TABLE, "in_person", buyer=member("regular", "trainee"), now=IN_EARLY)

    best = suggested(offers)

    assert best is not None
    assert best.category.key == "regular"
