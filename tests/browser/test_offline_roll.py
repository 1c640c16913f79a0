"""The roll on the device: unpacked as it was packed, asked by the one rule, kept over an update."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.codes.queries import KeptCode
from badges.codes.rules import CodeKind
from badges.offline.codes import RollCodes
from badges.offline.doors import RollGuest, RollPassage
from badges.offline.packing import roll_bytes
from badges.offline.rules import HASH_LENGTH
from conference.orm import tokens
from tests.badges.codes.code_cases import ALICE, CODE_CASES, EWA, HERE, CodeCase
from tests.badges.offline.rolls import CAME, as_unpacked, person_of, roll_with, short, varied
from tests.browser.conftest import BrowserPage, press

MakePage = Callable[..., BrowserPage]
DESK = "/demo/desk/offline"
UNPACKED = """async (roll) => {
  const { unpacked } = await import(document.getElementById("offline-desk-parts").dataset.roll);
  return unpacked(roll);
}"""
SCANNED = """async ([roll, text]) => {
  const parts = document.getElementById("offline-desk-parts").dataset;
  const { indexed, scanned } = await import(parts.rules);
  const { person, number, why } = await scanned(indexed({ roll }), text);
  return person ? (person.guest ? "guest" : "person") : number ? "free" : why;
}"""
# What a device of before holds: the database in its first form, with a roll that is written out.
OLD_DEVICE = """(roll) => new Promise((done, fail) => {
  const request = indexedDB.open("plenary-desk:/demo/", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("kept");
    const events = { keyPath: "seq", autoIncrement: true };
    const store = request.result.createObjectStore("events", events);
    store.createIndex("client_id", "client_id", { unique: true });
  };
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const database = request.result;
    const transaction = database.transaction(["kept", "events"], "readwrite");
    transaction.objectStore("kept").put({ roll, etag: '"old"', asked: Date.now() }, "roll");
    transaction.objectStore("events").add({
      client_id: crypto.randomUUID(), kind: "check_in", registration: roll.people[1].id,
      at: new Date().toISOString(), offset: 0, desk: "Desk 1", by: "", text: "", state: "waiting",
    });
    transaction.oncomplete = () => { database.close(); done(); };
  };
})"""
KEPT = """async () => {
  const store = await import(document.getElementById("offline-desk-parts").dataset.store);
  return { version: (await store.get("roll")).roll.version, events: (await store.events()).length };
}"""


def opened(browser_page: MakePage) -> Any:
    station = browser_page("desk")
    station.open(DESK)
    station.page.locator("#offline-desk[data-ready]").wait_for()
    return station.page


def sent(**parts: Any) -> Any:
    return json.loads(roll_bytes(roll_with(**parts)))


def told_of(person: dict[str, Any], roll: dict[str, Any]) -> dict[str, Any]:
    """The person with the words in place of their numbers, and times as numbers."""
    refused = roll["refusals"][person.pop("no")] if "no" in person else None
    words = {"category": roll["categories"][person.pop("cat")]}
    if refused:
        words["refused"] = [refused["word"], refused["sentence"]]
    came = person.pop("came", None)
    at = datetime.fromisoformat(came).timestamp() * 1000 if came else None
    return {**person, **words, "came": at, "desk": person.get("desk")}


def test_device_unpacks_everybody_as_they_were_packed(browser_page: MakePage) -> None:
    page, people = opened(browser_page), varied()
    guest = RollGuest(UUID(int=77), people[1].id, "Ewa Żak", [short("guest")])
    passed = [
        RollPassage("gala", people[2].id, "in", CAME, True, "Door 2"),
        RollPassage("hall", people[1].id, "out", CAME, False, guest=guest.id),
        RollPassage("gala", people[1].id, "in", CAME, True, guest=UUID(int=78)),
    ]
    codes = RollCodes(gone=[short("gone")], free=[(7, short("free"))])

    roll = page.evaluate(UNPACKED, sent(people=people, codes=codes, passed=passed, guests=[guest]))

    assert [told_of(each, roll) for each in roll["people"]] == [
        as_unpacked(each) for each in people
    ]
    assert roll["gone"] == [short("gone")]
    assert roll["free"] == [[7, short("free")]]
    assert roll["guests"] == [
        {"id": str(guest.id), "of": str(people[1].id), "name": "Ewa Żak", "hash": guest.hash}
    ]
    assert [
        (each["door"], each["registration"], each["direction"], each["is_use"], each["station"])
        for each in roll["passed"]
    ] == [
        ("gala", str(people[2].id), "in", True, "Door 2"),
        ("hall", str(people[1].id), "out", False, ""),
        ("gala", str(people[1].id), "in", True, ""),
    ]  # fmt: skip
    assert [each.get("guest") for each in roll["passed"]] == [None, str(guest.id), "gone"]
    assert all(each["at"] == "2027-10-17T14:03:05.678Z" for each in roll["passed"])


def _carried(case: CodeCase) -> Any:
    """The roll of a device, with what this meeting keeps of the case's codes."""
    codes = RollCodes()
    for code in case.codes:
        if code.meeting == HERE and code.kind is not CodeKind.CODE:
            codes.put(KeptCode(tokens.digest("SCANNED0"), code, 7), HERE)
    alice = replace(person_of(1), id=ALICE, code="SCANNED0"[:6], hashes=codes.people[ALICE])
    guests = [RollGuest(EWA, ALICE, "Ewa", codes.guests[EWA])]
    return sent(people=[alice], codes=codes, guests=guests)


