"""What `plenary print-agent` does: one station's agent, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal

import click

from badges.printing.agent.client import AgentRefused, run_agent
from conference.web.problems import Forbidden


def run(station: str, key: str, url: str) -> None:
    """Runs until interrupted; the badge in hand is printed and reported first.

    Raises Forbidden with the server's sentence for a wrong key or name.
    """
    try:
        asyncio.run(_run(station, key, url))
    except AgentRefused as refused:
        raise Forbidden(str(refused)) from refused


async def _run(station: str, key: str, url: str) -> None:
    stop_event = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop_event.set)
    click.echo(f"Waiting for badges for “{station}” from {url}.")
    await run_agent(url, station, key, stop_event, click.echo)
