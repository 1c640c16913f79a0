"""The pages of the board."""

from conference.meetings.roof import Link
from schedule.board import board_page, changing_pages, moving_pages

COMMITTEE_LINKS: list[Link] = []
handlers = [*board_page.handlers, *moving_pages.handlers, *changing_pages.handlers]
