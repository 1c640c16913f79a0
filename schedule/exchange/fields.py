"""The values inside a programme file: instants, durations, guids, links and texts."""

import base64
import binascii
import re
import unicodedata
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

_UNWANTED = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SLUG = re.compile(r"[a-z0-9_]{4,}-[a-z0-9\-_]{4,}")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DURATION = re.compile(r"[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2})?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")

YEARS = range(1971, 2200)


def plain_text(value: object) -> str:
    """Text as given, without control characters and outer blanks; `None` is empty."""
    if value is None:
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text).strip()


def one_line(value: object) -> str:
    """A title or a name: composed characters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", plain_text(value)).split())


def read_instant(text: str) -> datetime | None:
    """An ISO 8601 date and time, with or without an offset, of a year that a meeting may have."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.year in YEARS else None


def read_day(text: str) -> date | None:
    """The day of an ISO 8601 date, or of a date and time."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if day.year in YEARS else None


def read_minutes(text: str) -> int | None:
    """Minutes of "h:mm" or "h:mm:ss", at most 99 hours; seconds are rounded to the minute."""
    if not _DURATION.fullmatch(text):
        return None
    hours, minutes, seconds = (*map(int, text.split(":")), 0)[:3]
    return hours * 60 + minutes + (1 if seconds >= 30 else 0)


def read_number(text: str) -> int | None:
    """A positive whole number of at most 18 digits."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 18
    return int(text) or None if is_number else None


def read_flag(value: object) -> bool | None:
    """True or false as XML and JSON write it; nothing if it is neither."""
    word = plain_text(value).lower()
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(word)


def read_guid(text: str) -> str | None:
    """A UUID in its usual writing; frab also wrote the same 16 bytes in base64."""
    if _GUID.fullmatch(text.lower()):
        return text.lower()
    if len(text) == 22:
        try:
            return str(UUID(bytes=base64.b64decode(text + "==", altchars=b"-_", validate=True)))
        except (binascii.Error, ValueError):
            return None
    return None


def made_up_guid(*parts: object) -> str:
    """A guid that is the same at every import of the same event."""
    return str(uuid5(NAMESPACE_URL, "plenary:" + "\x1f".join(str(part) for part in parts)))


def is_slug(text: str) -> bool:
    """Whether a slug is one the format allows."""
    return _SLUG.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute http(s) address."""
    return text.startswith(("http://", "https://"))


def is_harmless_link(text: str) -> bool:
    """Whether a link may be shown: http, https, or an address without a scheme."""
    return bool(text) and (is_web_address(text) or not _SCHEME.match(text))


def written_duration(minutes: int) -> str:
    """Minutes as hh:mm."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def programme_day(local: datetime, change_hour: int) -> date:
    """The programme day of a local time: what starts before the change hour is still yesterday."""
    return (local.replace(tzinfo=None) - timedelta(hours=change_hour)).date()


def ascii_slug(text: str, length: int = 40) -> str:
    """Lower-case ASCII letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:length].strip("-")
