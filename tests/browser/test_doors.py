"""A door in the browser: scanner, picture and typing; each answer with its sound."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect

from badges.drawing.qr import bars
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, Gate, press, scan

MakePage = Callable[..., BrowserPage]
PHONE = {"viewport": {"width": 390, "height": 844}}
LOST = "V0XD00000000WXYZ"
# Signs as one keyboard writes them, with the keys that another one pressed.
KEYS = """([signs, codes]) => [...signs, "Enter"].forEach((key, number) => {
  const of = { key, code: codes[number] ?? "Enter", bubbles: true, cancelable: true };
  const event = new KeyboardEvent("keydown", of);
  Object.defineProperty(event, "timeStamp", { value: performance.now() + 5 * number });
  document.body.dispatchEvent(event);
})"""
LISTEN = """() => { window.heard = [];
  document.addEventListener("chime", ({ detail }) => window.heard.push(detail.kind)); }"""
READY = "[data-door][data-ready]"
MAY_COME = """
  SELECT r.code FROM conference_registration r JOIN conference_order o ON o.id = r."order"
  WHERE r.state = 'confirmed' AND r.mode = 'in_person' AND r.proof <> 'pending' AND r.day IS NULL
    AND o.total <= (SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p
                    WHERE p."order" = o.id)
  ORDER BY r.code LIMIT 4"""


def rows(page: BrowserPage, sql: str, *values: str) -> list[Any]:
    """What the served database says; it is written to for what no page may do."""
    file = page.site.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=60)) as database, database:
        return database.execute(sql, values).fetchall()


@pytest.fixture
def set_up(browser_page: MakePage) -> Callable[..., str]:
    """`set_up(title="Hall", capacity="1")`: the office sets a door up; its path."""
    office = browser_page("office")

    def run(**fields: str) -> str:
        office.open("/demo/desk/doors/new")
        for name, value in fields.items():
            box = office.page.locator(f"#field-{name}")
            if box.get_attribute("type") == "checkbox":
                box.check()
            elif box.evaluate("each => each.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        press(office.page.locator("main form.stack button").first)
        office.page.wait_for_selector(READY)
        return str(office.page.url).removeprefix(office.site.base_url)

    return run


def wedge(page: Any, code: str, word: str) -> str:
    """Scans, and gives what the door said when it said this word."""
    scan(page, code)
    page.locator("[data-say=word]").get_by_text(word, exact=True).wait_for()
    return str(page.inner_text("[data-answer]"))


def lose_a_badge(page: BrowserPage) -> None:
    """A print of somebody's badge whose code is no longer that of the badge."""
    badge, now = str(uuid4()), "2026-01-01 09:00Z"
    lost, current = (hashlib.sha256(code.encode()).hexdigest() for code in (LOST, badge))
    rows(
        page,
        "INSERT INTO badges_badge (id, created_at, registration, serial, token_hash)"
        " SELECT ?, ?, r.id, ?, ? FROM conference_registration r WHERE NOT EXISTS"
        " (SELECT 1 FROM badges_badge b WHERE b.registration = r.id) LIMIT 1",
        badge, now, str(uuid4()), current,
    )  # fmt: skip
    rows(
        page,
        "INSERT INTO badges_badge_print (id, created_at, badge, token_hash, layout, by_name,"
        " printed_at) VALUES (?, ?, ?, ?, 'a6', 'the test', ?)",
        str(uuid4()), now, badge, lost, now,
    )  # fmt: skip


def open_door(made: BrowserPage, path: str) -> Any:
    made.open(path)
    made.page.wait_for_selector(READY)
    made.page.evaluate(LISTEN)
    return made.page


