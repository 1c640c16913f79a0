"""Setting up calls: windows, what they ask for, topics, late links, fees."""

from typing import Any

from abstracts.calls import author_pages, call_pages, extend_pages, fee_pages, topic_pages
from abstracts.calls.reminders import remind_drafts
from conference.meetings.roof import Link
from conference.people.access import Role

handlers: list[Any] = [
    *call_pages.handlers,
    *extend_pages.handlers,
    *topic_pages.handlers,
    *fee_pages.handlers,
    *author_pages.handlers,
]
COMMITTEE_LINKS = [
    Link("Topics", "/committee/topics", "Codes, keywords and who looks after each.", Role.PROGRAMME)
]
OFFICE_LINKS = [
    Link("Abstract fees", "/committee/fees", "Which are due; let one go.", Role.TREASURER, "Money")
]
CHORES = [remind_drafts]
