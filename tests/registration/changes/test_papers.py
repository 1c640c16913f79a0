"""What follows a change: credit notes (T03), and no gain from cancelling and booking again."""

from __future__ import annotations

import httpx

from conference.membership.tables import Membership
from conference.orm import Actor
from conference.registration import actions
from conference.registration.catalogue import Wish
from conference.registration.documents.account import documents_of_order
from conference.registration.documents.rules import DocumentKind
from conference.registration.tables import InvoiceIssuer
from tests.cast import NOW
from tests.registration.changes.conftest import Book, Shop, broken, form_of
from tests.web_client import Post, SignIn


async def test_cancel_credits_the_invoice_and_invoices_what_is_kept(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await InvoiceIssuer.insert(
        InvoiceIssuer(meeting=shop.sale.meeting.id, legal_name="Society of Signals e.V.")
    )
    placed = await book(shop.cast.dan, extras=(("dinner", 1),))
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/cancel"

    await post(client, path, form_of(await client.get(path)))

    found = [(each.kind, each.gross) for each in await documents_of_order(placed.order)]
    assert (DocumentKind.INVOICE, 740_00) in found
    assert (DocumentKind.CREDIT_NOTE, -740_00) in found or (
        DocumentKind.CREDIT_NOTE,
        740_00,
    ) in found
    assert (DocumentKind.INVOICE, 100_00) in found
    assert await broken() == []


async def test_change_of_mode_credits_the_difference(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    await InvoiceIssuer.insert(
        InvoiceIssuer(meeting=shop.sale.meeting.id, legal_name="Society of Signals e.V.")
    )
    placed = await book(shop.cast.dan)
    await sign_in(client, shop.cast.dan)
    path = f"/my/registrations/{placed.registration_code}/mode"

    await post(client, path, form_of(await client.get(path)))

    found = {(each.kind, abs(each.gross)) for each in await documents_of_order(placed.order)}
    assert {
        (DocumentKind.INVOICE, 650_00), (DocumentKind.CREDIT_NOTE, 650_00),
        (DocumentKind.INVOICE, 325_00),
    } <= found  # fmt: skip


async def test_cancel_join_and_book_again_costs_no_less(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    """The way round M03: 650 paid, 550 back, 450 as a member would be 550 in all."""
    await Membership.update({Membership.status: "lapsed"}, force=True)
    alice = shop.cast.alice
    placed = await book(alice, "non_member")
    await sign_in(client, alice)
    path = f"/my/registrations/{placed.registration_code}/cancel"
    await post(client, path, form_of(await client.get(path)))
    await Membership.update({Membership.status: "active"}, force=True)

    quote = await actions.make_quote(
        shop.sale.meeting, alice.id, Wish("regular", "in_person"),
        by=Actor(alice.id, "Alice"), now=NOW,
    )  # fmt: skip

    assert quote.total == 450_00 + 100_00
    assert "costs no less than before" in quote.lines[-1].reason


async def test_who_never_paid_books_again_at_the_plain_price(
    shop: Shop, book: Book, client: httpx.AsyncClient, post: Post, sign_in: SignIn
) -> None:
    alice = shop.cast.alice
    placed = await book(alice, "non_member", is_paid=False)
    await sign_in(client, alice)
    path = f"/my/registrations/{placed.registration_code}/cancel"
    await post(client, path, form_of(await client.get(path)))

    again = await book(alice, "regular")

    assert (await shop.order(again)).total == 450_00
