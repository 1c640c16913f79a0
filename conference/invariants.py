"""Importing this module registers the checks of every module that has any."""

from importlib import import_module
from importlib.util import find_spec

for _module in (
    "conference.people",
    "conference.meetings",
    "conference.membership",
    "conference.registration",
    "conference.registration.bank",
    "conference.registration.cash",
    "conference.registration.documents",
    "conference.registration.proofs",
    "conference.registration.waiting",
    "conference.letters",
    "abstracts",
    "schedule",
    "schedule.numbering",
    "badges",
):
    if find_spec(f"{_module}.invariants"):
        import_module(f"{_module}.invariants")
