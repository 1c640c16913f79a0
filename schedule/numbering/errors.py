"""What can go wrong while numbering, as sentences for a person."""

from __future__ import annotations

from conference.web.problems import Invalid, Stale


class PlanIsFrozen(Stale):
    """Codes are frozen: the patterns that made them stay as they are (S05)."""

    def __init__(self) -> None:
        super().__init__(
            "The codes are frozen, so the patterns that made them stay. "
            "What comes in now takes a letter behind its neighbour's code."
        )


class NumberingChanged(Stale):
    """The proposal that was shown is no longer what would be applied."""

    def __init__(self) -> None:
        super().__init__(
            "The programme or the abstracts changed since this proposal was shown. "
            "Look at it again; nothing was applied."
        )


class BoardTaken(Invalid):
    """Somebody else's poster hangs there."""

    def __init__(self, board: str, title: str) -> None:
        sentence = f"Board {board} holds “{title}”. Tick “trade” to let the two change places."
        super().__init__(sentence, errors={"board": sentence})


class NoSuchPoster(Invalid):
    """The poster is not in the draft programme any more."""

    def __init__(self) -> None:
        sentence = "This poster is not in the programme any more. Choose one from the list."
        super().__init__(sentence, errors={"slot": sentence})


class CannotMove(Invalid):
    """No neighbouring board can be had."""

    def __init__(self) -> None:
        super().__init__(
            "Neither neighbour can move: they stand beside posters of their own. Move by hand."
        )
