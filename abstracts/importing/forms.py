"""What the committee sends to import a file, to apply it, and to undo it."""

from dataclasses import dataclass
from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from abstracts.importing.queries import Choices
from abstracts.importing.rules import ImportKind
from conference.people.rules import clean
from conference.web import FormErrors


class UploadForm(msgspec.Struct):
    """`kind` decides which of `call` and `round` counts."""

    file: UploadFile
    kind: ImportKind = ImportKind.ABSTRACTS
    call: str = ""
    round: str = ""
    has_agreed: bool = False

    @property
    def choices(self) -> Choices:
        """What is kept with the file."""
        if self.kind is ImportKind.ABSTRACTS:
            return Choices(call=self.call, has_agreed=self.has_agreed)
        return Choices(round=self.round)


class ApplyForm(msgspec.Struct):
    """`seen` names the preview that was looked at."""

    seen: str


class UndoForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""

    def __post_init__(self) -> None:
        self.reason = clean(self.reason)
        if not self.reason:
            raise FormErrors({}, {"reason": "Write why; it is kept in the history."})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the upload form offers: calls by id, rounds by key, with their titles."""

    calls: list[tuple[str, str]]
    rounds: list[tuple[str, str]]
