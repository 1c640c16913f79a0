"""Reviewing in a browser: ten abstracts without a mouse, drafts that save themselves."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import PHONE, assert_accessible
from tests.browser.conftest import BrowserPage, press

MakePage = Callable[..., BrowserPage]
TEN = 10
COPIED = "SELECT * FROM abstracts_review_round WHERE key = 'late-breaking'"


@pytest.fixture
def reviewer(browser_page: MakePage) -> BrowserPage:
    """The demo's reviewer, with ten abstracts to score in a round of their own."""
    made = browser_page("reviewer")
    made.open("/demo/reviewing?state=sent")
    links = made.page.locator(".result a")
    codes = [each.rsplit("/", 1)[1] for each in links.evaluate_all("a => a.map(x => x.href)")]
    give(made.site.database_url, f"r{uuid4().hex[:8]}", list(dict.fromkeys(codes))[:TEN])
    return made


def give(database_url: str, key: str, codes: list[str]) -> None:
    """Puts a round with two criteria and these abstracts of the reviewer into the database."""
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=60)) as database:
        database.row_factory = sqlite3.Row
        marks = ",".join("?" * len(codes))
        of_codes = (
            "FROM abstracts_assignment a JOIN abstracts_abstract b ON b.id = a.abstract"
            f" WHERE b.code IN ({marks})"
        )
        given = database.execute(
            f"SELECT DISTINCT a.reviewer, a.abstract {of_codes} AND a.reviewer ="
            f" (SELECT a.reviewer {of_codes} GROUP BY a.reviewer"
            " ORDER BY count(DISTINCT a.abstract) DESC LIMIT 1)",
            [*codes, *codes],
        ).fetchall()
        assert len(given) == len(codes)
        row = dict(database.execute(COPIED).fetchone())
        row |= {"id": str(uuid4()), "key": key, "title": "By keyboard", "calls": json.dumps([])}
        insert(database, "abstracts_review_round", row)
        at, round_ = row["created_at"], row["id"]
        for place, name in enumerate(("Novelty", "Method")):
            insert(
                database,
                "abstracts_criterion",
                {
                    "id": str(uuid4()), "created_at": at, "round": round_, "key": name.lower(),
                    "title": name, "hint": "", "weight": 1, "position": place,
                },
            )  # fmt: skip
        for place, each in enumerate(given):
            insert(
                database,
                "abstracts_assignment",
                {
                    "id": str(uuid4()), "created_at": at, "round": round_, "state": "open",
                    "abstract": each["abstract"], "reviewer": each["reviewer"], "why": "",
                    "position": place, "recusal": "",
                },
            )  # fmt: skip
        database.commit()


