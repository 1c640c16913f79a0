"""The few abstracts in which one person can have a conflict, so that a page reads no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where

from abstracts.reviewers.facts import AuthorFacts, ReviewerFacts, keys_of_places
from abstracts.reviewers.institutions import institution_keys
from abstracts.reviewers.names import name_key, name_keys
from abstracts.tables import Author, AuthorAffiliation
from abstracts.vocabulary import ConflictKind

_ABSTRACT: Any = Author.abstract
_OF_PLACE: Any = AuthorAffiliation.author


@dataclass(frozen=True, slots=True)
class Spellings:
    """The family names and the institutions of a meeting's authors, as they wrote them."""

    families: tuple[str, ...]
    institutions: tuple[str, ...]


async def spellings_of(meeting: UUID) -> Spellings:
    """Every spelling once; two statements."""
    families = (
        await Author.select(Author.family_name)
        .where(_ABSTRACT.meeting == meeting)
        .group_by(Author.family_name)
        .output(as_list=True)
    )
    institutions = (
        await AuthorAffiliation.select(AuthorAffiliation.institution)
        .where(_OF_PLACE.abstract.meeting == meeting)
        .group_by(AuthorAffiliation.institution)
        .output(as_list=True)
    )
    return Spellings(tuple(families), tuple(institutions))


def near(
    meeting: UUID, facts: ReviewerFacts, together: Sequence[AuthorFacts], spelt: Spellings
) -> Where | And | Or:
    """A condition on Author: of an abstract that has this person, somebody who wrote with them
    (`together`), a name they share or declared, or an institution of theirs.

    More than the conflicts, never less.
    """
    wanted = _wanted_families(facts, together)
    families = [name for name in spelt.families if name_key("", name).family in wanted]
    places = _places(facts, spelt)
    known: list[Where | And | Or] = [_is_one_of(facts, together)]
    if families:
        known.append(Author.family_name.is_in(families))
    if places:
        of_place: Any = AuthorAffiliation.select(AuthorAffiliation.author).where(
            AuthorAffiliation.institution.is_in(places), _OF_PLACE.abstract.meeting == meeting
        )
        known.append(Author.id.is_in(of_place))
    whole: Where | And | Or = known[0]
    for each in known[1:]:
        whole = Or(whole, each)
    hits: Any = Author.select(Author.abstract).where(_ABSTRACT.meeting == meeting, whole)
    return Author.abstract.is_in(hits)


def _wanted_families(facts: ReviewerFacts, together: Iterable[AuthorFacts]) -> set[str]:
    own = {name_key(facts.given_name, facts.family_name).family}
    theirs = {name_key(each.given_name, each.family_name).family for each in together}
    declared = {
        key.family
        for each in facts.declared
        if each.kind is ConflictKind.PERSON
        for key in name_keys(each.text.split("<")[0])
    }
    return own | theirs | declared


def _places(facts: ReviewerFacts, spelt: Spellings) -> list[str]:
    """The spellings of this person's institutions, and of those that they declared."""
    declared = [each.text for each in facts.declared if each.kind is ConflictKind.INSTITUTION]
    wanted = keys_of_places((*facts.institutions, *declared))
    return [name for name in spelt.institutions if not wanted.isdisjoint(institution_keys(name))]


def _is_one_of(facts: ReviewerFacts, together: Sequence[AuthorFacts]) -> Where | Or:
    everybody = (facts.person, *(each.person for each in together))
    people = sorted({each for each in everybody if each})
    emails = {each.email.lower() for each in together if each.email} | facts.emails
    emails |= {
        each.text.split("<")[-1].strip("> ").lower() for each in facts.declared if "@" in each.text
    }
    orcids = {each.orcid for each in together if each.orcid} | ({facts.orcid} - {""})
    found: Where | Or = Author.person.is_in(people) if people else Author.id.is_null()
    if emails:
        found = Or(found, Author.email.is_in(sorted(emails)))
    return Or(found, Author.orcid.is_in(sorted(orcids))) if orcids else found
