"""The pages of releases, gathered for the programme's."""

from conference.meetings.roof import Link
from conference.people.access import Role
from schedule.actions.release_titles import release_titles_due
from schedule.releasing import committee_pages, emergency_pages, public_pages

COMMITTEE_LINKS = [
    Link(
        "Releases",
        "/committee/releases",
        "What the next release changes and whom it tells, releasing it, going back to an old one.",
        Role.PROGRAMME,
    ),
    Link(
        "Emergency change",
        "/committee/emergency",
        "One session, out at once: a move, a cancellation, another speaker.",
        Role.PROGRAMME,
    ),
]
CHORES = [release_titles_due]
handlers = [*committee_pages.handlers, *emergency_pages.handlers, *public_pages.handlers]
