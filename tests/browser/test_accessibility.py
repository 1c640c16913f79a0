"""Every page kind: no axe violation in light and dark, wide and narrow; no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import BrowserPage, press
from tests.browser.crawl import Walk, route_patterns
from tests.browser.walks import NOBODY, STAFF, problems_met

MakePage = Callable[..., BrowserPage]
# No link leads here; test_accessible_steps.py and the journey come by these.
AFTER_A_STEP = (
    "/b/{token:str}",
    "/calendar/{token:str}",
    "/demo-card/{session:str}",
    "/health",
    "/my/groups/{code:str}",
    "/{slug:str}/abstracts/{code:str}/figure",
    "/{slug:str}/abstracts/late/{secret:str}",
    "/{slug:str}/agree/{secret:str}",
    "/{slug:str}/awards/letters/{secret:str}",
    "/{slug:str}/awards/{key:str}/offer",
    "/{slug:str}/committee/awards/{key:str}/applications/{application:uuid}/letters/{letter:uuid}",
    "/my/orders/{code:str}/billing",
    "/my/orders/{code:str}/card-return",
    "/my/orders/{code:str}/pay-by-card",
    "/my/profile/addresses/verify",
    "/my/registrations/{code:str}/day",
    "/my/registrations/{code:str}/proof",
    "/my/registrations/{code:str}/visa-letter.pdf",
    "/{slug:str}/desk/guests/badges.pdf",
    "/{slug:str}/desk/people/{code:str}/fee",
    "/{slug:str}/desk/walk-in/{quote:uuid}",
    "/{slug:str}/desk/walk-in/{quote:uuid}/badge.svg",
    "/{slug:str}/kiosk",
    "/{slug:str}/kiosk/badge.pdf",
    "/{slug:str}/kiosk/badge.svg",
    "/{slug:str}/kiosk/done",
    "/{slug:str}/kiosk/staff",
    "/{slug:str}/kiosk/you",
    "/sign-in/code",
    "/sign-in/link/{token:str}",
    "/sign-in/name",
    "/theme/{choice:str}",
    "/{slug:str}/committee/abstracts/import/{import_id:uuid}",
    "/{slug:str}/committee/decisions/counts",
    "/{slug:str}/committee/programme/abstracts/{code:str}/place",
    "/{slug:str}/committee/not-shown/{kind:str}/{subject:str}",
    "/{slug:str}/office/signatures/{purpose:str}/picture",
    "/{slug:str}/committee/programme/changes",
    "/{slug:str}/committee/programme/import/{import_id:uuid}",
    "/{slug:str}/committee/programme/sessions/{code:str}/slots/{slot:str}",
    "/{slug:str}/committee/abstracts/{code:str}/versions",
    "/{slug:str}/desk/doors/{key:str}/counts",
    "/{slug:str}/desk/doors/{key:str}/stays/{scan:uuid}",
    "/{slug:str}/leads",
    "/{slug:str}/leads/{key:str}/leads.csv",
    "/{slug:str}/leads/{key:str}/leads.xlsx",
    "/{slug:str}/desk/layouts/{key:str}/preview.svg",
    "/{slug:str}/desk/pictures/{picture:uuid}/preview",
    "/{slug:str}/desk/till/cash-up",
    "/{slug:str}/desk/till/cash-ups/{cash_up:uuid}",
    "/{slug:str}/desk/till/orders/{code:str}",
    "/{slug:str}/desk/till/payments/{payment:uuid}",
    "/{slug:str}/desk/till/payments/{payment:uuid}/receipt.pdf",
    "/{slug:str}/office/bank/entries/{entry:uuid}",
    "/{slug:str}/office/bank/open",
    "/{slug:str}/office/bank/{statement:uuid}",
    "/{slug:str}/office/changes/{change_id:uuid}",
    "/{slug:str}/office/needs.csv",
    "/{slug:str}/book/{code:str}/figure",
    "/{slug:str}/office/orders/{code:str}/cancel",
    "/{slug:str}/office/orders/{code:str}/documents/{number:str}/correct",
    "/{slug:str}/office/orders/{code:str}/refund-card",
    "/{slug:str}/office/prices/copy",
    "/{slug:str}/office/proofs/{proof:uuid}/file",
    "/{slug:str}/office/registrations/import/{import_id:uuid}",
    "/{slug:str}/office/registrations/{code:str}/day",
    "/{slug:str}/office/registrations/{code:str}/visa-refusal/file",
    "/{slug:str}/office/roll/import/{import_id:uuid}",
    "/{slug:str}/office/roll/import/{import_id:uuid}/undo",
    "/{slug:str}/office/visa-letters/{code:str}/letter.pdf",
    "/{slug:str}/reviewing/invitation/{secret:str}",
    "/{slug:str}/manifest.webmanifest",
    "/{slug:str}/programme/sessions/{code:str}/stream",
    "/{slug:str}/register/check",
    "/{slug:str}/register/code",
    "/{slug:str}/register/done/{code:str}",
    "/{slug:str}/register/group/check",
    "/{slug:str}/register/member",
    "/{slug:str}/register/member/code",
    "/{slug:str}/register/waiting/{key:str}",
    "/{slug:str}/register/what",
    "/{slug:str}/visa-letters/{code:str}",
    "/{slug:str}/certificates/{code:str}",
    "/{slug:str}/my-papers/certificates/{file:str}",
    "/{slug:str}/office/certificates/credits/accreditor.csv",
    "/{slug:str}/office/certificates/credits/people/{code:str}",
    "/{slug:str}/office/certificates/files/{file:str}",
    "/{slug:str}/office/certificates/kinds/{kind:str}/issue",
    "/{slug:str}/office/certificates/one/{code:str}",
    "/{slug:str}/office/certificates/one/{code:str}/certificate.pdf",
    "/{slug:str}/office/visa-letters/issue",
    "/{slug:str}/worker.js",
    "/{slug:str}/desk/offline/manifest.webmanifest",
    "/{slug:str}/desk/offline/roll.json",
    "/{slug:str}/desk/worker.js",
    "/{slug:str}/reviewing/{round_key:str}/{code:str}/figure",
)


def test_walk_finds_no_broken_link(walks: dict[str, Walk]) -> None:
    broken = [f"{persona}: {line}" for persona, walk in walks.items() for line in walk.broken]
    assert not broken, "\n".join(broken)


def test_walk_reaches_every_page(walks: dict[str, Walk]) -> None:
    reached = {kind for walk in walks.values() for kind in (*walk.pages, *walk.files)}
    unreached = [
        pattern
        for pattern in route_patterns()
        if pattern not in reached and pattern not in AFTER_A_STEP
    ]
    assert not unreached, "\n".join(unreached)


def test_walk_gives_personas_different_doors(walks: dict[str, Walk]) -> None:
    public = walks[NOBODY].pages
    assert not [kind for kind in public if "/office" in kind or "/desk" in kind]
    assert any("/office" in kind for kind in walks["office"].pages)


def test_page_kinds_of_attendees_are_accessible(
    browser_page: MakePage, walks: dict[str, Walk]
) -> None:
    problems = problems_met(browser_page, walks, [each for each in walks if each not in STAFF])
    assert not problems, "\n\n".join(problems)


def test_error_pages_are_accessible(browser_page: MakePage) -> None:
    made = browser_page()
    assert made.open("/nowhere/at/all").status == 404
    assert_accessible(made.page)
    made.open("/sign-in")
    press(made.page.locator("main form button"))
    made.page.wait_for_selector(".error-summary")
    assert_accessible(made.page)
