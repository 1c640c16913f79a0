"""What people do at their browsers, page by page, and what the night's work does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from lxml import html

from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.chores import Chore
from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.orm.invariants import check_all
from conference.people import queries as people
from conference.registration import order_queries, pages, queries
from conference.registration.order_queries import OrderDetail
from conference.registration.queries import RegistrationInfo
from tests.registration.bank.statements import Booking, camt_of
from tests.registration.changes.conftest import form_of
from tests.registration.conftest import ISSUER, Sale
from tests.registration.reading import words
from tests.web_client import Post

WHO, WHAT, CHECK, OTHER = (f"/glasgow/register{step}" for step in ("", "/what", "/check", "/other"))
OFFICE = "/glasgow/office"
DESK = "/glasgow/desk"
BANK_TRANSFER = {"pays_by": "bank_transfer"}


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody at a browser."""

    sale: Sale
    browser: httpx.AsyncClient
    post: Post

    async def see(self, path: str) -> str:
        """The words of a page that opens."""
        answer = await self.browser.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return words(answer)

    async def send(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """The answer to a form that is taken."""
        answer = await self.post(self.browser, path, data, **more)
        assert answer.status_code == 303, f"{path}: {answer.status_code} {words(answer)}"
        return answer

    async def refused(self, path: str, data: dict[str, Any] | None = None) -> httpx.Response:
        """The answer to a form that is not taken."""
        answer = await self.post(self.browser, path, data)
        assert answer.status_code in (409, 422), f"{path}: {answer.status_code}"
        return answer

    async def choose(self, category: str, **chosen: Any) -> httpx.Response:
        """The second screen; the third, with the price."""
        await self.send(WHAT, {"category": category, "mode": "in_person", **chosen})
        return await self.browser.get(CHECK)

    async def order(self, category: str, bill: dict[str, str] | None = None, **chosen: Any) -> Any:
        """All the screens; where they lead."""
        page = await self.choose(category, **chosen)
        quote = {"quote": quote_in(page)}
        done = await self.send(CHECK, {**quote, **BANK_TRANSFER, **(bill or {})})
        return done.headers["location"]

    async def register(
        self, category: str, bill: dict[str, str] | None = None, **chosen: Any
    ) -> RegistrationInfo:
        """All the screens, for oneself; the registration they end with."""
        shown = await self.order(category, bill, **chosen)
        return await self.registration(shown.rsplit("/", 1)[1])

    async def registration(self, code: str) -> RegistrationInfo:
        found = await queries.registration_by_code(self.sale.meeting.id, code)
        assert found is not None
        return found

    async def confirm(self, path: str, choice: dict[str, str], reason: str = "") -> str:
        """Looks at what a change costs, and makes it; what the page said before."""
        shown = await (self.post(self.browser, path, choice) if choice else self.browser.get(path))
        assert shown.status_code == 200, words(shown)
        await self.send(path, {**form_of(shown), **({"reason": reason} if reason else {})})
        return words(shown)

    async def book_statement(self, *bookings: Booking) -> str:
        """The treasurer sends a statement, looks, and books what is ticked."""
        files = {"file": ("statement.xml", camt_of(bookings))}
        sent = await self.send(f"{OFFICE}/bank", {}, files=files)
        preview = await self.browser.get(sent.headers["location"])
        ticked = html.fromstring(preview.text).xpath("//input[@name='tick'][@checked]/@value")
        done = await self.send(sent.headers["location"], {"tick": ticked})
        return await self.see(done.headers["location"])

    async def take_cash(self, order_code: str, **given: str) -> httpx.Response:
        """The desk takes what is due; the page of the payment."""
        path = f"{DESK}/till/orders/{order_code}"
        page = await self.browser.get(path)
        (form,) = html.fromstring(page.text).xpath("//form[.//input[@name='amount']]")
        sent = {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in SENT_BY_TILL}
        done = await self.send(path, {**sent, "method": "cash", **given})
        return await self.browser.get(done.headers["location"])


SENT_BY_TILL = ("key", "amount")


def quote_in(page: httpx.Response) -> str:
    (quote,) = html.fromstring(page.text).xpath("//input[@name='quote']/@value")
    return str(quote)


async def order_of(info: RegistrationInfo) -> OrderDetail:
    """The order as it is now."""
    return await order_queries.order_by_id(info.order)


async def held_by(sale: Sale, address: str) -> RegistrationInfo:
    """The registration of whoever has this address."""
    person = await people.person_by_email(address)
    assert person is not None
    found = await queries.active_registration(sale.meeting.id, person.id)
    assert found is not None
    return found


async def letters(kind: str, to: str = "") -> list[str]:
    """The bodies of the letters of a kind, the oldest first."""
    rows = (
        await OutboxLetter.select(OutboxLetter.body, OutboxLetter.to_address)
        .where(OutboxLetter.kind.like(kind or "%"))
        .order_by(OutboxLetter.created_at)
    )
    return [row["body"] for row in rows if to in row["to_address"]]


async def come_by(*moments: datetime) -> None:
    """The periodic work, at these moments."""
    chores: Sequence[Chore] = pages.CHORES
    for moment in moments:
        with clock.at(moment):
            for chore in chores:
                await chore(moment, ISSUER)


async def broken() -> list[str]:
    """Every broken promise of the database."""
    return [sentence for each in await check_all() for sentence in each.sentences]
