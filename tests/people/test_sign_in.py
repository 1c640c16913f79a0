"""Signing in by code or link."""

import re
from datetime import datetime, timedelta

import pytest

from conference.letters.tables import OutboxLetter
from conference.people import sign_in
from conference.people.errors import SignInRefused
from conference.web.problems import TooMany
from tests.cast import Cast

BASE = "https://meeting.example"


async def ask(address: str, now: datetime, browser: str = "mine") -> tuple[str, str]:
    """Asks for a letter and reads code and link token out of it."""
    await sign_in.request_sign_in(
        address=address, next_path="/my", browser=browser, base_url=BASE, now=now
    )
    rows = await OutboxLetter.select(OutboxLetter.body, OutboxLetter.to_address).order_by(
        OutboxLetter.created_at, ascending=False
    )
    body = rows[0]["body"]
    return re.search(r"code is (\d{6})", body)[1], re.search(r"/link/(\S+)", body)[1]


async def test_use_code_signs_in_once(cast: Cast, now: datetime) -> None:
    code, _ = await ask("alice@example.org", now)
    done = await sign_in.use_code(address="Alice@example.org", code=code, now=now)
    assert done.person == cast.alice.id
    with pytest.raises(SignInRefused):
        await sign_in.use_code(address="alice@example.org", code=code, now=now)


async def test_use_code_of_an_unknown_address_proves_the_address(cast: Cast, now: datetime) -> None:
    code, _ = await ask("nobody@example.org", now)
    done = await sign_in.use_code(address="nobody@example.org", code=code, now=now)
    assert (done.address, done.person) == ("nobody@example.org", None)


async def test_use_code_refuses_after_five_wrong_tries(cast: Cast, now: datetime) -> None:
    code, _ = await ask("alice@example.org", now)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(SignInRefused, match="not the code"):
            await sign_in.use_code(address="alice@example.org", code=wrong, now=now)
    with pytest.raises(SignInRefused, match="Too many"):
        await sign_in.use_code(address="alice@example.org", code=code, now=now)


async def test_use_code_refuses_after_ten_minutes(cast: Cast, now: datetime) -> None:
    code, _ = await ask("alice@example.org", now)
    with pytest.raises(SignInRefused):
        await sign_in.use_code(
            address="alice@example.org", code=code, now=now + timedelta(minutes=10)
        )


async def test_open_link_consumes_nothing(cast: Cast, now: datetime) -> None:
    _, token = await ask("alice@example.org", now)
    for _ in range(3):
        await sign_in.open_link(token=token, browser="mine", now=now)
    done = await sign_in.use_link(token=token, browser="mine", code="", now=now)
    assert done.person == cast.alice.id
    with pytest.raises(SignInRefused):
        await sign_in.use_link(token=token, browser="mine", code="", now=now)


async def test_use_link_in_another_browser_needs_the_code(cast: Cast, now: datetime) -> None:
    code, token = await ask("alice@example.org", now)
    opened = await sign_in.open_link(token=token, browser="another", now=now)
    assert opened.needs_code
    with pytest.raises(SignInRefused):
        await sign_in.use_link(token=token, browser="another", code="", now=now)
    done = await sign_in.use_link(token=token, browser="another", code=code, now=now)
    assert done.person == cast.alice.id


async def test_request_sign_in_is_limited_per_address(cast: Cast, now: datetime) -> None:
    for _ in range(sign_in.LETTERS_PER_HOUR):
        await ask("alice@example.org", now)
    with pytest.raises(TooMany):
        await ask("alice@example.org", now)
    await ask("bob@example.org", now)
    await ask("alice@example.org", now + timedelta(hours=1))
