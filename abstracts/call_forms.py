"""What the committee sends about a call: its window, its length policy, its topics."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import msgspec

from abstracts.actions import NewCall, NewTopic
from abstracts.length import LengthPolicy
from abstracts.queries import CallInfo, TopicInfo
from abstracts.vocabulary import CallKind, LengthUnit
from conference.meetings.forms import read_local, shown_local
from conference.meetings.rules import zone_names
from conference.people.rules import clean
from conference.web import FormErrors

CODE_AND_TITLE = re.compile(r"(\w{1,10})\s+(.{1,160})")
COUNTABLE = {
    "title": "Title",
    "authors": "Authors' names",
    "affiliations": "Institutions",
    "spaces": "Spaces",
    "line_breaks": "Line breaks",
}
TITLES = {
    CallKind.REGULAR: "Abstracts",
    CallKind.LATE_BREAKING: "Late-breaking abstracts",
}


class CallForm(msgspec.Struct):
    """`closes` is left out where a deadline of the meeting decides it."""

    title: Annotated[str, msgspec.Meta(max_length=120)]
    opens: str
    zone: str
    limit: Annotated[int, msgspec.Meta(ge=50, le=50_000)]
    max_authors: Annotated[int, msgspec.Meta(ge=1, le=100)]
    closes: str = ""
    unit: LengthUnit = LengthUnit.CHARACTERS
    max_lines: Annotated[int, msgspec.Meta(ge=1, le=1_000)] | None = None
    counts: list[str] = []

    def __post_init__(self) -> None:
        if self.zone not in zone_names():
            raise FormErrors({}, {"zone": "Choose a time zone from the list."})

    def as_call(self, kind: CallKind, closes_with: datetime | None) -> NewCall:
        """The call as it is opened. Raises FormErrors for times that cannot be."""
        opens = read_local(self.opens, self.zone, "opens")
        closes = closes_with or read_local(self.closes, self.zone, "closes")
        if closes <= opens:
            raise FormErrors({}, {"opens": "The call opens after it has closed; mend one of them."})
        return NewCall(
            kind, clean(self.title), opens, closes, self.zone, self._policy(), self.max_authors
        )

    def _policy(self) -> LengthPolicy:
        parts = {name: name in self.counts for name in COUNTABLE}
        return replace(
            LengthPolicy(), unit=self.unit, limit=self.limit, max_lines=self.max_lines, **parts
        )


class TopicsForm(msgspec.Struct):
    topics: Annotated[str, msgspec.Meta(max_length=20_000)]

    def as_topics(self) -> list[NewTopic]:
        """One topic a line, its code first. Raises FormErrors naming the line."""
        found: dict[str, NewTopic] = {}
        for number, line in enumerate(self.topics.splitlines(), start=1):
            if not (text := clean(line)):
                continue
            match = CODE_AND_TITLE.fullmatch(text)
            if match is None:
                problem = (
                    f"Line {number}: write a code and a title, for example “T01 Innate immunity”."
                )
                raise FormErrors({"topics": self.topics}, {"topics": problem})
            code = match[1].upper()
            if code in found:
                problem = f"Line {number}: {code} is there already; each topic has its own code."
                raise FormErrors({"topics": self.topics}, {"topics": problem})
            found[code] = NewTopic(code, match[2])
        return list(found.values())


def values_of(call: CallInfo | None, kind: CallKind, zone: str) -> dict[str, object]:
    """What the form shows first: the call as it is, else the society's defaults (A01, A04)."""
    policy = call.policy if call else LengthPolicy()
    counts = [name for name in COUNTABLE if getattr(policy, name)]
    return {
        "title": call.title if call else TITLES[kind],
        "opens": shown_local(call.opens_at, call.zone) if call else "",
        "closes": shown_local(call.closes_at, call.zone) if call else "",
        "zone": call.zone if call else zone,
        "unit": policy.unit.value,
        "limit": policy.limit,
        "max_lines": policy.max_lines,
        "max_authors": call.max_authors if call else 20,
        "counts": counts,
    }


def topics_text(topics: list[TopicInfo]) -> str:
    """The topics as the form shows them, one a line."""
    return "\n".join(f"{topic.code} {topic.title}" for topic in topics)
