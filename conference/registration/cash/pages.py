"""What the tills give to registration: their handlers and their door."""

from conference.meetings.roof import Link
from conference.people.access import Role
from conference.registration.cash import cash_up_pages, till_pages

OFFICE_LINKS = [
    Link("Till", "/desk/till", "Take cash or cards at the desk; count the drawer.", Role.DESK),
]

handlers = [*till_pages.handlers, *cash_up_pages.handlers]
