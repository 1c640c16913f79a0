"""An exhibitor's own leads as a file: what is agreed to today, and its own notes."""

from __future__ import annotations

from collections.abc import Iterable

from badges.leads.queries import LeadLine
from badges.leads.rules import HEADINGS, LeadField
from conference.web import formats
from conference.web.sheets import csv_of, xlsx_of

COLUMNS = (*(HEADINGS[field] for field in LeadField), "Scanned", "By", "Note")


def leads_csv(leads: Iterable[LeadLine], zone: str) -> bytes:
    return csv_of(COLUMNS, _rows(leads, zone))


def leads_xlsx(leads: Iterable[LeadLine], zone: str) -> bytes:
    return xlsx_of("Leads", COLUMNS, _rows(leads, zone))


def _rows(leads: Iterable[LeadLine], zone: str) -> Iterable[list[str]]:
    for each in leads:
        agreed = [each.shown.get(field.value, "") for field in LeadField]
        yield [*agreed, formats.instant(each.at, zone), each.by_name, each.note]
