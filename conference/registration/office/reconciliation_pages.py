"""The treasurer: whether the books balance, and the tables for a bookkeeper."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date

from litestar import Response, get
from litestar.response import Template

from conference.meetings.given import TheMeeting
from conference.meetings.roof import Link
from conference.people.access import Role, roles
from conference.registration.bank.queries import open_sum
from conference.registration.cash.queries import cash_ups_of
from conference.registration.draft import AnyRequest
from conference.registration.office.journal import HEADINGS, payment_journal
from conference.registration.office.reconciliation import (
    Reconciliation,
    by_method,
    by_time,
)
from conference.registration.office.reconciliation_queries import Days, reconciliation_of
from conference.registration.office.revenue import KIND_WORDS
from conference.registration.rules import METHOD_WORDS, ORDER_WORDS
from conference.web import FormErrors, FormState, page
from conference.web.pages import download
from conference.web.sheets import XLSX, Cell, csv_of, major, xlsx_of

MONEY = roles(Role.OFFICE, Role.TREASURER)
SHOWN_ORDERS = 200
OFFICE_LINKS = [
    Link(
        "Reconciliation",
        "/office/reconciliation",
        "Charged, received, due: to the cent.",
        Role.TREASURER,
    )
]


@get("/{slug:str}/office/reconciliation", opt=MONEY)
async def show_reconciliation(request: AnyRequest, meeting: TheMeeting) -> Template:
    """A day that cannot be read is said beside its field, and all days are shown."""
    days, form = _asked(request)
    books = await reconciliation_of(meeting, days)
    monthly = request.query_params.get("by") == "month"
    drawers = await cash_ups_of(meeting.id)
    return page(
        request,
        "registration/office/reconciliation.html",
        status=422 if form.errors else 200,
        form=form,
        books=books,
        methods=by_method(books.payments),
        times=by_time(books.payments, monthly=monthly),
        monthly=monthly,
        open_orders=books.open_orders[:SHOWN_ORDERS],
        to_match=await open_sum(meeting.id, meeting.currency),
        drawers=sum(each.difference for each in drawers),
        kind_words=KIND_WORDS,
        method_words=METHOD_WORDS,
        order_words=ORDER_WORDS,
        query=request.url.query,
    )


def _asked(request: AnyRequest) -> tuple[Days, FormState]:
    typed = {name: request.query_params.get(name, "").strip()[:20] for name in ("from", "to")}
    found: dict[str, date | None] = {"from": None, "to": None}
    errors = {}
    for name, text in typed.items():
        try:
            found[name] = date.fromisoformat(text) if text else None
        except ValueError:
            errors[name] = "Write the date as year-month-day, for example 2027-03-09."
    first, last = found["from"], found["to"]
    if first and last and last < first:
        errors["to"] = "The last day is before the first."
    if any(day is not None and not 1900 <= day.year <= 2200 for day in found.values()):
        errors["from"] = "Write a year of this century."
    return Days() if errors else Days(first, last), FormState(typed, errors)


def _days(request: AnyRequest) -> Days:
    """The days of a download. Raises FormErrors."""
    days, form = _asked(request)
    if form.errors:
        raise FormErrors(form.values, form.errors)
    return days


@get("/{slug:str}/office/reconciliation.csv", opt=MONEY)
async def download_reconciliation(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    books = await reconciliation_of(meeting, _days(request))
    headings = ("section", "item", "in", "out", "net", "tax", "currency")
    return download(
        csv_of(headings, _summary(books)), "text/csv", f"{meeting.slug}-reconciliation.csv"
    )


def _summary(books: Reconciliation) -> Iterator[tuple[Cell, ...]]:
    def row(section: str, item: str, *amounts: int | None) -> tuple[Cell, ...]:
        cells = (None if each is None else major(each, books.currency) for each in amounts)
        return (section, item, *cells, books.currency)

    yield row("opening", "charged less received before", None, None, books.opening, None)
    for each in books.kinds:
        yield row(
            "charged", KIND_WORDS[each.kind], each.charged, each.taken_back, each.net, each.tax
        )
    for sums in by_method(books.payments):
        name = METHOD_WORDS[sums.method]
        yield row("received", name, sums.received, sums.refunded, sums.net, None)
    yield row("closing", "due", None, None, books.due, None)
    yield row("closing", "to refund", None, None, books.to_refund, None)
    yield row("check", "difference", None, None, books.difference, None)


@get("/{slug:str}/office/balances.csv", opt=MONEY)
async def download_balances(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    """Every order with what was charged, paid, is due and is to be refunded on the last day."""
    books = await reconciliation_of(meeting, _days(request))
    headings = (
        "order", "name", "state", "placed_at", "charged", "paid", "due", "to_refund", "currency",
    )  # fmt: skip
    rows: Iterator[tuple[Cell, ...]] = (
        (
            each.code,
            each.name,
            each.state.value,
            each.placed_at,
            major(each.lines, each.currency),
            major(each.paid, each.currency),
            major(each.balance.due, each.currency),
            major(each.balance.to_refund, each.currency),
            each.currency,
        )
        for each in books.orders
    )
    return download(csv_of(headings, rows), "text/csv", f"{meeting.slug}-balances.csv")


@get("/{slug:str}/office/payments.csv", opt=MONEY)
async def download_payments(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    rows = await payment_journal(meeting, _days(request))
    return download(csv_of(HEADINGS, rows), "text/csv", f"{meeting.slug}-payments.csv")


@get("/{slug:str}/office/payments.xlsx", opt=MONEY)
async def download_payments_workbook(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    rows = await payment_journal(meeting, _days(request))
    body = await asyncio.to_thread(xlsx_of, "Payments", HEADINGS, rows)
    return download(body, XLSX, f"{meeting.slug}-payments.xlsx")


handlers = [
    show_reconciliation,
    download_reconciliation,
    download_balances,
    download_payments,
    download_payments_workbook,
]
