"""Serving the app with uvicorn."""

from __future__ import annotations

import os

import uvicorn

from conference.app import create_app
from conference.settings import Settings

SECONDS_TO_FINISH = 10
SECONDS_IDLE = 90  # longer than a proxy keeps a connection: else it sends into one that just closed


def run(settings: Settings, host: str, port: int) -> None:
    """Serves until interrupted; requests in hand are finished first."""
    os.environ.setdefault("PLENARY_LOG_LEVEL", "info")
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        timeout_keep_alive=SECONDS_IDLE,
    )
