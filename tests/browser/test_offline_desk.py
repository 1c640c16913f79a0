"""The desk in a browser whose server is gone: stopped, not pretended; then back again."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from badges.faces.rules import grouped
from conference.orm import tokens
from conference.people.rules import fold
from tests.badges.offline.door_cases import CASES, ZONE, expected, spoken
from tests.browser.accessible import problems_of
from tests.browser.conftest import WITH_WORKER, BrowserPage, Gate, new_context, press, scan
from tests.browser.serving import Served, built_demo, may_go_away

MakePage = Callable[..., BrowserPage]
DESK = "/demo/desk/offline"
ROLL = """async () => {
  const parts = document.getElementById("offline-desk-parts").dataset;
  const [{ unpacked }, { askRoll }] = await Promise.all([import(parts.roll), import(parts.wire)]);
  return unpacked((await askRoll()).body);
}"""
CACHES = "caches.keys().then((names) => names.filter((name) => name.includes('desk-pages')))"
KEPT = """async () => {
  const store = await import(document.getElementById("offline-desk-parts").dataset.store);
  return { roll: Boolean(await store.get("roll")), events: await store.events() };
}"""
IS_CALLED = """async (name) => {
  const store = await import(document.getElementById("offline-desk-parts").dataset.store);
  while ((await store.get("name")) !== name) await new Promise((done) => setTimeout(done, 20));
}"""
ON_DISK = """() => new Promise((done) => {
  const request = indexedDB.open("plenary-desk:/demo/");
  request.onsuccess = () => {
    const transaction = request.result.transaction(["kept", "events"]);
    const keys = transaction.objectStore("kept").getAllKeys();
    const events = transaction.objectStore("events").getAll();
    transaction.oncomplete = () => done({ kept: keys.result, events: events.result });
  };
})"""


class Station:
    """One device at the desk, in a browser of its own."""

    def __init__(self, browser: Any, link: str, base_url: str, name: str) -> None:
        self.context = new_context(browser, **WITH_WORKER)
        self.page, self.base_url, self.name = self.context.new_page(), base_url, name
        self.page.goto(link)
        press(self.page.locator("main form button"))
        self.open()
        self.is_online()
        self.page.get_by_label("What this desk is called").fill(name)
        self.page.get_by_label("What this desk is called").blur()
        self.page.evaluate(IS_CALLED, name)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def open(self, path: str = DESK) -> None:
        self.page.goto(self.base_url + path)
        self.page.locator("#offline-desk[data-ready]").wait_for()

    def is_online(self) -> None:
        self.page.locator('[data-contact="ok"]').wait_for()

    def says(self, text: str) -> None:
        self.page.locator('[data-place="state"]').get_by_text(text).wait_for()

    def type(self, text: str) -> None:
        self.page.locator('[data-place="box"]').fill(text)
        self.page.keyboard.press("Enter")

    def check_in(self, person: dict[str, Any], verdict: str = "yes") -> None:
        self.type(person["code"])
        shown = self.page.locator(f'[data-verdict="{verdict}"] .verdict__word')
        shown.get_by_text(person["name"]).wait_for()

    def send(self, waiting: str = "Nothing is waiting.") -> None:
        self.page.get_by_role("button", name="Try now").click()
        self.says(waiting)
        self.is_online()

    def has_odd(self, words: str, desk: str, count: int) -> None:
        """Told with the next answer that comes."""
        self.page.get_by_role("button", name="Try now").click()
        odd = self.page.locator('[data-place="odd"] li', has_text=words)
        expect(odd.filter(has_text=desk)).to_have_count(count)


@pytest.fixture
def served(browser: Any, shared: Path, tmp_path: Path) -> Iterator[Served]:
    with may_go_away(tmp_path, built_demo(shared)) as gone:
        yield gone


def database_of(station: BrowserPage) -> closing[sqlite3.Connection]:
    file = station.site.database_url.removeprefix("sqlite:///")
    return closing(sqlite3.connect(file, timeout=60))


def rows(served: Served, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(served.database, timeout=60)) as database:
        return database.execute(statement).fetchall()


def ready_people(station: Station, count: int) -> list[dict[str, Any]]:
    people = station.page.evaluate(ROLL)["people"]
    found = [each for each in people if "no" not in each and "came" not in each]
    assert len(found) >= count
    return found[:count]


def test_thirty_check_ins_with_the_server_gone_are_neither_lost_nor_doubled(
    browser: Any, served: Served
) -> None:
    site = served.start()
    one = Station(browser, site.links["desk"], site.base_url, "Desk 1")
    two = Station(browser, site.links["office"], site.base_url, "Desk 2")
    people = ready_people(one, 27)
    before = {row[0] for row in rows(served, "SELECT active_key FROM badges_check_in")}
    three = Station(browser, site.links["desk"], site.base_url, "Desk 3")
    three.page.goto(f"{site.base_url}/demo/desk/people/{people[0]['code']}")
    served.stop()

    three.page.evaluate("document.querySelector('form[action$=\"/check-in\"]').submit()")
    three.page.get_by_text("What you last pressed may not have arrived.").wait_for()
    three.context.close()
    one.open("/demo/desk/arrivals")  # any page of the desk leads here now
    assert one.page.url.startswith(site.base_url + DESK)
    again = one.page.get_by_role("link", name="Try that page again")
    assert again.get_attribute("href") == "/demo/desk/arrivals"
    one.says("Offline since")
    for person in people[:16]:
        one.check_in(person)
    one.page.get_by_role("button", name="Undo").first.click()  # of the last one
    one.page.get_by_text("Taken back", exact=True).wait_for()
    one.check_in(people[0], verdict="already")
    two.open()
    for person in people[13:20]:
        two.check_in(person)
    two.page.reload()  # what waits is on the disk
    two.page.locator("#offline-desk[data-ready]").wait_for()
    for person in people[20:27]:
        two.check_in(person)
    one.says("17 waiting to be sent.")
    two.says("14 waiting to be sent.")

    served.start()
    for station in (two, one):
        station.send()

    now_in = rows(
        served, "SELECT active_key, desk FROM badges_check_in WHERE active_key IS NOT NULL"
    )
    mine = {key: desk for key, desk in now_in if key not in before}
    assert len(now_in) - len(before - {None}) == 27
    assert set(mine) == {person["id"] for person in people}
    assert mine[people[13]["id"]] == mine[people[14]["id"]] == "Desk 1"
    assert mine[people[15]["id"]] == "Desk 2"  # Desk 1 had taken its own back
    assert rows(served, "SELECT COUNT(*) FROM badges_device_event") == [(31,)]
    duplicates = "SELECT COUNT(*) FROM badges_check_in WHERE duplicate_of IS NOT NULL"
    assert rows(served, f"{duplicates} AND undone_at IS NULL") == [(2,)]

    two.has_odd("Was already in", "Desk 1", 2)
    one.has_odd("Also checked in", "Desk 2", 2)
    two.page.goto(site.base_url + DESK + "/devices")
    assert two.page.locator("[data-duplicate]").count() == 2
    assert problems_of(two.page, "devices") == []
    for station in (one, two):
        station.context.close()


def test_ended_session_keeps_the_queue_and_signing_out_deletes_the_roll(
    browser_page: MakePage,
) -> None:
    station = browser_page("desk", **WITH_WORKER)
    page = station.page
    station.open(DESK)
    page.locator('[data-contact="ok"]').wait_for()
    person = next(
        each for each in page.evaluate(ROLL)["people"] if "no" not in each and "came" not in each
    )
    page.context.clear_cookies()
    page.locator('[data-place="box"]').fill(person["code"])
    page.keyboard.press("Enter")
    page.locator('[data-contact="signed-out"]').wait_for()
    page.get_by_text("1 waiting to be sent.").wait_for()
    page.get_by_role("link", name="Sign in").first.wait_for()

    page.goto(station.site.links["desk"])
    press(page.locator("main form button"))
    station.open(DESK)
    page.locator('[data-contact="ok"]').wait_for()
    page.get_by_text("Nothing is waiting.").wait_for()
    page.locator("details summary").click()
    page.locator('[data-place="all"] [data-answer="accepted"]').wait_for()
    page.get_by_role("button", name=f"Undo: {person['name']}").click()
    page.locator('[data-place="all"] [data-state="answered"]').nth(1).wait_for()

    page.context.set_offline(True)
    page.locator('[data-place="box"]').fill(person["code"])
    page.keyboard.press("Enter")
    page.get_by_text("1 waiting to be sent.").wait_for()
    assert page.evaluate(KEPT)["roll"]
    page.route("**/desk/offline/**", lambda route: route.abort())  # it still cannot be sent
    page.context.set_offline(False)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.wait_for()

    assert page.evaluate(CACHES) == []
    kept = page.evaluate(ON_DISK)
    assert "roll" not in kept["kept"]
    assert [each["state"] for each in kept["events"]] == ["waiting"]
    assert person["name"] not in json.dumps(kept)


def test_lost_answer_and_a_second_tab_double_nothing(browser_page: MakePage) -> None:
    station = browser_page("desk", **WITH_WORKER)
    page = station.page
    station.open(DESK)
    page.locator('[data-contact="ok"]').wait_for()
    tab = page.context.new_page()
    tab.goto(station.site.base_url + DESK)
    tab.locator('[data-contact="ok"]').wait_for()
    ready = [each for each in page.evaluate(ROLL)["people"] if "no" not in each]
    person = [each for each in ready if "came" not in each][-4]

    def lose_the_answer(route: Any) -> None:
        route.fetch()
        route.abort()

    page.context.route("**/desk/offline/sync", lose_the_answer)
    page.locator('[data-place="box"]').fill(person["code"])
    page.keyboard.press("Enter")
    page.locator('[data-contact="away"]').wait_for()
    page.get_by_text("1 waiting to be sent.").wait_for()
    tab.get_by_text("1 waiting to be sent.").wait_for()
    page.context.unroute("**/desk/offline/sync")
    for each in (page, tab):
        each.get_by_role("button", name="Try now").click()
        each.get_by_text("Nothing is waiting.").wait_for()

    with database_of(station) as database:
        statement = "SELECT COUNT(*) FROM badges_check_in WHERE registration = ?"
        assert database.execute(statement, (person["id"],)).fetchone() == (1,)
    tab.locator("details summary").click()
    assert tab.locator('[data-place="all"] [data-answer="accepted"]').count() == 1


def test_doors_and_temporary_badges_work_without_a_network(browser_page: MakePage) -> None:
    station = browser_page("desk", **WITH_WORKER)
    page = station.page
    token = "TEMPQ1234567890A"
    with database_of(station) as database:
        [meeting] = database.execute("SELECT id FROM conference_meeting").fetchone()
        database.execute(
            "INSERT INTO badges_check_point (id, created_at, meeting, key, title, kind)"
            " VALUES (?, ?, ?, 'offline-hall', 'Offline hall', 'session')",
            (str(uuid4()), "2026-01-01 00:00:00+00:00", meeting),
        )
        database.execute(
            "INSERT INTO badges_temporary_badge (id, created_at, meeting, number, serial,"
            " token_hash, linked_by) VALUES (?, ?, ?, 907, ?, ?, '')",
            (
                str(uuid4()), "2026-01-01 00:00:00+00:00", meeting, str(uuid4()),
                tokens.digest(token),
            ),
        )  # fmt: skip
        database.commit()
    station.open(DESK)
    page.locator('[data-contact="ok"]').wait_for()
    people = page.evaluate(ROLL)["people"]
    one, two = [each for each in people if "no" not in each][-2:]
    page.context.set_offline(True)

    page.get_by_label("Where you stand").select_option(label="Offline hall")
    scan(page, token)
    page.get_by_text("This temporary badge belongs to nobody yet.").wait_for()
    for word in ("Come in", "Already in"):
        page.locator('[data-place="box"]').fill(one["code"])
        page.keyboard.press("Enter")
        page.locator(".verdict__word").get_by_text(f"{word}: {one['name']}").wait_for()
    page.get_by_label("Out", exact=True).check()
    scan(page, one["code"])
    page.locator(".verdict__word").get_by_text(f"Out: {one['name']}").wait_for()
    page.get_by_label("Where you stand").select_option(index=0)
    scan(page, token)
    page.get_by_text("Temporary badge 907", exact=True).wait_for()
    page.locator('[data-place="box"]').fill(two["code"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Give a temporary badge").click()
    expect(page.get_by_label("Number on the badge")).to_have_value("907")  # scanned just now
    scan(page, one["code"])
    page.get_by_text(f"This is the badge of {one['name']}.").wait_for()
    scan(page, token)
    page.get_by_text(f"Handed to {two['name']}.").wait_for()
    page.get_by_label("Where you stand").select_option(label="Offline hall")
    page.get_by_label("In", exact=True).check()
    scan(page, token)  # no server has heard of it yet
    page.locator(".verdict__word").get_by_text(f"Come in: {two['name']}").wait_for()
    page.get_by_label("Where you stand").select_option(index=0)
    scan(page, next(each["code"] for each in people if "no" in each))
    page.get_by_text("Only with the network does a supervisor let them in here.").wait_for()
    page.locator("details summary").click()
    waiting = page.locator('[data-place="all"] [data-state="waiting"]').count()
    page.context.set_offline(False)
    page.get_by_text("Nothing is waiting.").wait_for()

    assert waiting == (6 if "came" in two else 7)
    outcomes = page.locator('[data-place="all"] li').evaluate_all(
        "all => all.map((each) => each.dataset.answer)"
    )
    assert set(outcomes) == {"accepted"}
    listed = {each["id"]: each for each in page.evaluate(ROLL)["people"]}
    assert listed[two["id"]]["temporary"] == 907
    assert station.complaints == []


def test_roll_on_the_disk_is_worked_with_before_the_server_answers(
    browser_page: MakePage,
) -> None:
    station = browser_page("desk")
    page, gate = station.page, Gate()
    station.open(DESK)
    page.locator('[data-contact="ok"]').wait_for()
    person = next(each for each in page.evaluate(ROLL)["people"] if "no" in each)

    page.route("**/desk/offline/sync", gate)
    page.reload()
    gate.wait_for_one(page)
    page.locator('[data-place="box"]').fill(person["code"])
    page.keyboard.press("Enter")
    page.locator('[data-verdict="no"]').get_by_text(person["name"]).wait_for()
    assert page.locator('[data-place="state"]').get_attribute("data-contact") == "trying"

    gate.open()
    page.locator('[data-contact="ok"]').wait_for()


def test_letters_and_codes_fold_and_hash_as_on_the_server(browser_page: MakePage) -> None:
    station = browser_page("desk", **WITH_WORKER)
    station.open(DESK)
    signs = [
        sign for sign in map(chr, range(0x20, 0x3000))
        if unicodedata.category(sign) not in ("Cn", "Cs", "Co")
    ]  # fmt: skip
    words = [f"a{sign}b" for sign in signs]
    words += ["Łódź", "Søren Ægir", "GROẞE Straße", "İstanbul ırmak", "Nguyễn Thị", "ΣΊΣΥΦΟΣ", "ﬁﬂ"]
    codes = ["k7m2-q10o-il00-abcd", " 0123 4567 ", "ßx", grouped("0123456789ABCDEF")]
    script = (
        "async ([words, codes]) => { const { fold, digest } = await import("
        "document.getElementById('offline-desk-parts').dataset.fold);"
        " return [words.map(fold), await Promise.all(codes.map(digest))]; }"
    )

    folded, hashes = station.page.evaluate(script, [words, codes])

    wrong = [word for word, done in zip(words, folded, strict=True) if done != fold(word)]
    assert wrong == []
    assert hashes == [tokens.digest(code) for code in codes]


def test_door_answers_on_the_device_as_on_the_server(browser_page: MakePage) -> None:
    station = browser_page("desk", **WITH_WORKER)
    station.open(DESK)
    script = """async ([cases, zone, words]) => {
      const { answer } = await import(document.getElementById("offline-desk-parts").dataset.doors);
      const at = (each) => ({ ...each, at: Date.parse(each.at) });
      return cases.map(({ door, holder, direction, at: when, earlier, inside }) => {
        const said_of = { said: words[holder.why], refused: holder.refused ? "Cancelled." : "" };
        const whose = { tickets: 1, ...holder, ...said_of };
        const asked = { direction, at: Date.parse(when), earlier: earlier.map(at), inside };
        const said = answer({ categories: [], zone, ...door }, whose, asked);
        return [said.outcome, said.look, said.word, said.sentence];
      });
    }"""

    words = station.page.evaluate(ROLL)["at_doors"]
    answers = station.page.evaluate(script, [CASES, ZONE, words])

    told = {case["name"]: spoken(case, said) for case, said in zip(CASES, answers, strict=True)}
    assert told == {case["name"]: expected(case) for case in CASES}


def test_desk_can_be_installed_and_is_usable_with_one_hand(browser_page: MakePage) -> None:
    station = browser_page("desk", viewport={"width": 390, "height": 844}, **WITH_WORKER)
    page = station.page
    station.open(DESK)
    page.locator('[data-contact="ok"]').wait_for()
    page.locator('[data-place="box"]').fill("a")
    page.locator(".offline-person").first.wait_for()
    cdp = page.context.new_cdp_session(page)

    manifest = cdp.send("Page.getAppManifest")

    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == DESK
    scope = "navigator.serviceWorker.ready.then((ready) => new URL(ready.scope).pathname)"
    assert page.evaluate(scope) == "/demo/desk"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = "(all) => all.map((each) => each.getBoundingClientRect().height).filter((h) => h < 44)"
    assert page.locator(".offline-person button, .offline-keys button").evaluate_all(small) == []
    assert problems_of(page, DESK) == []
    assert station.complaints == []
