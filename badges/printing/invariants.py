"""What must always be true of printing."""

from __future__ import annotations

from badges.tables import BadgePrint, PrintBatch, PrintJob
from conference.orm import invariant


@invariant("print-of-a-job", "A job that is done has its print, and no other job has one.")
async def print_of_a_job() -> list[str]:
    missing = await PrintJob.raw(
        "SELECT j.id FROM badges_print_job j LEFT JOIN badges_badge_print p ON p.job = j.id"
        " WHERE j.state = 'done' AND j.registration IS NOT NULL AND p.id IS NULL"
    )
    early = await BadgePrint.raw(
        "SELECT j.id FROM badges_badge_print p JOIN badges_print_job j ON j.id = p.job"
        " WHERE j.state <> 'done'"
    )
    return [f"Print job {row['id']} is done and has no print." for row in missing] + [
        f"Print job {row['id']} has a print and is not done." for row in early
    ]


@invariant("one-holder-of-a-job", "A job or batch is leased exactly while somebody has it.")
async def one_holder_of_a_job() -> list[str]:
    found = []
    for kind, table in (("job", "badges_print_job"), ("batch", "badges_print_batch")):
        rows = await PrintJob.raw(
            f"SELECT id FROM {table}"  # noqa: S608 -- our own names
            " WHERE (state IN ('claimed', 'printing')) <> (lease IS NOT NULL)"
        )
        found += [f"Print {kind} {row['id']} is held by nobody, or not held." for row in rows]
    twice = await PrintJob.raw(
        "SELECT lease FROM badges_print_job WHERE lease IS NOT NULL"
        " GROUP BY lease HAVING COUNT(*) > 1"
    )
    return found + [f"Lease {row['lease']} holds two print jobs." for row in twice]


@invariant("batch-prints", "A batch that is done has as many prints as badges; another has none.")
async def batch_prints() -> list[str]:
    rows = await PrintBatch.raw(
        "SELECT b.id, b.state, b.total, COUNT(p.id) AS prints FROM badges_print_batch b"
        " LEFT JOIN badges_badge_print p ON p.batch = b.id GROUP BY b.id, b.state, b.total"
    )
    return [
        f"Batch {row['id']} is {row['state']}, is of {row['total']} and has {row['prints']} prints."
        for row in rows
        if row["prints"] != (row["total"] if row["state"] == "done" else 0)
    ]
