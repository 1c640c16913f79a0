"""Fixtures of every test: a fresh database on both engines, the app, and the cast."""

from __future__ import annotations

import os

os.environ.setdefault("PLENARY_LOG_LEVEL", "critical")

pytest_plugins = ["tests.databases", "tests.web_client", "tests.cast"]
