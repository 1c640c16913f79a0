"""The `plenary` command: every verb is a sentence to the same actions that the pages call."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import click

from conference.commands import CommandFailed, meeting_named, opened_database
from conference.orm import Actor, clock
from conference.settings import Settings, UnsafeSettings
from conference.web.problems import Problem

P = ParamSpec("P")
T = TypeVar("T")
OPERATOR = Actor.system("operator")
LINK_LASTS = timedelta(hours=24)


def in_database(verb: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Runs an async verb against the migrated database of DATABASE_URL."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def inside() -> None:
            async with opened_database(_settings()):
                await verb(*args, **kwargs)

        asyncio.run(inside())

    return run


def _settings(*, is_demo: bool = False) -> Settings:
    return Settings.from_environment(is_demo=is_demo)


@click.group()
@click.version_option(package_name="plenary")
def plenary() -> None:
    """Plenary runs the annual meeting of a learned society."""


@plenary.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serves the app; migrates the database first if need be."""
    from conference import server  # noqa: PLC0415 -- slow import

    server.run(_settings(), host, port)


@plenary.command()
@in_database
async def migrate() -> None:
    """Brings the database to the newest schema."""
    click.echo("The database has the newest schema.")


@plenary.command()
@in_database
async def worker() -> None:
    """Sends letters and does the chores beside the app, until interrupted."""
    from conference import app, chores  # noqa: PLC0415 -- slow import
    from conference.letters import worker as letters  # noqa: PLC0415 -- slow import

    settings, never = _settings(), asyncio.Event()
    app.tell_upwards(settings)
    async with asyncio.TaskGroup() as group:
        group.create_task(letters.run(settings, never))
        group.create_task(chores.run(app.all_chores(), settings, never))


@plenary.command("chores")
@in_database
async def do_chores() -> None:
    """Does the periodic work once, now: offers, expiry, reminders."""
    from conference import app, chores  # noqa: PLC0415 -- slow import
    from conference.registration.till import issuer_of  # noqa: PLC0415 -- slow import

    settings = _settings()
    app.tell_upwards(settings)
    done = await chores.run_chores(app.all_chores(), issuer_of(settings), only_due=False)
    for each in done:
        click.echo(f"{'failed' if each.error else 'done  '}  {each.name}  {each.error}".rstrip())
    if failed := sum(1 for each in done if each.error):
        raise CommandFailed(f"{failed} of {len(done)} chores failed.")


@plenary.command("sign-in-link")
@click.argument("email")
@in_database
async def sign_in_link(email: str) -> None:
    """Prints a link that signs EMAIL in once within 24 hours."""
    from conference.people.sign_in import make_link  # noqa: PLC0415 -- slow import

    settings = _settings()
    now = clock.now()
    click.echo(
        await make_link(address=email, base_url=settings.base_url, now=now, lasts=LINK_LASTS)
    )


@plenary.command("token")
@click.argument("email")
@click.option("--scope", "scopes", multiple=True, help="What it may do; give it several times.")
@click.option("--name", default="made by the operator", show_default=True)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
@in_database
async def token(email: str, scopes: tuple[str, ...], name: str, days: int) -> None:
    """Prints an access token with which a program may act for EMAIL over the JSON API."""
    from conference.people.tokens import token_for  # noqa: PLC0415 -- slow import

    secret = await token_for(
        email, scopes=scopes, name=name, days=days, by=OPERATOR, now=clock.now()
    )
    click.echo(secret)


@plenary.command()
@click.option(
    "--size",
    type=click.Choice(["small", "typical", "large", "stress"]),
    default="typical",
    show_default=True,
)
@click.option("--seed", default=1, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Build the meeting and stop.")
def demo(size: str, seed: int, host: str, port: int, no_serve: bool) -> None:
    """Builds a synthetic meeting in a fresh database and serves it."""
    from conference.demo import command  # noqa: PLC0415 -- slow import

    command.run(_settings(is_demo=True), size, seed, host, port, serves=not no_serve)


@plenary.group("import")
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
        settings=_settings(),
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


@plenary.group("export")
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
        base_url=_settings().base_url,
        now=clock.now(),
    )
    out.write_bytes(made.body)
    click.echo(f"{out}: {made.words}")


@plenary.command("release-schedule")
@click.option("--meeting", default="")
@click.option("--name", default="", help="Left out: the next number.")
@click.option("--comment", default="")
@click.option("--reason", default="", help="Why it goes out with open conflicts.")
@in_database
async def release_schedule(meeting: str, name: str, comment: str, reason: str) -> None:
    """Makes the draft programme public as an immutable release."""
    from schedule.actions import releasing  # noqa: PLC0415 -- slow import

    host = await meeting_named(meeting)
    outcome = await releasing.release_schedule(
        meeting=host.id,
        name=name,
        comment=comment,
        by=OPERATOR,
        now=clock.now(),
        settings=_settings(),
        reason=reason,
    )
    click.echo(str(outcome))


@plenary.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--meeting", default="")
@click.option("--layout", default="a4-4up", show_default=True, help="a6 or a4-4up")
@in_database
async def badges(out: Path, meeting: str, layout: str) -> None:
    """Writes the badges of all confirmed registrations as a PDF."""
    from badges.command import badges_pdf  # noqa: PLC0415 -- slow import

    host = await meeting_named(meeting)
    click.echo(
        await badges_pdf(
            meeting=host, out=out, layout=layout, settings=_settings(), now=clock.now()
        )
    )


@plenary.command()
@in_database
async def check() -> None:
    """Lists every broken promise in the database; exit status 1 if there is any."""
    from conference import invariants as _  # noqa: F401, PLC0415 -- slow import
    from conference.orm.invariants import check_all  # noqa: PLC0415 -- slow import

    findings = await check_all()
    for finding in findings:
        click.echo(f"{'broken' if finding.sentences else 'holds '}  {finding.invariant.promise}")
        for sentence in finding.sentences:
            click.echo(f"          - {sentence}")
    broken = sum(1 for finding in findings if finding.sentences)
    if broken:
        raise CommandFailed(f"{broken} of {len(findings)} promises are broken.")
    click.echo(f"All {len(findings)} promises hold.")


def main() -> None:
    """One sentence on stderr and exit status 1 for anything a person can mend."""
    try:
        plenary(standalone_mode=False)
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except (CommandFailed, UnsafeSettings, Problem, OSError) as error:
        click.echo(getattr(error, "detail", "") or str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
