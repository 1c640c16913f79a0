"""One JSON line per event on stderr, with the request's id."""

from __future__ import annotations

import logging
import os
import sys

import structlog


def configure_logs() -> None:
    """PLENARY_LOG_LEVEL chooses how much is said: debug, info (default), warning, error."""
    level = getattr(logging, os.environ.get("PLENARY_LOG_LEVEL", "info").upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