def insert(database: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def start(made: BrowserPage) -> Any:
    """The first abstract of the new round, come to by keys alone."""
    made.open("/demo/reviewing")
    cards = made.page.locator(".card", has_text="By keyboard")
    link = cards.get_by_role("link", name="Start").first
    link.focus()
    with made.page.expect_navigation():
        made.page.keyboard.press("Enter")
    return made.page


def saved(page: Any) -> None:
    """Waits until the line about saving says that all is."""
    page.locator("#saved").get_by_text("Only you see it").wait_for()


def test_reviewer_scores_ten_abstracts_without_a_mouse(reviewer: BrowserPage) -> None:
    page = start(reviewer)
    seen = set()
    for n in range(TEN):
        seen.add(page.url)
        assert f"{n} of 10 done" in page.inner_text(".crumbs")
        for key in ("4", "3", str(1 + n % 5)):  # novelty, method, overall
            page.keyboard.press(key)
        page.keyboard.press("c")
        page.keyboard.type("Nothing more to say, 5 of 5; x, j and ? are typed here.")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    assert len(seen) == TEN
    reviewer.open("/demo/reviewing")
    assert "10 of 10 done" in page.inner_text("main")
    assert reviewer.complaints == []


def test_keys_do_nothing_while_typing_or_when_switched_off(reviewer: BrowserPage) -> None:
    page = start(reviewer)
    here = page.url
    page.keyboard.press("c")
    page.keyboard.type("x 5 j ?")
    assert page.locator("#field-to_committee").input_value() == "x 5 j ?"
    assert page.locator("details[open]").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    assert page.locator("#conflict[open]").count() == 1
    page.keyboard.press("Escape")
    page.locator("#keys-switch").press("Enter")
    for key in ("5", "x", "c", "?"):
        page.keyboard.press(key)
    assert page.locator("[data-scale] :checked").count() == 0
    assert page.locator("details[open]").count() == 0
    page.locator("#keys-switch").press("Enter")
    page.keyboard.press("5")
    assert page.locator("[data-scale] :checked").count() == 1
    with page.expect_navigation():
        page.keyboard.press("j")
    assert page.url != here


def test_draft_saves_itself_and_two_windows_lose_nothing(reviewer: BrowserPage) -> None:
    page = start(reviewer)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#field-to_committee").fill("Typed in the first window.")
    saved(page)
    other.locator("#field-to_committee").fill("Typed in the second window.")
    other.get_by_text("saved in another window").wait_for()
    press(other.locator("[data-save]"))
    shown = other.inner_text("main")
    assert "Typed in the first window." in shown
    assert other.locator("#field-to_committee").input_value() == "Typed in the second window."
    press(other.locator("[data-save]"))
    page.reload()
    assert page.locator("#field-to_committee").input_value() == "Typed in the second window."


def test_draft_says_that_it_is_not_saved_without_connection(reviewer: BrowserPage) -> None:
    page = start(reviewer)
    page.context.set_offline(True)
    page.locator("#field-to_committee").fill("On the train.")
    page.get_by_text("Not saved: no connection").wait_for()
    page.context.set_offline(False)
    saved(page)
    page.reload()
    assert page.locator("#field-to_committee").input_value() == "On the train."


def lose_what_is_sent(route: Any) -> None:
    """A server that is away for forms."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.fallback()


def test_send_without_connection_loses_nothing(reviewer: BrowserPage) -> None:
    page = start(reviewer)
    here = page.url
    page.keyboard.press("4")
    page.keyboard.press("3")
    page.keyboard.press("5")
    page.locator("#field-to_committee").fill("In the tunnel.")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Not sent: no connection").wait_for()
    with page.expect_event("requestfailed"):  # a save that fails later does not say less
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#saved")).to_contain_text("Not sent: no connection")
    assert page.url == here
    page.context.set_offline(False)
    page.route(f"{here}**", lose_what_is_sent)
    page.locator("#field-to_authors").fill("The server was away.")
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        page.locator("[data-send]").click()
    page.unroute_all(behavior="ignoreErrors")
    page.goto(here)
    expect(page.locator("#field-to_authors")).to_have_value("The server was away.")
    assert page.locator("[data-scale] :checked").count() == 3
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.url != here


def test_screens_of_reviewing_are_accessible_and_fit_a_thumb(reviewer: BrowserPage) -> None:
    page = start(reviewer)
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    for score in page.locator(".score-bar .scale__choice span").all():
        box = score.bounding_box()
        assert box["height"] >= 40
        assert box["y"] + box["height"] <= PHONE["height"]
    page.locator("#conflict summary").click()
    press(page.get_by_role("button", name="Stand back").first)
    page.locator(".error-summary").wait_for()
    assert_accessible(page)
    page.goto(re.sub(r"/[^/]+$", "/offline", page.url.removesuffix("/stand-back")))
    form = {"name": "form.csv", "mimeType": "text/csv", "buffer": b"Reference,Overall\nNONE,5\n"}
    page.set_input_files("#field-file", form)
    press(page.get_by_role("button", name="Look at it"))
    page.get_by_text("There is no such abstract in your list.").wait_for()
    assert_accessible(page)


def test_committee_reads_a_thread_and_leaves_one_assignment_out(browser_page: MakePage) -> None:
    """Steps that the walk along links does not take: a word said and unsaid, a review too many."""
    chair = browser_page("chair")
    page = chair.page
    chair.open("/demo/committee/discussion?show=disputed")
    press(page.locator("main .result a").first)
    page.fill("#field-text", "Is it the dose?")
    press(page.get_by_role("button", name="Say it"))
    page.locator(".post summary").click()
    assert_accessible(page)
    press(page.get_by_role("button", name="Delete it for everybody"))
    page.get_by_text("Nothing was said yet.").wait_for()
    chair.open("/demo/committee/assignments?round=late-breaking")
    table = page.locator("section", has=page.locator("#reviewers")).locator("tbody a")
    page.goto(table.first.evaluate("link => link.href"))
    press(page.locator("#reads ~ ul a[href*='/late-breaking/']").first)
    assert_accessible(page)
    press(page.get_by_role("link", name="Propose one more reviewer"))
    page.locator("#loads ~ details summary").first.click()
    page.get_by_label("Leave out").check()
    assert_accessible(page)
    press(page.get_by_role("button", name="Assign them"))
    assert "0 reviews are assigned" in page.inner_text("body")
