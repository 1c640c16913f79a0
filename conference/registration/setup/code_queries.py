"""Reading discount codes: their settings, how often they are used, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from conference.people.rules import fold
from conference.registration.catalogue import Code
from conference.registration.catalogue_queries import codes_of
from conference.registration.price_queries import Places, places_of
from conference.registration.setup import usage
from conference.registration.setup.code_forms import CodeSetting
from conference.registration.setup.errors import UnknownCode
from conference.registration.tables import DiscountCode, Registration


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code in the list: its setting, its places if it has a limit, and how often it is used."""

    setting: CodeSetting
    places: Places | None
    used: int

    @property
    def code(self) -> Code:
        return self.setting.code


@dataclass(frozen=True, slots=True)
class CodeUse:
    """Who used a code, on which order, and what it took off in minor units."""

    registration: str
    name: str
    order_code: str
    off: int


async def code_list(meeting: UUID, text: str = "") -> list[CodeLine]:
    """The codes of which the name, the title or the reason holds a text; four statements."""
    reasons = await _reasons(meeting)
    places = await places_of(meeting)
    used = await usage.codes_used(meeting)
    found = [
        _line(code, reasons, places, used)
        for code in await codes_of(meeting)
        if fold(text) in fold(f"{code.code} {code.title} {reasons[code.code]}")
    ]
    return found


async def code_line(meeting: UUID, name: str) -> CodeLine:
    """One code. Raises UnknownCode."""
    found = next((each for each in await code_list(meeting) if each.code.code == name), None)
    if found is None:
        raise UnknownCode
    return found


def _line(
    code: Code,
    reasons: Mapping[str, str],
    places: Mapping[str, Places],
    used: Mapping[str, Mapping[str, int]],
) -> CodeLine:
    pool = places.get(f"code:{code.code}")
    setting = CodeSetting(code, pool.capacity if pool else None, reasons[code.code])
    return CodeLine(setting, pool, len(used.get(code.code, {})))


async def _reasons(meeting: UUID) -> dict[str, str]:
    rows = await DiscountCode.select(DiscountCode.code, DiscountCode.reason).where(
        DiscountCode.meeting == meeting
    )
    return {row["code"]: row["reason"] for row in rows}


async def uses_of(meeting: UUID, name: str) -> list[CodeUse]:
    """Who holds a place with the help of a code, by name; two statements."""
    off = (await usage.codes_used(meeting)).get(name, {})
    if not off:
        return []
    rows = (
        await Registration.select(
            Registration.code,
            Registration.person.registered_name.as_alias("name"),
            Registration.order.code.as_alias("order_code"),
        )
        .where(Registration.meeting == meeting, Registration.code.is_in(list(off)))
        .order_by(Registration.person.sort_key)
    )
    return [CodeUse(row["code"], row["name"], row["order_code"], off[row["code"]]) for row in rows]
