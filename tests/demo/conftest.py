"""A small demo of one's own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from conference.commands import opened_database
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.settings import Settings


@pytest.fixture
async def demo(small_demo: Path, tmp_path: Path) -> AsyncIterator[MeetingInfo]:
    """Bound."""
    path = tmp_path / "demo.sqlite"
    shutil.copy(small_demo, path)
    settings: Any = Settings(database_url=f"sqlite:///{path}", is_demo=True)
    async with opened_database(settings):
        meeting = await meetings.meeting_by_slug("demo")
        assert meeting is not None
        yield meeting
