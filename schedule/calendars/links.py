"""One calendar's address as each calendar app wants it, with a QR code for the phone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """Where each button leads. Google takes webcal only in its own link, and https when pasted."""

    name: str
    address: str

    @property
    def webcal(self) -> str:
        """Apple's calendars and most others subscribe when they open this."""
        return f"webcal://{self.address.split('://', 1)[-1]}"

    @property
    def google(self) -> str:
        """Google Calendar asks before it adds."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        """Outlook on the web asks before it subscribes."""
        asked = f"url={quote(self.address, safe='')}&name={quote(self.name, safe='')}"
        return f"https://outlook.office.com/calendar/0/addfromweb?{asked}"

    @property
    def qr(self) -> tuple[str, int]:
        """The webcal address as an SVG path in modules, and the side of its square."""
        return _qr(self.webcal)


@lru_cache(maxsize=64)
def _qr(text: str) -> tuple[str, int]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES, box_size=1)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    parts = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    ]
    return "".join(parts), len(matrix)
