"""What the contact of a group sends: the bill, the rows as typed, perhaps a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar.datastructures import FormMultiDict, UploadFile

from conference.people.rules import clean
from conference.registration.billing import INSTITUTION, BillForm
from conference.registration.groups.draft import FIELDS, GroupKept, Row
from conference.registration.groups.rules import MOST_ROWS
from conference.registration.ordering import Payer
from conference.registration.rules import PayBy
from conference.web import FormErrors

BILL = ("bill_to", "bill_country", "vat_number", "purchase_order", "pays_by")
MORE_ROWS = 5
_LONGEST = {"institution": 200, "bill_to": 1_000, "email": 254}
_USUAL = 120


@dataclass(frozen=True, slots=True)
class SentGroup:
    """The form as it came. `wants`: preview, rows (more of them) or file (its list read in)."""

    kept: GroupKept
    wants: str
    file: UploadFile | None


def group_of(form: FormMultiDict) -> SentGroup:
    """Everything typed, cut to the length of its column; nothing is refused here."""
    rows = tuple(_row(form, number) for number in range(_count(form)))
    bill = {name: _text(form, name) for name in BILL}
    file = form.get("file")
    return SentGroup(
        GroupKept(_text(form, "institution"), bill, rows),
        str(form.get("do", "")),
        file if isinstance(file, UploadFile) and file.filename else None,
    )


def _count(form: FormMultiDict) -> int:
    text = str(form.get("rows", ""))
    return min(int(text), MOST_ROWS + MORE_ROWS) if text.isascii() and text.isdigit() else 0


def _row(form: FormMultiDict, number: int) -> Row:
    typed = {name: _text(form, f"{name}-{number}") for name in FIELDS}
    extras = tuple(str(each)[:_USUAL] for each in form.getall(f"extras-{number}", []) if each)
    return Row(**typed, extras=extras)


def _text(form: FormMultiDict, name: str) -> str:
    value = form.get(name, "")
    text = value if isinstance(value, str) else ""
    field = name.partition("-")[0]
    longest = _LONGEST.get(field, _USUAL)
    if field == "bill_to":
        return text.replace("\x00", "").replace("\r\n", "\n").strip()[:longest]
    return clean(text)[:longest]


def shown(kept: GroupKept) -> dict[str, Any]:
    """The values of the form: "email-3" is the address of the fourth row."""
    values: dict[str, Any] = {"institution": kept.institution, **kept.bill}
    for number, row in enumerate(kept.rows):
        values |= {f"{name}-{number}": getattr(row, name) for name in FIELDS}
        values[f"extras-{number}"] = list(row.extras)
    return values


def bill_of(kept: GroupKept, ways: Sequence[PayBy]) -> tuple[BillForm, PayBy]:
    """The bill to the institution and how it is paid. Raises FormErrors with every sentence."""
    errors: dict[str, str] = {}
    if not kept.institution:
        errors["institution"] = "Write the name of the institution."
    try:
        bill = BillForm(bill_for=INSTITUTION, **_known(kept.bill))
        way = bill.way(ways)
    except FormErrors as wrong:
        raise FormErrors({}, {**errors, **wrong.errors}) from None
    if errors:
        raise FormErrors({}, errors)
    return bill, way


def payer_of(kept: GroupKept, ways: Sequence[PayBy], person: Any) -> Payer:
    """Who pays, as the order keeps it. Raises FormErrors."""
    bill, way = bill_of(kept, ways)
    return bill.payer(person, "", way)


def _known(bill: Mapping[str, str]) -> dict[str, str]:
    return {name: bill.get(name, "") for name in BILL}
