"""The pages of badges and the desk, gathered for the app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from badges.desk import more_pages
from badges.desk import pages as desk_pages
from badges.doors import pages as door_pages
from badges.emergency import pages as emergency_pages
from badges.guests import pages as guest_pages
from badges.kiosk import pages as kiosk_pages
from badges.layouts import pages as layout_pages
from badges.leads import pages as lead_pages
from badges.offline import pages as offline_pages
from badges.papers import pages as paper_pages
from badges.printing import pages as printing_pages
from badges.stock import pages as stock_pages
from badges.walkin import pages as walkin_pages

AT_THE_DESK = "At the desk"
PARTS: tuple[Any, ...] = (
    desk_pages,
    more_pages,
    walkin_pages,
    printing_pages,
    guest_pages,
    stock_pages,
    layout_pages,
    door_pages,
    kiosk_pages,
    offline_pages,
    emergency_pages,
    lead_pages,
    paper_pages,
)


def _gather(name: str) -> list[Any]:
    return [item for part in PARTS for item in getattr(part, name, ())]


OFFICE_LINKS = [replace(link, group=AT_THE_DESK) for link in _gather("OFFICE_LINKS")]
COMMITTEE_LINKS = [replace(link, group=AT_THE_DESK) for link in _gather("COMMITTEE_LINKS")]
CHORES = _gather("CHORES")
WORKERS = _gather("WORKERS")
HOME_CARDS = _gather("HOME_CARDS")
MY_CARDS = _gather("MY_CARDS")
handlers = _gather("handlers")
