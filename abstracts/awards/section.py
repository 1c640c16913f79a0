"""Awards inside the form of an abstract, and on its page: one form, one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar.datastructures import FormMultiDict

from abstracts.awards.applications import ApplicationInfo, applications_where
from abstracts.awards.applying import Applicant, retract, store_application
from abstracts.awards.cycles import CycleInfo, cycles_of_call
from abstracts.awards.eligibility import check_eligibility
from abstracts.awards.entry import missing_in, read_entry, typed_values, values_of
from abstracts.awards.facts import facts_of_many
from abstracts.awards.letters import Sender, told_base_url
from abstracts.awards.rules import STAGE_WORDS, STATE_WORDS, Rule
from abstracts.queries.calls import CallInfo
from abstracts.queries.one import AbstractDetail
from abstracts.tables import Abstract
from abstracts.tables.awards import AwardApplication
from abstracts.vocabulary import AwardState
from abstracts.writing.form_parts import FormPart
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, clock
from conference.people import queries as people
from conference.people.access import Visitor

MARK, CHOSEN = "award_asked", "award_apply"


@dataclass(frozen=True, slots=True)
class Offered:
    """An award in the form: whether it is ticked, and what speaks against it as things stand."""

    cycle: CycleInfo
    is_chosen: bool
    state: AwardState | None
    doubts: tuple[str, ...]

    @property
    def is_fixed(self) -> bool:
        """Whether the application can no longer be changed here."""
        fixed = (AwardState.DRAFT, AwardState.SUBMITTED, AwardState.WITHDRAWN)
        return self.state is not None and self.state not in fixed


class AwardSection:
    """The section of the form; its fields begin with award_."""

    async def show(
        self, call: CallInfo, person: UUID, code: str, typed: FormMultiDict | None
    ) -> FormPart | None:
        """The open awards of this call, with why somebody seems not to be eligible."""
        cycles = await _open_cycles(call.id, clock.now(), has_awards=call.has_awards)
        meeting = await meetings.meeting_by_id(cycles[0].meeting) if cycles else None
        if meeting is None:
            return None
        mine = await _mine(cycles, person)
        is_typed = typed is not None and MARK in typed
        first = next(iter(mine.values()), None)
        values = typed_values(typed) if typed and is_typed else values_of(first)
        chosen = _chosen(typed) if typed and is_typed else _applied(cycles, mine, code)
        doubts = await doubts_of(meeting, cycles, mine, person)
        return FormPart(
            "abstracts/awards/_section.html",
            {
                "offered": [_offered(each, mine, chosen, doubts) for each in cycles],
                "values": values,
                "stages": stage_options(),
                "most_letters": max(each.rules.letters for each in cycles),
                "asks": asks_of(cycles),
                "currency": meeting.currency,
            },
        )

    async def problems(
        self, call: CallInfo, person: UUID, code: str, typed: FormMultiDict
    ) -> dict[str, str]:
        """What is missing for the ticked awards (W04); eligibility is not asked here (W01)."""
        if MARK not in typed:
            return {}
        own = frozenset(row["address"] for row in await people.addresses_of(person))
        entry, chosen = read_entry(typed), _chosen(typed)
        found: dict[str, str] = {}
        for cycle in await _open_cycles(call.id, clock.now(), has_awards=call.has_awards):
            if cycle.key in chosen:
                found = {**missing_in(entry, cycle, own), **found}
        return found

    async def save(
        self, act: Action, person: UUID, code: str, typed: FormMultiDict, *, is_submitted: bool
    ) -> None:
        """Applies for what is ticked and withdraws from what no longer is."""
        row = await _abstract(code)
        if MARK not in typed or row is None:
            return
        meeting = await meetings.meeting_by_id(row["meeting"])
        assert meeting is not None
        has_awards = row["call_has_awards"]
        cycles = await _open_cycles(row["call"], act.now, has_awards=has_awards)
        mine = await _mine(cycles, person)
        who = Applicant(Sender(meeting, told_base_url()), person, act.by)
        entry, chosen = read_entry(typed), _chosen(typed)
        for cycle in cycles:
            before = mine.get(cycle.id)
            if cycle.key in chosen and (before is None or before.may_edit):
                await store_application(
                    act, who, cycle, entry, row["id"], is_submitted=is_submitted
                )
            elif cycle.key not in chosen and _is_running(before, row["id"]):
                assert before is not None
                await retract(act, before)


async def show_on_page(
    meeting: MeetingInfo, abstract: AbstractDetail, visitor: Visitor, now: datetime
) -> FormPart | None:
    """The applicant's own applications with this abstract; nothing for its other authors."""
    if visitor.person is None:
        return None
    with_it = (AwardApplication.abstract == abstract.id) & (
        AwardApplication.person == visitor.person
    )
    mine = [e for e in await applications_where(with_it) if e.state is not AwardState.WITHDRAWN]
    if not mine:
        return None
    cycles = {each.id: each for each in await cycles_of_call(abstract.call.id)}
    pairs = [(cycles[each.cycle], each) for each in mine if each.cycle in cycles]
    return FormPart(
        "abstracts/awards/_on_page.html",
        {"applications": pairs, "award_words": STATE_WORDS, "meeting": meeting},
    )


