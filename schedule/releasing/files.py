"""The files of a release: what each is called, and how it is made from the snapshot alone.

To add one, append a `ReleaseRenderer`. It sees the snapshot, what an imported file said of the
conference, and the configured address; never the draft, the clock or a request. An expensive one
(`on_request`) is rendered when somebody first asks for it, and kept; the others in the release.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conference.web.sheets import XLSX
from schedule.calendars.feeds import programme_ics
from schedule.calendars.writing import MEDIA_TYPE, CalendarSite
from schedule.exchange import write_json, write_xml, xcal
from schedule.exchange.lines import lines_of_release
from schedule.exchange.model import ExchangeFrame
from schedule.exchange.publishing import exchange_of
from schedule.exchange.spreadsheets import CSV, programme_csv, programme_workbook
from schedule.papers.programme_book import programme_pdf
from schedule.queries.releases import CurrentRelease

GENERATOR = "Plenary"

Render = Callable[[CurrentRelease, ExchangeFrame | None, str], bytes]


@dataclass(frozen=True, slots=True)
class ReleaseRenderer:
    """One file of every release, by the name it has in `ReleaseFile` and `CurrentRelease.file`.

    The part of `name` after "programme" is what follows the number of an old release in its
    address: /M/programme/releases/3.ics gives the programme.ics of release 3.
    """

    name: str
    media_type: str
    render: Render
    on_request: bool = False


def _calendar(release: CurrentRelease, frame: ExchangeFrame | None, base_url: str) -> bytes:
    return programme_ics(release, CalendarSite(base_url))


def _xml(release: CurrentRelease, frame: ExchangeFrame | None, base_url: str) -> bytes:
    return write_xml(exchange_of(release.programme, frame, base_url), GENERATOR)


def _json(release: CurrentRelease, frame: ExchangeFrame | None, base_url: str) -> bytes:
    return write_json(exchange_of(release.programme, frame, base_url), GENERATOR)


def _csv(release: CurrentRelease, frame: ExchangeFrame | None, base_url: str) -> bytes:
    return programme_csv(lines_of_release(release.programme))


def _workbook(release: CurrentRelease, frame: ExchangeFrame | None, base_url: str) -> bytes:
    return programme_workbook(lines_of_release(release.programme))


def _xcal(release: CurrentRelease, frame: ExchangeFrame | None, base_url: str) -> bytes:
    stored = release.file("programme.ics")
    return xcal.xcal_of(stored.body if stored else _calendar(release, frame, base_url))


def _book(release: CurrentRelease, frame: ExchangeFrame | None, base_url: str) -> bytes:
    return programme_pdf(release.programme).body


RELEASE_FILES: list[ReleaseRenderer] = [
    ReleaseRenderer("programme.ics", MEDIA_TYPE, _calendar),
    ReleaseRenderer("programme.xml", "application/xml", _xml),
    ReleaseRenderer("programme.json", "application/json", _json),
    ReleaseRenderer("programme.csv", CSV, _csv, on_request=True),
    ReleaseRenderer("programme.xlsx", XLSX, _workbook, on_request=True),
    ReleaseRenderer("programme.xcal", xcal.MEDIA_TYPE, _xcal, on_request=True),
    ReleaseRenderer("programme.pdf", "application/pdf", _book, on_request=True),
]


def renderer_of(name: str) -> ReleaseRenderer | None:
    """The renderer of a file; None if no release has such a file."""
    return next((each for each in RELEASE_FILES if each.name == name), None)
