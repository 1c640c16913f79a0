"""What is sent about proofs: the file itself, and the officer's decision."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from conference.registration.proofs.actions import Verdict
from conference.registration.proofs.rules import Judgement
from conference.web import FormErrors

NO_FILE = "Choose the file: a PDF, JPEG or PNG of at most 5 MB."


class ProofForm(msgspec.Struct):
    file: UploadFile | None = None
    note: Annotated[str, msgspec.Meta(max_length=300)] = ""

    def __post_init__(self) -> None:
        if self.file is None or not self.file.filename:
            raise FormErrors({}, {"file": NO_FILE})


class JudgeForm(msgspec.Struct):
    judgement: Judgement | None = None
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""
    document: UUID | None = None

    def __post_init__(self) -> None:
        if self.judgement is None:
            raise FormErrors({}, {"judgement": "Choose what you decide."})

    def as_verdict(self) -> Verdict:
        assert self.judgement is not None
        return Verdict(self.judgement, self.reason, self.document)
