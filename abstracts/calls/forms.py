"""What the committee types about a call, read field by field."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from litestar.datastructures import FormMultiDict

from abstracts.calls.actions import NewCall
from abstracts.calls.presets import HEADINGS, LENGTHS, STATEMENTS, TITLES, asked_of
from abstracts.calls.rules import Statement
from abstracts.length import LengthPolicy
from abstracts.queries.calls import CallInfo
from abstracts.vocabulary import Asked, CallKind, Decision, DisclosureRule, LengthUnit
from conference.meetings.forms import shown_local
from conference.meetings.rules import zone_names
from conference.people.rules import clean
from conference.registration.price_forms import key_of
from conference.registration.setup.reading import Reading, money_words

COUNTABLE = {
    "title": "Title",
    "authors": "Authors’ names",
    "affiliations": "Institutions",
    "spaces": "Spaces",
    "line_breaks": "Line breaks",
}
LISTS = ("counts", "presentations", "asks")
RESERVED = frozenset({"new", "fees", "topics"})
MOST_STATEMENTS, MOST_HEADINGS = 12, 10
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NO_ZONE = "Choose a time zone from the list."


@dataclass(frozen=True, slots=True)
class Setting:
    """What a call's form is read against: the call as it is, and what is fixed about it."""

    currency: str
    keys: frozenset[str]
    call: CallInfo | None
    kind: CallKind
    closes_with: datetime | None = None
    is_fixed: bool = False
    like: CallInfo | None = None


def typed_call(form: FormMultiDict) -> dict[str, Any]:
    """The form as typed, statements as rows; nothing is refused here."""
    values: dict[str, Any] = {name: _plain(form.get(name)) for name in form}
    for name in LISTS:
        values[name] = [_plain(each) for each in form.getall(name, []) if _plain(each)]
    ticked = {_plain(each) for each in form.getall("statement_required", [])}
    texts = [_plain(each) for each in form.getall("statement_text", [])]
    keys = [_plain(each) for each in form.getall("statement_key", [])]
    keys += [""] * (len(texts) - len(keys))
    values["statements"] = [
        Statement(key, clean(text), str(number) in ticked)
        for number, (key, text) in enumerate(zip(keys, texts, strict=False))
    ]
    return values


def filled_in(values: Mapping[str, Any], command: str) -> dict[str, Any]:
    """The form after one of its buttons: a length taken, a statement or headings added."""
    what, _, key = command.partition(":")
    found = dict(values)
    if what == "length" and key in LENGTHS:
        found |= _length_values(LENGTHS[key][1])
    if what == "statement" and (key in STATEMENTS or key == "blank"):
        rows = [row for row in found["statements"] if row.text]
        if key not in {row.key for row in rows}:
            rows.append(STATEMENTS.get(key, Statement("", "")))
        found["statements"] = rows
    if what == "headings":
        found["headings"] = "\n".join(HEADINGS)
    return found


def values_of(
    call: CallInfo | None,
    kind: CallKind,
    zone: str,
    currency: str,
    like: CallInfo | None = None,
) -> dict[str, Any]:
    """What the form shows first: the call as it is, else the society's defaults (A01, A04).

    A new call asks and costs what the call that it is `like` does, until that is changed.
    """
    shown = call or _fresh(kind, zone, like)
    return {
        "title": shown.title,
        "key": shown.key,
        "kind": shown.kind.value,
        "opens": shown_local(call.opens_at, call.zone) if call else "",
        "closes": shown_local(call.closes_at, call.zone) if call else "",
        "zone": shown.zone,
        "max_authors": shown.max_authors,
        "presentations": [each.value for each in shown.presentations],
        "headings": "\n".join(shown.headings),
        "statements": list(shown.statements),
        "asks": [each.value for each in shown.asks],
        "disclosures": shown.disclosures.value,
        "fee_member": money_words(shown.fee_member, currency),
        "fee_other": money_words(shown.fee_other, currency),
        "max_talks": shown.max_talks,
        "max_abstracts": shown.max_abstracts,
        "is_figure_allowed": shown.is_figure_allowed,
        "has_awards": shown.has_awards,
        "is_hidden": shown.is_hidden,
        **_length_values(shown.policy),
    }


def read_call(values: Mapping[str, Any], setting: Setting) -> NewCall:
    """The call as it is kept. Raises FormErrors with a sentence for every wrong field."""
    reading = Reading(values)
    zone = setting.call.zone if setting.is_fixed and setting.call else reading.raw("zone")
    if zone not in zone_names():
        reading.refuse("zone", NO_ZONE)
        zone = "UTC"
    opens, closes = _window(reading, setting, zone)
    title = reading.text("title", 120, "Give the call a title.")
    is_late = setting.kind is CallKind.LATE_BREAKING
    found = NewCall(
        kind=setting.kind,
        title=title,
        opens_at=opens,
        closes_at=closes,
        zone=zone,
        policy=_policy(reading),
        max_authors=reading.whole("max_authors", 1, 100),
        key=_key(reading, setting, title),
        presentations=_presentations(reading, is_late=is_late),
        headings=_headings(reading),
        statements=_statements(reading),
        asks=tuple(each for each in Asked if each in reading.choices("asks", list(Asked))),
        disclosures=_disclosures(reading),
        is_figure_allowed=reading.flag("is_figure_allowed"),
        has_awards=reading.flag("has_awards") and not is_late,
        fee_member=reading.optional_money("fee_member", setting.currency) or 0,
        fee_other=reading.optional_money("fee_other", setting.currency) or 0,
        max_talks=reading.optional_whole("max_talks", 0, 100),
        max_abstracts=reading.optional_whole("max_abstracts", 1, 100),
        is_hidden=reading.flag("is_hidden"),
    )
    reading.check()
    return found


