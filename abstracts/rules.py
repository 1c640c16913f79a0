"""What a call asks of an abstract. The nouns live next door and are found here too."""

from collections import Counter
from dataclasses import dataclass

from abstracts.length import LengthCount, LengthPolicy, count_length
from abstracts.manuscript import AuthorEntry, Manuscript
from abstracts.states import allowed_decisions, is_call_open, may_edit, next_state
from abstracts.vocabulary import (
    AbstractEvent,
    AbstractState,
    CallKind,
    Decision,
    LengthUnit,
    Preference,
)

__all__ = [
    "AbstractEvent",
    "AbstractState",
    "CallKind",
    "CallRules",
    "Decision",
    "LengthCount",
    "LengthPolicy",
    "LengthUnit",
    "Preference",
    "allowed_decisions",
    "count_length",
    "find_author_problems",
    "find_problems",
    "is_call_open",
    "may_edit",
    "next_state",
]


@dataclass(frozen=True, slots=True)
class CallRules:
    """What one call allows; `topics` are the codes that may be chosen."""

    kind: CallKind
    policy: LengthPolicy
    max_authors: int
    topics: frozenset[str]


def find_problems(manuscript: Manuscript, rules: CallRules) -> dict[str, str]:
    """Everything that keeps a manuscript from being submitted: field -> sentence (A01, A04, A06).

    Empty means that it may be submitted. A draft may have any of them (A05).
    """
    problems: dict[str, str] = {}
    if not manuscript.title:
        problems["title"] = "Give the abstract a title."
    if manuscript.topic not in rules.topics:
        problems["topic"] = "Choose the topic that fits best; it decides who reads the abstract."
    if rules.kind is CallKind.LATE_BREAKING and manuscript.preference is Preference.ORAL_ONLY:
        problems["preference"] = "Late-breaking abstracts are shown as posters only."
    problems |= find_author_problems(manuscript.authors, rules.max_authors)
    if not manuscript.body:
        problems["body"] = "Write the abstract itself."
    count = count_length(rules.policy, manuscript.title, manuscript.authors, manuscript.body)
    if count.problems:
        problems.setdefault("body", " ".join(count.problems))
    return problems


def find_author_problems(authors: tuple[AuthorEntry, ...], max_authors: int) -> dict[str, str]:
    """At least one author, each with an institution; one presents, one corresponds (A04)."""
    problems: dict[str, str] = {}
    sentences = [*_count_sentences(authors, max_authors), *_row_sentences(authors)]
    if sentences:
        problems["authors"] = " ".join(sentences)
    if sum(author.is_presenting for author in authors) != 1:
        problems["presenting"] = "Say which one author presents the abstract."
    if sum(author.is_corresponding for author in authors) != 1:
        problems["corresponding"] = "Say which one author answers letters about the abstract."
    return problems


def _count_sentences(authors: tuple[AuthorEntry, ...], max_authors: int) -> list[str]:
    if not authors:
        return ["Name at least one author."]
    if len(authors) > max_authors:
        return [f"At most {max_authors} authors can be named; these are {len(authors)}."]
    return []


def _row_sentences(authors: tuple[AuthorEntry, ...]) -> list[str]:
    sentences = []
    for number, author in enumerate(authors, start=1):
        if not author.name:
            sentences.append(f"Author {number} has no name.")
        if not any(place.institution for place in author.affiliations):
            shown = f"author {number}" + (f", {author.name}" if author.name else "")
            sentences.append(f"Tick at least one institution for {shown}.")
    addresses = Counter(author.email.lower() for author in authors if author.email)
    sentences += [
        f"{address} is given for {count} authors; each author has their own."
        for address, count in addresses.items()
        if count > 1
    ]
    return sentences