def test_device_says_of_each_code_what_the_shared_table_says(browser_page: MakePage) -> None:
    page = opened(browser_page)
    told = {}
    for case in CODE_CASES:
        is_typed = any(code.kind is CodeKind.CODE for code in case.codes)
        text = "SCANNE" if is_typed else "scanned0"
        told[case.name] = page.evaluate(SCANNED, [_carried(case), text])
    assert told == {case.name: case.device for case in CODE_CASES}


HANDED = """async ([roll, text, given]) => {
  const { indexed, scanned, refuseNumber, wornBy } =
    await import(document.getElementById("offline-desk-parts").dataset.rules);
  const index = indexed({ roll });
  const [one, two] = index.roll.people;
  const event = { kind: "temporary", registration: one.id, number: 7, ...given };
  const { person, number } = await scanned(index, text, [event]);
  const asked = [[7, one], [7, two], [8, one], [8, two]];
  const refused = asked.map(([each, whom]) => refuseNumber(index, [event], each, whom));
  return { opens: person?.name ?? number, worn: wornBy(one, [event]) ?? 0, refused };
}"""


def test_temporary_badge_that_was_handed_out_here_opens_its_person_until_it_is_refused(
    browser_page: MakePage,
) -> None:
    page, people = opened(browser_page), [person_of(1), person_of(2)]
    roll = sent(people=people, codes=RollCodes(free=[(7, short("free"))]))
    given = page.evaluate(HANDED, [roll, "free", {}])
    assert (given["opens"], given["worn"]) == (people[0].name, 7)
    has_one = f"{people[0].name} has temporary badge 7 already."
    taken = f"Temporary badge 7 was already handed out here, to {people[0].name}."
    assert [said.split(" If it is lost")[0] for said in given["refused"]] == [
        has_one, taken, has_one, "",
    ]  # fmt: skip
    refused = page.evaluate(HANDED, [roll, "free", {"answer": "refused"}])
    assert refused == {"opens": 7, "worn": 0, "refused": ["", "", "", ""]}


def test_device_that_holds_the_first_form_goes_on_with_it_and_then_has_the_new_one(
    browser_page: MakePage,
) -> None:
    station = browser_page()
    page = station.page
    station.open("/sign-in")  # a page that opens no desk
    old = {
        "version": 1, "meeting": "Old", "zone": "Europe/London", "ends_at": "2999-01-01T00:00:00Z",
        "categories": [["regular", "Regular member"]], "refusals": [], "scans": {}, "gone": [],
        "free": [], "doors": [], "passed": [], "guests": [],
        "people": [
            {"id": str(UUID(int=number)), "code": f"K{number:05}", "name": f"Held {number}",
             "key": f"held {number}", "hash": ["0" * HASH_LENGTH], "cat": 0}
            for number in (1, 2)
        ],
    }  # fmt: skip
    page.evaluate(OLD_DEVICE, old)
    page.route("**/roll.json*", lambda route: route.abort())
    page.route("**/offline/sync", lambda route: route.abort())

    page.goto(station.site.links["desk"])
    press(page.locator("main form button"))
    station.open(DESK)
    page.locator("#offline-desk[data-ready]").wait_for()
    page.locator('[data-place="box"]').fill("held 1")
    page.get_by_role("button", name="Check in: Held 1, K00001").wait_for()
    assert page.evaluate(KEPT) == {"version": 1, "events": 1}

    page.unroute("**/roll.json*")
    page.unroute("**/offline/sync")
    page.get_by_role("button", name="Try now").click()
    page.locator('[data-contact="ok"]').wait_for()
    page.get_by_text("Nothing is waiting.").wait_for()
    assert page.evaluate(KEPT) == {"version": 2, "events": 1}


def test_unknown_code_is_let_in_and_the_server_finds_nobody(browser_page: MakePage) -> None:
    page = opened(browser_page)
    page.locator('[data-contact="ok"]').wait_for()
    page.locator('[data-place="box"]').fill("ZZZZ ZZZZ ZZZZ ZZZZ")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Let in, and look the code up later").click()
    page.locator('[data-place="odd"]', has_text="Nobody was found").wait_for()
    assert "Code ZZZZ" in page.locator('[data-place="odd"]').inner_text()
