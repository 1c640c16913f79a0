"""A small demo that is built once for all processes of a run, and copied by who changes it."""

from __future__ import annotations

import asyncio
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.browser.serving import one_at_a_time

TODAY = date(2027, 3, 3)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a parallel run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def small_demo(sqlite_template: Path, shared: Path) -> Path:
    """The file of a small demo as of a fixed day."""
    with one_at_a_time(shared, "small-demo.sqlite") as file:
        if not file.exists():
            part = file.with_suffix(".part")
            shutil.copy(sqlite_template, part)
            asyncio.run(_build(part))
            part.rename(file)
    return file


async def _build(path: Path) -> None:
    from conference.commands import opened_database
    from conference.settings import Settings

    async with opened_database(Settings(database_url=f"sqlite:///{path}", is_demo=True)):
        await build("small")


async def build(size: str, seed: int = 1) -> Any:
    """Builds a demo in the bound database, as of a fixed day."""
    from conference.demo.build import build_demo
    from conference.settings import Settings

    return await build_demo(
        size=size, seed=seed, today=TODAY, settings=Settings(is_demo=True), progress=_quiet
    )


def _quiet(_done: int, _stage: str) -> None:
    """Nobody watches."""
