"""A file's texts before they are understood: what the XML and the JSON reader both hand over."""

from collections.abc import Mapping
from dataclasses import dataclass

from schedule.exchange.fields import is_harmless_link, one_line, plain_text
from schedule.exchange.model import ExchangeRoom, ExchangeSession, ExchangeTrack, Notes
from schedule.rules.origin import Link, OriginPerson, Recording

EVENT_TEXTS = frozenset(
    {
        "date",
        "start",
        "end",
        "duration",
        "room",
        "slug",
        "url",
        "title",
        "subtitle",
        "track",
        "type",
        "language",
        "abstract",
        "description",
        "logo",
        "feedback_url",
        "origin_url",
        "video_download_url",
        "guid",
        "id",
        "code",
    }
)
CONFERENCE_TEXTS = frozenset(
    {
        "acronym",
        "title",
        "description",
        "start",
        "end",
        "timeslot_duration",
        "time_zone_name",
        "logo",
        "url",
        "base_url",
    }
)


@dataclass(frozen=True, slots=True)
class RawDay:
    """A programme day as written."""

    where: str
    index: str
    date: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An event as written; `texts` has the names of `EVENT_TEXTS`."""

    where: str
    day: RawDay
    texts: Mapping[str, str]
    people: tuple[OriginPerson, ...] = ()
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    recording: Recording | None = None

    def text(self, name: str) -> str:
        """A field, empty when the file does not have it."""
        return self.texts.get(name, "")


@dataclass(frozen=True, slots=True)
class RawProgramme:
    """A whole file as written; `conference` has the names of `CONFERENCE_TEXTS`."""

    version: str
    conference: Mapping[str, str]
    days: tuple[RawDay, ...]
    events: tuple[RawEvent, ...]
    rooms: tuple[ExchangeRoom, ...] = ()
    tracks: tuple[ExchangeTrack, ...] = ()
    keywords: tuple[str, ...] = ()
    colors: tuple[str, str] = ("", "")
    sessions: tuple[ExchangeSession, ...] = ()


def read_link(where: str, parts: Mapping[str, object], notes: Notes) -> Link | None:
    """A link that is safe to show; any other is left out with a note."""
    url = plain_text(parts.get("url") or parts.get("href"))
    if not is_harmless_link(url):
        notes.add(where, "a link without a web address was left out")
        return None
    return Link(
        url=url,
        title=one_line(parts.get("title")),
        type=one_line(parts.get("type")),
        service=one_line(parts.get("service")),
    )


def person_key(number: int | None, guid: str, code: str, name: str) -> str:
    """What a re-import matches a person by: the file's own id, and only without any the name."""
    if number is not None:
        return f"id:{number}"
    if guid:
        return f"guid:{guid}"
    return f"code:{code}" if code else f"name:{name.casefold()}"
