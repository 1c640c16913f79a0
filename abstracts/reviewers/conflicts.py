"""Who may not judge which abstract, and why (V03): an index of who is who, never pairs of texts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from abstracts.reviewers.facts import (
    AuthorFacts,
    Known,
    PeopleIndex,
    ReviewerFacts,
    index_of,
    keys_of_author,
    keys_of_places,
)
from abstracts.reviewers.institutions import institution_keys
from abstracts.reviewers.names import NameKey, may_be_same, name_key, name_keys
from abstracts.vocabulary import ConflictKind

Pair = tuple[UUID, UUID]  # reviewer, abstract


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason why a reviewer may not judge an abstract.

    A soft one rests on an institution or on a name alone: the committee may waive it with a reason.
    """

    reviewer: UUID
    abstract: UUID
    kind: ConflictKind
    why: str
    is_soft: bool = False
    is_by_institution: bool = False
    waived: str = ""


def find_conflicts(
    reviewers: Sequence[ReviewerFacts],
    authors: Sequence[AuthorFacts],
    earlier: Sequence[AuthorFacts] = (),
    codes: Mapping[UUID, str] | None = None,
) -> list[Conflict]:
    """Every reason between these reviewers and these abstracts, the strongest of a kind (V03).

    `earlier` are the authors of abstracts of recent years, for who wrote with whom; `codes` name
    those abstracts in the sentences.
    """
    found: dict[tuple[UUID, UUID, ConflictKind], Conflict] = {}
    for each in (
        *_own(reviewers, authors),
        *_written_together(reviewers, authors, earlier, codes or {}),
        *_of_institution(reviewers, authors),
        *_declared_people(reviewers, authors),
        *_declared_abstracts(reviewers),
    ):
        key = (each.reviewer, each.abstract, each.kind)
        if key not in found or found[key].is_soft > each.is_soft:
            found[key] = each
    waived = {each.reviewer: each.waived for each in reviewers}
    return sorted(
        (_with_waiver(each, waived[each.reviewer]) for each in found.values()), key=_order
    )


def barred(conflicts: Iterable[Conflict], *, is_same_institution_barred: bool) -> set[Pair]:
    """The pairs of reviewer and abstract that must not meet under a round's rule."""
    return {
        (each.reviewer, each.abstract)
        for each in conflicts
        if not each.waived and (is_same_institution_barred or not each.is_by_institution)
    }


def _own(reviewers: Sequence[ReviewerFacts], authors: Sequence[AuthorFacts]) -> Iterable[Conflict]:
    index = index_of(reviewers)
    for author in authors:
        surely = index.surely(author)
        for reviewer in surely:
            why = "Is one of the authors."
            yield Conflict(reviewer, author.abstract, ConflictKind.OWN, why)
        for reviewer in index.perhaps(author).keys() - surely.keys():
            why = f"An author has the same name: {author.name}."
            yield Conflict(reviewer, author.abstract, ConflictKind.OWN, why, is_soft=True)


def _written_together(
    reviewers: Sequence[ReviewerFacts],
    authors: Sequence[AuthorFacts],
    earlier: Sequence[AuthorFacts],
    codes: Mapping[UUID, str],
) -> Iterable[Conflict]:
    everybody = (*authors, *earlier)
    works = _works_of(index_of(reviewers), everybody)
    index = _coauthors(works, everybody, codes)
    for author in authors:
        surely, perhaps = index.surely(author), index.perhaps(author)
        for reviewer, known in (perhaps | surely).items():
            if author.abstract not in works[reviewer]:
                yield Conflict(
                    reviewer,
                    author.abstract,
                    ConflictKind.COAUTHOR,
                    f"Wrote {known.says} together with {author.name}.",
                    is_soft=reviewer not in surely,
                )


def together_with(reviewer: ReviewerFacts, authors: Sequence[AuthorFacts]) -> list[AuthorFacts]:
    """The authors of what this reviewer wrote."""
    works = _works_of(index_of([reviewer]), authors)[reviewer.reviewer]
    return [each for each in authors if each.abstract in works]


def _works_of(index: PeopleIndex, authors: Iterable[AuthorFacts]) -> dict[UUID, set[UUID]]:
    """Reviewer -> the abstracts that they wrote; a name counts only with an institution."""
    works: dict[UUID, set[UUID]] = defaultdict(set)
    for author in authors:
        for reviewer in index.surely(author):
            works[reviewer].add(author.abstract)
        for reviewer, known in index.perhaps(author).items():
            if not known.institutions.isdisjoint(keys_of_places(author.institutions)):
                works[reviewer].add(author.abstract)
    return works


