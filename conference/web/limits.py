"""Rate limits counted in the database, so that they hold across processes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from piccolo.columns import Column
from piccolo.querystring import QueryString

from conference.web.problems import TooMany
from conference.web.tables import RateCount


async def count_try(what: str, whom: str, *, limit: int, window: timedelta, now: datetime) -> int:
    """Counts one try of `what` by `whom`, and says how many are left in the current window.

    Raises TooMany beyond `limit`.
    """
    key, ends = _window(what, whom, window, now)
    row = RateCount(key=key, tries=1, expires_at=ends, created_at=now)
    more = QueryString('"conference_rate_count"."tries" + {}', 1)
    counted = (
        await RateCount.insert(row)
        .on_conflict(target=RateCount.key, action="DO UPDATE", values=[(RateCount.tries, more)])
        .returning(RateCount.tries)
    )
    left = limit - int(counted[0]["tries"])
    if left < 0:
        minutes = max(1, round((ends - now).total_seconds() / 60))
        noun = "minute" if minutes == 1 else "minutes"
        raise TooMany(f"Please wait {minutes} {noun} and try again.")
    return left


async def take_try_back(what: str, whom: str, *, window: timedelta, now: datetime) -> None:
    """A try that was counted does not count after all: it was right."""
    key, _ = _window(what, whom, window, now)
    less: dict[Column | str, Any] = {RateCount.tries: RateCount.tries - 1}
    await RateCount.update(less).where(RateCount.key == key, RateCount.tries > 0)


def _window(what: str, whom: str, window: timedelta, now: datetime) -> tuple[str, datetime]:
    """The key of a count in the window that is on now, and when that ends."""
    seconds = int(window.total_seconds())
    slot = int(now.timestamp()) // seconds
    whom_hash = hashlib.sha256(whom.encode()).hexdigest()[:32]
    ends = datetime.fromtimestamp((slot + 1) * seconds, tz=UTC)
    return f"{what}:{whom_hash}:{slot}", ends


async def delete_expired_counts(now: datetime) -> None:
    """Housekeeping: windows that are over."""
    await RateCount.delete().where(RateCount.expires_at <= now)
