"""Which IANA zone a programme's times belong to: as named, as told, or guessed from offsets."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_LIKELY = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Bogota",
    "America/Mexico_City",
    "Europe/Lisbon",
    "Europe/Athens",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Australia/Perth",
    "Asia/Tokyo",
    "Australia/Darwin",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
)


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of an IANA name, or nothing if there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def settle_zone(named: str, told: str, times: Iterable[datetime]) -> tuple[str, str]:
    """The zone to show times in and a sentence saying why; instants never depend on it when
    the file gives offsets (N02). What was told wins, then what the file names, if its offsets
    agree, then the likeliest zone with these offsets, then UTC."""
    seen = {time.replace(second=0, microsecond=0) for time in times if time.tzinfo is not None}
    if zone_named(told) is not None:
        return told, f"Times are shown in {told}, as you said."
    regret = f"There is no zone “{told}”. " if told else ""
    zone = zone_named(named)
    if zone is not None and _agrees(zone, seen):
        return named, f"{regret}Times are shown in {named}, as the file names it."
    fitting = next((name for name in _LIKELY if _agrees(ZoneInfo(name), seen)), None)
    why = regret + _complaint(named, zone)
    if fitting is None or not seen:
        return named if zone else "UTC", f"{why}; times are shown in {named if zone else 'UTC'}."
    return fitting, f"{why}; {fitting} has the offsets of all its times and was taken."


def _complaint(named: str, zone: ZoneInfo | None) -> str:
    if not named:
        return "The file names no zone"
    if zone is None:
        return f"The file names the zone “{named}”, which does not exist"
    return f"The file names the zone {named}, but its times carry other offsets"


def _agrees(zone: ZoneInfo, times: set[datetime]) -> bool:
    return all(_offset(time, zone) == time.utcoffset() for time in times)


def _offset(time: datetime, zone: ZoneInfo) -> timedelta | None:
    return time.astimezone(UTC).astimezone(zone).utcoffset()
