"""What the committee sends about numbers."""

from __future__ import annotations

from typing import Annotated

import msgspec

from conference.web import FormErrors
from schedule.numbering.patterns import LONGEST_BOARD, problem_of
from schedule.numbering.rules import Plan, WindowRule

Pattern = Annotated[str, msgspec.Meta(max_length=60)]


class PlanForm(msgspec.Struct, kw_only=True):
    """The patterns and the rule of windows; `do` is the button: save, or show."""

    talk_pattern: Pattern
    poster_pattern: Pattern
    late_pattern: Pattern
    board_pattern: Pattern
    window: WindowRule
    do: str = "save"

    def __post_init__(self) -> None:
        """Raises FormErrors with a sentence beside each pattern that makes no code."""
        names = ("talk_pattern", "poster_pattern", "late_pattern", "board_pattern")
        errors = {name: problem_of(getattr(self, name)) for name in names}
        if wrong := {name: sentence for name, sentence in errors.items() if sentence}:
            raise FormErrors({}, wrong)

    def plan(self) -> Plan:
        """The plan that it asks for."""
        return Plan(
            self.talk_pattern,
            self.poster_pattern,
            self.late_pattern,
            self.board_pattern,
            self.window,
        )


class ApplyForm(msgspec.Struct):
    """Which proposal was looked at."""

    seen: Annotated[str, msgspec.Meta(max_length=32)]


class MoveForm(msgspec.Struct, kw_only=True):
    """A poster's new board, by hand."""

    board: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_BOARD)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    may_trade: bool = False
