"""`plenary demo --no-serve`: builds once, prints links that sign in, touches nothing else."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from conference.demo.personas import PERSONAS
from tests.forked_commands import Ended, Plenary

Run = Callable[..., Ended]


@pytest.fixture
def plenary(forked_plenary: Plenary) -> Run:
    """`plenary(database, "demo", …)`"""

    def run(database: Path, *words: str) -> Ended:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PLENARY_")},
            "DATABASE_URL": f"sqlite:///{database}",
            "PLENARY_LOG_LEVEL": "critical",
        }
        return forked_plenary(environment, words)

    return run


def test_demo_builds_once_and_prints_a_link_for_everybody(plenary: Run, tmp_path: Path) -> None:
    database = tmp_path / "demo.sqlite"
    first = plenary(database, "demo", "--size", "small", "--no-serve", "--port", "8123")
    assert first.status == 0, first.err
    links = re.findall(r"http://127\.0\.0\.1:8123/sign-in/link/\S+", first.out)
    assert len(links) == len(set(links)) == len(PERSONAS)
    assert "420 of them members" in first.out
    again = plenary(database, "demo", "--size", "small", "--no-serve")
    assert "The demo is there already." in again.out


def test_demo_never_touches_a_database_of_another_meeting(
    plenary: Run, tmp_path: Path, small_demo: Path
) -> None:
    database = tmp_path / "real.sqlite"
    shutil.copy(small_demo, database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE conference_meeting SET is_synthetic = 0")
    refused = plenary(database, "demo", "--size", "typical", "--no-serve")
    assert refused.status == 1
    assert "holds meetings that are not the demo's" in refused.err
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM conference_person").fetchone()[0] > 500
