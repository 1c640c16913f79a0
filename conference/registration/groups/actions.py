"""Placing a group: one order for all, written whole or not at all; and sending a link again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import queries as people
from conference.people import sign_in
from conference.people.actions import find_or_create_by_email
from conference.people.rules import NewPerson
from conference.registration import letters
from conference.registration.actions import post_letter
from conference.registration.announcements import COMPLETE_DAYS, announce_order
from conference.registration.basket import places_needed
from conference.registration.billing import Customer
from conference.registration.catalogue_queries import StoredCatalogue
from conference.registration.documents.actions import document_order
from conference.registration.errors import AlreadyRegistered, MeetingFull, SoldOut
from conference.registration.groups.draft import GroupKept
from conference.registration.groups.errors import GroupChanged, UnknownGroup
from conference.registration.groups.queries import Group, group_facts, newest_group
from conference.registration.groups.rules import Preview, Priced, preview_group
from conference.registration.letters import Sender
from conference.registration.ordering import Charged, Counter, Payer, open_order
from conference.registration.places import lock_pools
from conference.registration.tables import GroupBooking, GroupDraft
from conference.registration.till import Till
from conference.web.limits import count_try

LINKS_PER_HOUR = 3


@dataclass(frozen=True, slots=True)
class Ordered:
    """A list that was shown: its draft, who pays, and the word for what was agreed to."""

    draft: UUID
    kept: GroupKept
    payer: Payer
    agreed: str

    @property
    def customer(self) -> Customer:
        return Customer(self.payer.bill_country, self.payer.vat_number)


async def place_group(ordered: Ordered, *, till: Till, by: Actor, now: datetime) -> str:
    """Orders a group exactly as it was shown; the same press again gives the same order (T05).

    People are found by their address or written down; each gets a letter with a link of their
    own, the payer one about the whole. Returns the order's code. Raises GroupChanged.
    """
    meeting = till.meeting
    facts, stored = await group_facts(ordered.kept.people, meeting, now)
    preview = preview_group(ordered.kept.people, facts, ordered.customer, now)
    try:
        async with action("place_group", by=by, now=now, meeting=meeting.id) as act:
            if not await _claim(ordered):
                return await _placed_before(ordered, meeting)
            if not preview.is_sound or preview.agreed != ordered.agreed:
                raise GroupChanged
            return await _place(act, ordered, preview, stored, till)
    except (AlreadyRegistered, MeetingFull, SoldOut):
        raise GroupChanged from None


async def send_link_again(group: Group, code: str, *, till: Till, by: Actor, now: datetime) -> str:
    """Sends an attendee of the group a fresh link to complete their details; says to whom.

    Raises UnknownGroup for somebody of another group, TooMany after 3 in an hour.
    """
    info = next((each for each, _ in group.people if each.code == code and each.is_active), None)
    payer = await people.person_by_id(group.order.person)
    if info is None or payer is None or not info.person.email:
        raise UnknownGroup
    hour = timedelta(hours=1)
    await count_try("group-link", info.code, limit=LINKS_PER_HOUR, window=hour, now=now)
    async with action("send_link_again", by=by, now=now, meeting=till.meeting.id) as act:
        until = now + timedelta(days=COMPLETE_DAYS)
        link = await sign_in.make_link(
            address=info.person.email,
            base_url=till.issuer.base_url,
            now=now,
            lasts=until - now,
            next_path=f"/my/registrations/{info.code}/details",
        )
        sender = Sender(till.meeting, till.issuer, now)
        letter = letters.registered_by_another(sender, info, payer, link, until=until)
        await post_letter(act, letter)
        act.note("registration", info.code, link_sent_to=info.person.email)
    return info.person.email


async def _claim(ordered: Ordered) -> bool:
    """Takes the draft away; of two presses one finds it."""
    gone = (
        await GroupDraft.delete()
        .where(GroupDraft.id == ordered.draft, GroupDraft.person == ordered.payer.person)
        .returning(GroupDraft.id)
    )
    return bool(gone)


async def _placed_before(ordered: Ordered, meeting: MeetingInfo) -> str:
    found = await newest_group(meeting.id, ordered.payer.person)
    if not found:
        raise GroupChanged
    return found


async def _place(
    act: Action, ordered: Ordered, preview: Preview, stored: StoredCatalogue, till: Till
) -> str:
    institution = ordered.kept.institution
    await _lock_places(preview, till)
    charged = [await _charged(act, each, stored, institution) for each in preview.rows]
    counter = Counter(till.meeting, stored.catalogue.policy, till.issuer)
    window = preview.rows[0].quoted
    assert window is not None, "the list is sound"
    placed = await open_order(act, counter, ordered.payer, charged, window_key=window.window.key)
    row = GroupBooking(
        id=uuid4(),
        created_at=act.now,
        order=placed[0].order,
        meeting=till.meeting.id,
        contact=ordered.payer.person,
        institution=institution,
        size=len(placed),
    )
    await GroupBooking.insert(row)
    act.note("group", placed[0].order_code, institution=institution, size=len(placed))
    await announce_order(act, placed[0].order, counter)
    await document_order(act, placed[0].order, till.meeting)
    return placed[0].order_code


async def _lock_places(preview: Preview, till: Till) -> None:
    """Before anybody is written down, so that nobody waits for a person while holding places."""
    keys = {key for each in preview.rows if each.quoted for key in places_needed(each.quoted.wish)}
    await lock_pools(till.meeting.id, keys)


async def _charged(act: Action, each: Priced, stored: StoredCatalogue, institution: str) -> Charged:
    assert each.quoted is not None, "the list is sound"
    new = NewPerson(
        each.row.given_name,
        each.row.family_name,
        affiliation=institution,
        country=each.country,
        email=each.email,
    )
    person = await find_or_create_by_email(act, new)
    category = each.quoted.category
    return Charged(
        person,
        stored.category_ids[category.key],
        each.quoted.wish,
        each.quoted.lines,
        category.needs_proof,
    )
