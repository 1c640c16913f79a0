"""Which files are taken, until when, and what is charged without a proof (P06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.catalogue import Category
from conference.registration.notices import NoticeKind
from conference.registration.policy import Policy
from conference.registration.proofs.rules import (
    MOST_BYTES,
    announced_deadline,
    fallback,
    file_type,
    find_file_fault,
    proof_deadline,
    proof_notice,
)
from tests.cast import NOW
from tests.registration.conftest import Sale
from tests.registration.prices import TABLE
from tests.registration.proofs.conftest import pdf, picture

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (pdf(), "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
    ],
)
def test_file_is_known_by_its_bytes(content: bytes, media_type: str) -> None:
    found = file_type(content)

    assert found is not None
    assert found.media_type == media_type
    assert find_file_fault(content) == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"GIF89a",
        b"MZ\x90\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b" %PDF-1.7",
        picture("PNG")[:4],
        picture("GIF"),
    ],
)
def test_any_other_file_is_refused_in_words(content: bytes) -> None:
    assert find_file_fault(content).endswith((".", "it is called."))


def test_file_of_more_than_five_megabytes_is_refused() -> None:
    assert "5 MB" in find_file_fault(b"%PDF-" + b"x" * MOST_BYTES)
    assert find_file_fault(b"%PDF-" + b"x" * (MOST_BYTES - 5)) == ""


@given(st.binary(max_size=40))
def test_no_bytes_whatsoever_raise(content: bytes) -> None:
    assert isinstance(find_file_fault(content), str)


def test_refused_trainee_pays_as_the_society_set_it() -> None:
    table = replace(
        TABLE,
        categories=(*TABLE.categories[:1], replace(TABLE.categories[1], proof_fallback="regular")),
    )

    found = fallback(table, "trainee", "in_person", "early")

    assert found is not None
    assert found.key == "regular"


def test_refused_trainee_pays_as_a_non_member_where_nothing_is_set() -> None:
    other = Category("industry", "Industry")
    amounts = {**TABLE.amounts, ("industry", "early", "in_person"): 900_00}
    table = replace(TABLE, categories=(other, *TABLE.categories), amounts=amounts)

    found = fallback(table, "trainee", "in_person", "early")

    assert found is not None
    assert found.key == "non_member"
    assert fallback(table, "trainee", "virtual", "standard") is None
    assert fallback(table, "unknown", "in_person", "early") is None


async def test_deadline_is_the_end_of_a_local_day_and_begins_anew_when_asked_again(
    sale: Sale,
) -> None:
    policy = Policy(proof_days=14)

    first = proof_deadline(policy, sale.meeting, NOW)
    again = proof_deadline(policy, sale.meeting, NOW, asked_again=NOW + 10 * DAY)

    assert first == datetime(2027, 5, 24, 23, 0, tzinfo=UTC)  # midnight in Glasgow
    assert again == first + 10 * DAY
    assert proof_deadline(policy, sale.meeting, NOW, asked_again=NOW - 10 * DAY) == first


@pytest.mark.parametrize(
    ("midnight", "zone", "said"),
    [
        ("2026-11-23T00:00", "UTC", "Sun 22 Nov 2026, UTC"),
        ("2026-10-25T23:00", "Europe/Berlin", "Sun 25 Oct 2026, CET (Berlin)"),
        ("2027-01-01T08:00", "America/Los_Angeles", "Thu 31 Dec 2026, PST (Los Angeles)"),
    ],
)
def test_deadline_is_announced_as_the_day_that_ends_with_it(
    midnight: str, zone: str, said: str
) -> None:
    assert announced_deadline(datetime.fromisoformat(f"{midnight}Z"), zone) == f"the end of {said}"


def test_reminders_are_due_a_week_and_two_days_before() -> None:
    deadline = NOW + 14 * DAY

    assert proof_notice(NOW, deadline, NOW + 6 * DAY) is None
    assert proof_notice(NOW, deadline, NOW + 7 * DAY) is NoticeKind.PROOF_IN_7
    assert proof_notice(NOW, deadline, NOW + 13 * DAY) is NoticeKind.PROOF_IN_2
    assert proof_notice(NOW, deadline, deadline) is None
