"""Rate limits counted in the database, so that they hold across processes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from piccolo.querystring import QueryString

from conference.web.problems import TooMany
from conference.web.tables import RateCount


async def count_try(what: str, whom: str, *, limit: int, window: timedelta, now: datetime) -> None:
    """Counts one try of `what` by `whom`; raises TooMany beyond `limit` in the current window."""
    seconds = int(window.total_seconds())
    slot = int(now.timestamp()) // seconds
    whom_hash = hashlib.sha256(whom.encode()).hexdigest()[:32]
    ends = datetime.fromtimestamp((slot + 1) * seconds, tz=UTC)
    row = RateCount(key=f"{what}:{whom_hash}:{slot}", tries=1, expires_at=ends, created_at=now)
    more = QueryString('"conference_rate_count"."tries" + {}', 1)
    counted = (
        await RateCount.insert(row)
        .on_conflict(target=RateCount.key, action="DO UPDATE", values=[(RateCount.tries, more)])
        .returning(RateCount.tries)
    )
    if counted[0]["tries"] > limit:
        minutes = max(1, round((ends - now).total_seconds() / 60))
        raise TooMany(f"Please wait {minutes} minutes and try again.")


async def delete_expired_counts(now: datetime) -> None:
    """Housekeeping: windows that are over."""
    await RateCount.delete().where(RateCount.expires_at <= now)
