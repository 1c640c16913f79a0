"""Beginning a meeting."""

from datetime import date, datetime

import pytest

from conference.meetings import actions, queries
from conference.meetings.actions import NewMeeting
from conference.meetings.errors import NameTaken
from conference.orm import Actor, action
from tests.cast import Cast

NEW = NewMeeting(
    slug="oban",
    title="Signals 2028",
    zone="Europe/London",
    starts_on=date(2028, 5, 1),
    ends_on=date(2028, 5, 3),
    society_name="Another Society",
)


async def create(new: NewMeeting, now: datetime) -> None:
    async with action("create_meeting", by=Actor.system("tests"), now=now) as act:
        await actions.create_meeting(act, new)


async def test_create_meeting_joins_the_society_there_is(cast: Cast, now: datetime) -> None:
    await create(NEW, now)
    made = await queries.meeting_by_slug("oban")
    assert made is not None
    assert (made.title, made.society) == ("Signals 2028", cast.meeting.society)


@pytest.mark.parametrize("slug", ["glasgow", "my", "theme"])
async def test_create_meeting_refuses_a_taken_address(cast: Cast, now: datetime, slug: str) -> None:
    values = {name: getattr(NEW, name) for name in NEW.__slots__}
    with pytest.raises(NameTaken, match=f"/{slug} is used"):
        await create(NewMeeting(**{**values, "slug": slug}), now)
