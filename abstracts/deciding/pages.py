"""Deciding: ranking, cut-offs, held decisions, letters, release, answers, waiting list."""

from datetime import datetime
from typing import Any

from abstracts.deciding import (
    chores,
    decision_pages,
    letter_pages,
    policy_pages,
    presenter_pages,
    release_pages,
    sheet_pages,
    target_pages,
    waiting_pages,
)
from abstracts.deciding.holding import HELD_KIND
from abstracts.deciding.scope import topics_chaired
from conference.meetings.audit import withhold
from conference.meetings.roof import Card, Link
from conference.people.access import Role, Visitor

withhold(HELD_KIND)

COMMITTEE_LINKS = [
    Link(
        "Decisions",
        "/committee/decisions",
        "Rank, set cut-offs, hold, release together.",
        Role.PROGRAMME,
    ),
    Link(
        "Presenters",
        "/committee/presenters",
        "Who has not registered; reminders and free places.",
        Role.PROGRAMME,
    ),
    Link(
        "Rules about abstracts",
        "/committee/rules",
        "One talk a person, days to answer and to register, the book.",
        Role.PROGRAMME,
    ),
]
MY_ORDER = 26


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """For who chairs topics of a meeting that is still to come; one statement."""
    if visitor.person is None:
        return None
    topics = await topics_chaired(visitor.person, now)
    if not topics:
        return None
    return Card(MY_ORDER, "abstracts/deciding/_my_card.html", {"meetings": topics})


CHORES = [chores.chase_all_presenters]

handlers: list[Any] = [
    *decision_pages.handlers,
    *sheet_pages.handlers,
    *target_pages.handlers,
    *letter_pages.handlers,
    *release_pages.handlers,
    *waiting_pages.handlers,
    *presenter_pages.handlers,
    *policy_pages.handlers,
]
