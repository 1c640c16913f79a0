"""Orders from before the ledger: whose each line is, what cancelling took back, who holds places."""

from collections import defaultdict
from uuid import uuid4

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, ForeignKey, Integer, Text, Timestamptz, UUID, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

ID = "2026-11-23T03:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "old orders become ledgers"

HELD = ("pending_payment", "confirmed")


class Pool(Table, tablename="conference_place_pool"):
    id = UUID(primary_key=True, default=UUID4())
    meeting = UUID()
    key = Varchar()


class Order(Table, tablename="conference_order"):
    id = UUID(primary_key=True, default=UUID4())
    total = BigInt()
    state = Varchar()


class Registration(Table, tablename="conference_registration"):
    id = UUID(primary_key=True, default=UUID4())
    code = Varchar()
    meeting = UUID()
    order = UUID()
    mode = Varchar()
    state = Varchar()
    created_at = Timestamptz()
    cancelled_at = Timestamptz(null=True)
    cancel_reason = Text()


class Line(Table, tablename="conference_order_line"):
    id = UUID(primary_key=True, default=UUID4())
    created_at = Timestamptz()
    order = UUID()
    position = Integer()
    kind = Varchar()
    item = Varchar()
    title = Varchar()
    reason = Text()
    quantity = Integer()
    amount = BigInt()
    tax = BigInt()
    tax_points = Integer()
    tax_note = Varchar()
    registration = Varchar()


class Hold(Table, tablename="conference_place_hold"):
    id = UUID(primary_key=True, default=UUID4())
    created_at = Timestamptz()
    pool = UUID()
    holder = Varchar()
    quantity = Integer()
    taken_at = Timestamptz()


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="conference", description=DESCRIPTION)
    manager.add_raw(_run)
    return manager


async def _run() -> None:
    """Nothing to do in a database that never sold a place."""
    lines = defaultdict(list)
    for row in await Line.select().order_by(Line.position):
        lines[row["order"]].append(row)
    pools = {(row["meeting"], row["key"]): row["id"] for row in await Pool.select()}
    for registration in await Registration.select():
        code, order = registration["code"], registration["order"]
        await Line.update({Line.registration: code}).where(Line.order == order)
        if registration["state"] == "cancelled":
            await _take_back(registration, lines[order])
        elif registration["state"] in HELD:
            await _hold(registration, pools)


async def _take_back(registration, lines) -> None:
    at = registration["cancelled_at"] or registration["created_at"]
    back = [
        Line(
            **{
                **row,
                "id": uuid4(),
                "created_at": at,
                "position": len(lines) + number,
                "amount": -row["amount"],
                "quantity": -1,
                "reason": registration["cancel_reason"],
                "registration": registration["code"],
            }
        )
        for number, row in enumerate(lines)
    ]
    if back:
        await Line.insert(*back)
    await Order.update({Order.total: 0}).where(Order.id == registration["order"])


async def _hold(registration, pools) -> None:
    key = "virtual" if registration["mode"] == "virtual" else "meeting"
    pool = pools.get((registration["meeting"], key))
    if pool is not None:
        at = registration["created_at"]
        await Hold.insert(
            Hold(
                id=uuid4(), created_at=at, pool=pool, holder=registration["code"], quantity=1,
                taken_at=at,
            )
        )
