"""What the demo's desk finds: the council, doors, printers, a kiosk, an exhibitor, papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from badges.doors.door import HowOften
from badges.doors.proposing import Proposal
from badges.doors.setup_actions import apply_proposals
from badges.doors.setup_queries import proposals_of
from badges.kiosk.actions import NewKiosk, set_up_kiosk
from badges.kiosk.rules import AutoPrint
from badges.layouts.actions import create_layout
from badges.leads.actions import add_exhibitor, add_member, agree
from badges.leads.queries import exhibitors_of
from badges.leads.rules import LeadField
from badges.papers.actions import save_policy
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy
from badges.printing.batches.actions import queue_batch
from badges.printing.batches.choice import Choice
from badges.printing.batches.making import make_next_batch
from badges.printing.batches.queries import proposal_of
from badges.printing.rules import PrintPath
from badges.printing.stations.actions import add_station
from badges.printing.stations.forms import StationForm
from badges.stock.actions import add_stock
from badges.stock.catalogue import STOCKS
from badges.stock.forms import StockForm
from badges.tables import Device
from badges.temporary.actions import end_temporary, link_temporary, make_temporary_badges
from conference.demo.agenda import Agenda
from conference.demo.crowd import Crowd
from conference.demo.ground import OFFICE, Ground
from conference.demo.seeded import insert_rows
from conference.demo.signature import drawn_signature
from conference.membership.council.actions import NewSeat, give_seat
from conference.registration import queries as registration
from conference.registration.rules import RegistrationState
from conference.registration.signing.actions import name_signatory
from conference.registration.signing.rules import Purpose, read_signature
from conference.settings import Settings
from schedule.rules.vocabulary import SessionKind

COUNCIL = ("President", "President-elect", "Treasurer", "Council", "Council", "Council")
TEMPORARY, LINKED, ENDED = 50, (17, 18), 4
KIOSK_PIN = "402817"


async def write_on_site(ground: Ground, crowd: Crowd, agenda: Agenda, settings: Settings) -> None:
    """Everything that is set up before the doors open."""
    await _seat_council(ground, [each.id for each in (*crowd.chairs, *crowd.committee)])
    await _promise_certificates(ground, crowd, agenda)
    await _set_up_doors(ground)
    await _set_up_printers(ground)
    await _pack_for_an_outage(ground, settings)
    await _invite_exhibitor(ground, crowd)
    await _carry_the_roll(ground)


async def print_first_batch(ground: Ground, settings: Settings) -> None:
    """The badges of the first letters lie in their tray already."""
    meeting, now = ground.meeting, ground.calendar.now
    proposal = await proposal_of(meeting, Choice(first="A", last="B", stock="a4-4up"))
    await queue_batch(proposal, None, meeting=meeting, by=OFFICE, now=now)
    await make_next_batch(settings, lambda: now)


async def _seat_council(ground: Ground, members: list[UUID]) -> None:
    """Chairs and reviewers hold the society's offices: their badges say so."""
    since = date(ground.calendar.first_day.year - 1, 1, 1)
    for title, person in zip(COUNCIL, members, strict=False):
        await give_seat(
            ground.meeting.society, NewSeat(person, title, since), by=OFFICE,
            now=ground.calendar.registration_opens,
        )  # fmt: skip


async def _promise_certificates(ground: Ground, crowd: Crowd, agenda: Agenda) -> None:
    """Every kind is given; the plenaries and symposia count for CME."""
    counted = {SessionKind.PLENARY.value, SessionKind.SYMPOSIUM.value}
    codes = tuple(row.code for row in agenda.sessions if row.kind in counted)
    policy = Policy(
        kinds=tuple(CertificateKind),
        accreditor="Demonstration Board of Medical Education",
        accreditation="DBME-2718",
        sessions=codes,
    )
    await save_policy(ground.meeting, policy, by=OFFICE, now=ground.calendar.decided)
    names = crowd.chairs[0].name.registered, COUNCIL[0]
    for purpose in Purpose:
        await name_signatory(
            ground.meeting.id, purpose, *names, read_signature(drawn_signature()), by=OFFICE,
            now=ground.calendar.decided,
        )  # fmt: skip


