"""Signing in without a password: a 6-digit code and a link, in one letter.

Opening the link consumes nothing, because mail scanners open every link; only the button does.
The answer is the same whether or not an address is known: the code is sent to any address, and
whoever types it has proved to read that mailbox.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.orm import Actor, action, transaction
from conference.people import queries
from conference.people.errors import SignInRefused
from conference.people.rules import normal_address
from conference.people.tables import EmailAddress, SignIn
from conference.web.limits import count_try

CODE_DIGITS = 6
CODE_MINUTES = 10
LINK_MINUTES = 30
MAX_TRIES = 5
LETTERS_PER_HOUR = 5

SUBJECT = "Your sign-in code: {code}"
BODY = """\
Your code is {code}

Type it on the page that asked for it. It works for {code_minutes} minutes.

Or open this link and press the button there; it works for {link_minutes} minutes:
{link}

Nobody asked? Then ignore this letter; nothing happens.
"""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A proved address, the person who holds it (None: nobody yet), and where to go."""

    address: str
    person: UUID | None
    next_path: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that still works. `needs_code`: it was opened in a browser that did not ask for it."""

    address: str
    needs_code: bool


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def request_sign_in(
    *,
    address: str,
    next_path: str,
    browser: str,
    base_url: str,
    now: datetime,
) -> str:
    """Sends a code and a link to the address, known or not; returns the code for a demo's page.

    Raises TooMany after 5 letters to one address in an hour.
    """
    address = normal_address(address)
    hour = timedelta(hours=1)
    await count_try("sign-in", address, limit=LETTERS_PER_HOUR, window=hour, now=now)
    known = await queries.person_by_email(address)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    token = secrets.token_urlsafe(32)
    row = SignIn(
        address=address,
        person=known.id if known else None,
        code_hash=_hash(f"{address}:{code}"),
        link_hash=_hash(token),
        browser_hash=_hash(browser) if browser else "",
        next_path=next_path,
        code_expires_at=now + timedelta(minutes=CODE_MINUTES),
        link_expires_at=now + timedelta(minutes=LINK_MINUTES),
        created_at=now,
    )
    body = BODY.format(
        code=code,
        code_minutes=CODE_MINUTES,
        link_minutes=LINK_MINUTES,
        link=f"{base_url}/sign-in/link/{token}",
    )
    async with action("request_sign_in", by=Actor.system("sign-in"), now=now) as act:
        await SignIn.insert(row)
        await queue_letter(act, Letter("sign_in", address, SUBJECT.format(code=code), body))
    return code


async def use_code(*, address: str, code: str, now: datetime) -> SignedIn:
    """Consumes the newest code. Raises SignInRefused after 5 wrong tries or 10 minutes."""
    address = normal_address(address)
    row = await _newest(address)
    if row is None or row["used_at"] or row["code_expires_at"] <= now:
        raise SignInRefused("This code has run out. Ask for a new one.")
    tries = await _count_code_try(row["id"])
    if tries > MAX_TRIES:
        raise SignInRefused("Too many wrong codes. Ask for a new one.")
    typed = "".join(filter(str.isdigit, code))
    if not hmac.compare_digest(row["code_hash"], _hash(f"{address}:{typed}")):
        raise SignInRefused("This is not the code we sent. Look at the newest letter.")
    return await _consume(row, now)


async def open_link(*, token: str, browser: str, now: datetime) -> OpenLink:
    """What the link's page shows; consumes nothing. Raises SignInRefused for a dead link."""
    row = await _by_link(token, now)
    return OpenLink(row["address"], _is_foreign_browser(row, browser))


async def use_link(*, token: str, browser: str, code: str, now: datetime) -> SignedIn:
    """Consumes the link; from another browser than the one that asked, the code is needed too."""
    row = await _by_link(token, now)
    if _is_foreign_browser(row, browser):
        return await use_code(address=row["address"], code=code, now=now)
    return await _consume(row, now)


async def make_link(
    *,
    address: str,
    base_url: str,
    now: datetime,
    lasts: timedelta,
    next_path: str = "/my",
    is_reusable: bool = False,
) -> str:
    """A link for a known address, handed over by the operator instead of by mail.

    Raises SignInRefused for an address that nobody holds.
    """
    known = await queries.person_by_email(address)
    if known is None:
        raise SignInRefused(f"Nobody here has the address {address}.")
    token = secrets.token_urlsafe(32)
    async with action("make_sign_in_link", by=Actor.system("operator"), now=now) as act:
        await SignIn.insert(
            SignIn(
                address=normal_address(address),
                person=known.id,
                code_hash=_hash(secrets.token_hex()),
                link_hash=_hash(token),
                next_path=next_path,
                is_reusable=is_reusable,
                code_expires_at=now,
                link_expires_at=now + lasts,
                created_at=now,
            )
        )
        act.note("person", known.id, sign_in_link_until=now + lasts)
    return f"{base_url}/sign-in/link/{token}"


_COLUMNS = (
    SignIn.id,
    SignIn.address,
    SignIn.person,
    SignIn.code_hash,
    SignIn.browser_hash,
    SignIn.next_path,
    SignIn.is_reusable,
    SignIn.code_expires_at,
    SignIn.link_expires_at,
    SignIn.used_at,
)


async def _newest(address: str) -> dict[str, Any] | None:
    row: dict[str, Any] | None = (
        await SignIn.select(*_COLUMNS)
        .where(SignIn.address == address, SignIn.is_reusable.eq(False))
        .order_by(SignIn.created_at, ascending=False)
        .first()
    )
    return row


async def _by_link(token: str, now: datetime) -> dict[str, Any]:
    row: dict[str, Any] | None = (
        await SignIn.select(*_COLUMNS).where(SignIn.link_hash == _hash(token)).first()
    )
    if row is None or row["link_expires_at"] <= now or (row["used_at"] and not row["is_reusable"]):
        raise SignInRefused("This link has been used or has run out. Ask for a new one.")
    return row


def _is_foreign_browser(row: dict[str, Any], browser: str) -> bool:
    return bool(row["browser_hash"]) and row["browser_hash"] != _hash(browser)


async def _count_code_try(sign_in: UUID) -> int:
    counted = (
        await SignIn.update({SignIn.tries: SignIn.tries + 1})
        .where(SignIn.id == sign_in)
        .returning(SignIn.tries)
    )
    return int(counted[0]["tries"])


async def _consume(row: dict[str, Any], now: datetime) -> SignedIn:
    """One conditional UPDATE, so that two presses of the button sign in once."""
    async with transaction():
        if not row["is_reusable"]:
            won = (
                await SignIn.update({SignIn.used_at: now})
                .where(SignIn.id == row["id"], SignIn.used_at.is_null())
                .returning(SignIn.id)
            )
            if not won:
                raise SignInRefused("This was used already. Ask for a new code.")
        await EmailAddress.update({EmailAddress.verified_at: now}).where(
            EmailAddress.address == row["address"], EmailAddress.verified_at.is_null()
        )
        # Somebody may have been written down under this address since the code was sent.
        holder = (
            await EmailAddress.select(EmailAddress.person)
            .where(EmailAddress.address == row["address"])
            .first()
        )
    return SignedIn(row["address"], holder["person"] if holder else None, row["next_path"])
