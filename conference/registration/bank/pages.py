"""What the bank's part gives to registration: its handlers and its door in the office."""

from conference.meetings.roof import Link
from conference.people.access import Role
from conference.registration.bank import entry_pages, statement_pages

OFFICE_LINKS = [
    Link("Bank", "/office/bank", "Statements, and payments to match.", Role.TREASURER),
]

handlers = [*statement_pages.handlers, *entry_pages.handlers]
