"""After submitting: the pages of changes, gathered for the app."""

from datetime import datetime

from abstracts.changes import (
    agree_pages,
    answer_pages,
    author_pages,
    presenter_pages,
    request_pages,
    withdraw_pages,
)
from abstracts.changes.invitations import unanswered_of
from abstracts.changes.next_steps import show_next_steps
from abstracts.writing.form_parts import add_show_part
from conference.meetings.roof import Card, Link
from conference.people.access import Role, Visitor

MY_ORDER = 15

COMMITTEE_LINKS = [
    Link(
        "Objections and changes",
        "/committee/requests",
        "Co-authors who object; corrected authors and new presenters to judge.",
        Role.PROGRAMME,
    ),
]


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """What waits for the visitor's answer: accepted abstracts, at every meeting (V08)."""
    found = await unanswered_of(visitor.person) if visitor.person else []
    if not found:
        return None
    return Card(MY_ORDER, "abstracts/changes/_my_card.html", {"abstracts": found, "now": now})


handlers = [
    *withdraw_pages.handlers,
    *agree_pages.handlers,
    *author_pages.handlers,
    *presenter_pages.handlers,
    *answer_pages.handlers,
    *request_pages.handlers,
]

add_show_part(show_next_steps)
