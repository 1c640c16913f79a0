"""What abstracts give to the app: handlers, cards, and their place in the committee's index."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from abstracts import committee_pages, queries
from abstracts.awards import pages as awards_pages
from abstracts.book import pages as book_pages
from abstracts.calls import pages as calls_pages
from abstracts.calls.fees import fee_words
from abstracts.changes import pages as changes_pages
from abstracts.deciding import pages as deciding_pages
from abstracts.importing import pages as importing_pages
from abstracts.reviewers import pages as reviewers_pages
from abstracts.reviews import pages as reviews_pages
from abstracts.words import state_words
from abstracts.writing import pages as writing_parts
from conference.meetings.roof import Card, Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor

HOME_ORDER = 30
MY_ORDER = 20

PARTS = (
    calls_pages,
    writing_parts,
    changes_pages,
    reviewers_pages,
    reviews_pages,
    deciding_pages,
    awards_pages,
    book_pages,
    importing_pages,
)


def _gather(name: str) -> list[Any]:
    """What the parts of abstracts give under a name."""
    return [each for part in PARTS for each in getattr(part, name, ())]


# The committee's index in the order of its year: group -> paths of its links.
_GROUPS = {
    "Your reviews": ("/reviewing",),
    "The call": ("calls", "topics", "abstracts/import"),
    "Reviews": ("rounds", "reviewers", "assignments", "scores", "discussion"),
    "Decisions": ("abstracts", "decisions", "presenters", "requests", "awards", "rules"),
    "The book": ("book",),
}


def _in_groups(links: list[Link]) -> list[Link]:
    """The links in the order of the groups, each under its group's name."""
    by_path = {link.path: link for link in links}
    paths = {
        path if path.startswith("/") else f"/committee/{path}": group
        for group, listed in _GROUPS.items()
        for path in listed
    }
    known = [
        replace(by_path[path], group=group) for path, group in paths.items() if path in by_path
    ]
    return known + [link for link in links if link.path not in paths]


CHORES = _gather("CHORES")
OFFICE_LINKS = _gather("OFFICE_LINKS")
MY_CARDS = [part.my_card for part in PARTS if hasattr(part, "my_card")]
HOME_CARDS = [part.home_card for part in PARTS if hasattr(part, "home_card")]
COMMITTEE_LINKS = _in_groups(
    [
        Link("Abstracts", "/committee/abstracts", "Read, accept and reject.", Role.PROGRAMME),
        Link(
            "Calls",
            "/committee/calls",
            "When abstracts come, how long, which topics.",
            Role.PROGRAMME,
        ),
        *_gather("COMMITTEE_LINKS"),
    ]
)


async def home_card(meeting: MeetingInfo, visitor: Visitor, now: datetime) -> Card | None:
    """Which calls are open to the visitor, until when, for how much; none: nothing."""
    found = await queries.calls_for(meeting.id, visitor.person)
    facts = [(call, fee_words(call, meeting.currency)) for call in found if call.is_open(now)]
    if not facts:
        return None
    return Card(HOME_ORDER, "abstracts/_home_card.html", {"calls": facts, "meeting": meeting})


async def my_card(visitor: Visitor, _now: datetime) -> Card | None:
    """The visitor's abstracts at every meeting."""
    if visitor.person is None:
        return None
    mine = await queries.abstracts_of_person(visitor.person)
    if not mine:
        return None
    return Card(
        MY_ORDER, "abstracts/_my_card.html", {"abstracts": mine, "state_words": state_words}
    )


handlers = [
    *committee_pages.handlers,
    *_gather("handlers"),
]
