"""Writing the abstracts of an import, and removing them again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from abstracts.actions.storing import insert_authors, insert_version, name_of, text_columns
from abstracts.actions.writing import topic_id
from abstracts.importing.abstract_rows import AbstractRow
from abstracts.importing.cells import moment_of
from abstracts.importing.errors import NotToUndo
from abstracts.importing.rules import ACCEPTED, ProposedAbstract
from abstracts.manuscript import AuthorEntry
from abstracts.placement import place_of
from abstracts.programme_places import programme_code_of
from abstracts.queries.calls import TopicInfo, topics
from abstracts.tables import Abstract, AbstractVersion, Author, AuthorAffiliation
from abstracts.tables.awards import AwardApplication
from abstracts.tables.deciding import HeldDecision
from abstracts.tables.review import Assignment
from abstracts.tables.writing import ChangeRequest, Confirmation
from abstracts.vocabulary import AbstractState, Outcome
from conference.meetings.rules import MeetingInfo
from conference.orm import Action
from conference.orm.tokens import random_code
from conference.people import actions as people_actions
from conference.people.rules import NewPerson

_STATES = {
    None: AbstractState.SUBMITTED,
    Outcome.WAITLISTED: AbstractState.WAITLISTED,
    Outcome.REJECTED: AbstractState.REJECTED,
}
_POINTING: tuple[Any, ...] = (
    Assignment,
    HeldDecision,
    AwardApplication,
    Confirmation,
    ChangeRequest,
)


async def write_abstracts(
    act: Action, meeting: MeetingInfo, call: UUID, proposed: Sequence[ProposedAbstract]
) -> list[str]:
    """Writes each as submitted, with one version, its people and its decision; the references."""
    known, codes = await topics(meeting.id), []
    rank = await Abstract.count().where(
        Abstract.meeting == meeting.id, Abstract.state == AbstractState.WAITLISTED.value
    )
    for each in proposed:
        rank += each.row.outcome is Outcome.WAITLISTED
        codes.append(await _write(act, meeting, call, each.row, known, rank))
    return codes


async def remove_abstracts(meeting: UUID, codes: Sequence[str]) -> None:
    """Deletes abstracts of an import that nobody has touched since. Raises NotToUndo."""
    rows = await Abstract.select(Abstract.id, Abstract.code, Abstract.version).where(
        Abstract.meeting == meeting, Abstract.code.is_in(list(codes) or [""])
    )
    ids = [row["id"] for row in rows]
    touched = {row["id"] for row in rows if row["version"] != 1} | set(await programme_code_of(ids))
    for table in _POINTING:
        found = await table.select(table.abstract).where(table.abstract.is_in(ids or [meeting]))
        touched |= {row["abstract"] for row in found}
    for row in rows:
        if row["id"] in touched or await place_of(row["id"]):
            raise NotToUndo(
                f"Abstract {row['code']} was changed, reviewed, decided or placed since. "
                "Withdraw what you do not want one by one."
            )
    await _delete(ids)


async def _delete(ids: Sequence[UUID]) -> None:
    mine: Any = Author.select(Author.id).where(Author.abstract.is_in(list(ids)))
    await AuthorAffiliation.delete().where(AuthorAffiliation.author.is_in(mine))
    for table in (Author, AbstractVersion):
        await table.delete().where(table.abstract.is_in(list(ids)))
    await Abstract.delete().where(Abstract.id.is_in(list(ids)))


async def _write(
    act: Action,
    meeting: MeetingInfo,
    call: UUID,
    row: AbstractRow,
    known: Sequence[TopicInfo],
    rank: int,
) -> str:
    manuscript, id, code = row.manuscript, uuid4(), random_code()
    submitter = next(each for each in manuscript.authors if each.is_corresponding)
    is_accepted = row.outcome in ACCEPTED
    at = moment_of(row.submitted_on, meeting, act.now)
    stored = Abstract(
        id=id,
        created_at=at,
        code=code,
        meeting=meeting.id,
        call=call,
        topic=topic_id(manuscript.topic, list(known)),
        second_topic=topic_id(manuscript.second_topic, list(known)),
        submitter=await _person(act, submitter, row.email),
        state=(AbstractState.ACCEPTED if is_accepted else _STATES[row.outcome]).value,
        decision=row.outcome.value if row.outcome and is_accepted else "",
        submitted_at=at,
        decided_at=act.now if row.outcome else None,
        waiting_rank=rank if row.outcome is Outcome.WAITLISTED else None,
        version=1,
        imported_as=row.reference,
    )
    for column, value in text_columns(code, manuscript).items():
        setattr(stored, name_of(column), value)
    await Abstract.insert(stored)
    linked = [(each, await _known(act, each, row)) for each in manuscript.authors]
    await insert_authors(id, manuscript.authors, act.now, linked=linked)
    await insert_version(id, 1, manuscript, act.by.name, act.now)
    act.note("abstract", code, imported_as=row.reference)
    return code


async def _known(act: Action, author: AuthorEntry, row: AbstractRow) -> UUID | None:
    """Who presents what is accepted becomes a person of the program."""
    if row.outcome in ACCEPTED and author.is_presenting:
        return await _person(act, author, author.email)
    return None


async def _person(act: Action, author: AuthorEntry, email: str) -> UUID:
    place = author.affiliations[0] if author.affiliations else None
    return await people_actions.find_or_create_by_email(
        act,
        NewPerson(
            given_name=author.given_name,
            family_name=author.family_name,
            affiliation=place.institution if place else "",
            city=place.city if place else "",
            country=place.country if place else "",
            email=email,
        ),
    )
