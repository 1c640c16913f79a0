"""The kinds of certificate, and the words of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from conference.people.access import Role, Visitor


class CertificateKind(StrEnum):
    """What a certificate certifies."""

    ATTENDANCE = "attendance"
    PRESENTATION = "presentation"
    SERVICE = "service"
    REVIEW = "review"
    CREDITS = "credits"

    @property
    def heading(self) -> str:
        """As it stands on the paper."""
        return TITLES[self]


TITLES: Mapping[CertificateKind, str] = {
    CertificateKind.ATTENDANCE: "Certificate of attendance",
    CertificateKind.PRESENTATION: "Certificate of presentation",
    CertificateKind.SERVICE: "Certificate of service",
    CertificateKind.REVIEW: "Certificate of review",
    CertificateKind.CREDITS: "Certificate of CME credits",
}

FOR_WHOM: Mapping[CertificateKind, str] = {
    CertificateKind.ATTENDANCE: "who was checked in, after the end of the meeting",
    CertificateKind.PRESENTATION: "each presenter of the released programme, once the talk or "
    "poster is over",
    CertificateKind.SERVICE: "chairs and discussants of the released programme, once the session "
    "is over",
    CertificateKind.REVIEW: "each reviewer, with how many abstracts and no title, once decisions "
    "are out",
    CertificateKind.CREDITS: "who was checked in and in accredited sessions long enough, after "
    "the end of the meeting",
}

# Who reviews is nobody's business but the committee's, who came is the office's.
_STAFF: Mapping[CertificateKind, tuple[Role, ...]] = {
    CertificateKind.ATTENDANCE: (Role.OFFICE,),
    CertificateKind.PRESENTATION: (Role.OFFICE, Role.PROGRAMME),
    CertificateKind.SERVICE: (Role.OFFICE, Role.PROGRAMME),
    CertificateKind.REVIEW: (Role.PROGRAMME,),
    CertificateKind.CREDITS: (Role.OFFICE,),
}


def staff_of(kind: CertificateKind) -> tuple[Role, ...]:
    """Which roles see who is entitled to a certificate of this kind, and give it."""
    return _STAFF[kind]


def kinds_of_others(visitor: Visitor) -> tuple[CertificateKind, ...]:
    """The kinds that this visitor neither sees nor gives."""
    return tuple(kind for kind in CertificateKind if not visitor.may(*staff_of(kind)))