def _coauthors(
    works: Mapping[UUID, set[UUID]], authors: Iterable[AuthorFacts], codes: Mapping[UUID, str]
) -> PeopleIndex:
    writers: dict[UUID, list[UUID]] = defaultdict(list)
    for reviewer, abstracts in works.items():
        for abstract in abstracts:
            writers[abstract].append(reviewer)
    index = PeopleIndex()
    for author in authors:
        for reviewer in writers.get(author.abstract, ()):
            says = codes.get(author.abstract, "an abstract")
            name = name_key(author.given_name, author.family_name)
            known = Known(reviewer, name, author.person, author.orcid, frozenset(), says)
            index.add(known, keys_of_author(author))
    return index


def _of_institution(
    reviewers: Sequence[ReviewerFacts], authors: Sequence[AuthorFacts]
) -> Iterable[Conflict]:
    own: dict[str, set[UUID]] = defaultdict(set)
    declared: dict[str, set[UUID]] = defaultdict(set)
    for each in reviewers:
        for key in keys_of_places(each.institutions):
            own[key].add(each.reviewer)
        for key in keys_of_places(_declared_texts(each, ConflictKind.INSTITUTION)):
            declared[key].add(each.reviewer)
    for abstract, place in {
        (each.abstract, place): None for each in authors for place in each.institutions
    }:
        for key in institution_keys(place):
            for reviewer in declared.get(key, ()):
                yield _at(reviewer, abstract, f"Declared {place}.", is_by_institution=False)
            for reviewer in own.get(key, set()) - declared.get(key, set()):
                yield _at(reviewer, abstract, f"Works where an author does: {place}.")


def _at(reviewer: UUID, abstract: UUID, why: str, *, is_by_institution: bool = True) -> Conflict:
    return Conflict(reviewer, abstract, ConflictKind.INSTITUTION, why, True, is_by_institution)


def _declared_people(
    reviewers: Sequence[ReviewerFacts], authors: Sequence[AuthorFacts]
) -> Iterable[Conflict]:
    addresses: dict[str, set[UUID]] = defaultdict(set)
    names: dict[str, list[tuple[NameKey, UUID]]] = defaultdict(list)
    for each in reviewers:
        for text in _declared_texts(each, ConflictKind.PERSON):
            if address := address_in(text):
                addresses[address].add(each.reviewer)
            for key in name_keys(text.split("<")[0]) if "@" not in text.split("<")[0] else []:
                names[key.family].append((key, each.reviewer))
    for author in authors:
        key = name_key(author.given_name, author.family_name)
        hits = addresses.get(author.email.lower(), set()) if author.email else set()
        hits = hits | {who for named, who in names.get(key.family, ()) if may_be_same(named, key)}
        for reviewer in hits:
            why = f"Declared {author.name}, an author."
            yield Conflict(reviewer, author.abstract, ConflictKind.PERSON, why)


def _declared_abstracts(reviewers: Sequence[ReviewerFacts]) -> Iterable[Conflict]:
    for each in reviewers:
        for declared in each.declared:
            if declared.kind is ConflictKind.ABSTRACT and declared.abstract:
                who = "The committee" if declared.is_by_committee else "The reviewer"
                why = f"{who} declared it: {declared.reason or 'no reason given'}"
                yield Conflict(each.reviewer, declared.abstract, ConflictKind.ABSTRACT, why)


def address_in(text: str) -> str:
    """The e-mail address in a text, in lower case; empty if there is none."""
    match = re.search(r"[^\s<>,;]+@[^\s<>,;]+", text)
    return match[0].lower() if match else ""


def _declared_texts(reviewer: ReviewerFacts, kind: ConflictKind) -> list[str]:
    return [each.text for each in reviewer.declared if each.kind is kind]


def _with_waiver(conflict: Conflict, waived: Mapping[UUID, str]) -> Conflict:
    reason = waived.get(conflict.abstract, "") if conflict.is_soft else ""
    return replace(conflict, waived=reason) if reason else conflict


def _order(conflict: Conflict) -> tuple[str, str, int]:
    return str(conflict.reviewer), str(conflict.abstract), list(ConflictKind).index(conflict.kind)
