"""Registering on a phone: a member, a trainee, somebody of a low-income country, a group's contact.

On the way every wrong field is told beside it, and nothing that was typed is lost.
"""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import BrowserPage, Gate, Site, press
from tests.browser.test_journey import broken_promises

PHONE = {"width": 390, "height": 844}
MakePage = Callable[..., BrowserPage]
MEMBERS = """
    SELECT a.address, p.family_name FROM conference_email_address a
    JOIN conference_person p ON p.id = a.person
    JOIN conference_membership m ON m.person = p.id
    JOIN conference_membership_kind k ON k.id = m.type
    WHERE k.key = 'regular' AND m.status = 'active' AND a.is_primary
    AND m.valid_to >= (SELECT MAX(ends_on) FROM conference_meeting)
    AND a.address NOT LIKE '%@demo.example'
    AND p.id NOT IN (SELECT person FROM conference_registration)
    ORDER BY a.address LIMIT 1
"""


@pytest.fixture
def phone(browser_page: MakePage) -> BrowserPage:
    """A stranger's phone."""
    return browser_page("", viewport=PHONE)


def some_member(site: Site) -> tuple[str, str]:
    """Address and family name of a member who is not registered."""
    with sqlite3.connect(site.database_url.removeprefix("sqlite:///")) as database:
        found: tuple[str, str] = database.execute(MEMBERS).fetchone()
    return found


def no_sideways(page: Any) -> None:
    """Nothing of a page lies beside the screen of the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def wrong_fields(page: Any) -> str:
    """The sentences of what is wrong; there are some."""
    summary = page.locator("main").get_by_text("There is a problem")
    summary.first.wait_for()
    no_sideways(page)
    return str(page.inner_text("main"))


def say_who(phone: BrowserPage, email: str, family: str, country: str) -> None:
    """The first screen, first without a family name, and the code, first a wrong one."""
    page = phone.page
    phone.open("/demo/register")
    no_sideways(page)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Given name").fill("Uma")
    page.get_by_label("Affiliation").first.fill("Institute of Signals")
    press(page.get_by_role("button", name="Send me a code"))
    told = wrong_fields(page)
    assert "Write your family name" in told
    assert "Choose a country from the list." in told
    assert page.get_by_label("E-mail").input_value() == email
    assert page.get_by_label("Given name").input_value() == "Uma"
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Country").select_option(country)
    press(page.get_by_role("button", name="Send me a code"))
    prove_address(page)


def prove_address(page: Any) -> None:
    code = re.search(r"code is (\d{6})", page.inner_text("main"))
    assert code is not None
    page.get_by_label("6-digit code").fill("12 34")
    press(page.get_by_role("button", name="Continue to prices"))
    wrong_fields(page)
    page.get_by_label("6-digit code").fill(code[1])
    press(page.get_by_role("button", name="Continue to prices"))
    if page.get_by_text("We know this address already.").count():  # what the society has
        press(page.get_by_role("button", name="Continue to prices"))
    page.get_by_role("button", name="Check the order").wait_for()
    no_sideways(page)


def choose(page: Any, category: str) -> None:
    """The second screen, first with a code that nobody gave out."""
    page.get_by_role("radio", name=re.compile(f"^{category}:")).check()
    page.get_by_label("T-shirt").select_option("2")
    page.get_by_label("Discount code").fill("NOBODYS")
    press(page.get_by_role("button", name="Check the order"))
    page.locator("#error-codes").wait_for()
    assert "NOBODYS" in wrong_fields(page)
    assert page.get_by_role("radio", name=re.compile(f"^{category}:")).is_checked()
    assert page.get_by_label("T-shirt").input_value() == "2"
    page.get_by_label("Discount code").fill("")
    press(page.get_by_role("button", name="Check the order"))
    page.get_by_role("heading", name="Check your order").wait_for()
    no_sideways(page)


def check(page: Any) -> str:
    """The third screen, first with a VAT number that is none; the registration's code."""
    page.get_by_role("radio", name="To my institution", exact=True).check()
    page.get_by_label("Name and address").fill("Institute of Signals\nShore Road 1")
    page.get_by_label("VAT number").fill("12")
    page.get_by_role("radio", name="Bank transfer").check()
    press(page.get_by_role("button", name=re.compile("^Order and pay")))
    wrong_fields(page)
    assert page.get_by_label("Name and address").input_value().endswith("Shore Road 1")
    assert page.get_by_label("VAT number").input_value() == "12"
    assert page.get_by_role("radio", name="Bank transfer").is_checked()
    page.get_by_role("radio", name="To me", exact=True).check()
    press(page.get_by_role("button", name=re.compile("^Order and pay")))
    assert "/register/done/" in page.url
    no_sideways(page)
    assert "Your place is held" in page.inner_text("h1")
    return str(page.url.rsplit("/", 1)[1])


