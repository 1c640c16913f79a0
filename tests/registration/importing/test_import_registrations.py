"""Registrations sold elsewhere: read, looked at, taken over once, undone while nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.orm.invariants import check_all
from conference.registration import queries
from conference.registration.documents import set_up_actions
from conference.registration.importing import actions
from conference.registration.importing.errors import (
    AlreadyImported,
    BookingsChanged,
    NotToUndo,
    UnreadableBookings,
)
from conference.registration.importing.queries import ImportInfo
from conference.registration.importing.reading import read_bookings
from conference.registration.importing.rules import Outcome
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import PaymentMethod, RegistrationState
from conference.registration.tables import Document, Payment, PlacePool, Registration
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Buy, Sale
from tests.registration.documents.conftest import issuer_of
from tests.registration.reading import words

LIST = """E-mail;Given name;Family name;Country;Category;Amount;Paid;Method;Reference
rosa@x.test;Rosa;Pérez;Spain;Non-member;600.00;600.00;Bank transfer;PX-1
ivo@x.test;Ivo;Novák;CZ;non_member;;;;
"""


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


async def propose(sale: Sale, text: str = LIST) -> ImportInfo:
    return await actions.propose_import(sale.meeting, "old.csv", text.encode(), by=OFFICE, now=NOW)


async def apply(sale: Sale, info: ImportInfo, *, writes_letters: bool = False) -> int:
    return await actions.apply_import(
        info.id, till=sale.till, by=OFFICE, now=NOW, writes_letters=writes_letters
    )


async def undo(sale: Sale, info: ImportInfo) -> int:
    return await actions.undo_import(
        info.id, till=sale.till, by=OFFICE, now=NOW, reason="the wrong file"
    )


async def broken() -> list[str]:
    return [sentence for each in await check_all() for sentence in each.sentences]


async def taken() -> int:
    row = await PlacePool.select(PlacePool.taken).where(PlacePool.key == "meeting").first()
    assert row is not None
    return int(row["taken"])


async def test_propose_import_says_what_each_line_would_do(sale: Sale, buy: Buy) -> None:
    await buy(sale.cast.dan)
    lines = LIST + f"{sale.cast.dan.email};D;D;;Non-member;;;;\nx@x.test;X;X;;Astronaut;;;;\n"

    info = await propose(sale, lines)

    assert [each.total for each in info.of(Outcome.BOOK)] == [600_00, 650_00]
    assert [each.row.email for each in info.of(Outcome.KNOWN)] == [sale.cast.dan.email]
    assert "Astronaut" in info.of(Outcome.REFUSED)[0].reason
    assert await Registration.count() == 1


async def test_propose_import_of_no_list_says_why(sale: Sale) -> None:
    with pytest.raises(UnreadableBookings, match="category"):
        await propose(sale, "Name,Mail\nA,a@x.test\n")


async def test_apply_import_books_what_it_said_and_keeps_every_promise(sale: Sale) -> None:
    assert await apply(sale, await propose(sale)) == 2

    found = {
        each.person.email: each
        for each in await queries.search_registrations(sale.meeting.id, "x.test")
    }
    assert found["rosa@x.test"].state is RegistrationState.CONFIRMED
    assert found["rosa@x.test"].total == found["rosa@x.test"].paid == 600_00
    assert found["ivo@x.test"].state is RegistrationState.PENDING_PAYMENT
    assert await taken() == 2
    assert await OutboxLetter.count() == 0
    assert await broken() == []


async def test_apply_import_with_letters_sends_tickets(sale: Sale) -> None:
    await apply(sale, await propose(sale), writes_letters=True)

    kinds = await OutboxLetter.select(OutboxLetter.kind, OutboxLetter.to_address)
    assert [(row["kind"], row["to_address"]) for row in kinds] == [
        ("registration_confirmed", "rosa@x.test")
    ]


async def test_apply_import_twice_books_once(sale: Sale) -> None:
    info = await propose(sale)
    await apply(sale, info)

    with pytest.raises(AlreadyImported):
        await apply(sale, info)
    assert await Registration.count() == 2


async def test_apply_import_that_is_out_of_date_writes_nothing(sale: Sale, buy: Buy) -> None:
    info = await propose(sale, LIST.replace("ivo@x.test", sale.cast.dan.email))
    await buy(sale.cast.dan)

    with pytest.raises(BookingsChanged):
        await apply(sale, info)
    assert await Registration.count() == 1


async def test_undo_import_frees_the_places_and_the_money(sale: Sale) -> None:
    info = await propose(sale)
    await apply(sale, info)

    assert await undo(sale, info) == 2

    states = await Registration.select(Registration.state)
    assert {row["state"] for row in states} == {"cancelled"}
    paid = await Payment.select(Payment.amount)
    assert sum(row["amount"] for row in paid) == 0
    assert await taken() == 0
    assert await broken() == []
    with pytest.raises(NotToUndo):
        await undo(sale, info)


async def test_undo_import_is_refused_once_somebody_paid(sale: Sale) -> None:
    info = await propose(sale)
    await apply(sale, info)
    ivo = (await queries.search_registrations(sale.meeting.id, "ivo"))[0]
    payment = NewPayment(650_00, PaymentMethod.CASH, NOW, "later")
    await record_payment(ivo.order_code, payment, till=sale.till, by=OFFICE, now=NOW)

    with pytest.raises(NotToUndo, match=ivo.code):
        await undo(sale, info)
    assert await taken() == 2


def test_read_bookings_says_everything_that_is_wrong_with_a_line() -> None:
    file = read_bookings(
        b"e-mail,category,day,amount,method\nnobody,,18.10.27,1.234,beads\n", "EUR"
    )

    said = " ".join(file.refusals[0].problems)
    for part in ("nobody", "18.10.27", "1.234", "beads", "category"):
        assert part in said


def test_read_bookings_reads_several_extras_and_a_day() -> None:
    text = "Email\tCategory\tExtras\tDay\nA@X.test\tOne day\tdinner*2 tour\t2027-10-18\n"
    (row,) = read_bookings(text.encode("utf-16"), "EUR").rows

    assert row.email == "a@x.test"
    assert row.extras == (("dinner", 2), ("tour", 1))
    assert str(row.day) == "2027-10-18"


async def test_import_pages_walk_from_upload_to_undo(
    sale: Sale, client: Any, sign_in: Any, post: Any
) -> None:
    await sign_in(client, sale.cast.olive)
    path = f"/{sale.meeting.slug}/office/registrations/import"
    sent = await post(client, path, {}, files={"file": ("old.csv", LIST.encode(), "text/csv")})
    preview = sent.headers["location"]
    assert "1,250.00 EUR charged" in words(await client.get(preview))

    await post(client, preview, {})
    shown = words(await client.get(preview))
    assert "Applied on" in shown
    refused = await post(client, f"{preview}/undo", {"reason": ""})
    assert refused.status_code == 422
    await post(client, f"{preview}/undo", {"reason": "wrong file"})
    assert "Undone on" in words(await client.get(preview))


async def test_upload_without_a_file_is_told_beside_the_field(
    sale: Sale, client: Any, sign_in: Any, post: Any
) -> None:
    await sign_in(client, sale.cast.olive)

    answer = await post(client, f"/{sale.meeting.slug}/office/registrations/import", {})

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize("lines", [1, 30])
async def test_propose_import_takes_a_fixed_number_of_statements(
    sale: Sale, lines: int, count_statements: Callable[..., Any]
) -> None:
    text = "email,category\n" + "".join(f"p{n}@x.test,Non-member\n" for n in range(lines))
    with count_statements() as counted:
        await propose(sale, text)

    assert len(counted) <= 26


async def test_undo_import_credits_the_invoices_of_what_was_paid(sale: Sale) -> None:
    await set_up_actions.save_issuer(issuer_of(sale), by=OFFICE, now=NOW)
    info = await propose(sale)
    await apply(sale, info)

    await undo(sale, info)

    kinds = [row["kind"] for row in await Document.select(Document.kind)]
    assert sorted(kinds) == ["credit_note", "invoice", "receipt"]
    assert await broken() == []


@pytest.mark.parametrize(
    "cells",
    [
        "x@x.test,regular,dinner*" + "9" * 5000 + ",2027-08-01",
        "x@x.test,regular,,0001-01-01",
        "x@x.test,regular," + "a" * 200_000 + '",2027-08-01',
        '"x@x.test,regular,,2027-08-01',
    ],
)
def test_line_that_cannot_be_read_costs_no_other_line(cells: str) -> None:
    text = f"email,category,extras,paid on\n{cells}\n\nada@x.test,regular,,2027-08-01\n"
    file = read_bookings(text.encode(), "EUR")
    assert [row.email for row in file.rows] == ["ada@x.test"]
    assert [each.line for each in file.refusals] == [2]
