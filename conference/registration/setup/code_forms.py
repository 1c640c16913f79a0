"""The form of a discount code, and of many alike (P08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conference.registration.catalogue import Catalogue, Code, CodeKind, normal_code
from conference.registration.setup.limits import LIMIT, MOST
from conference.registration.setup.reading import Reading, Values, money_words, percent_words

MOST_COPIES = 500
LONGEST_START = 20  # what many codes begin with; eight random characters follow
KIND_WORDS: Mapping[CodeKind, tuple[str, str]] = {
    CodeKind.PERCENT: ("A percentage off", "Write the percentage; 100 makes it free."),
    CodeKind.AMOUNT: ("A sum off the fee", "Write the sum."),
    CodeKind.PRICE: ("A fee of its own", "Write the fee that who has it pays."),
    CodeKind.OPENS: ("Opens a category", "Choose the category below; its price holds."),
}
_SIGNS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@dataclass(frozen=True, slots=True)
class CodeSetting:
    """A code, how often it may be used (None: any number), and why it was given."""

    code: Code
    limit: int | None
    reason: str = ""


def code_values(setting: CodeSetting, currency: str, zone: str) -> dict[str, object]:
    """A stored code as its form shows it."""
    code = setting.code
    return {
        "code": code.code,
        "title": code.title,
        "kind": code.kind.value,
        "value": _value_words(code, currency),
        "categories": sorted(code.categories),
        "extras": sorted(code.extras),
        "extras_only": code.extras_only,
        "opens": code.opens,
        "starts_at": _wall(code.starts_at, zone),
        "ends_at": _wall(code.ends_at, zone),
        "stacks": code.stacks,
        "is_active": code.is_active,
        "reason": setting.reason,
        LIMIT: "" if setting.limit is None else setting.limit,
    }


def _value_words(code: Code, currency: str) -> str:
    if code.kind is CodeKind.PERCENT:
        return percent_words(code.value)
    return "" if code.kind is CodeKind.OPENS else money_words(code.value, currency)


def _wall(instant: datetime | None, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" if instant else ""


def read_code(values: Values, catalogue: Catalogue, zone: str) -> CodeSetting:
    """The code that a form describes. Raises FormErrors with every field's sentence."""
    form = Reading(values)
    name = normal_code(form.raw("code"))
    kind = form.choice("kind", set(CodeKind))
    extras = form.choices("extras", {each.key for each in catalogue.extras})
    code = Code(
        code=name,
        title=form.text("title", 120, "Write what the code is for; it stands on the order."),
        kind=CodeKind(kind) if kind in set(CodeKind) else CodeKind.AMOUNT,
        value=_read_value(form, kind, catalogue.currency),
        categories=form.choices("categories", {e.key for e in catalogue.table.categories}),
        extras=extras,
        extras_only=form.flag("extras_only"),
        opens=_read_opens(form, kind, catalogue),
        starts_at=form.instant("starts_at", zone),
        ends_at=form.instant("ends_at", zone),
        stacks=form.flag("stacks"),
        is_active=form.flag("is_active"),
    )
    _check_code(form, code)
    limit = form.optional_whole(LIMIT, 0, MOST)
    setting = CodeSetting(code, limit, form.text("reason", 300))
    form.check()
    return setting


def _read_value(form: Reading, kind: str, currency: str) -> int:
    if kind == CodeKind.PERCENT:
        return form.points("value")
    return form.money("value", currency) if kind in (CodeKind.AMOUNT, CodeKind.PRICE) else 0


def _read_opens(form: Reading, kind: str, catalogue: Catalogue) -> str:
    """A code may open what is not on sale to everybody."""
    if kind != CodeKind.OPENS:
        return ""
    key = form.raw("opens")
    category = catalogue.table.category(key)
    if category is None:
        form.refuse("opens", "Choose the category that the code opens.")
    elif category.is_on_sale:
        form.refuse("opens", f"“{category.title}” is open to everybody without a code.")
    return key


def _check_code(form: Reading, code: Code) -> None:
    if not set(code.code) <= _SIGNS or len(code.code) > 40:
        form.refuse("code", "Use letters, digits and hyphens, 40 at most.")
    if code.extras and code.kind is not CodeKind.PERCENT:
        form.refuse("extras", "Only a percentage can reach extras.")
    if code.extras_only and not code.extras:
        form.refuse("extras", "Choose the extras that the code is for.")
    if code.starts_at and code.ends_at and code.ends_at <= code.starts_at:
        form.refuse("ends_at", "This is before the code begins.")


def read_copies(values: Values) -> int:
    """How many codes are to be made alike. Raises FormErrors."""
    form = Reading(values)
    copies = form.optional_whole("copies", 1, MOST_COPIES) or 1
    name = normal_code(form.raw("code"))
    if copies == 1 and not name and not form.errors:
        form.refuse("code", "Write the code, or how many are to be made.")
    if copies > 1 and len(name) > LONGEST_START:
        form.refuse("code", f"What many codes begin with has {LONGEST_START} characters at most.")
    form.check()
    return copies
