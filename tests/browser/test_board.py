"""The programme board: dragged, moved by keyboard alone, by two people at once, offline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import lxml.html
import pytest

from tests.browser.accessible import PHONE, assert_accessible
from tests.browser.conftest import BrowserPage, press

MakePage = Callable[..., BrowserPage]
BOARD = "/demo/committee/programme"


@pytest.fixture
def chair(browser_page: MakePage) -> Iterator[BrowserPage]:
    """The chair on the demo's second day; whatever was moved is taken back afterwards."""
    made = browser_page("chair")
    before = next_undo(made)
    yield on_board(made)
    made.page.unroute_all(behavior="ignoreErrors")
    made.page.context.set_offline(False)
    take_back(on_board(made), before)


def take_back(made: BrowserPage, before: str) -> None:
    """Undoes until the next step is the one of before, which may have left the list meanwhile.

    What somebody else went on from stays as it is.
    """
    form = {"_csrf_token": token(made.page)}
    while next_undo(made) not in (before, ""):
        if not made.page.request.post(f"{made.site.base_url}{BOARD}/undo", form=form).ok:
            return


def next_undo(made: BrowserPage) -> str:
    """What the chair would take back now; the demo's own steps are left alone."""
    answer = made.page.request.get(f"{made.site.base_url}{BOARD}/history")
    found = lxml.html.fromstring(answer.text()).xpath("//li[contains(., 'Undo takes this back')]")
    return found[0].text_content() if found else ""


def token(page: Any) -> str:
    found: str = page.locator('meta[name="csrf-token"]').get_attribute("content")
    return found


def on_board(made: BrowserPage) -> BrowserPage:
    """The day after the opening: it has breaks and sessions in parallel."""
    made.open(BOARD)
    press(made.page.locator("[data-tab]").nth(1))
    made.page.locator("#tray [data-filter]").wait_for(state="attached")
    return made


def coffee(page: Any) -> Any:
    """The morning's break, wherever it stands."""
    code = page.locator(".pb-card", has_text="Coffee").first.get_attribute("id")
    return page.locator(f"[id='{code}']")


def place(card: Any) -> tuple[str, str]:
    """(minute of the day, room) as the card stands."""
    found: list[str] = card.evaluate(
        "c => [c.dataset.start, c.closest('.pb-lane').dataset.name, c.parentElement.dataset.room"
        " === c.dataset.room]"
    )
    assert found[2]
    return found[0], found[1]


def said(page: Any, words: str) -> None:
    page.locator("#board-line", has_text=words).wait_for()


def look_now(page: Any) -> None:
    """The poll that would come within four seconds."""
    with page.expect_response(lambda answer: "/changes?" in answer.url):
        page.evaluate("window.dispatchEvent(new Event('online'))")


def drag(page: Any, card: Any, room: str, pixels_down: int) -> None:
    middle(card)
    box = card.bounding_box()
    lane = page.locator(f".pb-lane[data-name='{room}']").bounding_box()
    carry(page, card, lane["x"] + 40, box["y"] + 8 + pixels_down)
    assert re.match(r"\d\d:\d\d–\d\d:\d\d · " + room, page.locator(".pb-target").inner_text())
    page.mouse.up()


def middle(card: Any) -> None:
    """Away from the edges, at which the board scrolls while something is held."""
    card.evaluate("c => c.scrollIntoView({block: 'center', behavior: 'instant'})")


def carry(page: Any, what: Any, x: float, y: float) -> None:
    """Takes something with the mouse and holds it over a point."""
    box = what.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(x, y, steps=4)


def over(page: Any, what: Any, target: Any) -> None:
    """Takes something and lets it go over something else."""
    what.scroll_into_view_if_needed()
    box = target.bounding_box()
    carry(page, what, box["x"] + 40, max(box["y"], 0) + 12)
    page.mouse.up()


def test_session_is_dragged_and_taken_back(chair: BrowserPage) -> None:
    page = chair.page
    card = coffee(page)
    before = place(card)
    rooms = page.locator(".pb-room:has(.pb-card) .pb-lane").evaluate_all(
        "all => all.map(l => l.dataset.name)"
    )
    room = next(each for each in rooms if each != before[1])

    drag(page, card, room, 48)  # half an hour at the usual step
    said(page, "moved to")
    assert place(card) == (str(int(before[0]) + 30), room)
    page.reload()
    assert place(card) == (str(int(before[0]) + 30), room)

    page.keyboard.press("Control+z")
    said(page, "Taken back")
    assert place(card) == before
    page.keyboard.press("Control+Shift+z")
    said(page, "Done again")
    assert place(card) != before

    page.route("**/programme/move", lambda route: route.abort())
    now = place(card)
    drag(page, card, before[1], 24)
    said(page, "Not saved: no connection")
    assert place(card) == now
    assert chair.complaints == []


def codes(abstracts: Any) -> list[str]:
    found: list[str] = abstracts.evaluate_all("all => all.map(each => each.dataset.abstract)")
    return found


