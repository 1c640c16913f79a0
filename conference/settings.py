"""The settings of one process: read once from the environment, then never changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

DEFAULT_DATABASE = "sqlite:///var/plenary.sqlite"
DEFAULT_BASE_URL = "http://127.0.0.1:8000"
DEMO_SECRET = "demo-only-not-a-secret"  # noqa: S105 -- refused outside demo mode
MIN_SECRET_LENGTH = 32


class UnsafeSettings(ValueError):
    """A setting that would be unsafe or unusable; the text says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str = DEFAULT_DATABASE
    secret: str = DEMO_SECRET
    base_url: str = DEFAULT_BASE_URL
    smtp_url: str = ""
    mail_from: str = ""
    is_demo: bool = False

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The configured host: part of every calendar UID, so never taken from a request."""
        return urlsplit(self.base_url).hostname or "localhost"

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, *, is_demo: bool = False
    ) -> Settings:
        """Raises UnsafeSettings for a missing or weak secret outside demo mode."""
        settings = cls(
            database_url=environment.get("DATABASE_URL", DEFAULT_DATABASE),
            secret=environment.get("PLENARY_SECRET", DEMO_SECRET),
            base_url=environment.get("PLENARY_BASE_URL", DEFAULT_BASE_URL).rstrip("/"),
            smtp_url=environment.get("PLENARY_SMTP_URL", ""),
            mail_from=environment.get("PLENARY_MAIL_FROM", ""),
            is_demo=is_demo or environment.get("PLENARY_DEMO", "") == "1",
        )
        settings.refuse_unsafe()
        return settings

    def refuse_unsafe(self) -> None:
        if self.is_demo:
            return
        if self.secret == DEMO_SECRET or len(self.secret) < MIN_SECRET_LENGTH:
            raise UnsafeSettings(
                f"Set PLENARY_SECRET to at least {MIN_SECRET_LENGTH} random characters; "
                "badge, ticket and calendar codes are made from it."
            )
        if self.smtp_url and not self.mail_from:
            raise UnsafeSettings("Set PLENARY_MAIL_FROM, the address that letters come from.")
