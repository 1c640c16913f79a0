"""Stored rows as the entries of a book: nothing that may not be shown gets into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from abstracts.book.content import Entry
from abstracts.book.embargo import Shown, as_shown, as_withdrawn
from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.manuscript import Affiliation, AuthorEntry, Figure, Manuscript, Part
from abstracts.programme_places import ProgrammeState
from abstracts.vocabulary import AbstractState, CallKind, Decision

Row = dict[str, Any]
Grouped = dict[UUID, list[Row]]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database says of abstracts, their authors and institutions, in order."""

    abstracts: list[Row]
    authors: list[Row]
    places: list[Row]
    figures: list[Row]
    topics: dict[UUID, tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What decides how an abstract is shown."""

    policy: AbstractPolicyInfo
    state: ProgrammeState
    shown: Shown
    has_emails: bool


def entries_of(stored: Stored, seen: Seen) -> list[Entry]:
    """The abstracts that the book names; who left before the freeze is not among them (A13)."""
    authors = _grouped(stored.authors, "abstract")
    places = _grouped(stored.places, "author")
    figures = {
        row["abstract"]: Figure(row["digest"], row["caption"], row["alt"]) for row in stored.figures
    }
    made = []
    for row in stored.abstracts:
        is_withdrawn = row["state"] != AbstractState.ACCEPTED.value
        if is_withdrawn and not stays_named(row, seen):
            continue
        topic = stored.topics.get(row["topic"], (0, "", ""))
        mine = authors.get(row["id"], [])
        manuscript = _manuscript(row, mine, places, figures.get(row["id"]), topic[1])
        if is_withdrawn:
            made.append(_entry(row, as_withdrawn(manuscript), topic, (), seen))
        else:
            shown = as_shown(manuscript, seen.shown, has_emails=seen.has_emails)
            people = tuple(each["person"] for each in mine)
            made.append(_entry(row, shown, topic, people, seen))
    return made


def _entry(
    row: Row,
    manuscript: Manuscript,
    topic: tuple[int, str, str],
    people: tuple[UUID | None, ...],
    seen: Seen,
) -> Entry:
    is_withdrawn = row["state"] != AbstractState.ACCEPTED.value
    return Entry(
        id=row["id"],
        reference=row["code"],
        manuscript=manuscript,
        decision=Decision(row["decision"] or row["left_as"]),
        number=seen.state.codes.get(row["code"], ""),
        topic=topic[0],
        topic_code=topic[1],
        topic_title=topic[2],
        is_late=row["call_kind"] == CallKind.LATE_BREAKING.value,
        is_withdrawn=is_withdrawn,
        presented_by="" if is_withdrawn else row["presented_by_name"],
        place=seen.state.places.get(row["code"]),
        people=people,
    )


def stays_named(row: Row, seen: Seen) -> bool:
    """Gone after the book was frozen, or with a frozen code: shown as WITHDRAWN (A13)."""
    if row["code"] in seen.state.codes:
        return True
    left, frozen = row["withdrawn_at"] or row["forfeited_at"] or row["answered_at"], seen.policy
    return frozen.frozen_at is not None and (left is None or left >= frozen.frozen_at)


def _grouped(rows: list[Row], key: str) -> Grouped:
    found: Grouped = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def _manuscript(
    row: Row, authors: list[Row], places: Grouped, figure: Figure | None, topic: str
) -> Manuscript:
    return Manuscript(
        title=row["title"],
        topic=topic,
        authors=tuple(_author(each, places.get(each["id"], [])) for each in authors),
        body=row["body"],
        parts=msgspec.json.decode(row["parts"], type=tuple[Part, ...]),
        keywords=row["keywords"],
        funding=row["funding"],
        ethics=row["ethics"],
        trial=row["trial"],
        figure=figure,
    )


def _author(row: Row, places: list[Row]) -> AuthorEntry:
    return AuthorEntry(
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=row["email"],
        is_presenting=row["is_presenting"],
        is_corresponding=row["is_corresponding"],
        affiliations=tuple(
            Affiliation(each["institution"], each["city"], each["country"]) for each in places
        ),
        orcid=row["orcid"],
        is_submitting=row["is_submitting"],
        is_senior=row["is_senior"],
        discloses=row["discloses"],
        disclosure=row["disclosure"],
    )
