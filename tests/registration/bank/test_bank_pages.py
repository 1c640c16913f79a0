"""The treasurer's pages: send a statement, look, book, match by hand, take back."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.registration.bank.references import payment_reference
from conference.registration.tables import BankEntry, Payment
from tests.cast import NOW
from tests.registration.bank.statements import Booking, camt_of, csv_of
from tests.registration.conftest import Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

BANK = "/glasgow/office/bank"


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client


async def send(
    office: httpx.AsyncClient, post: Post, data: bytes, name: str = "may.csv", **more: str
) -> httpx.Response:
    return await post(office, BANK, {**more}, files={"file": (name, data)})


def ticks(answer: httpx.Response, *, only_checked: bool = True) -> list[str]:
    """What the browser would send of the preview's boxes."""
    where = "[@checked]" if only_checked else ""
    found: list[str] = html.fromstring(answer.text).xpath(f"//input[@name='tick']{where}/@value")
    return found


async def test_statement_is_read_looked_at_and_booked(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    data = camt_of(
        [
            Booking(payment_reference(placed.order_code)),
            Booking("spring gift", "20.00", "A friend"),
            Booking("rent", "-300.00", "The landlord"),
        ]
    )

    sent = await send(office, post, data, "may.xml")
    preview = await office.get(sent.headers["location"])

    shown = words(preview)
    assert "3 entries read. Nothing is booked yet." in shown
    assert "DE89370400440532013000" in shown
    assert f"Pays order {placed.order_code}." in shown
    assert "Debits, only listed (1)" in shown
    assert await Payment.count() == 0
    assert len(ticks(preview)) == 1

    done = await post(office, sent.headers["location"], {"tick": ticks(preview)})
    again = await post(office, sent.headers["location"], {"tick": ticks(preview)})
    after = words(await office.get(done.headers["location"]))
    assert "1 entry booked, 650.00 EUR in all." in after
    assert "Nothing was booked: nothing was ticked, or it was booked before." in after
    assert again.status_code == 303
    assert await Payment.count() == 1

    waiting = words(await office.get(f"{BANK}/open"))
    assert "1 credit, 20.00 EUR in all." in waiting
    assert "A friend" in waiting


async def test_same_file_again_says_so(sale: Sale, office: httpx.AsyncClient, post: Post) -> None:
    data = csv_of(Booking("gift"))
    first = await send(office, post, data)

    second = await send(office, post, data, "copy.csv")

    assert second.headers["location"] == first.headers["location"]
    page = words(await office.get(second.headers["location"]))
    assert "This file was read before. Nothing was added." in page
    assert await BankEntry.count() == 1


async def test_dates_that_were_in_doubt_are_read_when_the_order_is_said(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    data = b"Date,Payer,Amount\n03/04/2027,Dan,5.00\n"
    first = await send(office, post, data)
    page = words(await office.get(first.headers["location"]))
    assert "Line 2: “03/04/2027” may be" in page
    assert await BankEntry.count() == 0

    second = await send(office, post, data, day_order="day_first")

    page = words(await office.get(second.headers["location"]))
    assert "1 entries are new now" not in page
    assert "1 entry is new now." in page
    assert "Sat 3 Apr 2027" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file."),
        (b"PK\x03\x04 zip", "Save it as CSV"),
        (b"<html><body>Sign in</body></html>", "no bank statement"),
        (b"<Document><BkToCstmrStmt>", "damaged at line 1"),
        (b":20:STARTUMS\n:25:123\n", "This is MT940."),
    ],
)
async def test_file_that_is_no_statement_is_refused_in_words(
    sale: Sale, office: httpx.AsyncClient, post: Post, data: bytes, sentence: str
) -> None:
    answer = await send(office, post, data, "") if not data else await send(office, post, data)

    assert answer.status_code == 422
    assert sentence in errors_beside(answer)["file"]


