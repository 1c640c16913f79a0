"""What reviewing gives to the app: pages, links, the card on "My", the hourly letters."""

from typing import Any

from abstracts.reviews import (
    discussion_pages,
    offline_pages,
    queue_pages,
    review_pages,
    score_pages,
)
from abstracts.reviews.queue_pages import my_card
from abstracts.reviews.telling import tell_discussants
from conference.meetings.roof import Link
from conference.people.access import Role

__all__ = ["CHORES", "COMMITTEE_LINKS", "handlers", "my_card"]

CHORES = [tell_discussants]

COMMITTEE_LINKS = [
    Link("Reviewing", "/reviewing", "Your list: read, score, send.", Role.REVIEWER, "Reviewing"),
    Link(
        "Discussion",
        "/committee/discussion",
        "What is disputed, and what others say of it.",
        Role.REVIEWER,
        "Reviewing",
    ),
    Link(
        "Scores",
        "/committee/scores",
        "Means, spread, who is strict, who lenient.",
        Role.PROGRAMME,
        "Reviewing",
    ),
]

handlers: list[Any] = [
    *queue_pages.handlers,
    *review_pages.handlers,
    *offline_pages.handlers,
    *discussion_pages.handlers,
    *score_pages.handlers,
]
