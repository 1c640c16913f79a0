"""What a call does when an abstract is submitted: its fee, and whether it came by a late link."""

from uuid import UUID

from abstracts.calls import letters
from abstracts.calls.fees import charge_fee, fee_for
from abstracts.calls.letters import Sender
from abstracts.queries.calls import CallInfo
from abstracts.tables import Abstract
from conference.letters.actions import queue_letter
from conference.orm import Action
from conference.people import queries as people


async def settle_submission(
    act: Action, sender: Sender, person: UUID, call: CallInfo, code: str, *, is_first: bool
) -> None:
    """Charges the fee of a first submission and asks for it by letter (A07); notes a late link.

    Part of the action that submits the abstract. After the deadline it came by the late link, so
    that it takes no part in awards (W03).
    """
    if call.late_link and act.now >= call.closes_at:
        await Abstract.update({Abstract.late_link: call.late_link}).where(Abstract.code == code)
    if not is_first:
        return
    amount, order = await charge_fee(act, sender.meeting, person, call, code)
    if not order:
        return
    await Abstract.update({Abstract.fee: amount, Abstract.fee_order: order}).where(
        Abstract.code == code
    )
    act.note("abstract", code, fee=amount, order=order)
    who = await people.person_by_id(person)
    if who and who.email:
        fee = await fee_for(call, sender.meeting, person, act.now)
        await queue_letter(act, letters.fee_request(sender, who, code, fee, order))
