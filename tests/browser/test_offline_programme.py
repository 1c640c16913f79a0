"""The programme in a browser whose network really drops: read, star, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from conference.demo.calendar import VENUE_ZONE
from tests.browser.accessible import problems_of
from tests.browser.conftest import WITH_WORKER, BrowserPage, Gate, press

MakePage = Callable[..., BrowserPage]
PROGRAMME = "/demo/programme"
AGENDA = "/demo/my-agenda"
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("plenary-pages:"));
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map((request) => new URL(request.url).pathname);
}"""
QUEUE = """() => Object.keys(localStorage).filter((key) => key.startsWith("plenary-star-queue"))"""
PATIENCE_IS_OVER = "new Promise((done) => setTimeout(done, PATIENCE + 500))"
UNTIL = """async () => {{
  const end = Date.now() + 90_000;
  while (!(await ({})())) {{
    if (Date.now() > end) throw new Error("It did not come.");
    await new Promise((done) => setTimeout(done, 50));
  }}
}}"""
WARM = UNTIL.format(f"async () => (await ({KEPT})()).includes('/demo/kept-release')")


def test_programme_goes_on_without_a_network_and_stars_arrive_later_once(
    browser_page: MakePage,
) -> None:
    browser = browser_page("attendee", **WITH_WORKER)
    page = browser.page
    browser.open(PROGRAMME)
    page.evaluate(WARM)
    star = page.locator('li[data-item] > button.star[aria-pressed="false"]').first
    code = star.get_attribute("value")

    page.context.set_offline(True)
    page.reload()
    page.get_by_text("Offline — programme as of").wait_for()
    assert "release" in page.locator("#offline-line").inner_text()
    page.locator(f'li[data-item] > button.star[value="{code}"]').click()
    page.get_by_text("You are offline.").wait_for()
    for path in (AGENDA, f"{PROGRAMME}/now", "/demo/posters", f"{PROGRAMME}?room=Auditorium"):
        browser.open(path)
        page.locator("html[data-offline] #offline-line:not(:empty)").wait_for()
    assert page.locator("#filter-room").input_value() == "Auditorium"
    assert page.evaluate(QUEUE)

    page.context.set_offline(False)
    page.get_by_text("What you starred offline is saved.").wait_for()  # it comes back by itself
    assert page.evaluate(QUEUE) == []
    browser.open(PROGRAMME)
    pressed = page.locator(f'li[data-item] > button.star[value="{code}"]')
    assert pressed.get_attribute("aria-pressed") == "true"
    browser.open(AGENDA)
    assert page.locator(f'.agenda-day li[id="{code}"]').count() == 1


def test_signing_out_takes_the_kept_pages_along_and_staff_pages_are_never_kept(
    browser_page: MakePage,
) -> None:
    browser = browser_page("chair", **WITH_WORKER)
    page = browser.page
    browser.open(PROGRAMME)
    page.evaluate(WARM)
    browser.open("/demo/committee")
    browser.open("/demo/committee/programme")
    assert not [path for path in page.evaluate(KEPT) if "committee" in path]

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.wait_for()

    assert page.evaluate(KEPT) == []


def test_programme_can_be_installed_and_replaces_what_an_older_one_kept(
    browser_page: MakePage,
) -> None:
    browser = browser_page("", **WITH_WORKER)
    browser.open("/sign-in")
    old = "plenary-pages:/demo/:0123456789:everyone"
    browser.page.evaluate(
        "async (name) => (await caches.open(name)).put('/x', new Response())", old
    )
    browser.open(PROGRAMME)
    browser.page.evaluate(WARM)
    browser.page.evaluate(UNTIL.format(f"async () => !(await caches.keys()).includes('{old}')"))
    assert len(browser.page.evaluate("caches.keys()")) == 2
    cdp = browser.page.context.new_cdp_session(browser.page)

    manifest = cdp.send("Page.getAppManifest")

    assert manifest["errors"] == []
    assert '"display":"standalone"' in manifest["data"]
    scope = "navigator.serviceWorker.ready.then((ready) => new URL(ready.scope).pathname)"
    assert browser.page.evaluate(scope) == "/demo/"


def test_own_time_is_offered_only_where_it_differs_and_is_remembered(
    browser_page: MakePage,
) -> None:
    at_venue = browser_page(timezone_id="Europe/London")
    at_venue.open(PROGRAMME)
    abroad = browser_page(timezone_id="Asia/Kathmandu")
    abroad.open(PROGRAMME)
    page = abroad.page
    at = page.locator("li[data-item] .hours time").first.get_attribute("datetime")

    page.get_by_role("button", name="Show my times too").click()
    first = page.locator("li[data-item] .hours").first.inner_text()
    page.reload()

    assert at_venue.page.locator("#own-zone").inner_text() == ""
    assert page.get_by_role("button", name="Hide my times").is_visible()
    hours, own = first.split(" (", 1)
    assert own.endswith("your time)")
    assert minutes(own[:5]) - minutes(hours[:5]) == ahead(str(at), "Asia/Kathmandu")
    assert at_venue.complaints == abroad.complaints == []


