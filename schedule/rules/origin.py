"""What a session's source file said of it that our own columns do not hold."""

from uuid import UUID

import msgspec


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A link or an attachment of an event."""

    url: str
    title: str = ""
    type: str = ""
    service: str = ""


class Recording(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the source says about recording; `None` means that it says nothing."""

    licence: str = ""
    do_not_record: bool | None = None
    do_not_stream: bool | None = None
    url: str = ""
    link: str = ""


class OriginPerson(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person as the source names them; `key` is what a re-import matches, never the name."""

    key: str
    name: str
    person: UUID | None = None
    id: int | None = None
    guid: str = ""
    code: str = ""
    biography: str = ""
    avatar: str = ""
    url: str = ""
    links: tuple[Link, ...] = ()


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Identity and extras of an imported event, kept so that an export loses nothing."""

    guid: str = ""
    id: int | None = None
    code: str = ""
    slug: str = ""
    url: str = ""
    logo: str = ""
    feedback_url: str = ""
    origin_url: str = ""
    video_download_url: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    recording: Recording | None = None
    people: tuple[OriginPerson, ...] = ()

    @property
    def is_imported(self) -> bool:
        """Whether the session came out of a file."""
        return bool(self.guid)
