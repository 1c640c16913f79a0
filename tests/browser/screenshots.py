"""`python -m tests.browser.screenshots [docs/images]`: the pictures of the README, from a demo."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.serving import Site, built_demo, serve_demo
from tests.provision import chromium

WIDE = {"width": 1280, "height": 960}
PHONE = {"width": 390, "height": 844}
COLOURS = 128
SHEET_DPI = 72


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        serve_demo(Path(scratch), built_demo(Path(scratch), "typical"), "typical") as site,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, take in PICTURES.items():
            picture = Image.open(io.BytesIO(take(browser, site)))
            small = picture.convert("RGB").quantize(COLOURS)
            small.save(folder / f"{name}.png", optimize=True)
            print(folder / f"{name}.png")
        browser.close()


def _page(browser: Any, site: Site, persona: str, **options: Any) -> Any:
    page = browser.new_context(**{"viewport": WIDE, **options}).new_page()
    if persona:
        page.goto(site.links[persona])
        page.click("main form button")
    return page


def home(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "attendee")
    page.goto(f"{site.base_url}/demo")
    return bytes(page.screenshot())


def programme(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "attendee")
    page.goto(f"{site.base_url}/demo/programme")
    page.get_by_role("link", name="Mon", exact=False).first.click()
    page.locator("nav:has(> .tabs) ~ *").first.wait_for()
    return bytes(page.screenshot())


def agenda_on_a_phone(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "attendee", viewport=PHONE, color_scheme="dark")
    page.goto(f"{site.base_url}/demo/my-agenda")
    return bytes(page.screenshot())


def register(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "member")
    page.goto(f"{site.base_url}/demo/register")
    page.get_by_role("button", name="Continue to prices").click()
    return bytes(page.screenshot())


def desk(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "desk")
    page.goto(f"{site.base_url}/demo/desk?q=vint")
    page.wait_for_load_state("networkidle")
    return bytes(page.screenshot())


def badge_sheet(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "desk")
    address = f"{site.base_url}/demo/desk/badges.pdf?layout=a4-4up"
    document = pypdfium2.PdfDocument(page.context.request.get(address, timeout=120_000).body())
    picture = document[0].render(scale=SHEET_DPI / 72).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


PICTURES: dict[str, Callable[[Any, Site], bytes]] = {
    "home": home,
    "programme": programme,
    "agenda-phone": agenda_on_a_phone,
    "register": register,
    "desk": desk,
    "badge-sheet": badge_sheet,
}


if __name__ == "__main__":
    main()
