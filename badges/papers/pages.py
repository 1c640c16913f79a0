"""What certificates give to the house: pages, links, the card of "My Plenary"."""

from __future__ import annotations

from badges.papers import (
    credit_pages,
    following_pages,
    my_pages,
    office_pages,
    policy_pages,
    shown_pages,
    verify_pages,
)

OFFICE_LINKS = office_pages.OFFICE_LINKS
COMMITTEE_LINKS = [*office_pages.COMMITTEE_LINKS, *following_pages.COMMITTEE_LINKS]
MY_CARDS = my_pages.MY_CARDS
HOME_CARDS = my_pages.HOME_CARDS
handlers = [
    *verify_pages.handlers,
    *my_pages.handlers,
    *office_pages.handlers,
    *policy_pages.handlers,
    *credit_pages.handlers,
    *shown_pages.handlers,
    *following_pages.handlers,
]