async def test_entry_is_found_an_order_by_name_and_given_to_it(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    await send(office, post, csv_of(Booking("Tagung", "600.00", "Universidad")))
    (entry,) = await BankEntry.select(BankEntry.id)
    path = f"{BANK}/entries/{entry['id']}"

    found = await office.get(f"{path}?q=diaz")
    assert placed.order_code in words(found)
    chosen = await office.get(f"{path}?code={placed.order_code}")
    (form,) = html.fromstring(chosen.text).xpath("//form[contains(@action, '/assign')]")
    sent = {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in form.fields}
    sent.pop("_csrf_token")
    assert sent == {"place": "0", "code": placed.order_code, "amount": "600.00"}

    wrong = await post(office, f"{path}/assign", {**sent, "amount": "601"})
    assert wrong.status_code == 422
    assert "600.00 EUR" in errors_beside(wrong)["amount"]
    assert placed.order_code in html.fromstring(wrong.text).xpath("//input[@name='code']/@value")
    assert await Payment.count() == 0

    await post(office, f"{path}/assign", sent)
    await post(office, f"{path}/assign", sent)
    shown = words(await office.get(path))
    assert "600.00 EUR booked." in shown
    assert "Somebody decided about this entry meanwhile" in shown
    assert await Payment.count() == 1


async def test_wrong_match_is_taken_back_with_a_reason(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    sent = await send(office, post, csv_of(Booking(placed.order_code)))
    preview = await office.get(sent.headers["location"])
    await post(office, sent.headers["location"], {"tick": ticks(preview)})
    (entry,) = await BankEntry.select(BankEntry.id)
    page = await office.get(f"{BANK}/entries/{entry['id']}")
    (undo,) = html.fromstring(page.text).xpath("//form[contains(@action, '/undo')]/@action")

    without = await post(office, undo, {"reason": ""})
    assert without.status_code == 422
    assert "Please fill this in." in words(without)
    assert await Payment.count() == 1

    await post(office, undo, {"reason": "Another Dan"})
    shown = words(await office.get(f"{BANK}/entries/{entry['id']}"))
    assert "Taken back" in shown
    assert "To match" in shown
    order = words(await office.get(f"/glasgow/office/orders/{placed.order_code}"))
    assert "Another Dan" in order


async def test_entry_is_set_aside_and_taken_up(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    await send(office, post, csv_of(Booking("gift")))
    (entry,) = await BankEntry.select(BankEntry.id)
    path = f"{BANK}/entries/{entry['id']}"

    assert (await post(office, f"{path}/set-aside", {})).status_code == 422
    await post(office, f"{path}/set-aside", {"reason": "A donation"})
    assert "Nothing to match." in words(await office.get(f"{BANK}/open"))
    assert "A donation" in words(await office.get(path))

    await post(office, f"{path}/take-up")
    assert "Give it to an order" in words(await office.get(path))


async def test_another_meetings_statement_is_not_found(
    sale: Sale, office: httpx.AsyncClient
) -> None:
    for path in (f"{BANK}/{sale.meeting.id}", f"{BANK}/entries/{sale.meeting.id}"):
        assert (await office.get(path)).status_code == 404


async def test_pages_send_as_many_statements_for_many_entries(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post, count_statements: Any
) -> None:
    async def statements(path: str) -> int:
        with count_statements() as seen:
            assert (await office.get(path)).status_code == 200
        return len(seen)

    first = await buy(sale.cast.dan)
    one = await send(office, post, csv_of(Booking(first.order_code)), "one.csv")
    paths = [BANK, f"{BANK}/open", one.headers["location"]]
    with_one = [await statements(path) for path in paths]

    second = await buy(sale.cast.bob)
    data = csv_of(
        *(Booking(f"{n} {each.order_code}") for n in range(2) for each in (first, second))
    )
    three = await send(office, post, data, "three.csv")

    paths[-1] = three.headers["location"]
    assert [await statements(path) for path in paths] == with_one
