"""What the committee and readers send, as values or as a sentence beside the field."""

from __future__ import annotations

import msgspec
from litestar.datastructures import UploadFile

from schedule.session_forms import (
    PeopleForm,
    PlaceForm,
    SessionForm,
    SlotForm,
    VersionForm,
    read_parts,
)
from schedule.session_values import session_values, slot_values, written_parts

__all__ = [
    "PeopleForm",
    "PlaceForm",
    "SessionForm",
    "SlotForm",
    "StarForm",
    "UploadForm",
    "VersionForm",
    "read_parts",
    "session_values",
    "slot_values",
    "written_parts",
]


class StarForm(msgspec.Struct):
    """Which items to star or unstar; `merged` when a browser hands over what it kept."""

    star: list[str] = []
    unstar: list[str] = []
    merged: bool = False
    back: str = ""


class UploadForm(msgspec.Struct):
    """A programme file."""

    file: UploadFile
