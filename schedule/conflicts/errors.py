"""What can go wrong with conflicts, each with a sentence for a person."""

from __future__ import annotations

from conference.web.problems import Invalid


class NoReason(Invalid):
    """A conflict is accepted with a reason only (N06)."""

    def __init__(self) -> None:
        sentence = "Say in a few words why the programme can stay as it is."
        super().__init__(sentence, errors={"reason": sentence})


class NothingChosen(Invalid):
    """None of the conflicts named is there any more, or none was named."""

    def __init__(self) -> None:
        sentence = "Tick at least one conflict. One that has been mended since is not listed."
        super().__init__(sentence, errors={"keys": sentence})
