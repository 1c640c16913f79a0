"""What goes wrong with a signature, as sentences for a person."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound


class SignatureRefused(Invalid):
    code = "signature-refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, errors={"file": sentence})


class NoSignature(NotFound):
    title = "There is no signature"
