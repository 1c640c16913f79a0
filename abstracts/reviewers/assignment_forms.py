"""What the committee sends about assignments."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Request

from abstracts.reviewers.assignment_actions import Ask
from abstracts.reviewers.rounds import RoundInfo

MOST_SEED = 1_000_000
Text = Annotated[str, msgspec.Meta(max_length=2_000_000)]


class ApplyForm(msgspec.Struct):
    seen: str
    seed: Annotated[int, msgspec.Meta(ge=0, le=MOST_SEED)] = 1
    instead_of: UUID | None = None
    extra: list[UUID] = []
    writes: bool = False
    leave: list[Annotated[str, msgspec.Meta(max_length=80)]] = []

    def ask(self, round_: RoundInfo) -> Ask:
        """The proposal that was looked at."""
        return Ask(round_, self.seed, self.instead_of, frozenset(self.extra))


class AssignForm(msgspec.Struct):
    reviewer: UUID


class TakeBackForm(msgspec.Struct):
    assignment: UUID
    reason: Annotated[str, msgspec.Meta(max_length=500)]


class FileForm(msgspec.Struct):
    text: Text = ""
    seen: str = ""


def ask_of(request: Request, round_: RoundInfo) -> Ask:  # type: ignore[type-arg]
    """The proposal of ?seed=7&instead_of=ID&extra=ID; nonsense is left out."""
    asked = request.query_params
    seed = asked.get("seed", "1")
    extra = frozenset(id for each in asked.getall("extra", []) if (id := _uuid(each)))
    number = int(seed) if seed.isascii() and seed.isdigit() and len(seed) < 7 else 1
    return Ask(round_, number, _uuid(asked.get("instead_of", "")), extra)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
