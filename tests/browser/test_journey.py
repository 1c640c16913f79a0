"""The main job, walked by the people it is for: from a stranger's registration to the scan."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import icalendar
import pypdfium2
import pytest
import zxingcpp

from tests.browser.conftest import BrowserPage, Gate, Site, press

STARS = 3
NEW_TIME = "07:05"  # before every session of the demo, so that a move clashes with nobody

MakePage = Callable[..., BrowserPage]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows of one event."""

    uid: str
    sequence: int
    start: Any
    summary: str


def register(browser: BrowserPage, category: str) -> None:
    """From the prices to the order, by the buttons on the page."""
    page = browser.page
    page.get_by_role("radio", name=re.compile(f"^{category}:")).check()
    press(page.get_by_role("button", name="Check the order"))
    press(page.get_by_role("button", name=re.compile("^Order and pay|^Register$")))
    assert "/register/done/" in page.url


def feed(address: str) -> dict[str, Entry]:
    """The events of a calendar feed by UID."""
    with urllib.request.urlopen(address) as answer:
        assert answer.headers["content-type"].startswith("text/calendar")
        calendar = icalendar.Calendar.from_ical(answer.read())
    return {
        str(event["uid"]): Entry(
            str(event["uid"]), int(event["sequence"]), event["dtstart"].dt, str(event["summary"])
        )
        for event in calendar.walk("VEVENT")
    }


def register_stranger(make: MakePage) -> None:
    """Nobody we know: the address is proved by its code, and the price is the non-member's."""
    stranger = make()
    page = stranger.page
    stranger.open("/demo/register")
    page.get_by_label("E-mail").fill("rosa.luz@example.org")
    page.get_by_label("Given name").fill("Rosa")
    page.get_by_label("Family name").fill("Luz")
    page.get_by_label("Affiliation").first.fill("Instituto do Mar")
    page.get_by_label("Country").select_option("PT")
    press(page.get_by_role("button", name="Send me a code"))
    code = re.search(r"code is (\d{6})", page.inner_text("main"))
    assert code is not None
    page.get_by_label("6-digit code").fill(code[1])
    press(page.get_by_role("button", name="Continue to prices"))
    assert page.get_by_role("radio", name=re.compile("^Member:")).count() == 0
    register(stranger, "Non-member")
    assert "Your place is held" in page.inner_text("h1")


def register_member(make: MakePage) -> tuple[BrowserPage, str]:
    """A member sees what membership saves, and orders; the browser and the order's total."""
    member = make("member")
    page = member.page
    member.open("/demo/register")
    press(page.get_by_role("button", name="Continue to prices"))
    page.get_by_role("radio", name=re.compile("^Member:")).first.check()
    page.get_by_text(re.compile(r"you save [\d,.]+ [A-Z]{3}", re.I)).first.wait_for()
    register(member, "Member")
    assert "Your place is held" in page.inner_text("h1")
    return member, page.url.rsplit("/", 1)[1]


def record_payment(make: MakePage, registration: str) -> None:
    """The treasurer finds the order and records the transfer."""
    treasurer = make("treasurer")
    page = treasurer.page
    treasurer.open(f"/demo/office/orders?q={registration}")
    press(page.locator("main table tbody a").first)
    assert registration in page.inner_text("main")
    page.get_by_label("How").select_option(label="Bank transfer")
    page.get_by_label("Reference").fill("transfer 1")
    press(page.get_by_role("button", name="Record payment"))
    page.get_by_text("transfer 1").first.wait_for()


def star_three_sessions(member: BrowserPage) -> str:
    """Stars three sessions of the programme; the code of the first one."""
    member.open("/demo/programme")
    page = member.page
    codes = page.locator('li.slot button.star[aria-pressed="false"]').evaluate_all(
        "stars => stars.map(star => star.value)"
    )
    for code in codes[:STARS]:
        with page.expect_response("**/programme/stars"):  # it is shown before it is saved
            page.locator(f'button.star[value="{code}"]').first.click()
        page.locator(f'button.star[value="{code}"][aria-pressed="true"]').first.wait_for()
    return str(codes[0])


def subscribe(member: BrowserPage) -> str:
    """The member's private calendar address."""
    member.open("/demo/my-agenda")
    press(member.page.get_by_role("button", name="Make my calendar address"))
    return str(member.page.locator("#address").input_value())


