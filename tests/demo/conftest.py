"""A small demo that is built once, and copied for each test that only reads it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conference.commands import opened_database
from conference.demo.build import DemoSummary, build_demo
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.settings import Settings

TODAY = date(2027, 3, 3)


async def build(size: str, seed: int = 1) -> DemoSummary:
    """Builds a demo in the bound database, as of a fixed day."""
    return await build_demo(
        size=size, seed=seed, today=TODAY, settings=Settings(is_demo=True), progress=_quiet
    )


def _quiet(_done: int, _stage: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def small_demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small demo."""
    path = tmp_path_factory.mktemp("demo") / "small.sqlite"
    shutil.copy(sqlite_template, path)

    async def run() -> None:
        async with opened_database(Settings(database_url=f"sqlite:///{path}", is_demo=True)):
            await build("small")

    asyncio.run(run())
    return path


@pytest.fixture
async def demo(small_demo: Path, tmp_path: Path) -> AsyncIterator[MeetingInfo]:
    """A small demo of one's own, bound."""
    path = tmp_path / "demo.sqlite"
    shutil.copy(small_demo, path)
    settings: Any = Settings(database_url=f"sqlite:///{path}", is_demo=True)
    async with opened_database(settings):
        meeting = await meetings.meeting_by_slug("demo")
        assert meeting is not None
        yield meeting
