"""The topics as rows that are typed: moved, added, taken away, and read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from litestar.datastructures import FormMultiDict

from abstracts.calls.queries import TopicDetail
from abstracts.calls.topic_actions import TopicRow
from conference.people.forms import checked_address
from conference.people.rules import clean
from conference.web import FormErrors

CODE = re.compile(r"\w{1,10}")
MOST = 100
FIELDS = ("topic", "code", "title", "keywords", "chairs")


@dataclass(frozen=True, slots=True)
class TypedTopic:
    """A topic as its row shows it."""

    id: str = ""
    code: str = ""
    title: str = ""
    keywords: str = ""
    chairs: str = ""
    chair_names: str = ""
    counts: str = ""
    is_used: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing was typed into it."""
        return not (self.code or self.title or self.keywords or self.chairs)


def rows_of(topics: Sequence[TopicDetail]) -> list[TypedTopic]:
    """The rows as they are stored, with who looks after each and how many chose it."""
    return [_row(each) for each in topics]


def typed_topics(form: FormMultiDict, stored: Sequence[TopicDetail]) -> list[TypedTopic]:
    """The rows as typed; nothing is refused here."""
    columns = [[_plain(each) for each in form.getall(name, [])] for name in FIELDS]
    shown = {row.id: row for row in rows_of(stored)}
    found = []
    for id, code, title, keywords, chairs in zip(*columns, strict=False):
        known = shown.get(id, TypedTopic())
        found.append(
            replace(known, id=id, code=code.upper(), title=title, keywords=keywords, chairs=chairs)
        )
    return found[:MOST]


def rearranged(rows: list[TypedTopic], command: str) -> list[TypedTopic]:
    """The rows after one of their buttons: up, down, remove, add."""
    what, _, place = command.partition(":")
    if what == "add":
        return [*rows, TypedTopic()]
    here = int(place) if place.isascii() and place.isdigit() else -1
    if not 0 <= here < len(rows):
        return rows
    found = list(rows)
    row = found.pop(here)
    if what == "up":
        found.insert(max(0, here - 1), row)
    elif what == "down":
        found.insert(here + 1, row)
    elif what != "remove":
        return rows
    return found


def filled(rows: Sequence[TypedTopic]) -> list[TypedTopic]:
    """The rows without the new ones into which nothing was typed."""
    return [row for row in rows if row.id or not row.is_blank]


def read_topics(rows: Sequence[TypedTopic]) -> list[TopicRow]:
    """The topics as they are kept.

    Raises FormErrors with a sentence for every wrong row.
    """
    errors: dict[str, str] = {}
    found: list[TopicRow] = []
    for place, row in enumerate(rows):
        try:
            found.append(_topic(row, {each.code for each in found}))
        except FormErrors as wrong:
            errors[f"row-{place}"] = f"{row.code or 'New topic'}: {wrong.errors['topic']}"
    if errors:
        raise FormErrors({}, errors)
    return found


def _topic(row: TypedTopic, taken: set[str]) -> TopicRow:
    if not CODE.fullmatch(row.code):
        raise _wrong("write a short code of letters and digits, for example T01.")
    if row.code in taken:
        raise _wrong("this code is there already; each topic has its own.")
    if not row.title:
        raise _wrong("give the topic a title.")
    words = [clean(each) for each in row.keywords.split(",")]
    return TopicRow(
        code=row.code,
        title=row.title[:160],
        keywords=", ".join(each for each in words if each)[:1000],
        chairs=tuple(_address(each) for each in re.split(r"[,;\s]+", row.chairs) if each),
        id=_id(row.id),
    )


def _address(text: str) -> str:
    try:
        return checked_address(text, "topic")
    except FormErrors:
        raise _wrong(f"“{text[:60]}” is not an e-mail address.") from None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise _wrong("open this page again; the row is not known.") from None


def _row(each: TopicDetail) -> TypedTopic:
    submitted = f"{each.submitted} submitted"
    drafts = f", {each.drafts} draft{'' if each.drafts == 1 else 's'}" if each.drafts else ""
    second = f", {each.second} as second topic" if each.second else ""
    return TypedTopic(
        id=str(each.topic.id),
        code=each.topic.code,
        title=each.topic.title,
        keywords=each.topic.keywords,
        chairs=", ".join(person.email for person in each.chairs),
        chair_names=", ".join(person.registered_name for person in each.chairs),
        counts=f"{submitted}{drafts}{second}",
        is_used=each.is_used,
    )


def _plain(value: object) -> str:
    return clean(value.replace("\x00", "")) if isinstance(value, str) else ""


def _wrong(sentence: str) -> FormErrors:
    return FormErrors({}, {"topic": sentence})
