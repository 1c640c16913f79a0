"""Pages that come after a step, which no link leads to, are as accessible as the others."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage
from tests.browser.conftest import press as follow

MakePage = Callable[..., BrowserPage]
ROLL = "Member No;Family name;Given name;E-mail;Type;Valid to\n"
NEW_MEMBER = "DS-99001;Nováková;Jana;jana@nova.example;regular;2027-12-31\n"
LAPSED = "DS-99002;Nobody;;no address;regular;yesterday\n"


def check(made: BrowserPage, path: str) -> None:
    """The page that should have come is the one that came, and it is accessible."""
    assert re.search(path, made.page.url), made.page.inner_text("main")[:400]
    assert_accessible(made.page)


def press(made: BrowserPage, name: str) -> None:
    """Presses a button and waits for the page that answers, even at the same address."""
    follow(made.page.get_by_role("button", name=re.compile(name)).first)


def shown_code(made: BrowserPage) -> str:
    """The demo sends no letter, so its page shows the code."""
    found = re.search(r"code is (\d{6})", made.page.inner_text("main"))
    assert found
    return found[1]


def test_steps_of_signing_in(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/sign-in")
    made.page.fill("#field-email", "steps@example.org")
    press(made, "Send me a code")
    check(made, "/sign-in/code$")
    code = shown_code(made)
    made.page.fill("#field-code", "000000" if code != "000000" else "111111")
    press(made, "^Sign in$")
    check(made, "/sign-in/code$")
    assert made.page.locator(".error-summary").count() == 1
    made.page.fill("#field-code", code)
    press(made, "^Sign in$")
    check(made, "/sign-in/name$")
    made.page.fill("#field-family_name", "Steps")
    press(made, "Continue")
    check(made, "/my$")


def test_steps_of_a_link_that_is_dead(browser_page: MakePage) -> None:
    made = browser_page()
    made.page.goto(made.site.links["attendee"])
    check(made, "/sign-in/link/")
    made.open("/sign-in/link/used-long-ago")
    check(made, "/sign-in/link/")


def test_steps_of_adding_an_address(browser_page: MakePage) -> None:
    made = browser_page("author")
    made.open("/my/profile")
    made.page.fill("#field-family_name", "")
    press(made, "^Save$")
    check(made, "/my/profile$")
    made.page.fill("#field-address", "other@example.org")
    press(made, "Add this address")
    check(made, "/addresses/verify$")
    made.page.fill("#field-code", shown_code(made))
    press(made, "^Verify$")
    check(made, "/my/profile$")


def test_steps_of_registering(browser_page: MakePage) -> None:
    made = browser_page()
    page = made.page
    made.open("/demo/register")
    press(made, "Send me a code")
    check(made, "/demo/register")
    page.get_by_label("E-mail").fill("buyer@example.org")
    page.get_by_label("Family name").fill("Ōtsuka")
    page.get_by_label("Affiliation").first.fill("Institute of Steps")
    page.get_by_label("Country").select_option("JP")
    press(made, "Send me a code")
    check(made, "/register/code")
    page.get_by_label("6-digit code").fill(shown_code(made))
    press(made, "Continue to prices")
    check(made, "/register/what")
    page.get_by_role("radio", name=re.compile("^Non-member:")).check()
    press(made, "Check the order")
    check(made, "/register/check")
    press(made, "^Order and pay|^Register$")
    check(made, "/register/done/")


def test_steps_of_importing_a_roll(browser_page: MakePage) -> None:
    made = browser_page("office")
    made.open("/demo/office/roll/import")
    press(made, "Show what it would change")
    check(made, "/roll/import")
    text = ROLL + NEW_MEMBER + LAPSED
    file = {"name": "roll.csv", "mimeType": "text/csv", "buffer": text.encode()}
    made.page.set_input_files("#field-file", [file])
    press(made, "Show what it would change")
    check(made, "/roll/import/.+")


def test_steps_of_importing_a_programme(browser_page: MakePage) -> None:
    made = browser_page("chair")
    exported = made.page.context.request.get(made.site.base_url + "/demo/programme.xml")
    made.open("/demo/committee/programme/import")
    file = {"name": "programme.xml", "mimeType": "text/xml", "buffer": exported.body()}
    made.page.set_input_files("#field-file", [file])
    press(made, "Show|Read|Preview|Upload|Send")
    check(made, "/programme/import/.+")


def test_steps_of_editing_a_talk(browser_page: MakePage) -> None:
    made = browser_page("chair")
    made.open("/demo/committee/programme?day=all")
    follow(made.page.get_by_role("link", name=re.compile("^Symposium")).first)
    check(made, "/sessions/")
    follow(made.page.locator("main table a").first)
    check(made, "/slots/")


def test_steps_of_finding_a_badge_from_outside(browser_page: MakePage) -> None:
    made = browser_page()
    made.open("/b/0000000000000000")
    check(made, "/b/")