def stage_options() -> list[tuple[str, str]]:
    """The career stages for a select."""
    return [(stage.value, words) for stage, words in STAGE_WORDS.items()]


def asks_of(cycles: Sequence[CycleInfo]) -> frozenset[str]:
    """Which of the fields these awards need: stage, degree, leave, statement, letters."""
    found = set()
    for each in cycles:
        found |= {"stage"} if each.rules.stages else set()
        found |= {"degree"} if each.rules.asks_degree else set()
        found |= {"leave"} if each.rules.asks_degree and each.rules.is_leave_counted_out else set()
        found |= {"statement"} if each.rules.needs_statement else set()
        found |= {"letters"} if each.rules.letters else set()
    return frozenset(found)


async def doubts_of(
    meeting: MeetingInfo,
    cycles: Sequence[CycleInfo],
    mine: Mapping[UUID, ApplicationInfo],
    person: UUID,
) -> dict[UUID, tuple[str, ...]]:
    """Award -> what would stand against this person as things are now, for their form.

    What the form itself asks for is left out: that is said beside its field.
    """
    pairs = [(each, mine.get(each.id) or _nobody(each, person)) for each in cycles]
    facts = await facts_of_many(meeting, pairs)
    now = clock.now()
    return {
        cycle.id: tuple(
            each.sentence
            for each in check_eligibility(cycle.rules, facts[known.id], now).against
            if each.rule not in _asked(cycle.id in mine)
        )
        for cycle, known in pairs
    }


def _asked(has_applied: bool) -> frozenset[Rule]:
    later = {Rule.STAGE, Rule.DEGREE, Rule.ABSTRACT}
    return frozenset({Rule.STATEMENT, Rule.LETTERS} | (set() if has_applied else later))


def _nobody(cycle: CycleInfo, person: UUID) -> ApplicationInfo:
    return ApplicationInfo(cycle.id, cycle.id, person, "", "", "", AwardState.DRAFT)


def _offered(
    cycle: CycleInfo,
    mine: Mapping[UUID, ApplicationInfo],
    chosen: frozenset[str],
    doubts: Mapping[UUID, tuple[str, ...]],
) -> Offered:
    known = mine.get(cycle.id)
    return Offered(cycle, cycle.key in chosen, known.state if known else None, doubts[cycle.id])


async def _open_cycles(call: UUID, now: datetime, *, has_awards: bool) -> list[CycleInfo]:
    """Awards for an abstract that are open now; a call without awards has none (A06, W03)."""
    if not has_awards:
        return []
    return [
        each
        for each in await cycles_of_call(call)
        if each.rules.needs_abstract and each.is_open(now) and each.call in (None, call)
    ]


async def _mine(cycles: Sequence[CycleInfo], person: UUID) -> dict[UUID, ApplicationInfo]:
    """Award -> the person's application; two statements, none without an award."""
    if not cycles:
        return {}
    of_these = AwardApplication.cycle.is_in([each.id for each in cycles])
    found = await applications_where(of_these & (AwardApplication.person == person))
    return {each.cycle: each for each in found}


async def _abstract(code: str) -> dict[str, Any] | None:
    row: dict[str, Any] | None = (
        await Abstract.select(
            Abstract.id,
            Abstract.meeting,
            Abstract.call,
            Abstract.call.has_awards.as_alias("call_has_awards"),
        )
        .where(Abstract.code == code.upper())
        .first()
    )
    return row


def _chosen(typed: FormMultiDict) -> frozenset[str]:
    return frozenset(str(each) for each in typed.getall(CHOSEN, []))


def _applied(
    cycles: Sequence[CycleInfo], mine: Mapping[UUID, ApplicationInfo], code: str
) -> frozenset[str]:
    """Keys of the awards that were applied for with this abstract."""
    return frozenset(
        each.key
        for each in cycles
        if (known := mine.get(each.id))
        and known.state is not AwardState.WITHDRAWN
        and known.abstract_code in ("", code.upper())
    )


def _is_running(before: ApplicationInfo | None, abstract: UUID) -> bool:
    """An application with this very abstract that its author can still take back."""
    running = (AwardState.DRAFT, AwardState.SUBMITTED)
    return before is not None and before.state in running and before.abstract == abstract
