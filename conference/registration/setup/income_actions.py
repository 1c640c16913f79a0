"""The meeting's own copy of the list of income groups: nothing changes it but the office (P05)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.catalogue import INCOME_WORDS
from conference.registration.setup.errors import SetupRefused
from conference.registration.setup.income_queries import CountrySetting, countries_of
from conference.registration.setup.income_reading import changes_of
from conference.registration.tables import CountryIncome


async def save_income_list(
    meeting: MeetingInfo, incomes: Mapping[str, str], source: str, *, by: Actor, now: datetime
) -> int:
    """Makes this the list of the meeting and returns how many countries changed.

    What the office set for a country with a reason stays. Registrations keep their category.
    """
    async with action("save_income_list", by=by, now=now, meeting=meeting.id) as act:
        return await write_income_list(act, meeting.id, incomes, source)


async def write_income_list(
    act: Action, meeting: UUID, incomes: Mapping[str, str], source: str
) -> int:
    """`save_income_list` as a part of an action."""
    stored = await countries_of(meeting)
    own = {each.country for each in stored if each.reason}
    before = {each.country: each.income for each in stored if each.country not in own}
    after = {country: group for country, group in incomes.items() if country not in own}
    await CountryIncome.delete().where(CountryIncome.meeting == meeting, CountryIncome.reason == "")
    rows = [_row(act, meeting, country, group, source, "") for country, group in after.items()]
    if rows:
        await CountryIncome.insert(*rows)
    changed = changes_of(before, after)
    act.note("income_list", source, countries=len(after), changed=len(changed))
    return len(changed)


def _row(
    act: Action, meeting: UUID, country: str, income: str, source: str, reason: str
) -> CountryIncome:
    return CountryIncome(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        country=country,
        income=income,
        source=source,
        reason=reason,
    )


async def set_income(
    meeting: MeetingInfo, setting: CountrySetting, *, by: Actor, now: datetime
) -> None:
    """Sets one country's group otherwise than the list says, with the reason (P05).

    An empty group: the country is in none, whatever a list says. Raises SetupRefused without a
    reason.
    """
    if not setting.reason:
        raise SetupRefused("reason", "Write why: it stays in the audit trail.")
    if setting.income and setting.income not in INCOME_WORDS:
        raise SetupRefused("income", "Choose one from the list.")
    async with action(
        "set_income", by=by, now=now, meeting=meeting.id, reason=setting.reason
    ) as act:
        mine = (CountryIncome.meeting == meeting.id) & (CountryIncome.country == setting.country)
        before = await CountryIncome.select(CountryIncome.income).where(mine).first()
        await CountryIncome.delete().where(mine)
        row = _row(act, meeting.id, setting.country, setting.income, "the office", setting.reason)
        await CountryIncome.insert(row)
        old = before["income"] if before else None
        act.note("income", setting.country, income=[old, setting.income or None])