def test_scanner_gets_each_answer_in_words_sign_and_sound(
    browser_page: MakePage, set_up: Callable[..., str]
) -> None:
    path = set_up(title="Hall of answers", kind="session", capacity="1", counts_out="on")
    dinner = set_up(title="Dinner without tickets", kind="dinner", extra="gala", how_often="once")
    desk = browser_page("desk", **PHONE)
    first, second = (row[0] for row in rows(desk, MAY_COME)[:2])
    gone = rows(desk, "SELECT code FROM conference_registration WHERE state = 'cancelled'")[0][0]
    lose_a_badge(desk)
    page = open_door(desk, path)
    name = rows(
        desk,
        "SELECT p.registered_name FROM conference_registration r JOIN conference_person p"
        " ON p.id = r.person WHERE r.code = ?",
        first,
    )[0][0]
    said = wedge(page, first.lower(), "Come in")
    assert "✓" in said
    assert len(name) > 0
    assert page.inner_text("[data-count=inside]") == "1"
    assert "Full" in page.inner_text("[data-warning]")
    assert "Look whether" in wedge(page, first, "Already in")
    assert_accessible(page)
    wedge(page, second, "Full")
    assert page.locator("[data-let-in]").is_visible()
    wedge(page, gone, "Not admitted")
    assert page.locator("[data-open-link]").get_attribute("href").endswith(gone)
    wedge(page, LOST, "Void badge")
    wedge(page, "N0SUCHC0DE", "Unknown code")
    page.locator(".direction__way", has_text="Out").click()
    wedge(page, first, "Out")
    assert page.inner_text("[data-count=inside]") == "0"
    assert page.evaluate("window.heard") == ["good", "warn", "bad", "bad", "bad", "bad", "out"]
    page = open_door(desk, dinner)
    without = rows(
        desk,
        MAY_COME.replace(
            "ORDER BY",
            "AND NOT EXISTS (SELECT 1 FROM conference_order_line l"
            " WHERE l.registration = r.code AND l.item = 'gala') ORDER BY",
        ),
    )[0][0]
    assert "No ticket" in wedge(page, without, "Not for this door")
    assert page.locator("[data-ask]").is_visible()
    assert desk.complaints == []


def test_counts_from_before_a_scan_do_not_take_its_place(
    browser_page: MakePage, set_up: Callable[..., str]
) -> None:
    path = set_up(title="Hall that is counted", kind="session", counts_out="on")
    desk = browser_page("desk", **PHONE)
    page, late = desk.page, list[tuple[Any, Any]]()
    page.clock.install()
    open_door(desk, path)
    page.route("**/counts", lambda route: late.append((route, route.fetch())))
    with page.expect_request("**/counts"):
        page.clock.fast_forward(10_000)
    while not late:
        page.wait_for_timeout(20)

    wedge(page, rows(desk, MAY_COME)[0][0], "Come in")
    with page.expect_response("**/counts"):
        late[0][0].fulfill(response=late[0][1])
    page.evaluate("new Promise((done) => setTimeout(done, 100))")

    assert page.inner_text("[data-count=inside]") == "1"


def test_scan_without_a_network_is_said_and_counted_once_when_it_is_back(
    browser_page: MakePage, set_up: Callable[..., str]
) -> None:
    path = set_up(title="Hall without a network", kind="entrance")
    desk = browser_page("desk", **PHONE)
    code = rows(desk, MAY_COME)[0][0]
    page = open_door(desk, path)
    page.context.set_offline(True)
    wedge(page, code, "No network")
    page.context.set_offline(False)
    wedge(page, code, "Come in")
    key = path.rsplit("/", 1)[-1]
    count = (
        "SELECT COUNT(*) FROM badges_scan s JOIN badges_check_point p ON p.id = s.point"
        " WHERE p.key = ?"
    )
    assert rows(desk, count, key) == [(1,)]


