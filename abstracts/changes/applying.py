"""A change takes effect: corrected authors or another presenter, with everybody told (A12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from abstracts.changes.asking import ask_coauthors
from abstracts.changes.letters import (
    Post,
    Reader,
    authors_of,
    chairs_as_readers,
    committee_of,
    submitter_of,
)
from abstracts.changes.presenters import presenter_of, refuse_clashing
from abstracts.changes.programme import PlannedPlace, put_presenter
from abstracts.changes.reading import Hand
from abstracts.changes.storing import Wanted, write_authors
from abstracts.manuscript import AuthorEntry
from abstracts.queries.one import AbstractDetail
from abstracts.tables import Abstract, Author
from abstracts.tables.deciding import PresenterReminder
from abstracts.vocabulary import AbstractState, ChangeKind
from conference.orm import Action
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.rules import NewPerson


@dataclass(frozen=True, slots=True)
class Presenting:
    """Who presented and who does now."""

    before: str
    after: Reader
    place: PlannedPlace | None


async def apply_change(act: Action, hand: Hand, abstract: AbstractDetail, wanted: Wanted) -> None:
    """Inside an action: writes the change and tells those whom it concerns.

    Raises Invalid if a new presenter would be in two places at once (S01).
    """
    if wanted.kind is ChangeKind.AUTHORS:
        await write_authors(act, abstract, wanted.authors)
        await ask_coauthors(act, hand.meeting, abstract.id, hand.base_url)
        return
    told = await _present(act, hand, abstract, wanted)
    await _tell(Post(act, hand.meeting, hand.base_url, abstract), told)


async def _present(act: Action, hand: Hand, abstract: AbstractDetail, wanted: Wanted) -> Presenting:
    person = await _person(act, abstract, wanted)
    await refuse_clashing(hand.meeting.id, abstract.id, person, told=hand.is_committee)
    if wanted.authors != abstract.manuscript.authors:
        await write_authors(act, abstract, wanted.authors)
    if wanted.presenter is None and person:
        await Author.update({Author.person: person}).where(
            Author.abstract == abstract.id, Author.is_presenting.eq(True)
        )
    await Abstract.update(
        {
            Abstract.presented_by: wanted.presenter,
            Abstract.presented_by_name: wanted.presenter_name,
        }
    ).where(Abstract.id == abstract.id)
    # Whoever presents now has not been reminded of anything yet (A09).
    await PresenterReminder.delete().where(PresenterReminder.abstract == abstract.id)
    place = await put_presenter(act, abstract.id, abstract.presenter_person, person)
    after = await _reader(wanted, person)
    act.note("abstract", abstract.code, presenter=[abstract.presenter_name, after.name])
    return Presenting(abstract.presenter_name, after, place)


async def _person(act: Action, abstract: AbstractDetail, wanted: Wanted) -> UUID | None:
    """An author who is to present becomes a person once the abstract is accepted."""
    if wanted.presenter:
        return wanted.presenter
    author = presenter_of(wanted)
    place = wanted.authors.index(author)
    if known := abstract.people[place]:
        return known
    if not author.email or abstract.state is not AbstractState.ACCEPTED:
        return None
    return await people_actions.find_or_create_by_email(act, _new_person(author))


def _new_person(author: AuthorEntry) -> NewPerson:
    place = author.affiliations[0] if author.affiliations else None
    return NewPerson(
        given_name=author.given_name,
        family_name=author.family_name,
        affiliation=place.institution if place else "",
        city=place.city if place else "",
        country=place.country if place else "",
        email=author.email,
    )


async def _reader(wanted: Wanted, person: UUID | None) -> Reader:
    known = await people.person_by_id(person) if person else None
    if wanted.presenter and known:
        return Reader(wanted.presenter_name, known.email, "presenter", person)
    author = presenter_of(wanted)
    address = author.email or (known.email if known else "")
    return Reader(author.name, address, "presenter", person)


async def _tell(post: Post, told: Presenting) -> None:
    """The new presenter, the old one and the other authors, chairs and, once placed, committee."""
    readers = [*authors_of(post.abstract), *await submitter_of(post.abstract)]
    if told.place:
        readers += await chairs_as_readers(told.place.chairs)
        readers += await committee_of(post.meeting.id)
    new = told.after
    if post.abstract.state is not AbstractState.ACCEPTED:
        new = replace(new, why="author")
    await post.send_all(
        "presenter",
        [*readers, new],
        f"Abstract {post.abstract.code}: another presenter",
        before=told.before,
        now_presents=told.after.name,
        place=told.place,
    )
