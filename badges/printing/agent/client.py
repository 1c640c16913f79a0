"""`plenary print-agent`: asks the server for badges and hands them to the printer beside it.

It needs no database, only the address of the server and its station's key. A server that cannot
be reached is asked again; the badge in hand is reported until the server has heard it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import msgspec

from badges.printing.agent.wire import CLAIM, MOST_SECONDS, Ask, Report, Task
from badges.printing.carriers.carrying import carry
from badges.printing.carriers.document import Document, PrinterTrouble

PAUSE_SECONDS = 3.0
TIMEOUT = httpx.Timeout(10.0, read=MOST_SECONDS + 15.0)
REPORTS = 10  # in half a minute: longer, and the lease has ended


class AgentRefused(Exception):
    """The server does not know this station or its key; the text is its sentence."""


@dataclass(frozen=True, slots=True)
class Agent:
    """One station's agent; `say` tells the person who started it."""

    client: httpx.AsyncClient
    station: str
    say: Callable[[str], None] = print

    async def run(self, stop_event: asyncio.Event) -> None:
        """Prints until `stop_event` is set. Raises AgentRefused for a wrong key or name."""
        while not stop_event.is_set():
            try:
                await self.print_next(MOST_SECONDS)
            except httpx.HTTPError as error:
                self.say(f"The server cannot be reached ({error}); trying again.")
                await asyncio.sleep(PAUSE_SECONDS)

    async def print_next(self, seconds: int = 0) -> bool:
        """Waits for a job at most so long, prints it and reports; False when none came."""
        ask = msgspec.json.encode(Ask(self.station, seconds))
        answer = await self.client.post(CLAIM, content=ask)
        if answer.status_code in (401, 403, 404):
            raise AgentRefused(_sentence(answer))
        answer.raise_for_status()
        if answer.status_code == 204:
            return False
        await self._print(msgspec.json.decode(answer.content, type=Task))
        return True

    async def _print(self, task: Task) -> None:
        document = Document(
            task.body, task.title, task.width, task.height, task.media_type, task.flip
        )
        trouble = ""
        try:
            await carry(task.path, task.destination, document)
        except PrinterTrouble as error:
            trouble = str(error)
        self.say(f"{task.title}: {trouble or 'printed'}")
        await self._report(task, Report(task.lease, trouble[:1000]))

    async def _report(self, task: Task, report: Report) -> None:
        for _ in range(REPORTS):
            try:
                answer = await self.client.post(
                    f"{CLAIM}/{task.job}", content=msgspec.json.encode(report)
                )
            except httpx.HTTPError:
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            if answer.is_error:
                self.say(f"{task.title}: {_sentence(answer)}")
            return
        self.say(f"{task.title}: the server never heard of it and will print it again.")


def _sentence(answer: httpx.Response) -> str:
    """What the server says is wrong."""
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError):
        return f"The server answers {answer.status_code}."


async def run_agent(
    url: str, station: str, key: str, stop_event: asyncio.Event, say: Callable[[str], None] = print
) -> None:
    """Serves one station of the server at `url` until `stop_event` is set."""
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    async with httpx.AsyncClient(
        base_url=url.rstrip("/"), headers=headers, timeout=TIMEOUT
    ) as client:
        await Agent(client, station, say).run(stop_event)
