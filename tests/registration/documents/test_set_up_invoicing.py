"""Who issues the documents, and the tax: set up on two pages that explain themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from conference.meetings.tables import Meeting
from conference.registration.catalogue_queries import policy_of, tax_rates_of
from conference.registration.documents import set_up_actions
from conference.registration.documents.account import issuer_of_meeting
from conference.registration.tables import InvoiceIssuer
from conference.registration.taxes import Customer, TaxRate
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Sale
from tests.registration.documents.conftest import OpenOrder, Pay, issuer_of
from tests.registration.reading import errors_beside, words

PATH = "/glasgow/office/invoicing"
ISSUER = {
    "legal_name": "Society of Signals e.V.",
    "address": "1 Quay Street\nGlasgow",
    "country": "GB",
    "tax_number": "GB 123",
    "bank": "IBAN GB33",
    "footer": "Charity",
    "prefix": "sos",
    "payment_days": "30",
    "change_fee": "25.00",
}


@pytest.fixture
async def office(client: httpx.AsyncClient, sign_in: Any, sale: Sale) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client


async def test_save_issuer_is_printed_from_then_on(
    office: httpx.AsyncClient, post: Callable, sale: Sale
) -> None:
    assert 'value="GLASGOW"' in (await office.get(PATH)).text  # a prefix to begin with

    answer = await post(office, PATH, ISSUER)

    assert answer.status_code == 303
    issuer = await issuer_of_meeting(sale.meeting.id)
    assert issuer is not None
    assert (issuer.party.name, issuer.prefix) == ("Society of Signals e.V.", "SOS")
    assert (issuer.payment_days, issuer.change_fee) == (30, 25_00)
    assert "SOS-INV-2027-00042" in (await office.get(PATH)).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("legal_name", ""),
        ("country", "ZZ"),
        ("prefix", "S/O"),
        ("payment_days", "soon"),
        ("change_fee", "a lot"),
        ("footer", "1\n2\n3\n4\n5\n6"),
    ],
)
async def test_save_issuer_refuses_beside_the_field(
    office: httpx.AsyncClient, post: Callable, field: str, value: str
) -> None:
    answer = await post(office, PATH, {**ISSUER, field: value})
    assert answer.status_code == 422
    assert errors_beside(answer).keys() == {field}
    assert 'value="GB 123"' in answer.text
    assert await InvoiceIssuer.count() == 0


async def test_save_issuer_refuses_the_prefix_of_another_meeting(
    office: httpx.AsyncClient, post: Callable, sale: Sale
) -> None:
    other = Meeting(
        society=sale.meeting.society,
        slug="sydney",
        title="Signals 2028",
        starts_on=date(2028, 9, 14),
        ends_on=date(2028, 9, 17),
    )
    await Meeting.insert(other)
    await set_up_actions.save_issuer(issuer_of(sale, meeting=other.id), by=OFFICE, now=NOW)
    answer = await post(office, PATH, ISSUER)
    assert errors_beside(answer).keys() == {"prefix"}


async def test_save_issuer_keeps_a_prefix_that_was_printed(
    office: httpx.AsyncClient, post: Callable, issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    assert (await post(office, PATH, {**ISSUER, "prefix": "NEW"})).status_code == 303
    await pay(await order_of(issuing.cast.alice), 427_00)
    answer = await post(office, PATH, {**ISSUER, "prefix": "OTHER"})
    assert errors_beside(answer).keys() == {"prefix"}
    assert (await post(office, PATH, {**ISSUER, "prefix": "NEW", "bank": "x"})).status_code == 303


def rate(row: str, tax_class: str, percent: str, **more: str) -> dict[str, str]:
    values = {"country": "", "customer": "any", "title": "VAT", "note": "", **more}
    cells = {"class": tax_class, "percent": percent, **values}
    return {f"{name}-{row}": value for name, value in cells.items()}


async def test_save_taxes_shows_what_customers_pay(
    office: httpx.AsyncClient, post: Callable, sale: Sale
) -> None:
    """T02: 350.00 net at 22 % is 427.00."""
    form = {
        "includes": "no",
        **rate("0", "registration", "22"),
        **rate("new", "Registration", "0", country="DE", customer="business", note="Reverse."),
    }

    assert (await post(office, f"{PATH}/taxes", form)).status_code == 303

    assert (await policy_of(sale.meeting.id)).prices_include_tax is False
    assert set(await tax_rates_of(sale.meeting.id)) == {
        TaxRate("registration", 2200),
        TaxRate("registration", 0, "DE", Customer.BUSINESS, note="Reverse."),
    }
    shown = words(await office.get(f"{PATH}/taxes"))
    assert "22 % 350.00 EUR 77.00 EUR 427.00 EUR" in shown
    assert "Germany, businesses" in shown


async def test_save_taxes_removes_and_changes(
    office: httpx.AsyncClient, post: Callable, issuing: Sale
) -> None:
    form = {
        "includes": "yes",
        **rate("0", "dinner", "7,7 %"),
        **rate("1", "registration", "22"),
        "remove-1": "on",
        **rate("new", "", ""),
    }
    assert (await post(office, f"{PATH}/taxes", form)).status_code == 303
    assert await tax_rates_of(issuing.meeting.id) == (TaxRate("dinner", 770),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"percent-0": "much"}, "percent-0"),
        ({"percent-0": "101"}, "percent-0"),
        ({"percent-0": "NaN"}, "percent-0"),
        ({"percent-0": "1e999999"}, "percent-0"),
        ({"class-0": ""}, "class-0"),
        ({"country-0": "XX"}, "country-0"),
        ({"customer-0": "alien"}, "customer-0"),
        ({"includes": ""}, "includes"),
        (rate("new", "registration", "5"), "class-new"),
    ],
)
async def test_save_taxes_refuses_beside_the_field(
    office: httpx.AsyncClient,
    post: Callable,
    sale: Sale,
    changes: dict[str, str],
    field: str,
) -> None:
    form = {"includes": "yes", **rate("0", "registration", "22", note="Kept."), **changes}
    answer = await post(office, f"{PATH}/taxes", form)
    assert answer.status_code == 422
    assert errors_beside(answer).keys() == {field}
    assert 'value="Kept."' in answer.text
    assert await tax_rates_of(sale.meeting.id) == ()
