"""Evidence for a category: which files are taken, until when, and what is charged without (P06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conference.meetings.rules import MeetingInfo, end_of_day
from conference.registration.catalogue import Category, PriceTable
from conference.registration.notices import NoticeKind
from conference.registration.policy import Policy
from conference.registration.rules import ProofState
from conference.web.formats import local_day, zone_name

MOST_BYTES = 5_000_000
EARLY_DAYS, LAST_DAYS = 7, 2
_MAGIC = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)


class Judgement(StrEnum):
    """What the office can decide about a proof."""

    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class FileType:
    media_type: str
    ending: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


def file_type(content: bytes) -> FileType | None:
    """What a file is by its first bytes, whatever its name says; None: not one that is taken."""
    for start, media_type, ending in _MAGIC:
        if content.startswith(start):
            return FileType(media_type, ending)
    return None


def find_file_fault(content: bytes) -> str:
    """Why a file cannot be taken; empty: it can."""
    if not content:
        return "Choose a file; this one is empty."
    if len(content) > MOST_BYTES:
        return "This file is larger than 5 MB. Send a smaller picture or scan."
    if file_type(content) is None:
        return "Send a PDF, JPEG or PNG. This file is none of them, whatever it is called."
    return ""


def proof_deadline(
    policy: Policy, meeting: MeetingInfo, since: datetime, asked_again: datetime | None = None
) -> datetime:
    """The end of so many days after ordering, or after another one was asked for (P06)."""
    start = max(since, asked_again) if asked_again else since
    return end_of_day(
        (meeting.local(start) + timedelta(days=policy.proof_days)).date(), meeting.zone
    )


def announced_deadline(deadline: datetime, zone: str) -> str:
    """ "the end of Sun 22 Nov 2026, GMT (London)": midnight belongs to the day before (P02)."""
    last = deadline - timedelta(minutes=1)
    return f"the end of {local_day(last, zone)}, {zone_name(last, zone)}"


def proof_notice(since: datetime, deadline: datetime, now: datetime) -> NoticeKind | None:
    """Which reminder is due: a week and two days before the deadline, the more urgent one."""
    for days, kind in ((LAST_DAYS, NoticeKind.PROOF_IN_2), (EARLY_DAYS, NoticeKind.PROOF_IN_7)):
        at = deadline - timedelta(days=days)
        if since <= at <= now < deadline:
            return kind
    return None


def can_send(state: ProofState) -> bool:
    """A proof is sent while one is to come; what was judged is judged."""
    return state is ProofState.PENDING


def fallback(table: PriceTable, category: str, mode: str, window: str) -> Category | None:
    """What is charged without the proof: as the society set it, else the non-member's category.

    That is the first one that anybody may take in the same way and period (P06).
    """
    refused = table.category(category)
    if refused is None:
        return None
    if named := table.category(refused.proof_fallback):
        return named
    return _first_plain(table.categories, refused, table, mode, window)


def _first_plain(
    categories: Sequence[Category], refused: Category, table: PriceTable, mode: str, window: str
) -> Category | None:
    plain = [
        each
        for each in categories
        if each.is_on_sale
        and not (each.needs_proof or each.is_for_members or each.income_groups)
        and each.is_one_day is refused.is_one_day
        and (each.key, window, mode) in table.amounts
    ]
    with_twin = [each for each in plain if each.member_twin]
    return next(iter(with_twin or plain), None)
