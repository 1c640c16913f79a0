"""Fixtures of every test: a fresh database on both engines, the app, and the cast."""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("PLENARY_LOG_LEVEL", "critical")

# No test of ours measures time: a busy machine must not turn a law into a failure.
settings.register_profile(
    "plenary", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("plenary")

pytest_plugins = [
    "tests.kept_rows",
    "tests.databases",
    "tests.web_client",
    "tests.cast",
    "tests.forked_commands",
    "tests.small_demo",
]


def pytest_collection_finish() -> None:
    """What is imported and collected stays: every full collection would walk it again."""
    gc.collect()
    gc.freeze()
