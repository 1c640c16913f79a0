"""The programme's pages, gathered for the app: public, personal, committee, feeds."""

from dataclasses import replace

from conference.meetings.roof import Link
from conference.people.access import Role
from schedule import (
    agenda_pages,
    committee_pages,
    feed_pages,
    import_pages,
    public_pages,
    release_pages,
    slot_pages,
)
from schedule.agenda_pages import home_card, my_card
from schedule.api import pages as api_pages
from schedule.board import pages as board_pages
from schedule.conflicts import pages as conflict_pages
from schedule.limits import pages as limit_pages
from schedule.numbering import pages as numbering_pages
from schedule.papers import pages as paper_pages

PROGRAMME = "The programme"
PARTS = (board_pages, conflict_pages, limit_pages, numbering_pages, paper_pages, api_pages)
COMMITTEE_LINKS = [
    Link(
        "Draft programme",
        "/committee/programme",
        "Sessions, talks, posters and people; clashes; placing accepted abstracts.",
        Role.PROGRAMME,
        PROGRAMME,
    ),
    Link(
        "Import a programme",
        "/committee/programme/import",
        "Read a pentabarf/frab XML or c3voc JSON file: first what it would change, then apply.",
        Role.PROGRAMME,
        PROGRAMME,
    ),
    Link(
        "Releases",
        "/committee/releases",
        "What the next release changes, releasing it, and every release so far.",
        Role.PROGRAMME,
        PROGRAMME,
    ),
    *(replace(link, group=PROGRAMME) for part in PARTS for link in part.COMMITTEE_LINKS),
]

handlers = [
    *public_pages.handlers,
    *agenda_pages.handlers,
    *committee_pages.handlers,
    *slot_pages.handlers,
    *import_pages.handlers,
    *release_pages.handlers,
    *feed_pages.handlers,
    *(handler for part in PARTS for handler in part.handlers),
]


__all__ = ["COMMITTEE_LINKS", "handlers", "home_card", "my_card"]
