"""Scanners as they are: a camera that plays a film of a badge, and keys that come with pauses."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image, ImageFilter

from badges.drawing.qr import bars
from conference.registration.ticket import ticket_token
from conference.settings import DEMO_SECRET
from tests.browser.conftest import BrowserPage, Site, new_context, press
from tests.provision import chromium

SIZE = (640, 480)
FRAMES = 24
LOOKS = 40  # of the film, while the same badge is held before the camera
PAID = """
  SELECT r.id FROM conference_registration r JOIN conference_order o ON o.id = r."order"
  WHERE r.state = 'confirmed' AND r.mode = 'in_person' AND r.proof <> 'pending' AND r.day IS NULL
    AND o.total <= (SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p
                    WHERE p."order" = o.id)
    AND NOT EXISTS (SELECT 1 FROM badges_check_in c WHERE c.registration = r.id)
  ORDER BY r.code DESC LIMIT 1"""
LIVE = """() => [...document.querySelectorAll("video")]
  .flatMap((video) => video.srcObject?.getTracks() ?? []).filter((track) => track.readyState === "live").length"""  # noqa: E501
# Waits in the page itself: for a camera that is on, and for so many more pictures of it.
ON = f"""async (looks) => {{
  while (({LIVE})() !== 1) await new Promise((done) => setTimeout(done, 50));
  const video = document.querySelector("video");
  while (looks--) await new Promise((done) => video.requestVideoFrameCallback(done));
}}"""
TURN = """(isHidden) => {
  Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def asked(site: Site, sql: str) -> list[Any]:
    file = site.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=60)) as database:
        return database.execute(sql).fetchall()


def film(token: str) -> bytes:
    """A badge held in a hand: it turns a little, is a little out of focus, on a dark table."""
    code = Image.new("L", (29 * 6, 29 * 6), 245)
    for bar in bars(token):
        x, y = (bar.column + 4) * 6, (bar.row + 4) * 6
        code.paste(20, (x, y, x + bar.length * 6, y + 6))
    pictures = []
    for number in range(FRAMES):
        picture = Image.new("L", SIZE, 70)
        picture.paste(240, (140, 40, 520, 480))
        picture.paste(code, (250 + number, 200))
        turned = picture.rotate(12 - number, Image.Resampling.BICUBIC, fillcolor=70)
        body = io.BytesIO()
        turned.filter(ImageFilter.GaussianBlur(1)).save(body, "JPEG", quality=80)
        pictures.append(body.getvalue())
    return b"".join(pictures + pictures[::-1])


@pytest.fixture(scope="module")
def filmed(
    browser: Any, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], BrowserPage]]:
    """A desk whose camera sees the ticket of somebody who is not there yet."""
    ((registration,),) = asked(site, PAID)
    path: Path = tmp_path_factory.mktemp("film") / "badge.mjpeg"
    path.write_bytes(film(ticket_token(DEMO_SECRET, UUID(str(registration)))))
    launched = browser.browser_type.launch(
        executable_path=chromium(),
        args=[
            "--no-sandbox",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={path}",
        ],
    )

    def sign_in() -> BrowserPage:
        page = new_context(launched, viewport={"width": 390, "height": 844}).new_page()
        made = BrowserPage(page, [], site)
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.goto(site.links["desk"])
        press(page.locator("main form button"))
        return made

    yield sign_in
    launched.close()


def watch_on(page: Any) -> None:
    """Until the camera has shown so many more pictures."""
    page.evaluate(ON, LOOKS)


def test_camera_reads_a_held_ticket_once_and_is_off_while_the_page_is_hidden(
    filmed: Callable[[], BrowserPage],
) -> None:
    desk = filmed()
    page = desk.page
    desk.open("/demo/desk/doors/main-entrance")
    page.wait_for_selector("[data-door][data-ready]")
    page.evaluate("() => document.addEventListener('chime', () => (window.heard ??= []).push(1))")
    page.click("[data-camera-start]")
    page.locator("[data-answer][data-look=good]").wait_for()
    watch_on(page)
    assert page.evaluate("window.heard.length") == 1
    assert page.inner_text("[data-say=word]") == "Come in"
    assert page.locator("[data-camera-torch]").is_hidden()
    page.evaluate(TURN, True)
    assert page.evaluate(LIVE) == 0
    page.evaluate(TURN, False)
    page.evaluate(ON, 0)
    page.reload()
    page.locator("[data-camera-start][aria-pressed=true]").wait_for()
    watch_on(page)
    assert page.locator("[data-answer][data-look='']").count() == 1
    page.click("[data-camera-start]")
    assert page.evaluate(LIVE) == 0
    assert desk.complaints == []


