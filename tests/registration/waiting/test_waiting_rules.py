"""Who may wait for what, until when an offer holds, and that the order never ties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.policy import Policy
from conference.registration.waiting.rules import can_wait_for, next_in_line, offer_end
from tests.cast import NOW
from tests.registration.conftest import Sale

instants = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("meeting", True),
        ("virtual", True),
        ("extra:dinner", True),
        ("category:trainee", True),
        ("code:SAVE10", False),
        ("anything", False),
    ],
)
def test_can_wait_for_places_but_not_for_a_used_up_code(key: str, answer: bool) -> None:
    assert can_wait_for(key) is answer


@given(st.lists(instants, min_size=1, max_size=20))
def test_next_in_line_is_always_after_whoever_joined_before(clocks: list[datetime]) -> None:
    """However the clocks of the processes differ."""
    newest: datetime | None = None
    for now in clocks:
        joined = next_in_line(newest, now)
        assert newest is None or joined > newest
        assert joined >= now
        newest = joined


async def test_offer_holds_for_the_policys_hours_and_not_beyond_the_meeting(sale: Sale) -> None:
    policy = Policy(offer_hours=48)
    last_day = datetime(2027, 10, 20, 12, tzinfo=UTC)

    assert offer_end(policy, sale.meeting, NOW) == NOW + timedelta(hours=48)
    assert offer_end(policy, sale.meeting, last_day) == datetime(2027, 10, 20, 23, 0, tzinfo=UTC)