def test_member_registers_on_a_phone(phone: BrowserPage, site: Site) -> None:
    address, family = some_member(site)
    say_who(phone, address, family, "PT")
    page = phone.page
    assert page.get_by_text(re.compile(r"you save [\d,.]+ [A-Z]{3}", re.I)).count() > 0

    choose(page, "Member")
    code = check(page)

    phone.open(f"/my/registrations/{code}")
    no_sideways(page)
    assert "Payment due" in page.inner_text("main")
    assert phone.complaints == []
    assert broken_promises(site) == ""


def test_trainee_registers_on_a_phone_and_sends_a_proof(phone: BrowserPage, site: Site) -> None:
    say_who(phone, "tove.trainee@example.org", "Tran", "NO")
    choose(phone.page, "Non-member trainee")
    code = check(phone.page)
    page = phone.page
    phone.open(f"/my/registrations/{code}/proof")
    no_sideways(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"She is a student."}
    )
    page.locator("main [name=note]").fill("From my supervisor.")
    press(page.locator("main form button").first)
    wrong_fields(page)
    assert page.locator("main [name=note]").input_value() == "From my supervisor."

    page.locator("input[type=file]").set_input_files(
        {"name": "letter.png", "mimeType": "image/png", "buffer": photograph()}
    )
    press(page.locator("main form button").first)

    page.get_by_text("We have your proof.").first.wait_for()
    assert phone.complaints == []


def photograph() -> bytes:
    with io.BytesIO() as buffer:
        Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
        return buffer.getvalue()


def test_low_income_country_registers_on_a_phone(phone: BrowserPage, site: Site) -> None:
    say_who(phone, "uma.okot@example.org", "Okot", "UG")
    page = phone.page
    assert page.get_by_role("radio", name=re.compile("^Low")).count() == 1

    choose(page, "Low or lower-middle income country")

    assert "Uganda" in page.inner_text("main")
    check(page)
    assert phone.complaints == []


def test_low_income_price_is_not_open_elsewhere(phone: BrowserPage) -> None:
    say_who(phone, "nils.norge@example.org", "Norge", "NO")

    assert phone.page.get_by_role("radio", name=re.compile("^Low")).count() == 0
    assert "Low or lower-middle income country" in phone.page.inner_text("main")


def test_form_that_asks_beside_it_is_sent_once_too(browser_page: MakePage) -> None:
    """The price that comes while the form is on its way does not set the form free again."""
    browser = browser_page("stranger")
    page, price, form, sent = browser.page, Gate(), Gate(), list[str]()
    browser.open("/demo/register")
    press(page.get_by_role("button", name="Continue to prices"))
    page.route("**/register/what/price", price)
    page.route("**/register/what", form)
    page.on("request", lambda each: sent.append(f"{each.method} {each.url.rsplit('/', 1)[1]}"))
    page.get_by_role("radio", name=re.compile("^Non-member:")).check()  # if it was not
    page.get_by_label("T-shirt").select_option("2")
    price.wait_for_one(page)
    button = page.get_by_role("button", name="Check the order")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    form.wait_for_one(page)

    with page.expect_response("**/register/what/price"):
        price.open()
    page.wait_for_timeout(100)  # nothing to see, and what there is cannot be asked meanwhile
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    form.open()

    page.wait_for_url("**/register/check")
    assert sent.count("POST what") == 1


def people(count: int) -> bytes:
    """A list of people as an institute would send it."""
    lines = [f"Pia{n},Pine{n},pia{n}@institute.example,Norway,Non-member" for n in range(count)]
    return "\n".join(["given name,family name,e-mail,country,category", *lines]).encode()


def test_group_contact_registers_others_on_a_phone(phone: BrowserPage, site: Site) -> None:
    say_who(phone, "greta.contact@example.org", "Contact", "NO")
    page = phone.page
    phone.open("/demo/register/group")
    no_sideways(page)
    page.get_by_label("Institution").first.fill("Institute of Pines")
    page.locator("summary").get_by_text("Read the list from a file").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": people(10)}
    )
    press(page.get_by_role("button", name="Read the file"))
    page.locator("[name='family_name-9']").wait_for()
    assert page.get_by_label("Institution").first.input_value() == "Institute of Pines"
    press(page.get_by_role("button", name="Show what it costs"))
    wrong_fields(page)
    assert page.locator("[name='email-9']").input_value() == "pia9@institute.example"
    assert page.get_by_label("Institution").first.input_value() == "Institute of Pines"
    page.get_by_label("Name and address").fill("Institute of Pines\nForest 1")
    page.locator("[name=bill_country]").select_option("NO")
    way = page.locator("[name=pays_by][type=radio]")
    if way.count():
        way.first.check()
    press(page.get_by_role("button", name="Show what it costs"))
    page.get_by_role("heading", name="Check the group").wait_for()
    no_sideways(page)

    press(page.get_by_role("button", name=re.compile("^Order for")))

    page.get_by_role("heading", name=re.compile("Institute of Pines")).wait_for()
    no_sideways(page)
    assert "Pia3 Pine3" in page.inner_text("main")
    assert phone.complaints == []
    assert broken_promises(site) == ""
