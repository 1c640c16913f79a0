"""`plenary import` and `plenary export`: files in, shown before they are applied; files out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import click

from conference.commands import OPERATOR, in_database, meeting_named, read_settings
from conference.orm import clock


@click.group("import")
def import_() -> None:
    """Reads a file: shows a preview, then applies it."""


def _file() -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@import_.command("members")
@_file()
@click.option("--dry-run", is_flag=True, help="Show the preview only.")
@click.option("--meeting", default="", help="Any meeting of the society; needed if it has several.")
@in_database
async def import_members(file: Path, dry_run: bool, meeting: str) -> None:
    """Reads the member roll from an Excel (.xlsx) or CSV file."""
    from conference.membership import actions, preview  # noqa: PLC0415 -- slow import

    host = await meeting_named(meeting)
    proposal = await actions.propose_roll_import(
        society=host.society,
        file_name=file.name,
        data=file.read_bytes(),
        by=OPERATOR,
        now=clock.now(),
    )
    click.echo(preview.roll_preview_text(proposal))
    if not dry_run:
        outcome = await actions.apply_roll_import(
            import_id=proposal.id, by=OPERATOR, now=clock.now()
        )
        click.echo(str(outcome))


@import_.command("registrations")
@_file()
@click.option("--dry-run", is_flag=True, help="Show the preview only.")
@click.option("--letters", is_flag=True, help="Send those who have paid their ticket.")
@click.option("--meeting", default="")
@in_database
async def import_registrations(file: Path, dry_run: bool, letters: bool, meeting: str) -> None:
    """Takes over registrations that were sold elsewhere, from a CSV file."""
    from conference.registration.importing import command  # noqa: PLC0415 -- slow import

    await command.import_from_command(
        meeting=await meeting_named(meeting),
        settings=read_settings(),
        file_name=file.name,
        data=file.read_bytes(),
        by=OPERATOR,
        now=clock.now(),
        applies=not dry_run,
        writes_letters=letters,
        say=click.echo,
    )


@import_.command("abstracts")
@_file()
@click.option("--dry-run", is_flag=True, help="Show the preview only.")
@click.option("--call", default="regular", show_default=True, help="Key of the call.")
@click.option("--reviews", "round_key", default="", help="Key of a round: the file holds reviews.")
@click.option("--meeting", default="")
@in_database
async def import_abstracts(
    file: Path, dry_run: bool, call: str, round_key: str, meeting: str
) -> None:
    """Takes over abstracts, or reviews, that were collected elsewhere (.xlsx or CSV)."""
    from abstracts.importing import command, rules  # noqa: PLC0415 -- slow import

    kind = rules.ImportKind.REVIEWS if round_key else rules.ImportKind.ABSTRACTS
    await command.import_from_command(
        meeting=await meeting_named(meeting),
        kind=kind,
        target=round_key or call,
        file_name=file.name,
        data=file.read_bytes(),
        by=OPERATOR,
        now=clock.now(),
        applies=not dry_run,
        say=click.echo,
    )


@import_.command("programme")
@_file()
@click.option("--dry-run", is_flag=True, help="Show the preview only.")
@click.option("--meeting", default="", help="Left out: the meeting is made from the file.")
@click.option("--zone", default="", help="IANA zone of its times; left out: as the file says.")
@in_database
async def import_programme(file: Path, dry_run: bool, meeting: str, zone: str) -> None:
    """Reads a programme: pentabarf/frab XML, c3voc JSON, CSV, .xlsx or a calendar (.ics)."""
    from schedule.actions import importing  # noqa: PLC0415 -- slow import

    into: UUID | None = (await meeting_named(meeting)).id if meeting else None
    await importing.import_from_command(
        meeting=into,
        file_name=file.name,
        data=file.read_bytes(),
        by=OPERATOR,
        now=clock.now(),
        applies=not dry_run,
        zone=zone,
        say=click.echo,
    )


@click.group("export")
def export_() -> None:
    """Writes a file."""


@export_.command("programme")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--format", "ending", default="", help="Left out: as the file's name ends.")
@click.option("--draft", is_flag=True, help="The draft (csv, xlsx, json), not the newest release.")
@click.option("--meeting", default="")
@in_database
async def export_programme(out: Path, ending: str, draft: bool, meeting: str) -> None:
    """Writes the programme as xml, json, ics, xcal, csv or xlsx."""
    from schedule.exchange.command import exported_programme  # noqa: PLC0415 -- slow import

    made = await exported_programme(
        meeting=await meeting_named(meeting),
        ending=(ending or out.suffix).removeprefix(".").lower(),
        is_draft=draft,
        base_url=read_settings().base_url,
        now=clock.now(),
    )
    out.write_bytes(made.body)
    click.echo(f"{out}: {made.words}")