def move_and_release(make: MakePage, code: str) -> None:
    """The chair moves the session to another time, and releases the programme."""
    chair = make("chair")
    page = chair.page
    chair.open(f"/demo/committee/programme/sessions/{code}")
    page.get_by_label("Starts").first.fill(NEW_TIME)
    press(page.get_by_role("button", name="Save", exact=True).last)
    assert page.get_by_text("There is a problem").count() == 0
    chair.open("/demo/committee/releases")
    reason = page.get_by_label("Why it goes out with these conflicts")
    if reason.count():
        reason.fill("They are known.")
    press(page.get_by_role("button", name="Release the programme"))
    assert "moved" in page.inner_text("main")


def scan_and_print(make: MakePage, member: BrowserPage, registration: str) -> None:
    """The desk scans the ticket, checks in, prints; the badge's own code then says: already in."""
    member.open(f"/my/registrations/{registration}")
    ticket = member.page.locator("figcaption .code").inner_text()
    desk = make("desk")
    page = desk.page
    desk.open("/demo/desk")
    page.get_by_label(re.compile("^Name, company")).fill(ticket)
    page.keyboard.press("Enter")
    page.wait_for_url("**/demo/desk/people/*")
    page.get_by_role("button", name="Check in and print badge").click()
    page.get_by_text("Yes: in").wait_for()
    badge = page.request.get(f"{desk.site.base_url}/demo/desk/people/{registration}/badge.pdf")
    token = code_on(badge.body())
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", token)
    assert token != ticket.replace(" ", "").replace("-", "")
    desk.open("/demo/desk")
    page.get_by_label(re.compile("^Name, company")).fill(token)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/demo/desk/people/{registration}")
    page.get_by_text("Already in").wait_for()


def code_on(badge_pdf: bytes) -> str:
    """What a scanner reads from the badge, rasterised as a 203-dpi label printer does."""
    image = pypdfium2.PdfDocument(badge_pdf)[0].render(scale=203 / 72, grayscale=True).to_pil()
    codes = zxingcpp.read_barcodes(image.point(lambda level: 255 if level > 127 else 0))
    assert len(codes) == 1
    return str(codes[0].text)


def broken_promises(site: Site) -> str:
    """What `plenary check` prints about the site's database; "" when every promise holds."""
    done = subprocess.run(
        [sys.executable, "-m", "conference.cli", "check"],
        env={**os.environ, "DATABASE_URL": site.database_url, "PLENARY_DEMO": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_main_job(browser_page: MakePage, site: Site) -> None:
    register_stranger(browser_page)

    member, registration = register_member(browser_page)
    record_payment(browser_page, registration)
    member.open(f"/my/registrations/{registration}")
    assert member.page.locator(".qr svg").count() == 1

    moved = star_three_sessions(member)
    address = subscribe(member)
    before = feed(address)
    assert len(before) == STARS

    move_and_release(browser_page, moved)
    after = feed(address)
    assert set(after) == set(before)
    changed = {uid for uid in after if after[uid] != before[uid]}
    assert len(changed) == 1
    (uid,) = changed
    assert moved in uid
    assert after[uid].sequence == before[uid].sequence + 1
    assert after[uid].start != before[uid].start
    assert after[uid].summary == before[uid].summary

    scan_and_print(browser_page, member, registration)

    assert broken_promises(site) == ""
    assert member.complaints == []


def test_a_star_is_taken_over_before_all_of_the_page_is_there(browser_page: MakePage) -> None:
    attendee, late = browser_page("attendee"), Gate()
    page = attendee.page
    page.route("**/star-shelf*", late)
    attendee.open("/demo/programme")
    late.wait_for_one(page)
    star = page.locator('li.slot button.star[aria-pressed="false"]').first
    code = star.get_attribute("value")

    with page.expect_response("**/programme/stars") as saved:
        star.click()
    assert saved.value.request.resource_type == "fetch"
    page.locator(f'button.star[value="{code}"][aria-pressed="true"]').first.wait_for()
    late.open()


@pytest.mark.parametrize("java_script", [True, False])
def test_a_star_works_with_and_without_javascript(
    browser_page: MakePage, java_script: bool
) -> None:
    attendee = browser_page("attendee", java_script_enabled=java_script)
    attendee.open("/demo/programme")
    star = attendee.page.locator('li.slot button.star[aria-pressed="false"]').first
    code = star.get_attribute("value")
    with attendee.page.expect_response("**/programme/stars"):
        star.click()
    pressed = attendee.page.locator(f'button.star[value="{code}"][aria-pressed="true"]').first
    pressed.wait_for()
    attendee.page.reload()
    pressed.wait_for()
