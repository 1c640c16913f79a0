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
from schedule.numbering import pages as numbering_pages

PROGRAMME = "The programme"
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
    *(replace(link, group=PROGRAMME) for link in numbering_pages.COMMITTEE_LINKS),
]

handlers = [
    *public_pages.handlers,
    *agenda_pages.handlers,
    *committee_pages.handlers,
    *slot_pages.handlers,
    *import_pages.handlers,
    *release_pages.handlers,
    *feed_pages.handlers,
    *numbering_pages.handlers,
]


__all__ = ["COMMITTEE_LINKS", "handlers", "home_card", "my_card"]