def test_talk_goes_to_the_tray_and_back_into_a_session(chair: BrowserPage) -> None:
    page = chair.page
    code = page.locator(".pb-card", has_text="Symposium").first.get_attribute("id")
    session, tray = page.locator(f"[id='{code}']"), page.locator("#tray")
    session.locator("[data-talks]").click()
    talks = session.locator("[data-slot]")
    talks.first.wait_for()
    many = talks.count()

    waiting = tray.locator("[data-abstract]")
    known = codes(waiting)

    over(page, talks.last, tray)
    said(page, "taken out of")
    waiting.nth(len(known)).wait_for()
    (code,) = set(codes(waiting)) - set(known)
    session.locator(f"[data-slot] >> nth={many - 2}").wait_for()
    assert talks.count() == many - 1

    abstract = tray.locator(f"[data-abstract='{code}']")
    over(page, abstract, session)
    said(page, "placed in")
    abstract.wait_for(state="detached")
    assert codes(waiting) == known
    assert chair.complaints == []


def test_board_by_keyboard_alone(chair: BrowserPage) -> None:
    page = chair.page
    card, spoken = coffee(page), page.locator("#board-said")
    before = place(card)
    card.focus()

    page.keyboard.press("Space")
    assert "Lifted Coffee" in spoken.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert place(card) == before
    assert "stays where it was" in spoken.inner_text()

    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    rooms = page.locator(f".pb-grid .pb-lane[data-day='{card.get_attribute('data-day')}']")
    names = rooms.evaluate_all("all => all.map(lane => lane.dataset.name)")
    for _ in range(names.index(before[1])):  # to the first room; one more press only says so
        page.keyboard.press("ArrowLeft")
    page.locator("#board-said", has_text="Blocking: ").wait_for()
    assert page.locator(".pb-target--bad", has_text="conflict").count() == 1
    page.keyboard.press("Enter")
    said(page, "moved to")
    assert place(card)[0] == str(int(before[0]) + 60)
    assert page.evaluate("document.activeElement.id") == card.get_attribute("id")
    assert "Blocking" in card.inner_text()
    assert page.locator("#board-counts", has_text="1 blocking").count() == 1

    page.keyboard.press("m")
    page.locator("dialog[open] #field-day").wait_for()
    assert_accessible(page)
    page.locator("#field-room").select_option(label=before[1])
    page.locator("[data-found]", has_text="no new conflict").wait_for()
    page.get_by_role("button", name="Move it").press("Enter")
    said(page, f", {before[1]}.")
    assert place(card)[1] == before[1]
    page.locator("#board-dialog [data-inside]:empty").wait_for(state="attached")
    page.locator(".pb-card").first.focus()
    page.keyboard.press("F8")
    assert page.evaluate("Boolean(document.activeElement.querySelector('.pb-chip'))")
    assert chair.complaints == []


def test_two_people_on_one_board_lose_nothing(chair: BrowserPage, browser_page: MakePage) -> None:
    other = browser_page("admin")
    other.page.route("**/changes?*", lambda _: None)  # it does not look before it moves
    on_board(other)
    mine, theirs = coffee(chair.page), coffee(other.page)
    before = place(mine)

    mine.focus()
    for key in ("Space", "ArrowDown", "Enter"):
        chair.page.keyboard.press(key)
    said(chair.page, "moved to")
    theirs.focus()
    for key in ("Space", "ArrowUp", "Enter"):
        other.page.keyboard.press(key)

    stale = theirs.locator(".pb-stale")
    stale.wait_for()
    assert re.search(
        r"\w+ moved this to .+, \d+ (s|min) ago\. Nothing of yours is lost", stale.inner_text()
    )
    assert place(theirs) == place(mine)
    assert_accessible(other.page)
    stale.get_by_role("button", name="Put mine").click()
    said(other.page, "moved to")
    assert place(theirs) == (str(int(before[0]) - 15), before[1])

    look_now(chair.page)
    chair.page.locator(
        f"[id='{mine.get_attribute('id')}'][data-start='{place(theirs)[0]}']"
    ).wait_for()
    assert mine.locator(".pb-who").get_attribute("title")
    other.page.keyboard.press("Control+z")
    said(other.page, "Taken back")

    chair.page.context.set_offline(True)
    chair.page.evaluate("window.dispatchEvent(new Event('online'))")
    said(chair.page, "Offline: trying again in")
    chair.page.context.set_offline(False)
    look_now(chair.page)
    said(chair.page, "Connected again")
    assert place(mine) == (str(int(before[0]) + 15), before[1])
    assert other.complaints == []


def test_board_on_a_phone_and_its_dialogs_are_accessible(chair: BrowserPage) -> None:
    page = chair.page
    page.locator(".pb-card [data-talks]").first.click()
    page.locator(".pb-card [data-slot]").first.wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="History").click()
    page.locator("dialog[open] .pb-history").wait_for()
    assert_accessible(page)
    page.keyboard.press("Escape")
    press(page.get_by_role("link", name="All days"))
    page.locator(".pb-page--all").wait_for()
    assert_accessible(page)
    page.go_back()
    page.set_viewport_size(PHONE)
    card = coffee(page)
    card.get_by_role("link", name="Move…").click()
    page.locator("dialog[open] #field-start").fill("10:45")
    page.get_by_role("button", name="Move it").click()
    said(page, "moved to")
    assert place(card)[0] == "645"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
