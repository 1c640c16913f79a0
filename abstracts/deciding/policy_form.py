"""The rules about abstracts as one form: days, flags and moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from abstracts.deciding.chasing_rules import reminder_days
from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.deciding.release_forms import moment_of
from abstracts.vocabulary import Silence
from conference.meetings.rules import MeetingInfo
from conference.web import FormErrors

SPANS: Mapping[str, tuple[int, int]] = {
    "answer_days": (1, 365),
    "grace_days": (1, 90),
    "presenter_days": (1, 365),
}
FLAGS = (
    "has_one_talk",
    "is_lightning_a_talk",
    "is_slot_released",
    "may_anybody_present",
    "does_ask_coauthors",
)
MOMENTS = (
    "presenter_change_until",
    "correct_authors_until",
    "frozen_at",
    "titles_from",
    "texts_from",
    "registered_texts_from",
)
MOST_REMINDERS = 5
SILENCE_WORDS = {
    Silence.REMIND: (
        "A reminder, then the place is free",
        "The default. The reminder goes on the day itself.",
    ),
    Silence.ACCEPT: ("It counts as a yes", "Nobody is reminded to answer."),
}


def policy_values(policy: AbstractPolicyInfo, meeting: MeetingInfo) -> dict[str, object]:
    """The rules as the form shows them; moments on the clock of the meeting."""
    values: dict[str, object] = {each.name: getattr(policy, each.name) for each in fields(policy)}
    for name in MOMENTS:
        moment: datetime | None = getattr(policy, name)
        values[name] = f"{meeting.local(moment):%Y-%m-%dT%H:%M}" if moment else ""
    values["presenter_reminders"] = reminder_days(policy.presenter_reminders)
    values["silence"] = policy.silence.value
    return values


def read_policy(typed: Mapping[str, str], meeting: MeetingInfo) -> AbstractPolicyInfo:
    """The rules that a form describes. Raises FormErrors with a sentence a field."""
    errors: dict[str, str] = {}
    values: dict[str, Any] = {name: bool(typed.get(name)) for name in FLAGS}
    for name, (least, most) in SPANS.items():
        values[name] = _whole(typed.get(name, ""), least, most)
        if values[name] is None:
            errors[name] = f"Write a whole number from {least} to {most}."
    for name in MOMENTS:
        values[name] = _moment(typed.get(name, "").strip(), meeting, name, errors)
    values["presenter_reminders"] = _reminders(typed.get("presenter_reminders", ""), errors)
    if typed.get("silence") not in set(Silence):
        errors["silence"] = "Choose one from the list."
    if errors:
        raise FormErrors(typed, errors)
    return replace(AbstractPolicyInfo(), **{**values, "silence": Silence(typed["silence"])})


def _whole(text: str, least: int, most: int) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return None
    return int(text) if least <= int(text) <= most else None


def _moment(text: str, meeting: MeetingInfo, name: str, errors: dict[str, str]) -> datetime | None:
    if not text:
        return None
    try:
        return moment_of(text, meeting)
    except ValueError as wrong:
        errors[name] = str(wrong)
    return None


def _reminders(text: str, errors: dict[str, str]) -> tuple[int, ...]:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    days = [_whole(part, 0, 365) for part in parts]
    if len(days) > MOST_REMINDERS or None in days:
        errors["presenter_reminders"] = "Write days with commas between them, for example 14, 3."
        return ()
    return tuple(sorted({day for day in days if day is not None}, reverse=True))
