"""CME credits from scans at doors to the office's table, the accreditor's file and the paper."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from badges.doors.door import Direction
from badges.papers.actions import save_policy
from badges.papers.credits import CreditRule
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy, certificate_policy
from badges.tables import CheckPoint, Scan
from conference.registration.queries import RegistrationInfo
from tests.badges.papers.conftest import AFTER, OLIVE, Held
from tests.badges.reading import words
from tests.schedule.conftest import MONDAY_NINE
from tests.web_client import SignIn

HOME = "/glasgow/office/certificates"


@pytest.fixture
async def accredited(held: Held) -> Held:
    """The plenary (90 minutes) and the symposium after it (60) count; each has a door."""
    drafted = held.drafted
    policy = Policy(
        kinds=(CertificateKind.ATTENDANCE, CertificateKind.CREDITS),
        accreditor="EACCME", accreditation="26-00123",
        rule=CreditRule(60, 80, 0), sessions=(drafted.plenary, drafted.symposium),
    )  # fmt: skip
    await save_policy(held.hall.meeting, policy, by=OLIVE, now=AFTER)
    for code in policy.sessions:
        point = CheckPoint(
            id=uuid4(), created_at=AFTER, meeting=held.hall.meeting.id, key=code.lower(),
            title=code, kind="cme", session=code, counts_out=True,
        )  # fmt: skip
        await CheckPoint.insert(point)
    return held


async def scanned(held: Held, info: RegistrationInfo, code: str, *minutes: int) -> None:
    """In and out by turns, in minutes after Monday nine o'clock."""
    point = await CheckPoint.objects().get(CheckPoint.session == code)
    assert point is not None
    for turn, minute in enumerate(minutes):
        at = MONDAY_NINE + timedelta(minutes=minute)
        await Scan.insert(_scan(held, info, point.id, at, list(Direction)[turn % 2]))


def _scan(
    held: Held, info: RegistrationInfo, point: Any, at: datetime, direction: Direction
) -> Scan:
    return Scan(
        id=uuid4(), created_at=at, meeting=held.hall.meeting.id, point=point,
        registration=info.id, client_id=uuid4(), direction=direction.value, at=at,
        received_at=at, outcome="come_in", passed=True, by_name="Carol",
    )  # fmt: skip


async def test_credits_follow_from_scans_in_and_out(
    accredited: Held, olive: httpx.AsyncClient, new_client: Any, sign_in: SignIn
) -> None:
    drafted, alice = accredited.drafted, accredited.alice
    await scanned(accredited, alice, drafted.plenary, -5, 40, 50, 90)  # 80 of 90 minutes
    await scanned(accredited, alice, drafted.symposium, 95, 120)  # 25 of 60

    shown = words(await olive.get(f"{HOME}/credits"))
    one = words(await olive.get(f"{HOME}/credits/people/{alice.code}"))
    file = await olive.get(f"{HOME}/credits/accreditor.csv")
    rows = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))

    browser = new_client()
    await sign_in(browser, accredited.hall.cast.alice)
    mine = words(await browser.get("/glasgow/my-papers"))
    assert "25 of 60 minutes there, 0 credited. Less than 80 % of the session" in mine
    assert "Alice Ångström 1 of 2 1 h 30 min 1.5 credits" in shown
    assert "Dan Díaz" not in shown
    assert "90 80 90" in one
    assert "60 25 0 Less than 80 % of the session" in one
    assert [(row["minutes_present"], row["minutes_credited"]) for row in rows] == [
        ("80", "90"),
        ("25", "0"),
    ]
    assert {row["member_number"] for row in rows} == {"SOS-0001"}
    assert {row["credits_of_person"] for row in rows} == {"1.5"}


async def test_policy_of_credits_is_kept_as_it_was_saved(accredited: Held) -> None:
    policy = await certificate_policy(accredited.hall.meeting.id)
    assert policy.rule == CreditRule(60, 80, 0)
    assert policy.sessions == (accredited.drafted.plenary, accredited.drafted.symposium)
    assert policy.accreditation == "26-00123"


async def test_way_out_that_nobody_scanned_is_marked_as_assumed(
    accredited: Held, olive: httpx.AsyncClient
) -> None:
    await scanned(accredited, accredited.alice, accredited.drafted.plenary, -5)

    one = words(await olive.get(f"{HOME}/credits/people/{accredited.alice.code}"))
    file = await olive.get(f"{HOME}/credits/accreditor.csv")
    rows = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))

    assert "Way out assumed" in one
    assert [row["way_out"] for row in rows] == ["assumed"]