def ahead(at: str, zone: str) -> float:
    """Minutes by which a zone is ahead of the venue at an instant."""
    there, here = (datetime.fromisoformat(at).astimezone(ZoneInfo(z)) for z in (zone, VENUE_ZONE))
    return (there.replace(tzinfo=None) - here.replace(tzinfo=None)) / timedelta(minutes=1)


LEFT = """() => {
  const card = document.querySelector(".now-room:not(.now-room--idle)");
  return [Number(/(\\d+) min left/.exec(card.textContent)[1]), performance.now()];
}"""


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def test_running_meeting_is_accessible_and_now_goes_on_by_the_clock_of_the_page(
    browser_page: MakePage,
) -> None:
    browser = browser_page()
    browser.open(PROGRAMME)
    page = browser.page
    first = page.locator("li[data-item]").first
    starts_at = str(first.locator("time").first.get_attribute("datetime"))
    at_venue = datetime.fromisoformat(starts_at).astimezone(ZoneInfo(VENUE_ZONE))
    at = quote(f"{at_venue:%Y-%m-%dT%H:%M}")
    problems = []
    for path in (f"?at={at}", f"?view=grid&at={at}", f"/now?screen=1&at={at}"):
        browser.open(PROGRAMME + path)
        problems += problems_of(page, path)
    assert problems == []

    page.clock.install()
    browser.open(f"{PROGRAMME}/now?at={at}")
    left, began = page.evaluate(LEFT)
    page.context.set_offline(True)
    page.clock.run_for(3 * 60_000)

    later, ended = page.evaluate(LEFT)
    assert later < left
    # Where a minute ends is the page's own affair.
    assert abs((left - later) - (ended - began) / 60_000) <= 2


def slow_network(page: Any, path: str) -> Gate:
    """A network that takes its time, but not for the question whether it is there."""
    gate = Gate()

    def hold(route: Any) -> None:
        if route.request.method == "HEAD":
            route.abort()
        else:
            gate(route)

    page.context.route(f"**{path}", hold)
    return gate


def warning_of(page: Any) -> str:
    """What the page says about the last star."""
    return str(page.locator("#programme-status").inner_text())


def test_star_of_a_stranger_warns_of_an_overlap(browser_page: MakePage) -> None:
    browser = browser_page()
    browser.open(PROGRAMME)
    page = browser.page
    times = page.locator("li[data-item]").evaluate_all(
        "items => items.map((each) => [each.id, ...[...each.querySelectorAll('.hours time')]"
        ".slice(0, 2).map((time) => Date.parse(time.dateTime))])"
    )
    one, other = next(
        (a[0], b[0])
        for n, a in enumerate(times)
        for b in times[n + 1 :]
        if a[1] < b[2] and b[1] < a[2]
    )

    page.locator(f'li[data-item] > .star-place button[value="{one}"]').click()
    assert "overlaps" not in warning_of(page)
    page.locator(f'li[data-item] > .star-place button[value="{other}"]').click()

    title = page.locator(f'li[id="{one}"] h4 a').inner_text()
    assert f"It overlaps with “{title}”" in warning_of(page)


def test_slow_network_shows_what_is_kept_but_not_after_a_form_was_sent(
    browser_page: MakePage,
) -> None:
    browser = browser_page("author", **WITH_WORKER)
    page = browser.page
    browser.open(PROGRAMME)
    page.evaluate(WARM)
    browser.open(AGENDA)

    slow = slow_network(page, AGENDA)
    page.reload()
    page.locator("html[data-offline] #offline-line:not(:empty)").wait_for()
    slow.open()
    page.get_by_role("button", name="Show it as it is now").wait_for()
    slow = slow_network(page, AGENDA)
    page.get_by_role("button", name="Make my calendar address").click(no_wait_after=True)
    slow.wait_for_one(page)
    page.context.service_workers[0].evaluate(PATIENCE_IS_OVER)
    slow.open()

    page.locator("html:not([data-offline]) #address").wait_for()


def test_kept_page_of_another_person_goes_when_the_network_answers_after_all(
    browser_page: MakePage,
) -> None:
    browser = browser_page("", **WITH_WORKER)
    page = browser.page
    browser.open(PROGRAMME)
    page.evaluate(WARM)
    page.goto(browser.site.links["stranger"])
    press(page.locator("main form button"))

    slow = slow_network(page, PROGRAMME)
    browser.open(PROGRAMME)
    page.locator("html[data-offline]").wait_for()
    assert page.locator("#star-form").count() == 0  # as nobody has it
    slow.open()

    page.locator("#star-form").wait_for(state="attached")
