"""The texts of abstracts in calendars: those that the release froze, once everybody may read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from uuid import UUID

from abstracts.book.embargo import Audience, Shown, shown_to, texts_begin
from abstracts.deciding.policy import AbstractPolicyInfo, policy_of
from conference.orm import current_engine
from schedule.calendars.events import TEXT_LENGTH
from schedule.queries.release_files import FrozenText, frozen_texts
from schedule.queries.releases import FRESH_SECONDS, CurrentRelease

KEPT_RELEASES = 8


@dataclass(frozen=True, slots=True)
class ShownTexts:
    """The first words of each abstract by its slot's code, and when they came out."""

    shown_from: datetime | None = None
    by_slot: Mapping[str, str] = field(default_factory=dict)


NO_TEXTS = ShownTexts()


@dataclass(slots=True)
class _Kept:
    checked: float
    engine: object
    policy: AbstractPolicyInfo
    texts: ShownTexts | None = None


_kept: OrderedDict[UUID, _Kept] = OrderedDict()


async def shown_texts(release: CurrentRelease, meeting: UUID, now: datetime) -> ShownTexts:
    """What of the abstracts calendars may tell now (A14); nothing before texts are public. The
    policy is asked for once a second, the texts once a release."""
    kept = await _with_policy(release.id, meeting)
    place = release.programme.meeting
    seen = shown_to(Audience.PUBLIC, kept.policy, place.starts_on, place.zone, now)
    if seen is not Shown.TEXTS:
        return NO_TEXTS
    begin = texts_begin(kept.policy, place.starts_on, place.zone)
    if kept.texts is None or kept.texts.shown_from != begin:
        found = await frozen_texts(release.id)
        first = {code: _first_words(text) for code, text in found.items()}
        kept.texts = ShownTexts(begin, {code: text for code, text in first.items() if text})
    return kept.texts


async def _with_policy(release: UUID, meeting: UUID) -> _Kept:
    engine, began, known = current_engine(), monotonic(), _kept.get(release)
    if known and known.engine is engine and began - known.checked < FRESH_SECONDS:
        return known
    policy = await policy_of(meeting)
    texts = known.texts if known and known.engine is engine else None
    made = _kept[release] = _Kept(began, engine, policy, texts)
    while len(_kept) > KEPT_RELEASES:
        _kept.popitem(last=False)
    return made


def _first_words(text: FrozenText) -> str:
    """Enough for an event, which cuts it to its length itself."""
    return "\n".join(text.paragraphs)[: TEXT_LENGTH + 1]
