"""The office: revenue in figures and charts, and as a spreadsheet."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from conference.meetings.given import TheMeeting
from conference.meetings.roof import Link
from conference.people.access import Role, roles
from conference.registration.office.chart import curve_of
from conference.registration.office.revenue import Revenue, revenue_of
from conference.web import page
from conference.web.pages import download
from conference.web.sheets import Cell, csv_of, major

MONEY = roles(Role.OFFICE, Role.TREASURER)
OFFICE_LINKS = [
    Link("Revenue", "/office/revenue", "By category, period and day, with tax.", Role.TREASURER)
]


@get("/{slug:str}/office/revenue", opt=MONEY)
async def show_revenue(request: Request[Any, Any, Any], meeting: TheMeeting) -> Template:
    revenue = await revenue_of(meeting)
    days = [each.day for each in revenue.by_day]
    charged = [each.charged_so_far for each in revenue.by_day]
    received = [each.received_so_far for each in revenue.by_day]
    most = max([*charged, *received], default=0)
    return page(
        request,
        "registration/office/revenue.html",
        revenue=revenue,
        charged=curve_of(days, charged, most),
        received=curve_of(days, received, most),
        people=curve_of(days, [each.people_so_far for each in revenue.by_day]),
    )


@get("/{slug:str}/office/revenue.csv", opt=MONEY)
async def download_revenue(meeting: TheMeeting) -> Response[bytes]:
    revenue = await revenue_of(meeting)
    headings = ("by", "what", "people", "charged", "tax", "net", "received", "currency")
    rows = _rows(revenue, meeting.currency)
    return download(csv_of(headings, rows), "text/csv", f"{meeting.slug}-revenue.csv")


def _rows(revenue: Revenue, currency: str) -> list[tuple[Cell, ...]]:
    groups = (
        ("category", revenue.by_category),
        ("price period", revenue.by_window),
        ("kind", revenue.by_kind),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, e.title, e.people, *(major(n, currency) for n in (e.charged, e.tax, e.net)), None,
         currency)
        for name, shares in groups
        for e in shares
    ]  # fmt: skip
    rows += [
        ("day", e.day, e.people, major(e.charged, currency), None, None,
         major(e.received, currency), currency)
        for e in revenue.by_day
    ]  # fmt: skip
    return rows


handlers = [show_revenue, download_revenue]