async def _set_up_doors(ground: Ground) -> None:
    """One for whatever is sold, and one for each session that counts."""
    proposals = [_as_we_want(each) for each in await proposals_of(ground.meeting)]
    await apply_proposals(ground.meeting, proposals, by=OFFICE, now=ground.calendar.now)


def _as_we_want(proposal: Proposal) -> Proposal:
    """Lunch is for every day: its ticket opens the door again tomorrow."""
    if proposal.draft.extra != "lunch":
        return proposal
    return replace(proposal, draft=replace(proposal.draft, how_often=HowOften.DAILY))


async def _set_up_printers(ground: Ground) -> None:
    """A browser that prints A6, and a label printer whose agent is not plugged in yet."""
    meeting, now = ground.meeting, ground.calendar.now
    own = StockForm("Inserts 90 × 55 mm", "90", "55", paper_width="210", paper_height="297")
    await add_stock(meeting.id, own, by=OFFICE, now=now)
    browser = StationForm(name="Desk 1", path=PrintPath.BROWSER, stock="a6")
    labels = StationForm(
        name="Desk 2", path=PrintPath.ZPL, destination="10.0.0.7:9100", stock="zebra-4x3",
        dots_per_inch=203,
    )  # fmt: skip
    await create_layout(STOCKS["us-4x3"], "Wide badge", meeting=meeting, by=OFFICE, now=now)
    for form in (browser, labels):
        station = await add_station(form, meeting=meeting, by=OFFICE, now=now)
        if form is browser:
            kiosk = NewKiosk("Kiosk in the foyer", KIOSK_PIN, station, AutoPrint.ONCE)
            await set_up_kiosk(meeting.id, kiosk, by=OFFICE, now=now)


async def _pack_for_an_outage(ground: Ground, settings: Settings) -> None:
    """Fifty numbered badges; two were handed out while the network was tried, one was lost."""
    meeting, now = ground.meeting, ground.calendar.now
    await make_temporary_badges(meeting, TEMPORARY, secret=settings.secret, by=OFFICE, now=now)
    people = await registration.registrations_of_meeting(
        meeting.id, states=[RegistrationState.CONFIRMED]
    )
    for number, info in zip(LINKED, people, strict=False):
        await link_temporary(meeting, number, info, by=OFFICE, now=now)
    await end_temporary(meeting, ENDED, by=OFFICE, now=now)


async def _carry_the_roll(ground: Ground) -> None:
    """One device spoke to us just now, the other one still has something to tell."""
    meeting, now = ground.meeting.id, ground.calendar.now
    for name, ago, waiting in (("Desk 1", 0, 0), ("Tablet at the door", 40, 2)):
        spoke = now - timedelta(minutes=ago)
        row = Device(
            created_at=spoke, meeting=meeting, device=uuid4(), name=name, by_name="Carol Okello",
            roll_at=spoke, synced_at=spoke, waiting=waiting,
        )  # fmt: skip
        await insert_rows([row])


async def _invite_exhibitor(ground: Ground, crowd: Crowd) -> None:
    """A company scans badges; the attendee lets it keep a name and an affiliation."""
    meeting, now = ground.meeting, ground.calendar.now
    await add_exhibitor(meeting, "Firth Instruments", by=OFFICE, now=now)
    (exhibitor,) = await exhibitors_of(meeting.id)
    await add_member(exhibitor, crowd.personas["stranger"].email, by=OFFICE, now=now)
    attendee = crowd.personas["attendee"].id
    held = await registration.active_registration(meeting.id, attendee)
    if held:
        shared = (LeadField.NAME, LeadField.AFFILIATION)
        await agree(held, shared, by=OFFICE, now=now)
