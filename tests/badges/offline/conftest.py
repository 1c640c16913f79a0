"""A device in a test: it has a clock, a queue, and sends what a browser sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

ROLL = "/glasgow/desk/offline/roll.json?form=2"
SYNC = "/glasgow/desk/offline/sync"
NO_TIME = timedelta()


@dataclass
class Handheld:
    """One device; `clock_off` is by how much its clock is ahead of ours."""

    client: httpx.AsyncClient
    now: datetime
    name: str
    clock_off: timedelta = NO_TIME
    knows_offset: bool = True
    id: UUID = field(default_factory=uuid4)

    def event(self, kind: str, at: datetime, **more: Any) -> dict[str, Any]:
        """What happened at a true time, as the device's clock has it."""
        offset = -int(self.clock_off.total_seconds() * 1000) if self.knows_offset else None
        said = {"client_id": str(uuid4()), "kind": kind, "at": (at + self.clock_off).isoformat()}
        return {**said, "offset": offset, "desk": self.name, **more}

    async def send(self, *events: dict[str, Any], **more: Any) -> httpx.Response:
        if "plenary_csrf" not in self.client.cookies:
            await self.client.get("/sign-in")
        batch = {
            "device": str(self.id),
            "name": self.name,
            "sent_at": (self.now + self.clock_off).isoformat(),
            "waiting": len(events),
            "events": list(events),
            **more,
        }
        headers = {
            "x-csrf-token": self.client.cookies["plenary_csrf"],
            "accept": "application/json",
        }
        return await self.client.post(SYNC, json=batch, headers=headers)

    async def answers(self, *events: dict[str, Any]) -> list[dict[str, Any]]:
        heard = await self.send(*events)
        assert heard.status_code == 200, heard.text
        answers: list[dict[str, Any]] = heard.json()["answers"]
        return answers


@pytest.fixture
def handheld(carol: httpx.AsyncClient, now: datetime) -> Callable[..., Handheld]:
    return lambda name="Desk 1", **more: Handheld(carol, now, name, **more)
