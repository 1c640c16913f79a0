"""An exhibitor's phone: scans wait for their turn and for the network, none is lost or doubled."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, Gate, scan
from tests.browser.test_doors import PHONE

PATH = "/demo/leads/firth-instruments"
READY = "[data-leads][data-ready]"
NOW = "2026-01-01 09:00Z"
SCANS = (
    "SELECT COUNT(*) FROM badges_lead l JOIN badges_badge b ON b.registration = l.registration"
    " WHERE b.token_hash = ?"
)


def hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def database_of(stand: BrowserPage) -> closing[sqlite3.Connection]:
    file = stand.site.database_url.removeprefix("sqlite:///")
    return closing(sqlite3.connect(file, timeout=60))


def badges(stand: BrowserPage, *codes: str) -> None:
    """Gives badges with these codes to people who have none yet."""
    with database_of(stand) as database, database:
        for code in codes:
            database.execute(
                "INSERT INTO badges_badge (id, created_at, registration, serial, token_hash)"
                " SELECT ?, ?, r.id, ?, ? FROM conference_registration r WHERE r.state ="
                " 'confirmed' AND NOT EXISTS (SELECT 1 FROM badges_badge b"
                " WHERE b.registration = r.id) ORDER BY r.code DESC LIMIT 1",
                (str(uuid4()), NOW, str(uuid4()), hash_of(code)),
            )


def scans_of(stand: BrowserPage, *codes: str) -> list[int]:
    with database_of(stand) as database:
        return [database.execute(SCANS, (hash_of(code),)).fetchone()[0] for code in codes]


@pytest.fixture
def stand(browser_page: Callable[..., BrowserPage]) -> BrowserPage:
    """The phone of somebody at a stand, on the page that scans."""
    made = browser_page("stranger", **PHONE)
    made.open(PATH)
    made.page.locator(READY).wait_for()
    return made


def test_scans_wait_while_one_is_sent_and_each_is_kept_once(stand: BrowserPage) -> None:
    codes = ["1EAD0000000000A1", "1EAD0000000000B2", "1EAD0000000000C3"]
    badges(stand, *codes)
    page, gate = stand.page, Gate()
    waiting = page.locator("[data-lead-waiting]")
    page.route(f"**{PATH}", gate)
    scan(page, codes[0])
    gate.wait_for_one(page)
    for code in [codes[1], codes[0], codes[2], codes[1]]:  # twice is a second tap
        scan(page, code)
    expect(waiting).to_have_text("3 waiting: …00A1, …00B2, …00C3")
    assert_accessible(page)
    gate.open()
    expect(waiting).to_be_hidden()
    assert scans_of(stand, *codes) == [1, 1, 1]
    page.locator("[data-answer]").get_by_text("This person shares nothing").wait_for()
    assert stand.complaints == []


def test_scans_without_a_network_outlive_the_page_and_are_sent_once_when_it_is_back(
    stand: BrowserPage,
) -> None:
    codes = ["1EAD0000000000D4", "1EAD0000000000E5", "1EAD0000000000F6"]
    badges(stand, *codes)
    page, waiting = stand.page, stand.page.locator("[data-lead-waiting]")
    trouble = page.locator("[data-lead-trouble]")

    def lose_the_answer(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route(f"**{PATH}", lose_the_answer, times=1)
    scan(page, codes[0])
    trouble.get_by_text("No network.").wait_for()
    page.context.set_offline(True)
    scan(page, codes[1])
    expect(waiting).to_contain_text("…00E5")
    page.context.set_offline(False)
    page.reload()
    page.locator(READY).wait_for()
    expect(waiting).to_be_hidden()
    assert scans_of(stand, *codes) == [1, 1, 0]

    page.context.set_offline(True)
    scan(page, codes[2])
    trouble.get_by_text("No network.").wait_for()
    page.context.set_offline(False)  # and nobody presses anything
    expect(waiting).to_be_hidden()
    expect(trouble).to_be_hidden()
    assert scans_of(stand, *codes) == [1, 1, 1]
