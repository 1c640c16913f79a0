"""The `plenary` command: every verb is a sentence to the same actions that the pages call."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import click

from conference.commands import OPERATOR, CommandFailed, in_database, meeting_named, read_settings
from conference.file_commands import export_, import_
from conference.orm import clock
from conference.settings import UnsafeSettings
from conference.web.problems import Problem

LINK_LASTS = timedelta(hours=24)


@click.group()
@click.version_option(package_name="plenary")
def plenary() -> None:
    """Plenary runs the annual meeting of a learned society."""


@plenary.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serves the app; migrates the database first if need be."""
    settings = read_settings()
    settings.refuse_unsafe()  # at once, not after the import
    from conference import server  # noqa: PLC0415 -- slow import

    server.run(settings, host, port)


@plenary.command()
@in_database
async def migrate() -> None:
    """Brings the database to the newest schema."""
    click.echo("The database has the newest schema.")


@plenary.command()
@in_database
async def worker() -> None:
    """Sends letters, prints badges and does the chores beside the app, until interrupted."""
    from conference import app, chores  # noqa: PLC0415 -- slow import
    from conference.letters import worker as letters  # noqa: PLC0415 -- slow import

    settings, never = read_settings(), asyncio.Event()
    app.tell_upwards(settings)
    async with asyncio.TaskGroup() as group:
        group.create_task(letters.run(settings, never))
        group.create_task(chores.run(app.all_chores(), settings, never))
        for work in app.all_workers():
            group.create_task(work(settings, never))


@plenary.command("chores")
@in_database
async def do_chores() -> None:
    """Does the periodic work once, now: offers, expiry, reminders."""
    from conference import app, chores  # noqa: PLC0415 -- slow import
    from conference.registration.till import issuer_of  # noqa: PLC0415 -- slow import

    settings = read_settings()
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

    settings = read_settings()
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
    from conference.people.token_actions import token_for  # noqa: PLC0415 -- slow import

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

    command.run(read_settings(is_demo=True), size, seed, host, port, serves=not no_serve)


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
        settings=read_settings(),
        reason=reason,
    )
    click.echo(str(outcome))


@plenary.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="the badges as PDF")
@click.option(
    "--pack", type=click.Path(file_okay=False, path_type=Path), help="folder: the emergency pack"
)
@click.option("--meeting", default="")
@click.option(
    "--stock", "--layout", default="a4-4up", show_default=True, help="key of the badge stock"
)
@in_database
async def badges(out: Path | None, pack: Path | None, meeting: str, stock: str) -> None:
    """Writes the badges of all confirmed registrations as a PDF, or the emergency pack."""
    from badges.emergency import command, files  # noqa: PLC0415 -- slow import

    if not (out or pack):
        raise click.UsageError("Say where to: --out FILE.pdf or --pack FOLDER.")
    maker = files.Maker(await meeting_named(meeting), read_settings(), OPERATOR, clock.now())
    if out:
        click.echo(await command.write_badges(maker, stock, out))
    if pack:
        click.echo(await command.write_pack(maker, stock, pack))


@plenary.command("print-agent")
@click.option("--station", required=True, help="Its name, as on the page of print stations.")
@click.option("--key", envvar="PLENARY_STATION_KEY", required=True, help="Made on that page.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True)
def print_agent(station: str, key: str, url: str) -> None:
    """Prints the badges of a station on the printer beside this machine, until interrupted."""
    from badges.printing.agent import command  # noqa: PLC0415 -- slow import

    command.run(station, key, url)


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


plenary.add_command(import_)
plenary.add_command(export_)


def main() -> None:
    """One sentence on stderr and exit status 1 for anything a person can mend."""
    try:
        plenary(standalone_mode=False)
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except OSError as error:
        reason = error.strerror or str(error)
        click.echo(f"{error.filename}: {reason}." if error.filename else reason, err=True)
        sys.exit(1)
    except (CommandFailed, UnsafeSettings, Problem) as error:
        click.echo(getattr(error, "detail", "") or str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
