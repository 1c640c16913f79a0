"""What the committee does: accept, reject, and say who the presenting author is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from abstracts.actions.storing import lock_abstract
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.letters import acceptance, rejection
from abstracts.manuscript import AuthorEntry
from abstracts.placement import place_of
from abstracts.queries.one import AbstractDetail, abstract_of_meeting
from abstracts.states import allowed_decisions, next_state
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import DECISION_WORDS, AbstractEvent, AbstractState, Decision
from conference.letters.actions import queue_letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.rules import NewPerson


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What was decided, and what is in doubt: one sentence, or nothing."""

    sentence: str
    doubt: str = ""


async def accept_abstract(
    *, meeting: MeetingInfo, code: str, decision: Decision, by: Actor, now: datetime, base_url: str
) -> DecisionOutcome:
    """Accepts as a talk, lightning talk or poster, with a letter to submitter and presenter (V07).

    The presenting author becomes a person of the program by their e-mail address; without one they
    stay in doubt. Raises UnknownAbstract, NotPossible (A06, V05).
    """
    async with action("accept_abstract", by=by, now=now, meeting=meeting.id) as act:
        abstract = await _abstract(meeting, code)
        allowed = allowed_decisions(abstract.call.kind, abstract.manuscript.preference)
        if decision not in allowed:
            words = " or ".join(DECISION_WORDS[each].lower() for each in allowed)
            raise NotPossible(f"This abstract can only be accepted as {words}.")
        await _move(act, abstract, AbstractEvent.ACCEPT, decision.value)
        presenter = abstract.presenter
        assert presenter is not None, "a submitted abstract has a presenting author (A04)"
        doubt = await _link(act, abstract, presenter)
        for letter in acceptance(
            meeting, await _recipients(abstract), abstract, decision, base_url
        ):
            await queue_letter(act, letter)
    word = DECISION_WORDS[decision].lower()
    return DecisionOutcome(f"{code} is accepted as {word}. The letters are on their way.", doubt)


async def reject_abstract(
    *, meeting: MeetingInfo, code: str, note: str, by: Actor, now: datetime
) -> DecisionOutcome:
    """Does not accept, with a letter to the submitter. Raises UnknownAbstract, NotPossible."""
    async with action("reject_abstract", by=by, now=now, meeting=meeting.id, reason=note) as act:
        abstract = await _abstract(meeting, code)
        await _move(act, abstract, AbstractEvent.REJECT, "")
        for letter in rejection(meeting, await _recipients(abstract), abstract, note):
            await queue_letter(act, letter)
    return DecisionOutcome(f"{code} is not accepted. The letter is on its way.")


async def link_presenting_author(
    *, meeting: MeetingInfo, code: str, email: str, by: Actor, now: datetime
) -> DecisionOutcome:
    """Says by which address the presenting author of an accepted abstract is known."""
    async with action("link_presenting_author", by=by, now=now, meeting=meeting.id) as act:
        abstract = await _abstract(meeting, code)
        presenter = abstract.presenter
        if abstract.state is not AbstractState.ACCEPTED or presenter is None:
            raise NotPossible("Only an accepted abstract needs to know its presenting author.")
        person = await people_actions.find_or_create_by_email(act, _as_person(presenter, email))
        await _write_link(act, abstract, person)
    return DecisionOutcome(f"{presenter.name} is known by {email} now.")


async def _abstract(meeting: MeetingInfo, code: str) -> AbstractDetail:
    await lock_abstract(meeting.id, code)
    abstract = await abstract_of_meeting(meeting.id, code)
    if abstract is None:
        raise UnknownAbstract
    return abstract


async def _move(act: Action, abstract: AbstractDetail, event: AbstractEvent, decision: str) -> None:
    after = next_state(abstract.state, event)
    if after is None:
        raise NotPossible(f"An abstract that is {abstract.state} cannot be decided like this.")
    if after is abstract.state and decision == (abstract.decision or ""):
        raise NotPossible("This is the decision already; nothing was changed or sent.")
    if session := await place_of(abstract.id):
        raise NotPossible(
            f"This abstract has its place in “{session}”. Take it out of the programme first."
        )
    await Abstract.update(
        {
            Abstract.state: after.value,
            Abstract.decision: decision,
            Abstract.decided_at: act.now,
        }
    ).where(Abstract.id == abstract.id)
    act.note(
        "abstract",
        abstract.code,
        state=[abstract.state, after],
        decision=[abstract.decision, decision or None],
    )


async def _link(act: Action, abstract: AbstractDetail, presenter: AuthorEntry) -> str:
    if abstract.presenter_person:
        return ""
    if not presenter.email:
        return (
            f"In doubt: {presenter.name} presents, but the abstract gives no e-mail address for "
            "them. Add it below, or they cannot be put in the programme."
        )
    person = await people_actions.find_or_create_by_email(
        act, _as_person(presenter, presenter.email)
    )
    await _write_link(act, abstract, person)
    return ""


async def _write_link(act: Action, abstract: AbstractDetail, person: UUID) -> None:
    await Author.update({Author.person: person}).where(
        Author.abstract == abstract.id, Author.is_presenting.eq(True)
    )
    act.note("abstract", abstract.code, presenter=[abstract.presenter_person, person])


def _as_person(author: AuthorEntry, email: str) -> NewPerson:
    place = author.affiliations[0] if author.affiliations else None
    return NewPerson(
        given_name=author.given_name,
        family_name=author.family_name,
        affiliation=place.institution if place else "",
        city=place.city if place else "",
        country=place.country if place else "",
        email=email,
    )


async def _recipients(abstract: AbstractDetail) -> list[tuple[str, str]]:
    """(name, address) of the submitter and of the presenting author, each address once (V07)."""
    submitter = await people.person_by_id(abstract.submitter)
    found = [(submitter.registered_name, submitter.email)] if submitter else []
    if abstract.presenter:
        found.append((abstract.presenter.name, abstract.presenter.email))
    unique = {address.lower(): (name, address) for name, address in reversed(found) if address}
    return list(unique.values())[::-1]
