"""The words in braces that letters, badges and certificates may use, in one registry.

Each subject of text (a decision, a badge, a certificate) names the groups it can fill.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Who knows the value."""

    PERSON = "person"
    MEETING = "meeting"
    ABSTRACT = "abstract"
    DECISION = "decision"
    REGISTRATION = "registration"
    BADGE = "badge"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word in braces, and what it stands for as a person reads it."""

    name: str
    group: Group
    meaning: str


REGISTRY: tuple[Placeholder, ...] = (
    Placeholder("name", Group.PERSON, "the person’s name"),
    Placeholder("given_name", Group.PERSON, "the given name"),
    Placeholder("family_name", Group.PERSON, "the family name"),
    Placeholder("badge_name", Group.PERSON, "the name on the badge"),
    Placeholder("affiliation", Group.PERSON, "the affiliation"),
    Placeholder("country", Group.PERSON, "the country"),
    Placeholder("meeting", Group.MEETING, "the meeting"),
    Placeholder("dates", Group.MEETING, "its days"),
    Placeholder("city", Group.MEETING, "its city"),
    Placeholder("venue", Group.MEETING, "its venue"),
    Placeholder("society", Group.MEETING, "the society"),
    Placeholder("reference", Group.ABSTRACT, "the abstract’s reference"),
    Placeholder("title", Group.ABSTRACT, "its title"),
    Placeholder("authors", Group.ABSTRACT, "its authors in order"),
    Placeholder("presenter", Group.ABSTRACT, "who presents it"),
    Placeholder("topic", Group.ABSTRACT, "its topic"),
    Placeholder("session", Group.ABSTRACT, "the session it is in, once it is placed"),
    Placeholder("number", Group.ABSTRACT, "its number in the programme, once it has one"),
    Placeholder("outcome", Group.DECISION, "what it becomes, as “talk” or “poster”"),
    Placeholder("duties", Group.DECISION, "what a presenter of that kind has to do"),
    Placeholder("waiting_rank", Group.DECISION, "its place on the waiting list"),
    Placeholder(
        "answer_by", Group.DECISION, "until when the presenter answers, with the time zone"
    ),
    Placeholder("answer_link", Group.DECISION, "where the presenter answers"),
    Placeholder(
        "register_by",
        Group.DECISION,
        "until when the presenter must be registered and have paid",
    ),
    Placeholder("register_link", Group.DECISION, "where to register"),
    Placeholder("abstract_link", Group.DECISION, "the abstract’s page"),
    Placeholder("note", Group.DECISION, "the committee’s word on this abstract"),
    Placeholder("comments", Group.DECISION, "the reviewers’ comments to the authors, if sent"),
    Placeholder("category", Group.REGISTRATION, "the category of the registration"),
    Placeholder("registration", Group.REGISTRATION, "the registration’s code"),
    Placeholder("band", Group.BADGE, "the word of the category’s band"),
    Placeholder("ribbons", Group.BADGE, "the ribbons, with commas"),
    Placeholder("token", Group.BADGE, "the badge’s own code, in groups of four"),
    Placeholder("revision", Group.BADGE, "which print of the badge it is, from the second on"),
    Placeholder("certificate_name", Group.CERTIFICATE, "the name on the certificate"),
    Placeholder("part", Group.CERTIFICATE, "talk or poster, chair or discussant"),
    Placeholder("held_on", Group.CERTIFICATE, "the day of the talk, poster or session"),
    Placeholder("days_attended", Group.CERTIFICATE, "the days on which the person was there"),
    Placeholder("hours", Group.CERTIFICATE, "the hours that count"),
    Placeholder("credits", Group.CERTIFICATE, "the credits earned"),
    Placeholder("reviews", Group.CERTIFICATE, "how many abstracts were reviewed"),
    Placeholder("issued_on", Group.CERTIFICATE, "the day of issue"),
    Placeholder("code", Group.CERTIFICATE, "the code that proves it genuine"),
)
_WORD = re.compile(r"\{([^{}\n]*)\}")
_GAPS = re.compile(r"\n{3,}")


def placeholders_of(*groups: Group) -> dict[str, str]:
    """The words that these groups know, each with its meaning, in the registry's order."""
    return {each.name: each.meaning for each in REGISTRY if each.group in groups}


def placeholders_named(*names: str) -> dict[str, str]:
    """These words, each with its meaning."""
    return {each.name: each.meaning for each in REGISTRY if each.name in names}


def placeholders_in(text: str) -> list[str]:
    """The words in braces, in order, each once."""
    return list(dict.fromkeys(each[1].strip() for each in _WORD.finditer(text)))


def unknown_placeholders(text: str, known: Collection[str]) -> list[str]:
    """The words in braces that are not among the known ones, in order, each once."""
    return [name for name in placeholders_in(text) if name not in known]


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """One line filled in; "" when it names placeholders and all of them have nothing to say.

    What is filled in is never read as a placeholder again.
    """
    return _filled(text, values) or ""


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in.

    A line whose placeholders all have nothing to say is left out, so that "Session: {session}"
    goes while no session is known. What is filled in is never read as a placeholder again.
    """
    lines = [_filled(line, values) for line in text.replace("\r\n", "\n").split("\n")]
    return _GAPS.sub("\n\n", "\n".join(line for line in lines if line is not None)).strip() + "\n"


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    names = [each[1].strip() for each in _WORD.finditer(line)]
    if names and not any(values.get(name) for name in names):
        return None
    return _WORD.sub(lambda each: values.get(each[1].strip(), each[0]), line)
