"""`python -m tests.browser.screenshots [docs/images]`: the pictures of the README, from a demo."""

from __future__ import annotations

import io
import re
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
        for name, take in PICTURES.items():
            browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
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
    address = f"{site.base_url}/demo/desk/badges.pdf?stock=a4-4up&first=M"
    document = pypdfium2.PdfDocument(page.context.request.get(address, timeout=120_000).body())
    picture = document[0].render(scale=SHEET_DPI / 72).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def designer(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "office")
    page.goto(f"{site.base_url}/demo/desk/layouts")
    page.get_by_role("link", name="Wide badge").first.click()
    page.wait_for_load_state("networkidle")
    return bytes(page.screenshot())


def door(browser: Any, site: Site) -> bytes:
    page = _page(browser, site, "desk")
    codes = _codes(page, site)
    page.goto(f"{site.base_url}/demo/desk/doors")
    page.get_by_role("link", name="Main entrance").click()
    page.fill("[name=q]", codes[0])
    page.press("[name=q]", "Enter")
    page.locator(".answer__name:not(:empty)").wait_for()
    return bytes(page.screenshot())


def _codes(page: Any, site: Site) -> list[str]:
    """Registration codes of people who may have a badge."""
    answer = page.request.get(f"{site.base_url}/demo/desk/badges.pdf", timeout=120_000)
    document = pypdfium2.PdfDocument(answer.body())
    return re.findall(r"Registration (\w{6})", document[0].get_textpage().get_text_range())


PICTURES: dict[str, Callable[[Any, Site], bytes]] = {
    "home": home,
    "programme": programme,
    "agenda-phone": agenda_on_a_phone,
    "register": register,
    "desk": desk,
    "badge-sheet": badge_sheet,
    "designer": designer,
    "door": door,
}


if __name__ == "__main__":
    main()