def test_scans_that_come_too_early_wait_in_order_and_a_second_tap_is_none(
    browser_page: MakePage, set_up: Callable[..., str]
) -> None:
    path = set_up(title="Hall on a slow network", kind="entrance")
    desk = browser_page("desk", **PHONE)
    codes = [row[0] for row in rows(desk, MAY_COME)[:3]]
    page, gate = open_door(desk, path), Gate()
    page.route(f"**{path}", gate)
    scan(page, codes[0])
    gate.wait_for_one(page)
    for code in (codes[1], codes[0], codes[2], codes[1]):
        scan(page, code)
    page.locator("[data-waiting]").get_by_text("2 more waiting").wait_for()
    page.locator("[data-say=word]").get_by_text("Asking", exact=True).wait_for()
    gate.open()
    expect(page.locator("[data-count=inside]")).to_have_text("3")
    assert page.evaluate("window.heard") == ["good", "good", "good"]
    assert page.locator("[data-waiting]").is_hidden()
    key = path.rsplit("/", 1)[-1]
    scanned = (
        "SELECT r.code FROM badges_scan s JOIN badges_check_point p ON p.id = s.point"
        " JOIN conference_registration r ON r.id = s.registration WHERE p.key = ? ORDER BY s.at"
    )
    assert [row[0] for row in rows(desk, scanned, key)] == codes


def test_door_works_as_a_form_and_lets_in_with_a_reason_without_javascript(
    browser_page: MakePage, set_up: Callable[..., str]
) -> None:
    path = set_up(title="Small room", kind="session", capacity="1", counts_out="on")
    desk = browser_page("desk", java_script_enabled=False)
    first, second = (row[0] for row in rows(desk, MAY_COME)[:2])
    desk.open(path)
    for code, word in ((first, "Come in"), (second, "Full")):
        desk.page.fill("#field-q", code)
        press(desk.page.locator("[data-scan-form] button").first)
        assert desk.page.inner_text("[data-say=word]") == word
    desk.page.fill("#field-reason", "Speaks now")
    press(desk.page.locator("[data-let-in] button"))
    assert "Speaks now" in desk.page.inner_text("[data-answer]")
    assert desk.page.inner_text("[data-count=inside]") == "2"


def test_picture_of_a_code_is_read_and_a_refused_camera_is_said(
    browser_page: MakePage, set_up: Callable[..., str]
) -> None:
    path = set_up(title="Hall with a camera", kind="entrance")
    desk = browser_page("desk", **PHONE)
    page = open_door(desk, path)
    file = {"name": "badge.png", "mimeType": "image/png", "buffer": picture_of("V0XD1111WXYZ2222")}
    page.set_input_files("[data-camera-file]", file)
    page.locator("[data-say=word]").get_by_text("Unknown code").wait_for()
    page.click("[data-camera-start]")
    said = page.locator("[data-camera-said]")
    said.filter(has_text="type the code").wait_for()
    assert desk.complaints == []


def picture_of(token: str) -> bytes:
    """A photograph of a badge, as good as it gets."""
    picture = Image.new("L", (29 * 8, 29 * 8), 255)
    for bar in bars(token):
        x, y = (bar.column + 4) * 8, (bar.row + 4) * 8
        picture.paste(0, (x, y, x + bar.length * 8, y + 8))
    body = io.BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        ("zyqawm0123456789", "Another keyboard"),
        ("ywaqz,à&é\"'(-è_ç", "It works"),
    ],
)
def test_scanner_page_tells_a_wrong_keyboard_and_reads_the_keys_instead(
    browser_page: MakePage, signs: str, said: str
) -> None:
    desk = browser_page("desk")
    desk.open("/demo/desk/scanner")
    desk.page.wait_for_selector("[data-scanner][data-ready]")
    keys = [f"Key{sign}" for sign in "YZQAWM"] + [f"Digit{sign}" for sign in range(10)]
    desk.page.evaluate(KEYS, [list(signs), keys])
    desk.page.locator("[data-say=word]").get_by_text(said).wait_for()
    use = desk.page.locator("[data-use-positions]")
    if signs.startswith("zy"):
        assert_accessible(desk.page)
        use.click()
        desk.page.evaluate(KEYS, [list(signs), keys])
        desk.page.locator("[data-say=word]").get_by_text("It works").wait_for()
    assert desk.complaints == []