def test_camera_goes_on_after_each_check_in_and_tells_a_held_ticket_once(
    filmed: Callable[[], BrowserPage],
) -> None:
    desk = filmed()
    page, sent = desk.page, list[str]()
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    desk.open("/demo/desk/scan")
    page.click("[data-camera-start]")
    page.locator(".verdict").filter(has_text="Yes").wait_for()
    watch_on(page)
    assert len(sent) == 1
    assert "Yes" in page.inner_text(".verdict")
    assert desk.complaints == []


TOKEN = "7K2M9QXW4R8T5V3P"
AZERTY = ["Digit7", "KeyK", "Digit2", "KeyM", "Digit9", "KeyQ", "KeyX", "KeyW", "Digit4", "KeyR",
          "Digit8", "KeyT", "Digit5", "KeyV", "Digit3", "KeyP"]  # fmt: skip
# Keys with the times they came at: told by the events themselves, however busy the machine is.
PRESS = """async (scans) => {
  const { listenToWedge } = await import("/static/js/scan-wedge.js");
  const box = document.createElement("input");
  document.body.append(box);
  const told = [];
  let now = 1e9;
  const stop = listenToWedge((code) => told.at(-1).codes.push(code));
  for (const keys of scans) {
    told.push({ codes: [] });
    box.value = "";
    now += 1e6;
    for (const [key, gap, code, repeat] of keys) {
      now += gap;
      const event = new KeyboardEvent("keydown", { key, code: code ?? "", repeat: Boolean(repeat), bubbles: true, cancelable: true });
      Object.defineProperty(event, "timeStamp", { value: now });
      if (box.dispatchEvent(event) && key.length === 1) box.value += key;
    }
    told.at(-1).left = box.value;
  }
  stop();
  box.remove();
  return told;
}"""  # noqa: E501


def keys(text: str, gap: int = 10, **pauses: int) -> list[list[Any]]:
    """`keys("ABC", 10, at_2=400)`: the third sign came 400 ms after the second."""
    return [[sign, pauses.get(f"at_{place}", gap)] for place, sign in enumerate(text)]


ENTER = [["Enter", 10]]
SCANS: dict[str, tuple[list[list[Any]], list[str], str]] = {
    "fast": (keys(TOKEN) + ENTER, [TOKEN], ""),
    "small letters": (keys(TOKEN.lower()) + ENTER, [TOKEN], ""),
    "tab": ([*keys(TOKEN), ["Tab", 10]], [TOKEN], ""),
    "short code": (keys("K7M2Q1") + ENTER, ["K7M2Q1"], ""),
    "a pause": (keys(TOKEN, at_7=400) + ENTER, [TOKEN], ""),
    "a pause of each packet": (
        keys(TOKEN, at_3=120, at_6=120, at_9=120, at_12=120, at_15=900) + ENTER, [TOKEN], ""),
    "a pause before the end": ([*keys(TOKEN), ["Enter", 600]], [TOKEN], ""),
    "a prefix": (keys("]Q1" + TOKEN) + ENTER, [TOKEN], "]Q1"),
    "after typing": (keys("smith", 180) + keys(TOKEN, at_0=300, at_8=200) + ENTER,
                     [TOKEN], "smith"),
    "another keyboard, a pause": (
        [[sign, 300 if place == 5 else 9, AZERTY[place]]
         for place, sign in enumerate("èké,çaxz'r_t(v\"p")] + ENTER, [TOKEN], ""),
    "too long a pause": (keys(TOKEN, at_7=2500) + ENTER, ["XW4R8T5V3P"[-9:]], TOKEN[:7]),
    "typed code": (keys(TOKEN, 120) + ENTER, [], TOKEN),
    "typed account": (keys("BE68539007547034", 140) + ENTER, [], "BE68539007547034"),
    "typed name": (keys("smith", 80) + ENTER, [], "smith"),
    "typed sentence": (keys("no badge, paid", 60) + ENTER, [], "no badge, paid"),
    "key held down": ([["a", 30, "KeyA", place > 0] for place in range(20)] + ENTER, [], "a" * 20),
}  # fmt: skip


def test_scan_with_pauses_is_whole_and_typing_is_left_alone(
    browser_page: Callable[..., BrowserPage],
) -> None:
    anybody = browser_page()
    anybody.open("/")
    told = anybody.page.evaluate(PRESS, [given for given, _, _ in SCANS.values()])
    found = {name: (each["codes"], each["left"]) for name, each in zip(SCANS, told, strict=True)}
    assert found == {name: (codes, left) for name, (_, codes, left) in SCANS.items()}
