"""The programme's pages, gathered for the app: public, personal, committee, feeds."""

from dataclasses import replace

from conference.meetings.roof import Link
from conference.people.access import Role
from schedule.api import pages as api_pages
from schedule.board import pages as board_pages
from schedule.calendars import pages as calendar_pages
from schedule.calendars import subscribe_pages
from schedule.conflicts import pages as conflict_pages
from schedule.embed import pages as embed_pages
from schedule.exchange import pages as exchange_pages
from schedule.importing import pages as import_pages
from schedule.limits import my_times
from schedule.limits import pages as limit_pages
from schedule.numbering import pages as numbering_pages
from schedule.papers import pages as paper_pages
from schedule.public import agenda_pages
from schedule.public import pages as public_pages
from schedule.public.agenda_pages import home_card, my_card
from schedule.releasing import pages as releasing_pages
from schedule.sessions import fill_pages, inside_pages, slot_pages
from schedule.sessions import pages as session_pages

PROGRAMME = "The programme"
PARTS = (
    board_pages,
    conflict_pages,
    releasing_pages,
    numbering_pages,
    paper_pages,
    limit_pages,
    exchange_pages,
    embed_pages,
    api_pages,
)
COMMITTEE_LINKS = [
    Link(
        "Draft programme",
        "/committee/programme",
        "The board: sessions by day and room, moved by hand; conflicts; placing abstracts.",
        Role.PROGRAMME,
        PROGRAMME,
    ),
    *(replace(link, group=PROGRAMME) for part in PARTS for link in part.COMMITTEE_LINKS),
    Link(
        "Import a programme",
        "/committee/programme/import",
        "Read XML, JSON, a spreadsheet or a calendar: first what it would change, then apply.",
        Role.PROGRAMME,
        PROGRAMME,
    ),
]

CHORES = [chore for part in PARTS for chore in getattr(part, "CHORES", ())]
handlers = [
    *public_pages.handlers,
    *agenda_pages.handlers,
    *session_pages.handlers,
    *slot_pages.handlers,
    *inside_pages.handlers,
    *fill_pages.handlers,
    *import_pages.handlers,
    *calendar_pages.handlers,
    *subscribe_pages.handlers,
    *my_times.handlers,
    *(handler for part in PARTS for handler in part.handlers),
]
MY_CARDS = [my_times.my_card]

__all__ = ["CHORES", "COMMITTEE_LINKS", "MY_CARDS", "handlers", "home_card", "my_card"]
