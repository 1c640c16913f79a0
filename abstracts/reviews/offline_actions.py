"""Taking in reviews that were written offline: proposed, looked at, applied together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.errors import ReviewingClosed, UnknownReview
from abstracts.reviews.offline_rules import OfflineForm, OfflineRefusal, merged
from abstracts.reviews.reading import Given, given_to
from abstracts.reviews.review_actions import Chair, lock_assignment, send_given, write_review
from abstracts.reviews.saying import Said, find_missing
from abstracts.vocabulary import AssignmentState
from conference.orm import action

UNKNOWN = "There is no such abstract in your list."
WAS_SENT = "Your review was sent already; change it on its own page."
IS_CLOSED = "The round is closed for this one."


class Line(msgspec.Struct, frozen=True):
    """One review of a preview as it goes to the browser and comes back."""

    code: str
    said: Said
    seen: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an upload would change, before anything is changed."""

    given: Given
    said: Said
    missing: tuple[str, ...]

    @property
    def line(self) -> Line:
        return Line(self.given.code, self.said, self.given.review.version)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes with what is not taken and why; lines that say nothing new are only counted."""

    changes: tuple[Proposed, ...]
    refusals: tuple[OfflineRefusal, ...]
    same: int
    empty: int


def propose(
    form: OfflineForm, given: Sequence[Given], round_: RoundInfo, now: datetime
) -> Proposal:
    """What a form would change of the reviewer's own list; pure."""
    mine = {each.code: each for each in given if each.round.id == round_.id}
    changes: list[Proposed] = []
    refusals = list(form.refusals)
    same = 0
    for each in form.reviews:
        found = mine.get(each.code)
        if found is None or found.state is AssignmentState.RECUSED:
            refusals.append(OfflineRefusal(each.line, each.code, UNKNOWN))
            continue
        said = merged(found.review.said, each.said)
        if said == found.review.said:
            same += 1
        elif not found.may_write(now):
            refusals.append(OfflineRefusal(each.line, each.code, IS_CLOSED))
        elif found.state is AssignmentState.SENT:
            refusals.append(OfflineRefusal(each.line, each.code, WAS_SENT))
        else:
            missing = tuple(find_missing(said, round_).values())
            changes.append(Proposed(found, said, missing))
    return Proposal(
        tuple(changes), tuple(sorted(refusals, key=lambda each: each.line)), same, form.empty
    )


def pack_lines(proposal: Proposal) -> str:
    """The changes as the preview's form carries them."""
    return msgspec.json.encode([each.line for each in proposal.changes]).decode()


def unpack_lines(text: str) -> list[Line]:
    """Back from the browser. Raises UnknownReview for what no preview made."""
    try:
        return msgspec.json.decode(text, type=list[Line])
    except msgspec.ValidationError:
        raise UnknownReview from None
    except msgspec.DecodeError:
        raise UnknownReview from None


async def apply_offline(
    chair: Chair, round_key: str, lines: Sequence[Line], *, is_sending: bool, now: datetime
) -> tuple[int, int]:
    """Saves them all, and sends those that are complete if asked; how many were kept, and sent.

    All or none. Raises UnknownReview, ReviewingClosed, NotSendable, and ReviewSavedElsewhere when
    one of them was saved since the preview.
    """
    kept = sent = 0
    async with action("upload_reviews", by=chair.by, now=now, meeting=chair.meeting.id) as act:
        for line in lines:
            await lock_assignment(chair, line.code)
        mine = {
            each.code: each
            for each in await given_to(chair.meeting.id, chair.person)
            if each.round.key == round_key and each.state is not AssignmentState.RECUSED
        }
        for line in lines:
            given = mine.get(line.code)
            if given is None:
                raise UnknownReview
            if not given.may_write(now):
                raise ReviewingClosed
            if is_sending and not find_missing(line.said, given.round):
                await send_given(act, given, line.said, seen=line.seen)
                sent += 1
            elif given.state is not AssignmentState.SENT:
                await write_review(given, line.said, seen=line.seen, now=now, is_sent=False)
                kept += 1
    return kept, sent
