"""The shared ORM layer: one engine for both databases, one way to write, one list of promises.

`action` is one transaction with its audit entry; `invariant` registers what `plenary check` tests.
"""

from conference.orm import clock, money, tokens
from conference.orm.actions import Action, Actor, action
from conference.orm.engine import bind, current_engine, engine_from_url, transaction
from conference.orm.integrity import IntegrityConflict, integrity
from conference.orm.invariants import invariant
from conference.orm.prepared import Prepared, PreparedInsert
from conference.orm.record import Record

__all__ = [
    "Action",
    "Actor",
    "IntegrityConflict",
    "Prepared",
    "PreparedInsert",
    "Record",
    "action",
    "bind",
    "clock",
    "current_engine",
    "engine_from_url",
    "integrity",
    "invariant",
    "money",
    "tokens",
    "transaction",
]