def _fresh(kind: CallKind, zone: str, like: CallInfo | None) -> NewCall:
    fresh = NewCall(
        kind,
        "" if like and like.kind is kind else TITLES[kind],  # authors tell calls by their titles
        NEVER,
        NEVER,
        zone,
        key="",
        asks=asked_of(kind),
        presentations=(Decision.POSTER,) if kind is CallKind.LATE_BREAKING else tuple(Decision),
        statements=(STATEMENTS["unpublished"], STATEMENTS["publish"]),
        is_hidden=kind is CallKind.INVITED,
    )
    if like is None:
        return fresh
    return replace(
        fresh,
        zone=like.zone,
        policy=like.policy,
        max_authors=like.max_authors,
        headings=like.headings,
        statements=like.statements,
        asks=tuple(each for each in Asked if each in (*like.asks, *fresh.asks)),
        disclosures=like.disclosures,
        is_figure_allowed=like.is_figure_allowed,
        fee_member=like.fee_member,
        fee_other=like.fee_other,
    )


def _length_values(policy: LengthPolicy) -> dict[str, Any]:
    return {
        "unit": policy.unit.value,
        "limit": policy.limit,
        "max_lines": policy.max_lines,
        "line_width": policy.line_width,
        "title_limit": policy.title_limit,
        "counts": [name for name in COUNTABLE if getattr(policy, name)],
    }


def _plain(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").replace("\r\n", "\n").strip()


def _window(reading: Reading, setting: Setting, zone: str) -> tuple[datetime, datetime]:
    opens = reading.instant("opens", zone)
    if opens is None:
        reading.refuse("opens", "Say when the call opens.")
    closes = setting.closes_with
    if closes is None and setting.is_fixed and setting.call:
        closes = setting.call.closes_at
    if closes is None:
        closes = reading.instant("closes", zone)
        if closes is None:
            reading.refuse("closes", "Say when the call closes.")
    if opens and closes and closes <= opens:
        reading.refuse("opens", "The call opens after it has closed; mend one of them.")
    return opens or NEVER, closes or NEVER


def _key(reading: Reading, setting: Setting, title: str) -> str:
    if setting.call:
        return setting.call.key
    if setting.kind.value not in setting.keys and not reading.raw("key"):
        return setting.kind.value
    return key_of((reading.raw("key") or title)[:16], setting.keys | RESERVED, "call")


def _policy(reading: Reading) -> LengthPolicy:
    counted = reading.choices("counts", COUNTABLE)
    unit = reading.choice("unit", list(LengthUnit)) or LengthUnit.CHARACTERS.value
    parts: dict[str, Any] = {name: name in counted for name in COUNTABLE}
    return replace(
        LengthPolicy(),
        unit=LengthUnit(unit) if unit in set(LengthUnit) else LengthUnit.CHARACTERS,
        limit=reading.whole("limit", 50, 50_000),
        max_lines=reading.optional_whole("max_lines", 1, 1_000),
        line_width=reading.optional_whole("line_width", 20, 300),
        title_limit=reading.optional_whole("title_limit", 10, 1_000),
        **parts,
    )


def _presentations(reading: Reading, *, is_late: bool) -> tuple[Decision, ...]:
    if is_late:
        return (Decision.POSTER,)
    chosen = reading.choices("presentations", list(Decision))
    return tuple(each for each in Decision if each in chosen)


def _disclosures(reading: Reading) -> DisclosureRule:
    value = reading.raw("disclosures") or DisclosureRule.NONE.value
    if value not in set(DisclosureRule):
        reading.refuse("disclosures", "Choose one from the list.")
        return DisclosureRule.NONE
    return DisclosureRule(value)


def _headings(reading: Reading) -> tuple[str, ...]:
    lines = [clean(line) for line in reading.raw("headings").splitlines()]
    found = tuple(line.rstrip(":") for line in lines if line)
    if len(found) > MOST_HEADINGS:
        reading.refuse("headings", f"At most {MOST_HEADINGS} headings; these are {len(found)}.")
    if len({each.casefold() for each in found}) < len(found):
        reading.refuse("headings", "A heading stands there twice.")
    if any(len(each) > 60 for each in found):
        reading.refuse("headings", "A heading has at most 60 characters.")
    return found


def _statements(reading: Reading) -> tuple[Statement, ...]:
    rows: Iterable[Statement] = reading.values.get("statements") or ()
    found: list[Statement] = []
    for row in rows:
        if not row.text:
            continue
        taken = {each.key for each in found}
        found.append(replace(row, key=_statement_key(row, taken)))
    if len(found) > MOST_STATEMENTS:
        reading.refuse("statements", f"At most {MOST_STATEMENTS} statements.")
    if any(len(each.text) > 400 for each in found):
        reading.refuse("statements", "A statement has at most 400 characters.")
    return tuple(found)


def _statement_key(row: Statement, taken: Collection[str]) -> str:
    """Kept for as long as the statement stays, since abstracts remember what was ticked."""
    if row.key and row.key not in taken:
        return row.key[:40]
    return key_of(row.text, taken, "statement")
