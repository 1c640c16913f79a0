"""Importing registrations from the terminal: the preview, then the import itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.orm.money import format_money
from conference.registration.importing import actions
from conference.registration.importing.queries import ImportInfo
from conference.registration.importing.rules import OUTCOME_WORDS, Outcome
from conference.registration.settling import Till
from conference.registration.ticket import Issuer
from conference.settings import Settings

SHOWN = 20


async def import_from_command(
    *,
    meeting: MeetingInfo,
    settings: Settings,
    file_name: str,
    data: bytes,
    by: Actor,
    now: datetime,
    applies: bool,
    writes_letters: bool,
    say: Callable[[str], None],
) -> None:
    """Says what every line would do, then does it if asked to."""
    info = await actions.propose_import(meeting, file_name, data, by=by, now=now)
    say(preview_text(info, meeting.currency))
    if not applies:
        return
    till = Till(meeting, Issuer(settings.secret, settings.base_url, settings.host))
    booked = await actions.apply_import(
        info.id, till=till, by=by, now=now, writes_letters=writes_letters
    )
    say(f"{booked} people are registered.")


def preview_text(info: ImportInfo, currency: str) -> str:
    """Counts and sums, then the lines that are left out, with their reasons."""
    lines = [f"{info.file_name}: {len(info.proposal.bookings)} lines understood"]
    for outcome, (title, _) in OUTCOME_WORDS.items():
        lines.append(f"{title + ':':<25}{len(info.of(outcome)):>6}")
    lines.append(f"{'Not understood:':<25}{len(info.proposal.refusals):>6}")
    charged, paid = format_money(info.total, currency), format_money(info.paid, currency)
    lines.append(f"Charged {charged}, paid already {paid}.")
    left_out = [*info.of(Outcome.REFUSED), *info.of(Outcome.KNOWN)]
    lines += [f"  line {e.row.line}: {e.row.email}: {e.reason}" for e in left_out[:SHOWN]]
    lines += [
        f"  line {each.line}: {' '.join(each.problems)}" for each in info.proposal.refusals[:SHOWN]
    ]
    return "\n".join(lines)
