"""The letters about a call: an extension, a late link, a reminder, a fee that is due."""

from dataclasses import dataclass
from datetime import datetime

from abstracts.calls.fees import Fee
from abstracts.calls.queries import Holder
from abstracts.queries.calls import CallInfo
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.people.rules import PersonInfo
from conference.registration.bank.references import payment_reference
from conference.web.marks import unmarked
from conference.web.templating import render


@dataclass(frozen=True, slots=True)
class Sender:
    """The meeting a letter speaks for, and where its addresses begin."""

    meeting: MeetingInfo
    base_url: str

    def address(self, path: str) -> str:
        """A page of the meeting."""
        return f"{self.base_url}/{self.meeting.slug}/{path}"


def extension(sender: Sender, call: CallInfo, holder: Holder, to: datetime, reason: str) -> Letter:
    """To who holds a draft or an abstract: the new deadline, the old one, why (A16)."""
    one = holder.codes[0]
    body = render(
        "abstracts/calls/letters/extension.txt",
        meeting=sender.meeting,
        dear=holder.person.registered_name,
        call=call,
        to=to,
        reason=reason,
        codes=holder.codes,
        has_draft=holder.has_draft,
        address=sender.address("abstracts" if len(holder.codes) > 1 else f"abstracts/{one}"),
    )
    return _letter(sender, "call_extended", holder.person, "Deadline extended", body)


def late_link(
    sender: Sender, call: CallInfo, name: str, email: str, until: datetime, secret: str
) -> Letter:
    """The secret address for one who is late, and until when it works."""
    body = render(
        "abstracts/calls/letters/late_link.txt",
        meeting=sender.meeting,
        dear=name,
        call=call,
        until=until,
        had_awards=call.has_awards,
        address=sender.address(f"abstracts/late/{secret}"),
    )
    subject = f"Your link for a late abstract · {sender.meeting.title}"
    return Letter("late_link", email, subject, body, meeting=sender.meeting.id)


def reminder(
    sender: Sender, call: CallInfo, person: PersonInfo, code: str, title: str, days: int
) -> Letter:
    """To who holds a draft: it is not submitted, and the deadline comes (N03)."""
    body = render(
        "abstracts/calls/letters/reminder.txt",
        meeting=sender.meeting,
        dear=person.registered_name,
        call=call,
        code=code,
        title=unmarked(title),
        days=days,
        address=sender.address(f"abstracts/{code}/edit"),
    )
    return _letter(sender, "draft_reminder", person, f"Draft {code} is not submitted", body)


def fee_request(sender: Sender, person: PersonInfo, code: str, fee: Fee, order: str) -> Letter:
    """How much submitting costs, why, and where it is paid (A07)."""
    body = render(
        "abstracts/calls/letters/fee.txt",
        meeting=sender.meeting,
        dear=person.registered_name,
        code=code,
        amount=fee.amount,
        currency=sender.meeting.currency,
        why=fee.reason,
        order=order,
        reference=payment_reference(order),
        address=f"{sender.base_url}/my/orders/{order}",
    )
    return _letter(sender, "abstract_fee", person, f"Fee for abstract {code}", body)


def _letter(sender: Sender, kind: str, person: PersonInfo, subject: str, body: str) -> Letter:
    title = f"{subject} · {sender.meeting.title}"
    return Letter(kind, person.email, title, body, person.id, sender.meeting.id)
